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
    var seen: Set<UInt64> = []
    var document: [UInt8] = []
    for text in texts {
      var previous: Unicode.Scalar?
      for scalar in TextFolding.folded(text).unicodeScalars.prefix(limit) {
        guard let current = kept(scalar) else {
          previous = nil
          continue
        }
        if seen.insert(UInt64(current.value)).inserted { append(current, nil, to: &document) }
        if let previous, seen.insert(UInt64(previous.value) << 32 | UInt64(current.value)).inserted {
          append(previous, current, to: &document)
        }
        previous = current
      }
    }
    return String(decoding: document, as: UTF8.self)
  }

  /// The full-text expression that a record must match to hold `text`; nil where the text has nothing to index.
  package static func query(for text: String) -> (match: String, isExact: Bool)? {
    let scalars = TextFolding.folded(text).unicodeScalars.map { kept($0) }
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
    let spread = terms.count <= 7 ? terms : stride(from: 0, to: terms.count, by: (terms.count + 6) / 7).map { terms[$0] }
    return (spread.joined(separator: " "), isExact)
  }

  /// White space and the quote parts grams: it cannot stand inside a token.
  private static func kept(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    scalar.value <= 0x20 || scalar == "\"" || scalar.value == 0x7F || scalar.properties.isWhitespace ? nil : scalar
  }

  private static func append(_ first: Unicode.Scalar, _ second: Unicode.Scalar?, to document: inout [UInt8]) {
    if !document.isEmpty { document.append(0x20) }
    document.append(contentsOf: UTF8.encode(first).map { Array($0) } ?? [])
    if let second { document.append(contentsOf: UTF8.encode(second).map { Array($0) } ?? []) }
  }

  private static func term(_ first: Unicode.Scalar, _ second: Unicode.Scalar?) -> String {
    var view = String.UnicodeScalarView([first])
    if let second { view.append(second) }
    return "\"\(String(view))\""
  }

  /// The tokenizer of the index: everything but white space and the quote is part of a token.
  package static let tokenizer = "ascii tokenchars '!#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'"
}
