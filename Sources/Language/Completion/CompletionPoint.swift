internal import Diagnostics

/// What may stand at a place of a text that is being typed: found by parsing the text up to there and noting what the
/// grammar would have taken next.
package struct CompletionPoint: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The beginning of a statement: a verb, a query's head, a control word.
    case statement
    /// A word of the grammar or of the verb's signature.
    case word(Word)
    /// `=`, `|`
    case symbol(String)
    /// The name of an entity, of one of these where there are any; as one record of it is named, or as many are.
    case entity(among: [String], isOne: Bool)
    /// A relation of the record at hand.
    case relation(of: Subject?)
    /// A field, reached through the names before it (`customer.` is `["customer"]`).
    case field(of: Subject?, through: [String], FieldUse)
    /// `=`, `contains`, `is empty` … behind what is compared; the field where it is one.
    case comparison(SlotContent, of: Subject?)
    /// A value of that kind; where it is a field's, of that subject.
    case value(SlotContent, of: Subject?)
    /// A record by its id or name: of one of these entities where there are any, or out of the recycle bin.
    case reference(of: [String], isDeleted: Bool)
    /// A record by its id alone.
    case identifier
    /// A part of the profile of a record.
    case part(of: Subject?)
    case function
    case variable
    case view
    /// The type of a parameter.
    case type
    /// A function to `do`.
    case definition
    case chart
  }

  /// Whose fields are meant.
  package indirect enum Subject: Sendable, Hashable {
    /// An entity, as it was typed.
    case named(String)
    case reference(String)
    case view(String)
    /// A variable of the session.
    case variable(String)
    case relation(String, of: Subject?)
    case path([String], of: Subject)
  }

  package enum FieldUse: Sendable, Hashable {
    case read
    /// On the left of an assignment to a record that is new, or that stands already.
    case written(isNew: Bool)
    /// What is summed, before it is known of what.
    case measured
  }

  /// In the order in which the grammar tries them, each once.
  package let kinds: [Kind]
  /// What is replaced, in UTF-8 bytes: the word before the cursor with its sigil or opening quote.
  package let range: Range<Int>
  /// The word before the cursor, without sigil or quote.
  package let prefix: String
  /// Whether a `$` or an `@` stands before the word.
  package var hasSigil: Bool { !isQuoted && range.count > prefix.utf8.count }
  /// Whether the word stands in an open quote: what replaces it must be quoted too.
  package let isQuoted: Bool
  /// The variables and functions that the text itself names, in sight of the cursor.
  package let variables: [String]
  package let functions: [String]
  /// The fields that the list of assignments has set already.
  package let assigned: Set<String>
  /// The language in which the statement is typed; nil before its first word.
  package let spelling: SpellingSet?

  /// - Parameter cursor: an offset in UTF-8 bytes; one inside a character is moved before it.
  /// - Parameter isEntity: whether a name is an entity's; what is none is a record's.
  package init(
    in text: String, at cursor: Int, vocabulary: VerbVocabulary,
    isEntity: @escaping (String) -> Bool = { _ in true }
  ) {
    let bytes = Array(text.utf8)
    var end = min(max(0, cursor), bytes.count)
    while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    let place = WordPlace(bytes, before: end)
    range = place.start..<end
    isQuoted = place.isQuoted
    prefix = String(decoding: bytes[place.wordStart..<end], as: UTF8.self)
    guard !place.isComment else {
      (kinds, variables, functions, assigned, spelling) = ([], [], [], [], nil)
      return
    }
    var wishes = CompletionPoint.wishes(at: bytes[..<place.start], vocabulary, isEntity)
    if let end = CompletionPoint.endOfStatement(bytes, above: place.start) {
      var above = CompletionPoint.wishes(at: bytes[..<end], vocabulary, isEntity)
      let lexer = Parser(String(decoding: bytes[..<place.start], as: UTF8.self), vocabulary: vocabulary).lexer
      if lexer.indentation(at: place.start) > lexer.indentation(at: above.statementStart) {
        // A deeper indented line goes on with the statement above it, with the words that say so.
        above.keep { $0.continues(lexer) }
        for kind in wishes.kinds where kind != .statement { above.add(kind) }
        wishes = above
      }
    }
    variables = wishes.variables
    functions = wishes.functions
    assigned = wishes.assigned
    spelling = CompletionPoint.spelling(of: bytes[min(wishes.statementStart, place.start)..<place.start])
    switch place.sigil {
    case 0x24: kinds = wishes.kinds.filter { $0 == .variable }
    case 0x40: kinds = wishes.kinds.filter { $0 == .view }
    default: kinds = place.isQuoted ? wishes.kinds.filter { $0.mayBeQuoted } : wishes.kinds
    }
  }

  /// The first word says it: the values behind it are in any language.
  private static func spelling(of statement: ArraySlice<UInt8>) -> SpellingSet? {
    for byte in statement {
      if byte >= 0xE3 { return .chinese }
      if byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A { return .english }
    }
    return nil
  }

  private static func wishes(
    at text: ArraySlice<UInt8>, _ vocabulary: VerbVocabulary, _ isEntity: @escaping (String) -> Bool
  ) -> Wishes {
    var parser = Parser(String(decoding: text, as: UTF8.self), vocabulary: vocabulary)
    parser.wishes = Wishes(isEntity: isEntity)
    _ = parser.parseProgram()
    return parser.wishes ?? Wishes(isEntity: isEntity)
  }

  /// The end of what stands above the deeper indented line on which a word begins; nil where it begins no such line.
  private static func endOfStatement(_ bytes: [UInt8], above start: Int) -> Int? {
    var end = start
    while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    guard end < start, end > 0, bytes[end - 1] == 0x0A else { return nil }
    while end > 0, bytes[end - 1] <= 0x20 { end -= 1 }
    // Behind what opens a block or ends a statement another begins.
    guard end > 0, bytes[end - 1] != 0x7B, bytes[end - 1] != 0x3B else { return nil }
    return end
  }
}

