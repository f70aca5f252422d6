internal import Diagnostics

/// Quoted texts. Any of `" “ ” ＂` closes any other; `'…'`, `‘…’`, `「…」` are raw; `"""` spans lines.
extension Parser {
  mutating func parseText() throws(SyntaxError) -> TextLiteral {
    lexer.rewind()
    let start = lexer.position
    let bytes = lexer.bytes
    guard let (opening, length) = lexer.scalar(at: start), let quote = TextQuote(opening: opening) else {
      throw .unterminatedText(SourceSpan(start, start))
    }
    if opening == 0x22, bytes.count >= start + 3, bytes[start + 1] == 0x22, bytes[start + 2] == 0x22 {
      return try parseBlockText(from: start)
    }
    lexer.move(to: start + length)
    switch quote {
    case .straight, .curly, .corner: return try parseRaw(from: start, quote)
    case .interpolated: return try parseInterpolated(from: start, isBlock: false)
    }
  }

  private mutating func parseRaw(from start: Int, _ quote: TextQuote) throws(SyntaxError) -> TextLiteral {
    let contentStart = lexer.position
    while let (value, length) = lexer.scalar(at: lexer.position), value != 0x0A {
      if quote.closes(with: value) {
        let content = String(decoding: lexer.bytes[contentStart..<lexer.position], as: UTF8.self)
        lexer.move(to: lexer.position + length)
        return literal([.text(content)], from: start)
      }
      lexer.move(to: lexer.position + length)
    }
    throw .unterminatedText(SourceSpan(start, lexer.position))
  }

  private mutating func parseBlockText(from start: Int) throws(SyntaxError) -> TextLiteral {
    lexer.move(to: start + 3)
    // The text begins on the line below its opening.
    if let (value, _) = lexer.scalar(at: lexer.position), value == 0x0D { lexer.move(to: lexer.position + 1) }
    if let (value, _) = lexer.scalar(at: lexer.position), value == 0x0A { lexer.move(to: lexer.position + 1) }
    return try parseInterpolated(from: start, isBlock: true)
  }

  private func literal(_ segments: [TextLiteral.Segment], from start: Int) -> TextLiteral {
    TextLiteral(
      segments: segments, spelling: String(decoding: lexer.bytes[start..<lexer.position], as: UTF8.self),
      span: span(start, lexer.position))
  }

  private func closes(_ value: UInt32, isBlock: Bool) -> Bool {
    guard isBlock else { return TextQuote.interpolated.closes(with: value) }
    let position = lexer.position
    return value == 0x22 && position + 2 < lexer.bytes.count && lexer.bytes[position + 1] == 0x22
      && lexer.bytes[position + 2] == 0x22
  }

  private mutating func parseInterpolated(from start: Int, isBlock: Bool) throws(SyntaxError) -> TextLiteral {
    var segments: [TextLiteral.Segment] = []
    var buffer: [UInt8] = []
    func flush() {
      guard !buffer.isEmpty else { return }
      segments.append(.text(String(decoding: buffer, as: UTF8.self)))
      buffer.removeAll(keepingCapacity: true)
    }
    while let (value, length) = lexer.scalar(at: lexer.position) {
      if closes(value, isBlock: isBlock) {
        flush()
        lexer.move(to: lexer.position + (isBlock ? 3 : length))
        return literal(segments, from: start)
      }
      switch value {
      case 0x0A where !isBlock: throw .unterminatedText(SourceSpan(start, lexer.position))
      case 0x5C: buffer += try parseEscape()
      case 0x7B, 0x7D:
        let next = lexer.position + 1
        if next < lexer.bytes.count, lexer.bytes[next] == UInt8(value) {
          buffer.append(UInt8(value))
          lexer.move(to: next + 1)
        } else if value == 0x7D {
          buffer.append(0x7D)
          lexer.move(to: next)
        } else {
          flush()
          segments.append(.interpolation(try parseInterpolation()))
        }
      default:
        buffer += lexer.bytes[lexer.position..<lexer.position + length]
        lexer.move(to: lexer.position + length)
      }
    }
    if isBlock {
      throw .unclosed("\"\"\"", opened: SourceSpan(start, start + 3), found: SourceSpan(lexer.end, lexer.end))
    }
    throw .unterminatedText(SourceSpan(start, lexer.position))
  }

