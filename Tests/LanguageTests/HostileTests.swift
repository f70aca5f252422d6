import Diagnostics
import Foundation
import Language
import Synchronization
import Testing

/// Whatever is typed, an answer comes: a tree or a diagnostic, soon, and never a trap.
@Suite struct HostileTests {
  /// A debug build is some ten times slower: it does a part of the work.
  #if DEBUG
  static let share = 6
  #else
  static let share = 1
  #endif

  /// Parses, prints, and renders what is wrong.
  @discardableResult
  static func survive(_ text: String) -> (program: Program, errors: [SyntaxError]) {
    var parser = Parser(text, vocabulary: TestVocabulary.vocabulary, knownWords: Shape.words)
    let (program, errors) = parser.parseProgram()
    _ = PrinterTests.english.print(program)
    let source = SourceText(name: "prompt", text: text)
    for error in errors {
      for language in UserLanguage.allCases {
        _ = DiagnosticRenderer(language: language).render(error.diagnostic().attached(to: source))
      }
    }
    return (program, errors)
  }

  @Test func `mutations of valid programs never trap and what parses survives printing`() {
    var generator = ProgramGenerator(seed: 7)
    let corpus = (Corpus.queries + Corpus.commands + Corpus.scripts).map { Array($0.unicodeScalars) }
    let scraps = Array(
      "\"'“”‘’「」{}()[]（）｛｝|｜,，、;；。#$@`=＝<>!-+*/%.\\\n\t 　\u{0}\u{202E}\u{FEFF}🙂é中 and or not where in to".unicodeScalars
    )
    for _ in 0..<12_000 / Self.share {
      var scalars = corpus[generator.below(corpus.count)]
      for _ in 0..<1 + generator.below(4) {
        guard !scalars.isEmpty else { break }
        let at = generator.below(scalars.count)
        switch generator.below(5) {
        case 0: scalars.remove(at: at)
        case 1: scalars.insert(scraps[generator.below(scraps.count)], at: at)
        case 2: scalars[at] = scraps[generator.below(scraps.count)]
        case 3: scalars.removeSubrange(at..<min(scalars.count, at + generator.below(12)))
        default:
          scalars.insert(
            contentsOf: scalars[at..<min(scalars.count, at + generator.below(12))], at: generator.below(scalars.count))
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      let source = String(text)
      guard Self.survive(source).errors.isEmpty else { continue }
      if let fault = PrinterTests.fault(source) {
        Issue.record("\(fault)\n--- from\n\(source)")
        return
      }
    }
  }

  @Test(arguments: [
    "(", "[", "{", "not ", "-", "find x where (", "find x where a = [", "find x where a in (", "\"{", "\"{\"",
    "if $x { ", "if a = 1 {\n", "explain ",
    "count(", "print -(", "find x with c (", "find x | each $c { ", "for $x in (find y where z = (", "a = [b, ", "f(f(",
    "let $x = [",
    "try { ", "define f($a: b) { ", "else if ", "“", "（", "it.", "$x.", "a.b.", "@v | ", "| ", "where ", "and ", "x = ",
    ", ", "# ", "\\\n", "\"\"\"",
    "\n", "a\n", "}", ")", "=", "`", "$", "@", "…", "1,234", "undo {", "undo \"", "‘", "「", "a;", "a。", "  where\n",
    "tag a with ",
  ])
  func `thousands of anything come to an end`(_ piece: String) {
    let text = String(repeating: piece, count: 10_000 / Self.share)
    Self.survive(text)
    Self.survive("find customers where a = " + text)
    Self.survive("add x a = " + text)
  }

  @Test func `sixty-four parentheses nest and sixty-five do not`() {
    let fits = "find x where " + String(repeating: "(", count: 64) + "a = 1" + String(repeating: ")", count: 64)
    #expect(Self.survive(fits).errors.isEmpty)
    let deep = "find x where " + String(repeating: "(", count: 65) + "a = 1" + String(repeating: ")", count: 65)
    #expect(Self.survive(deep).errors.map { $0.diagnostic().code } == ["nesting-too-deep"])
    let blocks = String(repeating: "if $x = 1 {\n", count: 64) + "print 1\n" + String(repeating: "}\n", count: 64)
    #expect(Self.survive(blocks).errors.isEmpty)
  }

  @Test func `the deepest trees fit the stack of a secondary thread`() {
    let pairs = [
      ("(", ")"), ("count((", "))"), ("not (", ")"), ("-(", ")"), ("(find x where a in (", "))"), ("count(c (", "))"),
      ("[", "]"), ("\"{", "}\""),
    ]
    var texts = pairs.map {
      "find x where a = " + String(repeating: $0.0, count: 70) + "b" + String(repeating: $0.1, count: 70)
    }
    texts += pairs.map {
      "find x where a = " + String(repeating: $0.0, count: 31) + "b" + String(repeating: $0.1, count: 31)
    }
    for head in ["if $x = 1 {", "try {", "for $x in (find y) {", "find x | each $c {", "define f($a: b) {"] {
      texts.append(
        String(repeating: head + "\n", count: 64) + "print 1\n"
          + String(repeating: head == "try {" ? "} otherwise { }\n" : "}\n", count: 64))
    }
    let finished = Mutex(0)
    let hostile = texts
    let thread = Thread {
      for text in hostile {
        HostileTests.survive(text)
        finished.withLock { $0 += 1 }
      }
    }
    // Frames of a debug build are several times as large.
    #if DEBUG
    thread.stackSize = 6 << 20
    #else
    thread.stackSize = 512 << 10
    #endif
    thread.start()
    while !thread.isFinished { usleep(1000) }
    #expect(finished.withLock { $0 } == texts.count)
  }

  @Test func `naughty strings in every position give a tree or a diagnostic`() throws {
    let path = Checkout.root.appending(path: "../shared/data/naughty_strings").standardizedFileURL
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path.path())) ?? []
    guard let file = names.first(where: { $0.hasSuffix(".txt") }),
      let text = try? String(contentsOf: path.appending(path: file), encoding: .utf8)
    else { return }
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      for form in [
        "%", "find %", "find customers where %", "find customers where a = %", "find customers where a = \"%\"",
        "add % a = 1", "add x a = '%', b = 2",
        "tag % with %", "show %", "print \"{%}\"", "find x show a as %", "if % { % }", "find x | %", "`%`", "$%", "@%",
        "# %",
      ] {
        let source = form.replacing("%", with: line)
        guard Self.survive(source).errors.isEmpty else { continue }
        let fault = PrinterTests.fault(source)
        #expect(fault == nil, "\(source)")
      }
    }
  }

  @Test func `bytes that are not UTF-8 are told with their place`() throws {
    for (bytes, offset) in [
      ([0x61, 0x80], 1), ([0xC0, 0x80], 0), ([0xE4, 0xB8], 0), ([0x61, 0xED, 0xA0, 0x80], 1),
      ([0xF4, 0x90, 0x80, 0x80], 0), ([0xFF], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
      ([0xE0, 0x80, 0x80], 0), ([0x20, 0xC3], 1),
    ] as [([UInt8], Int)] {
      #expect(SourceCheck.invalidOffset(bytes) == offset)
      #expect(throws: Diagnostic.self) { try SourceCheck.text(of: bytes, named: "a.crm") }
    }
    #expect(SourceCheck.invalidOffset(Array("a中🙂é\u{0}".utf8)) == nil)
    #expect(try SourceCheck.text(of: Array("a中".utf8), named: "x").text == "a中")
    #expect(throws: Diagnostic.self) {
      try SourceCheck.text(of: [UInt8](repeating: 0x20, count: SourceCheck.maximumBytes + 1), named: "x")
    }
    var generator = ProgramGenerator(seed: 3)
    for _ in 0..<2000 {
      let bytes = (0..<generator.below(40)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect((SourceCheck.invalidOffset(bytes) == nil) == isValid)
    }
  }

  @Test(arguments: [
    "find x where " + "a = 1 and ", "(", "\"", "\n", "#", "# c\n", "a;", "a = 1,", "\"{", "x ", "中", "、", "1,234,567,",
    "`", "‘", "「 ", "$x ", "f(", "[ ", "{\n", "}",
    "if $x = 1 { show y }\n# c\n", "show y # c\n", "find x\n  where a = 1\n", "\n\n\n\n\n\n\n\n  where", "undo x\n",
    " ", "\t", "\\\n", "e\u{301}", "foo \"", "a\n  b\n",
    "find x where (a = 1\n", "tag ", "。", "|", "@v ", "last ", "it.", "''", "\u{0}", "\u{2028}",
  ])
  func `a mebibyte of anything takes time in proportion`(_ piece: String) {
    // A quadratic step would take minutes here; the budget is wide for a debug build on a busy machine.
    let prefix = piece.hasPrefix("find x where a = 1 and") ? "find x where " : ""
    let unit = prefix.isEmpty ? piece : "a = 1 and "
    let text = prefix + String(repeating: unit, count: (1 << 20) / Self.share / unit.utf8.count)
    let started = ContinuousClock.now
    Self.survive(text)
    #expect(ContinuousClock.now - started < .seconds(20), "\(piece)")
  }

  @Test func `one line of megabytes is read and its error is drawn short`() {
    let text = "find x where a = \"" + String(repeating: "中", count: (8 << 18) / Self.share) + "\" b c"
    let started = ContinuousClock.now
    let errors = Self.survive(text).errors
    #expect(errors.count == 1)
    let rendered = DiagnosticRenderer(language: .english).render(
      errors[0].diagnostic().attached(to: SourceText(name: "p", text: text)))
    #expect(rendered.utf8.count < 1200)
    #expect(ContinuousClock.now - started < .seconds(20))
  }
}
