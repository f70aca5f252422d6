internal import Diagnostics
internal import Values

/// Cuts source text into tokens, one at a time and only when asked, because what a character means depends on whether
/// the parser stands in a syntax position or a value position (language.md section 1).
///
/// Works on UTF-8 bytes; full-width punctuation, digits and letters are folded as they are met.
struct Lexer {
  let bytes: [UInt8]
  var position: Int
  /// Open `(` and `[`: newlines mean nothing inside.
  var depth = 0
  /// Open `{` blocks or interpolations: a `}` then ends an atom.
  var braces = 0
  /// Where the statement being read began: its line's indentation decides what continues it.
  var statementIndent = 0
  let continuesWith: @Sendable (String) -> Bool
  /// The comments passed over so far, in order.
  var comments: [SourceSpan] = []
  private var peeked: Token?

  init(_ bytes: [UInt8], continuesWith: @escaping @Sendable (String) -> Bool) {
    self.bytes = bytes
    self.continuesWith = continuesWith
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
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
    return token
  }

  /// Goes back to the beginning of what was peeked, to read it in another mode or not at all.
  mutating func rewind() {
    if let peeked { position = peeked.span.lower }
    peeked = nil
  }

  /// Forgets what was peeked and stands at `offset`.
  mutating func move(to offset: Int) {
    peeked = nil
    position = offset
  }

  // MARK: Characters

  /// The scalar at an offset with its length in bytes; invalid UTF-8 never gets here (`SourceCheck`).
  func scalar(at offset: Int) -> (value: UInt32, length: Int)? {
    guard offset < bytes.count else { return nil }
    let first = bytes[offset]
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard offset + length <= bytes.count else { return (0xFFFD, 1) }
    var value = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
    for index in 1..<length { value = value << 6 | UInt32(bytes[offset + index] & 0x3F) }
    return (value, length)
  }

  /// The same, folded: full-width forms and Chinese punctuation that the syntax accepts become ASCII.
  func folded(at offset: Int) -> (value: UInt32, length: Int)? {
    guard let (value, length) = scalar(at: offset) else { return nil }
    return (Lexer.fold(value), length)
  }

  static func fold(_ value: UInt32) -> UInt32 {
    switch value {
    case 0xFF01...0xFF5E: value - 0xFEE0
    case 0x3000, 0xA0: 0x20
    case 0x3001: 0x2C  // 、
    case 0xFFE5: 0xA5  // ￥
    case 0x3002: 0x3002
    default: value
    }
  }

  static func isSpace(_ value: UInt32) -> Bool { value == 0x20 || value == 0x09 || value == 0x0D }
  static func isDigit(_ value: UInt32) -> Bool { value >= 0x30 && value <= 0x39 }

  static func isNameStart(_ value: UInt32) -> Bool {
    if value < 0x80 { return value == 0x5F || (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7A }
    if value >= 0x4E00 && value <= 0x9FFF { return true }
    return Unicode.Scalar(value)?.properties.isAlphabetic ?? false
  }

  static func isNamePart(_ value: UInt32) -> Bool { isNameStart(value) || isDigit(value) || isMark(value) }

  private static func isMark(_ value: UInt32) -> Bool {
    guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    default: return false
    }
  }

  // MARK: Scanning

  private mutating func scan() -> Token {
    if let terminator = skipBlanks() { return terminator }
    guard let (value, length) = folded(at: position) else { return token(.end, from: position, length: 0) }
    let start = position
    switch value {
    case 0x22, 0x27, 0x201C, 0x201D, 0x2018, 0x2019, 0x300C: return token(.quote, from: start, length: 0)
    case 0x3B, 0x3002: return token(.terminator, from: start, length: length)
    case 0x60: return scanQuotedName()
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
    var end = position
    var isPlain = true
    while let (raw, length) = scalar(at: end) {
      let value = Lexer.fold(raw)
      guard Lexer.isNamePart(value) else { break }
      if value != raw { isPlain = false }
      end += length
    }
    return Token(kind: .name, text: text(start, end, isPlain: isPlain), span: SourceSpan(start, end))
  }

  private func text(_ start: Int, _ end: Int, isPlain: Bool) -> String {
    let slice = bytes[start..<end]
    return isPlain ? String(decoding: slice, as: UTF8.self) : Lexer.foldedText(slice)
  }

  static func foldedText(_ slice: ArraySlice<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: slice, as: UTF8.self).unicodeScalars {
      text.append(Unicode.Scalar(fold(scalar.value)) ?? scalar)
    }
    return String(text)
  }

  private mutating func scanSigil(_ kind: Token.Kind, _ sigil: Int) -> Token {
    let start = position
    position += sigil
    let name = scanName()
    position = start
    return Token(kind: name.text.isEmpty ? .stray : kind, text: name.text, span: SourceSpan(start, name.span.upper))
  }

  private mutating func scanQuotedName() -> Token {
    let start = position
    var end = position + 1
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
    while let (value, length) = folded(at: end), Lexer.isNamePart(value) { end += length }
    if let (value, length) = folded(at: end), value == 0x25 { end += length }
    return Token(kind: .number, text: Lexer.foldedText(bytes[start..<end]), span: SourceSpan(start, end))
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
