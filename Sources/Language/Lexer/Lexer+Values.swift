import Diagnostics

extension Lexer {
  /// White space inside a line (and newlines inside parentheses) before a value.
  mutating func skipToValue() {
    rewind()
    while let (value, length) = folded(at: position) {
      if Lexer.isSpace(value) || value == 0x0A && depth > 0 {
        position += length
      } else if value == 0x5C, let after = newline(after: position + length) {
        position = after
      } else if value == 0x23, depth > 0, followsSpace(position) {
        _ = skipBlanks()
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
    guard let stop = atomEnd(from: start, groupsDigits: groupsDigits), stop > start else { return nil }
    position = stop
    end = stop
    return Atom(String(decoding: bytes[start..<stop], as: UTF8.self), span: SourceSpan(start, stop))
  }

  private func atomEnd(from start: Int, groupsDigits: Bool) -> Int? {
    if let (value, _) = folded(at: start), value == 0x23, !followsSign(start) { return nil }
    var open = 0
    var end = start
    while let (raw, length) = scalar(at: end) {
      switch raw {
      case 0x4E00...0x9FFF, 0x61...0x7A, 0x41...0x5A, 0x30...0x39: break
      case 0x2C where groupsDigits && isDigitGroup(from: start, comma: end): break
      case 0x28, 0xFF08: open += 1
      case 0x29, 0xFF09:
        if open == 0 { return closed(start, end) }
        open -= 1
      case 0x7D where braces > 0, 0xFF5D where braces > 0, 0x5D where depth > 0, 0xFF3D where depth > 0:
        return closed(start, end)
      case _ where Lexer.endsAtom(raw): return closed(start, end)
      default: break
      }
      end += length
    }
    return closed(start, end)
  }

  /// `tag=#1` has a value that begins with `#`; behind white space or a word it begins a comment.
  private func followsSign(_ offset: Int) -> Bool {
    guard offset > 0 else { return false }
    var start = offset - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    guard let (value, _) = folded(at: start) else { return false }
    return [0x3D, 0x3C, 0x3E, 0x2C, 0x28, 0x5B, 0x2264, 0x2265, 0x2260].contains(value)
  }

  /// A closing 。 ends the statement and is no part of the value.
  private func closed(_ start: Int, _ end: Int) -> Int {
    guard depth == 0, end - start >= 3, bytes[end - 3] == 0xE3, bytes[end - 2] == 0x80, bytes[end - 1] == 0x82 else {
      return end
    }
    guard let (next, _) = folded(at: end) else { return end - 3 }
    return Lexer.isSpace(next) || next == 0x0A || next == 0x7D ? end - 3 : end
  }

  private static func endsAtom(_ value: UInt32) -> Bool {
    switch value {
    case 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x2C, 0x3B, 0x7C, 0x7B, 0x3D, 0x3C, 0x3E: true
    case 0xFF0C, 0x3001, 0xFF1B, 0xFF5C, 0xFF5B, 0xFF1D, 0xFF1C, 0xFF1E: true
    case 0x85, 0x2028, 0x2029: true
    case 0x80...: fold(value) == 0x20
    default: false
    }
  }

  /// `100,000`: one to three digits (and a sign, a currency's sign) before, exactly three after, without a space.
  private func isDigitGroup(from start: Int, comma: Int) -> Bool {
    // No number of the language is longer; a bound keeps a line of commas linear.
    guard comma - start < 40 else { return false }
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
      if digits > 3 { return false }
      offset += 1
    }
    guard digits > 0, sawComma ? digits == 3 : digits <= 3, comma + 3 < bytes.count else { return false }
    for index in comma + 1...comma + 3 where !(bytes[index] >= 0x30 && bytes[index] <= 0x39) { return false }
    return comma + 4 >= bytes.count || !(bytes[comma + 4] >= 0x30 && bytes[comma + 4] <= 0x39)
  }

  /// `100,000` around a comma of a list, where it may be one number or two: the whole of it.
  func groupedDigits(around comma: Int) -> Atom? {
    guard comma < bytes.count, bytes[comma] == 0x2C else { return nil }
    func isDigit(_ offset: Int) -> Bool {
      bytes.indices.contains(offset) && bytes[offset] >= 0x30 && bytes[offset] <= 0x39
    }
    var start = comma
    while comma - start < 4, isDigit(start - 1) { start -= 1 }
    var end = comma
    while bytes.indices.contains(end), bytes[end] == 0x2C, isDigit(end + 1), isDigit(end + 2), isDigit(end + 3),
      !isDigit(end + 4)
    {
      end += 4
    }
    guard (1...3).contains(comma - start), end > comma else { return nil }
    // Before it nothing but what begins a member, or a sign.
    let begins: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0x28, 0x5B, 0x2C, 0x2B, 0x2D]
    guard start == 0 || begins.contains(bytes[start - 1]) || followsMoneySign(start) || followsWideSign(start) else {
      return nil
    }
    return Atom(String(decoding: bytes[start..<end], as: UTF8.self), span: SourceSpan(start, end))
  }

