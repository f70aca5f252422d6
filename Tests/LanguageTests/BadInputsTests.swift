import Diagnostics
import Foundation
import Language
import Testing

/// What is said about wrong inputs, word for word: `BadInputs.txt` holds each input with its rendering, to be read and
/// judged as a user would. `REWRITE_BAD_INPUTS=1 swift test --filter BadInputs` writes it anew.
@Suite struct BadInputsTests {
  private static let path = "Tests/LanguageTests/BadInputs.txt"

  private struct Case {
    let language: UserLanguage
    let input: String
    let expected: String

    var rendered: String {
      var parser = Parser(input, vocabulary: TestVocabulary.vocabulary, knownWords: Shape.words)
      let source = SourceText(name: "prompt", text: input)
      let list = DiagnosticList(parser.parseProgram().errors.map { $0.diagnostic().attached(to: source) })
      return list.diagnostics.map { DiagnosticRenderer(language: language).render($0) }.joined(separator: "\n")
    }

    var text: String { "=== \(language.rawValue)\n\(input)\n---\n" }
  }

  private static func cases(of text: String) -> [Case] {
    text.components(separatedBy: "=== ").dropFirst().compactMap { piece in
      let head = piece.components(separatedBy: "\n").first ?? ""
      let parts = piece.dropFirst(head.count + 1).components(separatedBy: "\n---\n")
      guard let language = UserLanguage(rawValue: head), let input = parts.first else { return nil }
      var expected = parts.count > 1 ? parts[1] : ""
      while expected.last == "\n" { expected.removeLast() }
      return Case(language: language, input: input, expected: expected)
    }
  }

  @Test func `every wrong input is answered in the words that were agreed on`() throws {
    let text = try #require(Checkout.text(Self.path))
    let cases = Self.cases(of: text)
    #expect(cases.count >= 100)
    if ProcessInfo.processInfo.environment["REWRITE_BAD_INPUTS"] != nil {
      let anew = cases.map { $0.text + $0.rendered + "\n\n" }.joined()
      try anew.write(to: Checkout.root.appending(path: Self.path), atomically: true, encoding: .utf8)
      return
    }
    for each in cases where each.rendered != each.expected {
      let difference = Self.difference(each.expected, each.rendered)
      Issue.record("\(each.input)\n\(difference)")
    }
  }

  /// Removed lines behind `-`, added ones behind `+`.
  private static func difference(_ old: String, _ new: String) -> String {
    let before = old.components(separatedBy: "\n")
    let after = new.components(separatedBy: "\n")
    let changes = after.difference(from: before)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    let olds = before.enumerated().map { (removed.contains($0.offset) ? "-" : " ") + $0.element }
    let news = after.enumerated().filter { added.contains($0.offset) }.map { "+" + $0.element }
    return (olds + news).joined(separator: "\n")
  }
}
