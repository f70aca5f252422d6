internal import Diagnostics

/// Says what each part of a text is, for its colour, while it is being typed: tolerant of what is not finished, and
/// cheap enough to run at every key.
package struct Highlighter: Sendable {
  package enum Style: Sendable, Hashable, CaseIterable {
    case keyword, verb, name, string, number, variable, comment, error
  }

  /// A part of the text in UTF-8 bytes. Where two overlap, the later one wins; what is in none is plain.
  package struct Run: Sendable, Hashable {
    package let range: Range<Int>
    package let style: Style

    init(_ span: SourceSpan, _ style: Style) {
      range = span.lower..<span.upper
      self.style = style
    }
  }

  /// Longer texts are pasted, not typed: they are not looked at for errors.
  private static let checkedBytes = 16 * 1024

  private let vocabulary: VerbVocabulary
  private let isKnownName: @Sendable (String) -> Bool

  /// - Parameter isKnownName: whether a word is an entity's or a field's, in any of its spellings.
  package init(vocabulary: VerbVocabulary, isKnownName: @escaping @Sendable (String) -> Bool = { _ in false }) {
    self.vocabulary = vocabulary
    self.isKnownName = isKnownName
  }

  package func runs(of text: String) -> [Run] {
    var scan = HighlightScan(text, vocabulary: vocabulary, isKnownName: isKnownName)
    return scan.runs() + errors(in: text)
  }

  /// What is certainly wrong: not the word that is still being typed, and nothing that more text could make right.
  private func errors(in text: String) -> [Run] {
    let length = text.utf8.count
    guard length <= Self.checkedBytes else { return [] }
    var parser = Parser(text, vocabulary: vocabulary)
    return parser.parseProgram().errors.filter { !$0.isUnfinished && $0.span.upper < length }.map {
      Run($0.span, .error)
    }
  }
}
