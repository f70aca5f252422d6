internal import Diagnostics

/// Cuts source text into tokens, one at a time and only when asked, because what a character means depends on whether
/// the parser stands in a syntax position or a value position (language.md section 1).
///
/// Works on UTF-8 bytes; full-width punctuation, digits and letters are folded as they are met.
struct Lexer {
  let bytes: [UInt8]
  var position: Int
  /// Behind the last byte that was taken, before any white space.
  var end: Int
  /// Open `(` and `[`: newlines mean nothing inside.
  var depth = 0
  /// Open `{` blocks or interpolations: a `}` then ends an atom.
  var braces = 0
  /// Where the statement being read began: its line's indentation decides what continues it.
  var statementIndent = 0
  let continuesWith: @Sendable (String) -> Bool
  /// The comments passed over so far, in order.
  var comments: [SourceSpan] = []
  /// What the last look over a run of empty lines found, so that each is looked over once.
  var lookedOver = (from: 0, to: 0, indent: -1, continues: false)
  /// The line on which `beginStatement` was last asked, and how far it was known.
  var measured = (lineStart: 0, offset: 0, indent: 0)
  private var peeked: Token?

  init(_ bytes: [UInt8], continuesWith: @escaping @Sendable (String) -> Bool) {
    self.bytes = bytes
    self.continuesWith = continuesWith
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    end = position
  }

  /// The next token without taking it.
  mutating func peek() -> Token {
    if let peeked { return peeked }
    let token = scan()
    peeked = token
    return token
  }

  mutating func take() -> Token {
    let token = peek()
    peeked = nil
    position = max(position, token.span.upper)
    end = position
    return token
  }

  /// Goes back to the beginning of what was peeked, to read it in another mode or not at all.
  mutating func rewind() {
    if let peeked { position = peeked.span.lower }
    peeked = nil
  }

  /// Forgets what was peeked and stands at `offset`, having taken all before it.
  mutating func move(to offset: Int) {
    peeked = nil
    position = offset
    end = offset
  }

  // MARK: Looking ahead

  /// A place to come back to. The comments met meanwhile stay met.
  struct Mark {
    fileprivate let position: Int
    fileprivate let end: Int
    fileprivate let depth: Int
    fileprivate let braces: Int
    fileprivate let statementIndent: Int
    fileprivate let peeked: Token?
  }

  var mark: Mark {
    Mark(
      position: position, end: end, depth: depth, braces: braces, statementIndent: statementIndent, peeked: peeked)
  }

  mutating func reset(to mark: Mark) {
    position = mark.position
    end = mark.end
    depth = mark.depth
    braces = mark.braces
    statementIndent = mark.statementIndent
    peeked = mark.peeked
  }

  // MARK: Scanning

  private mutating func scan() -> Token {
    if let terminator = skipBlanks() { return terminator }
    guard let (value, length) = folded(at: position) else { return token(.end, from: position, length: 0) }
    let start = position
    switch value {
    case 0x61...0x7A, 0x41...0x5A, 0x4E00...0x9FFF: return scanName()
    case 0x22, 0x27, 0x201C, 0x201D, 0x2018, 0x2019, 0x300C: return token(.quote, from: start, length: 0)
    case 0x3B, 0x3002: return token(.terminator, from: start, length: length)
    case 0x60: return scanQuotedName(from: start)
    case 0x24 where isNamePart(after: length): return scanSigil(.variable, length)
    case 0x40: return scanSigil(.view, length)
    case _ where Lexer.isDigit(value): return scanNumber()
    case _ where Lexer.isNameStart(value): return scanName()
    default: return scanSymbol(value, length)
    }
  }

  private func isNamePart(after length: Int) -> Bool {
    folded(at: position + length).map { Lexer.isNamePart($0.value) } ?? false
  }

  private func token(_ kind: Token.Kind, from start: Int, length: Int, text: String = "") -> Token {
    Token(kind: kind, text: text, span: SourceSpan(start, start + length))
  }

  private mutating func scanName() -> Token {
    let start = position
    let (end, text) = name(at: start)
    return Token(kind: .name, text: text, span: SourceSpan(start, end), keywords: Keyword.meanings(of: text))
  }

  private func name(at start: Int) -> (end: Int, text: String) {
    var end = start
    var isPlain = true
    while let (raw, length) = scalar(at: end) {
      let value = raw < 0x300 ? raw : Lexer.fold(raw)
      guard Lexer.isNamePart(value) else { break }
      if value != raw { isPlain = false }
      end += length
    }
    let slice = bytes[start..<end]
    return (end, isPlain ? String(decoding: slice, as: UTF8.self) : Lexer.foldedText(slice))
  }