  private mutating func parseInterpolation() throws(SyntaxError) -> Expression {
    let open = lexer.position
    lexer.move(to: open + 1)
    try enter()
    lexer.braces += 1
    let depth = lexer.depth
    lexer.depth = 0
    defer {
      lexer.braces -= 1
      lexer.depth = depth
      leave()
    }
    if peeks(.closeBrace) { throw .emptyInterpolation(SourceSpan(open, lexer.peek().span.upper)) }
    let expression: Expression
    do throws(SyntaxError) {
      if startsQuery() {
        let from = lexer.peek().span.lower
        expression = Expression(.query(try parseQuery()), span: span(from, here))
      } else {
        expression = try parseCondition()
      }
    } catch {
      // The quote was meant to end the text around: the brace before it is what is not closed.
      guard case .unterminatedText(let place) = error else { throw error }
      let quote = SourceSpan(place.lower, place.lower + (lexer.scalar(at: place.lower)?.length ?? 1))
      let text = String(decoding: lexer.bytes[quote.lower..<quote.upper], as: UTF8.self)
      throw .unclosedInterpolation(found: .text(text), opened: SourceSpan(open, open + 1), quote)
    }
    guard take(.closeBrace) != nil else {
      let token = lexer.peek()
      if let error = belongingToValue(token) { throw error }
      throw .unclosedInterpolation(found: found(token), opened: SourceSpan(open, open + 1), place(of: token))
    }
    return expression
  }

  private mutating func parseEscape() throws(SyntaxError) -> [UInt8] {
    let start = lexer.position
    guard let (value, length) = lexer.scalar(at: start + 1), value != 0x0A, value != 0x0D else {
      throw .unknownEscape("\\", SourceSpan(start, start + 1))
    }
    lexer.move(to: start + 1 + length)
    switch value {
    case 0x6E: return [0x0A]
    case 0x74: return [0x09]
    case 0x5C: return [0x5C]
    case 0x22, 0x201C, 0x201D, 0xFF02: return Array(lexer.bytes[start + 1..<start + 1 + length])
    case 0x75: return try parseUnicodeEscape(from: start)
    default:
      let text = String(decoding: lexer.bytes[start..<lexer.position], as: UTF8.self)
      throw .unknownEscape(text, SourceSpan(start, lexer.position))
    }
  }

  /// `\u{4e2d}`
  private mutating func parseUnicodeEscape(from start: Int) throws(SyntaxError) -> [UInt8] {
    var end = lexer.position
    while end < lexer.bytes.count, end - lexer.position < 10, lexer.bytes[end] != 0x7D, lexer.bytes[end] > 0x20,
      lexer.bytes[end] < 0x80
    { end += 1 }
    let inner = lexer.bytes[min(lexer.position + 1, end)..<end]
    let isWhole =
      lexer.position < lexer.bytes.count && lexer.bytes[lexer.position] == 0x7B && end < lexer.bytes.count
      && lexer.bytes[end] == 0x7D
    guard isWhole, let number = UInt32(String(decoding: inner, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(number)
    else {
      let shown = min(end + (end < lexer.bytes.count && lexer.bytes[end] == 0x7D ? 1 : 0), lexer.bytes.count)
      throw .unknownEscape(
        String(decoding: lexer.bytes[start..<shown], as: UTF8.self), SourceSpan(start, shown))
    }
    lexer.move(to: end + 1)
    return Array(String(Character(scalar)).utf8)
  }
}
