import Glibc
import Settings
import Testing

/// Whatever the file holds, reading it ends soon and in a problem with a place.
@Suite(.timeLimit(.minutes(1))) struct SettingsHostileTests {
  @Test(arguments: ["", "\n\n", "# nothing\n", "---\n", "null", "~"])
  func `a file that says nothing is a problem`(text: String) {
    #expect(Sample.problems(text).map(\.code) == ["settings.empty-file"])
  }

  @Test func `a list or a word at the top is a problem`() {
    #expect(Sample.codes("- a\n- b\n") == ["1:1 wrong-type"])
    #expect(Sample.codes("hello") == ["1:1 wrong-type"])
  }

  @Test func `a tab is named`() {
    #expect(Sample.codes("leads:\n\tauto_score: true\n") == ["2:1 tab"])
  }

  @Test func `bytes that are no UTF-8 are told with their place`() {
    let problems = Sample.problems(Array("leads:\n  线: ".utf8) + [0xFF, 0x0A])
    #expect(problems.map { "\($0.line):\($0.column) \($0.code)" } == ["2:6 settings.not-utf8"])
  }

  @Test func `control characters and NUL are problems`() {
    #expect(Sample.problems("a: \u{1}\n").count == 1)
    #expect(Sample.problems("a: \u{0}\n").count == 1)
  }

  @Test func `a second document is a problem`() {
    #expect(Sample.problems("leads: {}\n---\nleads: {}\n").map(\.code) == ["settings.several-documents"])
  }

  @Test func `a key that is a list is a problem`() {
    #expect(Sample.problems("? [a]\n: b\n").map(\.code) == ["settings.key-not-text"])
  }

  @Test func `a billion laughs are refused`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ","))]\n"
    }
    #expect(Sample.problems(text).map(\.code) == ["settings.too-many-aliases"])
    let asKey = text + "? *a9\n: x\n? *a9\n: y\n"
    #expect(Sample.problems(asKey).map(\.code) == ["settings.too-many-aliases"])
  }

  @Test func `an alias or two do no harm`() throws {
    let settings = try Sample.settings(
      "customers: {required_fields: &names [name]}\ncontacts: {required_fields: *names}\n")
    #expect(settings.contacts.required == ["name"])
  }

  @Test func `an alias of itself is a problem`() {
    #expect(Sample.problems("a: &a [*a]\n").map(\.code) == ["settings.syntax"])
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "[{", "'[", "\"]\" [", "#]\n ["])
  func `deep nesting is refused`(opening: String) {
    for count in [40, 900, 100_000] {
      #expect(Sample.problems(String(repeating: opening, count: count)).count == 1)
    }
  }

  @Test func `deep indentation is refused`() {
    let text = (0..<1_200).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(Sample.problems(String(text.prefix(900_000))).map(\.code) == ["settings.too-deep"])
  }

  @Test func `nesting hidden from the guard is borne by the parser`() {
    // Closing brackets in comments make the brackets look balanced.
    let text = String(repeating: "[ # ]\n", count: 100_000)
    #expect(Sample.problems(text).count == 1)
    let balanced = String(repeating: "[ # ]\n", count: 900) + String(repeating: "a,\n", count: 200_000)
    #expect(Sample.problems(balanced).count == 1)
  }

  @Test func `a large file is refused`() throws {
    var template = Array("/tmp/settings-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    defer { close(descriptor) }
    let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress.unsafelyUnwrapped) }
    defer { unlink(path) }
    #expect(ftruncate(descriptor, 10 << 20) == 0)
    do {
      _ = try Settings.load(path: path)
      Issue.record("read")
    } catch {
      guard case .invalid(path, let problems) = error else { throw error }
      #expect(problems.map(\.code) == ["settings.too-large"])
    }
  }

  @Test func `a key that stands again far below is found soon`() {
    let text = "leads: {}\n" + String(repeating: "#\n", count: 400_000) + "leads: {}\n"
    #expect(Sample.codes(text) == ["400002:1 duplicate-key"])
  }

  @Test func `a message stays short whatever the file holds`() {
    let long = String(repeating: "x", count: 500_000)
    for problem in Sample.problems("? \(long)\n: 1\n") + Sample.problems("language: \(long)\n") {
      #expect(problem.messageEN.count < 500)
    }
  }

  @Test func `random pieces of YAML never trap`() {
    let pieces = [
      "customers", "leads", ":", ": ", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ",", "\"", "'", "#", "&a", "*a",
      "|", ">",
      "!!str", "!x", "%YAML 1.1", "---", "...", "?", "? ", "stages", "name", "probability", "100", "true", "\t", "科技",
      "${X}",
      "custom_fields", "<<", "~", "\\", "\u{85}", "@", "`",
    ]
    var state: UInt64 = 11
    for _ in 0..<3_000 {
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      for problem in Sample.problems(text) { #expect(problem.line >= 1 && problem.column >= 1, "\(text)") }
    }
  }
}
