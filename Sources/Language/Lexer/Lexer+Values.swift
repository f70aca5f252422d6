import Diagnostics

extension Lexer {
  /// White space inside a line (and newlines inside parentheses) before a value.
  mutating func skipToValue() {
    rewind()
    while let (value, length) = folded(at: position) {
      if Lexer.isSpace(value) || value == 0x0A && depth > 0 {
        position += length
      } else if value == 0x5C, position + length < bytes.count, bytes[position + length] == 0x0A {
        position += length + 1
      } else {
        return
      }
    }
  }

  /// Skips newlines and comments too: after a trailing operator or comma.
  mutating func skipToValueAcrossLines() {
    rewind()
    depth += 1
    _ = skipBlanks()
    depth -= 1
  }

  /// Reads one raw atom at the present place: to white space or to `, ， 、 ; ； | {`, `= < >`, or a closing
  /// parenthesis that it did not open. Its spelling is kept. Nil where none begins here.
  ///
  /// - Parameter groupsDigits: whether the comma of `100,000` belongs to the number (not inside a list).
  mutating func takeAtom(groupsDigits: Bool) -> Atom? {
    rewind()
    let start = position
    var open = 0
    var end = position
    while let (raw, length) = scalar(at: end) {
      if endsAtom(raw) {
        if raw == 0x2C, groupsDigits, isDigitGroup(from: start, comma: end) {
          end += length
          continue
        }
        break
      }
      if raw == 0x28 || raw == 0xFF08 { open += 1 }
      if raw == 0x29 || raw == 0xFF09 {
        if open == 0 { break }
        open -= 1
      }
      if (raw == 0x7D || raw == 0xFF5D) && braces > 0 || raw == 0x5D && depth > 0 { break }
      end += length
    }
    // A closing 。 ends the statement and is no part of the value.
    if end - start > 3, bytes[end - 3] == 0xE3, bytes[end - 2] == 0x80, bytes[end - 1] == 0x82 { end -= 3 }
    guard end > start else { return nil }
    position = end
    return Atom(String(decoding: bytes[start..<end], as: UTF8.self), span: SourceSpan(start, end))
  }

  private func endsAtom(_ value: UInt32) -> Bool {
    switch value {
    case 0x20, 0x09, 0x0A, 0x0D, 0x3000: true
    case 0x2C, 0xFF0C, 0x3001, 0x3B, 0xFF1B, 0x7C, 0xFF5C, 0x7B, 0xFF5B: true
    case 0x3D, 0x3C, 0x3E, 0xFF1D: true
    default: false
    }
  }

  /// `100,000`: one to three digits (and a currency sign) before, exactly three after, without a space.
  private func isDigitGroup(from start: Int, comma: Int) -> Bool {
    var digits = 0
    var offset = start
    var sawComma = false
    while offset < comma {
      let byte = bytes[offset]
      if byte == 0x2C {
        guard sawComma ? digits == 3 : digits <= 3 else { return false }
        sawComma = true
        digits = 0
      } else if byte >= 0x30 && byte <= 0x39 {
        digits += 1
      } else if offset == start && (byte == 0x2D || byte == 0x2B) {
        // a sign
      } else if digits == 0 && byte >= 0x80 {
        // ¥ or ￥
      } else {
        return false
      }
      offset += 1
    }
    guard digits > 0, sawComma ? digits == 3 : digits <= 3, comma + 3 < bytes.count else { return false }
    for index in comma + 1...comma + 3 where !(bytes[index] >= 0x30 && bytes[index] <= 0x39) { return false }
    return comma + 4 >= bytes.count || !(bytes[comma + 4] >= 0x30 && bytes[comma + 4] <= 0x39)
  }

  /// The bare word at the present place (after blanks on the line), without taking it; empty where none is.
  func wordAhead() -> (text: String, start: Int, end: Int)? {
    var offset = position
    while let (value, length) = folded(at: offset), Lexer.isSpace(value) { offset += length }
    let start = offset
    while let (value, length) = folded(at: offset), Lexer.isNamePart(value), offset - start < 64 { offset += length }
    guard offset > start else { return nil }
    return (Lexer.foldedText(bytes[start..<offset]), start, offset)
  }

  /// The first byte after blanks on this line; nil at its end.
  func byteAhead(from start: Int? = nil) -> UInt32? {
    var offset = start ?? position
    while let (value, length) = folded(at: offset) {
      if !Lexer.isSpace(value) { return value == 0x0A ? nil : value }
      offset += length
    }
    return nil
  }

  /// Whether a call begins here: a name and, without a space, an ASCII `(`.
  func startsCall() -> Bool {
    guard let (first, _) = scalar(at: position), Lexer.isNameStart(first) else { return false }
    var offset = position
    while let (value, length) = scalar(at: offset), Lexer.isNamePart(value) { offset += length }
    return offset < bytes.count && bytes[offset] == 0x28
  }

  /// Whether `it.` (or `它.`) begins here, or `it` stands alone as a value.
  func startsSubject() -> Bool {
    guard let word = wordAhead(), word.start == position else { return false }
    guard Keyword.it.word.spellings.contains(word.text.lowercased()) else { return false }
    guard word.end < bytes.count else { return true }
    let next = bytes[word.end]
    return next == 0x2E || next == 0x20 || next == 0x0A || next == 0x0D || next == 0x2C || next == 0x29 || next == 0x7D
      || next == 0x3B
  }
}