  /// `¥` or `￥` directly before.
  private func followsMoneySign(_ offset: Int) -> Bool {
    offset >= 2 && bytes[offset - 2] == 0xC2 && bytes[offset - 1] == 0xA5
      || offset >= 3 && bytes[offset - 3] == 0xEF && bytes[offset - 2] == 0xBF && bytes[offset - 1] == 0xA5
  }

  /// `（`, `【`, `，`, `、` or a wide blank directly before.
  private func followsWideSign(_ offset: Int) -> Bool {
    guard offset >= 3 else { return false }
    switch (bytes[offset - 3], bytes[offset - 2], bytes[offset - 1]) {
    case (0xEF, 0xBC, 0x88), (0xEF, 0xBC, 0x8C), (0xE3, 0x80, 0x80), (0xE3, 0x80, 0x81), (0xE3, 0x80, 0x90): return true
    default: return false
    }
  }

  // MARK: Looking ahead on the line

  /// The bare word at the present place (after blanks on the line), without taking it; nil where none is.
  func wordAhead() -> (text: String, start: Int, end: Int)? {
    var offset = position
    while let (value, length) = folded(at: offset), Lexer.isSpace(value) { offset += length }
    let start = offset
    while let (value, length) = folded(at: offset), Lexer.isNamePart(value), offset - start < 64 { offset += length }
    guard offset > start else { return nil }
    return (Lexer.foldedText(bytes[start..<offset]), start, offset)
  }

  /// Whether one plain name and `=` stand behind an offset on its line: what mostly follows a comma of assignments, found
  /// without making tokens. False means no more than that it is not as plain.
  func assignsBehind(_ start: Int) -> Bool {
    var offset = start
    while offset < bytes.count, bytes[offset] == 0x20 { offset += 1 }
    let name = offset
    while let (value, length) = scalar(at: offset), Lexer.isNamePart(value) { offset += length }
    guard offset > name, let (first, _) = scalar(at: name), Lexer.isNameStart(first) else { return false }
    while offset < bytes.count, bytes[offset] == 0x20 { offset += 1 }
    return offset < bytes.count && bytes[offset] == 0x3D
  }

  /// The first character after blanks on this line; nil at its end.
  func characterAhead(from start: Int? = nil) -> UInt32? {
    var offset = start ?? position
    while let (value, length) = folded(at: offset) {
      if !Lexer.isSpace(value) { return value == 0x0A ? nil : value }
      offset += length
    }
    return nil
  }

  /// Whether a call begins here: a name and, without a space, an ASCII `(`. `科技(北京)有限公司` is none: a call is not
  /// gone on with.
  func startsCall() -> Bool {
    guard let (first, _) = scalar(at: position), Lexer.isNameStart(first) else { return false }
    var offset = position
    while let (value, length) = scalar(at: offset), Lexer.isNamePart(value) { offset += length }
    guard offset < bytes.count, bytes[offset] == 0x28 else { return false }
    return !isGoneOnWith(after: offset)
  }

  /// Whether a name's character stands directly behind the parenthesis that closes the one at `open`.
  private func isGoneOnWith(after open: Int) -> Bool {
    var level = 0
    var offset = open
    while let (value, length) = scalar(at: offset), value != 0x0A, offset - open < 512 {
      offset += length
      if value == 0x28 || value == 0xFF08 { level += 1 }
      if value == 0x29 || value == 0xFF09 { level -= 1 }
      if level == 0 { return scalar(at: offset).map { Lexer.isNamePart($0.value) } ?? false }
      if TextQuote(opening: value) != nil { return false }
    }
    return false
  }

  /// Whether `it.` (or `它.`) begins here, or `it` stands alone as a value. `IT` is a value like any other.
  func startsSubject() -> Bool {
    let isLatin = position + 1 < bytes.count && bytes[position] == 0x69 && bytes[position + 1] == 0x74
    let isHan =
      position + 2 < bytes.count && bytes[position] == 0xE5 && bytes[position + 1] == 0xAE
      && bytes[position + 2] == 0x83
    guard isLatin || isHan else { return false }
    guard let (next, _) = folded(at: position + (isLatin ? 2 : 3)) else { return true }
    if next == 0x2E { return true }
    return Lexer.isSpace(next) || next == 0x0A || next == 0x2C || next == 0x29 || next == 0x7D || next == 0x3B
      || next == 0x7C || next == 0x5D || next == 0x3002
  }
}
