internal import Diagnostics

/// What may stand at a place of a text that is being typed: found by parsing the text up to there and noting what the
/// grammar would have taken next.
package struct CompletionPoint: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The beginning of a statement: a verb, a query's head, a control word.
    case statement
    /// A word of the grammar or of the verb's signature.
    case word(Word)
    case entity
    /// A relation of the entity, as it was typed.
    case relation(of: String?)
    /// A field of the entity, reached through the names before it (`customer.` is `["customer"]`).
    case field(of: String?, through: [String])
    /// `=`, `contains`, `is empty` … behind a field.
    case comparison(field: String?, of: String?)
    /// A choice or another value of a field.
    case value(of: String?, field: String?)
    /// A name or a value in a verb's place of that label: a setting, a topic, a view, a tag.
    case slot(verb: String, label: String, SlotKind)
    case reference
    /// A part of the profile of a record, as that was typed.
    case part(of: String?)
    case function
    case variable
    case view
    case file
    case format
  }

  /// In the order in which the grammar tries them, each once.
  package let kinds: [Kind]
  /// What is replaced, in UTF-8 bytes: the word before the cursor with its sigil or opening quote.
  package let range: Range<Int>
  /// The word before the cursor, without sigil or quote.
  package let prefix: String
  /// Whether the word stands in an open quote: what replaces it must be quoted too.
  package let isQuoted: Bool

  /// - Parameter cursor: an offset in UTF-8 bytes; one inside a character is moved before it.
  package init(in text: String, at cursor: Int, vocabulary: VerbVocabulary) {
    let bytes = Array(text.utf8)
    var end = min(max(0, cursor), bytes.count)
    while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    let place = WordPlace(bytes, before: end)
    range = place.start..<end
    isQuoted = place.isQuoted
    prefix = String(decoding: bytes[place.wordStart..<end], as: UTF8.self)
    guard !place.isComment else {
      kinds = []
      return
    }
    var parser = Parser(CompletionPoint.context(bytes, before: place.start), vocabulary: vocabulary)
    parser.wishes = Wishes()
    _ = parser.parseProgram()
    let kinds = parser.wishes?.kinds ?? []
    switch place.sigil {
    case 0x24: self.kinds = [.variable]
    case 0x40: self.kinds = [.view]
    default: self.kinds = place.isQuoted ? kinds.filter { $0.mayBeQuoted } : kinds
    }
  }

  /// The text before the word. A deeper indented line goes on with its statement, whatever its first word will be.
  private static func context(_ bytes: [UInt8], before start: Int) -> String {
    var end = start
    while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    let isIndented = end < start && end > 0 && bytes[end - 1] == 0x0A
    if isIndented { while end > 0, bytes[end - 1] <= 0x20 { end -= 1 } }
    return String(decoding: bytes[..<(isIndented ? end : start)], as: UTF8.self)
  }
}

extension CompletionPoint.Kind {
  fileprivate var mayBeQuoted: Bool {
    switch self {
    case .value, .slot, .reference, .file: true
    case .statement, .word, .entity, .relation, .field, .comparison, .part, .function, .variable, .view, .format:
      false
    }
  }
}

/// The word that ends at a cursor.
private struct WordPlace {
  /// With its sigil or quote.
  var start: Int
  var wordStart: Int
  var sigil: UInt8 = 0
  var isQuoted = false
  var isComment = false

  init(_ bytes: [UInt8], before end: Int) {
    start = end
    wordStart = end
    let lexer = Lexer(Array(bytes[..<end])) { _ in false }
    var lineStart = end
    while lineStart > 0, bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
    if let quote = WordPlace.openQuote(lexer, from: lineStart) {
      start = quote
      wordStart = quote + (lexer.scalar(at: quote)?.length ?? 1)
      isQuoted = true
      return
    }
    isComment = WordPlace.isInComment(lexer, from: lineStart)
    while wordStart > lineStart, !WordPlace.parts(bytes[wordStart - 1]) { wordStart -= 1 }
    // A full-width sign before the word is three bytes of which the last looks like a letter's.
    wordStart = WordPlace.behindSigns(lexer, from: wordStart, to: end)
    start = wordStart
    if start > lineStart, bytes[start - 1] == 0x24 || bytes[start - 1] == 0x40 {
      sigil = bytes[start - 1]
      start -= 1
    }
  }

  private static func parts(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0D, 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x2C, 0x3B, 0x7C, 0x3D, 0x3C, 0x3E, 0x2E, 0x24, 0x40,
      0x21:
      true
    default: false
    }
  }

  private static func behindSigns(_ lexer: Lexer, from start: Int, to end: Int) -> Int {
    var begin = start
    var offset = start
    while let (value, length) = lexer.scalar(at: offset), offset < end {
      offset += length
      let folded = Lexer.fold(value)
      if folded != value || value == 0x3002, folded < 0x80 || value == 0x3002, !Lexer.isNamePart(folded) {
        begin = offset
      }
    }
    return begin
  }

  /// The quote that is open at the end of the line's text.
  private static func openQuote(_ lexer: Lexer, from lineStart: Int) -> Int? {
    var offset = lineStart
    while offset < lexer.bytes.count {
      if lexer.textOpening(at: offset) != nil {
        guard let end = lexer.endOfText(at: offset) else { return offset }
        offset = end
      } else if lexer.bytes[offset] == 0x23, lexer.followsSpace(offset) {
        return nil
      } else {
        offset += 1
      }
    }
    return nil
  }

  private static func isInComment(_ lexer: Lexer, from lineStart: Int) -> Bool {
    var offset = lineStart
    while offset < lexer.bytes.count {
      if let end = lexer.textOpening(at: offset).flatMap({ _ in lexer.endOfText(at: offset) }) {
        offset = end
      } else if lexer.bytes[offset] == 0x23, lexer.followsSpace(offset) {
        return true
      } else {
        offset += 1
      }
    }
    return false
  }
}