extension CompletionPoint.Kind {
  /// Whether it may begin a line that goes on with the statement above.
  fileprivate func continues(_ lexer: Lexer) -> Bool {
    switch self {
    case .word(let word):
      word.spellings.allSatisfy { spelling in
        spelling.split(separator: " ").first.map { lexer.continuesWith(String($0)) } ?? false
      }
    case .symbol(let symbol): symbol == Symbol.pipe.rawValue
    case .statement, .entity, .relation, .field, .comparison, .value, .reference, .identifier, .part, .function,
      .variable, .view, .type, .definition, .chart:
      false
    }
  }

  fileprivate var mayBeQuoted: Bool {
    switch self {
    case .value, .reference: true
    case .statement, .word, .symbol, .entity, .relation, .field, .comparison, .part, .function, .variable, .view,
      .identifier, .type, .definition, .chart:
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
    if let quote = WordPlace.openQuote(lexer, from: lineStart), !WordPlace.interpolates(lexer, from: quote) {
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
    case 0x20, 0x09, 0x0A, 0x0D, 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x2C, 0x3B, 0x7C, 0x3D, 0x3C, 0x3E, 0x2E, 0x24,
      0x40,
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

  /// Whether the open text holds an open brace: what stands behind it is an expression.
  private static func interpolates(_ lexer: Lexer, from quote: Int) -> Bool {
    guard let (opening, length) = lexer.scalar(at: quote), TextQuote(opening: opening) == .interpolated else {
      return false
    }
    var isOpen = false
    var offset = quote + length
    while offset < lexer.bytes.count {
      switch lexer.bytes[offset] {
      case 0x5C: offset += 1
      case 0x7B where !isOpen && offset + 1 < lexer.bytes.count && lexer.bytes[offset + 1] == 0x7B: offset += 1
      case 0x7B: isOpen = true
      case 0x7D: isOpen = false
      default: break
      }
      offset += 1
    }
    return isOpen
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