  private mutating func scanSigil(_ kind: Token.Kind, _ sigil: Int) -> Token {
    let start = position
    if kind == .view, start + sigil < bytes.count, bytes[start + sigil] == 0x60 {
      let quoted = scanQuotedName(from: start + sigil)
      guard quoted.kind == .quotedName else { return token(.stray, from: start, length: sigil) }
      return Token(kind: .view, text: quoted.text, span: SourceSpan(start, quoted.span.upper))
    }
    let (end, text) = name(at: start + sigil)
    return Token(kind: text.isEmpty ? .stray : kind, text: text, span: SourceSpan(start, end))
  }

  private mutating func scanQuotedName(from start: Int) -> Token {
    var end = start + 1
    while end < bytes.count, bytes[end] != 0x60, bytes[end] != 0x0A { end += 1 }
    guard end < bytes.count, bytes[end] == 0x60, end > start + 1 else { return token(.stray, from: start, length: 1) }
    let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
    return Token(kind: .quotedName, text: name, span: SourceSpan(start, end + 1))
  }

  /// A number in a syntax position: digits, `_`, one point, then a unit of letters or `%`.
  private mutating func scanNumber() -> Token {
    let start = position
    var end = position
    var sawPoint = false
    while let (value, length) = folded(at: end) {
      if value == 0x2E, !sawPoint, folded(at: end + length).map({ Lexer.isDigit($0.value) }) == true {
        sawPoint = true
      } else if !Lexer.isDigit(value) && value != 0x5F {
        break
      }
      end += length
    }
    // `2026-12-01` is a date: a sign of arithmetic stands between spaces.
    if !sawPoint, end - start >= 4, continuesDate(at: end) {
      while let (value, length) = folded(at: end), Lexer.isDigit(value) || value == 0x2D { end += length }
    }
    while let (value, length) = folded(at: end), Lexer.isNamePart(value) { end += length }
    if let (value, length) = folded(at: end), value == 0x25 { end += length }
    return Token(kind: .number, text: Lexer.foldedText(bytes[start..<end]), span: SourceSpan(start, end))
  }

  /// A hyphen and a digit, or the Q of a quarter, directly behind a year.
  private func continuesDate(at end: Int) -> Bool {
    guard let (hyphen, length) = folded(at: end), hyphen == 0x2D, let (next, _) = folded(at: end + length) else {
      return false
    }
    return Lexer.isDigit(next) || next == 0x51 || next == 0x71
  }

  private func scanSymbol(_ value: UInt32, _ length: Int) -> Token {
    let next = folded(at: position + length)
    let isPaired = next?.value == 0x3D
    let pair = isPaired ? (next?.length ?? 0) + length : length
    func symbol(_ symbol: Symbol, _ width: Int) -> Token { token(.symbol(symbol), from: position, length: width) }
    switch value {
    case 0x2C: return symbol(.comma, length)
    case 0x28: return symbol(.openParenthesis, length)
    case 0x29: return symbol(.closeParenthesis, length)
    case 0x5B: return symbol(.openBracket, length)
    case 0x5D: return symbol(.closeBracket, length)
    case 0x7B: return symbol(.openBrace, length)
    case 0x7D: return symbol(.closeBrace, length)
    case 0x3D: return symbol(.equal, isPaired ? pair : length)
    case 0x21 where isPaired: return symbol(.notEqual, pair)
    case 0x3C where next?.value == 0x3E: return symbol(.notEqual, length + (next?.length ?? 0))
    case 0x3C: return isPaired ? symbol(.lessOrEqual, pair) : symbol(.less, length)
    case 0x3E: return isPaired ? symbol(.greaterOrEqual, pair) : symbol(.greater, length)
    case 0x2264: return symbol(.lessOrEqual, length)
    case 0x2265: return symbol(.greaterOrEqual, length)
    case 0x2260: return symbol(.notEqual, length)
    case 0x2B: return isPaired ? symbol(.plusEqual, pair) : symbol(.plus, length)
    case 0x2D: return isPaired ? symbol(.minusEqual, pair) : symbol(.minus, length)
    case 0x2A: return symbol(.times, length)
    case 0x2F: return symbol(.over, length)
    case 0x25: return symbol(.modulo, length)
    case 0x7C: return symbol(.pipe, length)
    case 0x2E: return symbol(.dot, length)
    case 0x3A: return symbol(.colon, length)
    default: return token(.stray, from: position, length: length)
    }
  }
}
