extension CompletionPoint {
  /// A word or sign that compares what stands before it.
  package struct Comparison: Sendable {
    package let word: Word
    package let fits: Fit
  }

  /// What it makes sense of.
  package enum Fit: Sendable {
    case everything
    /// What has an order: numbers, days, stages.
    case ordered
    case text
    /// Stretches of days.
    case days
    case labels
    /// What is kept and therefore has a history.
    case stored
  }

  /// Every comparison of the grammar, the customary ones first.
  package static let comparisons: [Comparison] = [
    Comparison(word: Word("="), fits: .everything), Comparison(word: Word("!="), fits: .everything),
    Comparison(word: Word(">="), fits: .ordered), Comparison(word: Word("<="), fits: .ordered),
    Comparison(word: Word(">"), fits: .ordered), Comparison(word: Word("<"), fits: .ordered),
    Comparison(word: Keyword.in.word, fits: .everything),
    Comparison(word: Word("not in", zh: Keyword.notIn.word.spelling(.chinese)), fits: .everything),
    Comparison(word: phrase(.is, .empty, zh: .isEmpty), fits: .everything),
    Comparison(word: Word("is not empty", zh: Keyword.isNotEmpty.word.spelling(.chinese)), fits: .everything),
    Comparison(word: Keyword.between.word, fits: .ordered), Comparison(word: Keyword.contains.word, fits: .text),
    Comparison(word: phrase(.starts, .with, zh: .startsWith), fits: .text),
    Comparison(word: phrase(.ends, .with, zh: .endsWith), fits: .text),
    Comparison(word: Keyword.matches.word, fits: .text),
    Comparison(word: phrase(.has, .any, zh: .hasAny), fits: .labels),
    Comparison(word: phrase(.has, .all, zh: .hasAll), fits: .labels),
    Comparison(word: phrase(.has, .none, zh: .hasNone), fits: .labels),
    Comparison(word: Keyword.overlaps.word, fits: .days), Comparison(word: Keyword.was.word, fits: .stored),
    Comparison(word: Keyword.changed.word, fits: .stored),
    Comparison(word: Word("not contains", zh: Keyword.notContains.word.spelling(.chinese)), fits: .text),
  ]

  /// What may stand behind a `not` of its own.
  static let deniable: [Word] =
    [Keyword.between, .contains, .matches, .overlaps].map(\.word)
    + [phrase(.starts, .with, zh: .startsWith), phrase(.ends, .with, zh: .endsWith), Keyword.has.word]

  private static func phrase(_ first: Keyword, _ second: Keyword, zh: Keyword) -> Word {
    Word("\(first.word.spelling(.english)) \(second.word.spelling(.english))", zh: zh.word.spelling(.chinese))
  }

  /// The words of the grammar that begin a statement, beside the verbs'.
  package static let openings: [Word] = (Keyword.queryHeads + [.show]).map(\.word)
  package static let controls: [Word] = Keyword.controls.map(\.word)
}
