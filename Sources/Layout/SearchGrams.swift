internal import Values

/// What the search index holds of a text: its single characters and its pairs of neighbours, folded.
///
/// A search for one or two characters is then exact; a longer one finds candidates that hold all its pairs, which
/// `instr` confirms. Grams are written so that SQLite's own `ascii` tokenizer reads them back: any tool can open it.
package enum SearchGrams {
  /// Characters of one text that are indexed: as many as a field holds.
  package static let limit = 1_000_000

  /// The grams of one record's texts, separated by spaces, each once.
  package static func document(of texts: [String]) -> String {
    var document = GramDocument()
    document.begin()
    for text in texts { document.add(text) }
    return document.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// The full-text expression that a record must match to hold `text`; nil where the text has nothing to index.
  package static func query(for text: String) -> (match: String, isExact: Bool)? {
    let scalars = TextFolding.folded(text).unicodeScalars.map { isKept($0.value) ? $0 : nil }
    guard !scalars.isEmpty else { return nil }
    var terms: [String] = []
    if scalars.count == 1, let only = scalars.first ?? nil { terms = [term(only, nil)] }
    for (first, second) in zip(scalars, scalars.dropFirst()) {
      if let first, let second { terms.append(term(first, second)) }
    }
    if terms.isEmpty { terms = scalars.compactMap { $0 }.map { term($0, nil) } }
    guard !terms.isEmpty else { return nil }
    let isExact = scalars.count <= 2 && !scalars.contains { $0 == nil }
    // Seven pairs narrow enough; more only cost time.
    let spread =
      terms.count <= 7 ? terms : stride(from: 0, to: terms.count, by: (terms.count + 6) / 7).map { terms[$0] }
    return (spread.joined(separator: " "), isExact)
  }

  /// White space and the quote part grams: they cannot stand inside a token.
  @inline(__always)
  static func isKept(_ scalar: UInt32) -> Bool {
    // Most of what is written is no white space: letters and Han need no look into the tables.
    switch scalar {
    case 0...0x20, 0x22, 0x7F: false
    case 0x21...0x84, 0x3400...0x9FFF: true
    default: Unicode.Scalar(scalar).map { !$0.properties.isWhitespace } ?? false
    }
  }

  private static func term(_ first: Unicode.Scalar, _ second: Unicode.Scalar?) -> String {
    var view = String.UnicodeScalarView([first])
    if let second { view.append(second) }
    return "\"\(String(view))\""
  }

  /// The tokenizer of the index: everything but white space and the quote is part of a token.
  package static let tokenizer = "ascii tokenchars '!#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'"
}
