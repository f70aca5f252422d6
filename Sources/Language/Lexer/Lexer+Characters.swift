/// What single characters are: their folding, and the classes that the grammar knows.
extension Lexer {
  /// The scalar at an offset with its length in bytes; invalid UTF-8 never gets here (`SourceCheck`).
  @inline(__always)
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
  @inline(__always)
  func folded(at offset: Int) -> (value: UInt32, length: Int)? {
    guard let (value, length) = scalar(at: offset) else { return nil }
    return (value < 0xA0 ? value : Lexer.fold(value), length)
  }

  static func fold(_ value: UInt32) -> UInt32 {
    switch value {
    case 0x4E00...0x9FFF: value
    case 0xFF01...0xFF5E: value - 0xFEE0
    case 0x3000, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F: 0x20
    case 0x3001: 0x2C  // 、
    case 0xFFE5: 0xA5  // ￥
    default: value
    }
  }

  static func foldedText(_ slice: ArraySlice<UInt8>) -> String {
    if slice.allSatisfy({ $0 < 0x80 }) { return String(decoding: slice, as: UTF8.self) }
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: slice, as: UTF8.self).unicodeScalars {
      text.append(Unicode.Scalar(fold(scalar.value)) ?? scalar)
    }
    return String(text)
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

  /// Whether a character before `offset` is white space, or none is: what a comment's `#` needs.
  func followsSpace(_ offset: Int) -> Bool {
    guard offset > 0 else { return true }
    var start = offset - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    guard let (value, _) = folded(at: start) else { return true }
    return Lexer.isSpace(value) || value == 0x0A || start == 0 && value == 0xFEFF
  }

  /// Whether a statement may begin at the text's end: nothing stands on the last line, or what ends a statement.
  var endsStatement: Bool {
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    guard end > 0 else { return true }
    return bytes[end - 1] == 0x0A || bytes[end - 1] == 0x3B
      || bytes[..<end].suffix(3).elementsEqual([0xEF, 0xBC, 0x9B])
      || bytes[..<end].suffix(3).elementsEqual([0xE3, 0x80, 0x82])
  }

  /// Whether a block has just been opened at the text's end.
  var opensBlock: Bool {
    let end = trimmed(bytes.count)
    return end > 0 && (bytes[end - 1] == 0x7B || bytes[..<end].suffix(3).elementsEqual([0xEF, 0xBD, 0x9B]))
  }

  /// An offset moved back over the white space before it.
  func trimmed(_ offset: Int) -> Int {
    var end = offset
    while end > 0, bytes[end - 1] <= 0x20 { end -= 1 }
    return end
  }
}
