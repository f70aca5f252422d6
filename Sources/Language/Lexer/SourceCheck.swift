package import Diagnostics

/// The checks on a whole text before anything reads it: its size and its encoding.
package enum SourceCheck {
  /// Bytes that a file may have (language.md section 5).
  package static let maximumBytes = 64 * 1024 * 1024

  /// The text of a file's bytes, or why it cannot be read. Invalid UTF-8 is an error with its offset, never a
  /// replacement character.
  package static func text(of bytes: [UInt8], named name: String) throws(Diagnostic) -> SourceText {
    guard bytes.count <= maximumBytes else { throw SyntaxError.fileTooLong(bytes.count).diagnostic() }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SyntaxError.invalidEncoding(offset: invalidOffset(bytes) ?? 0).diagnostic()
    }
    return SourceText(name: name, text: text)
  }

  /// The offset of the first byte that is not valid UTF-8.
  package static func invalidOffset(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      let first = bytes[index]
      if first < 0x80 {
        index += 1
        continue
      }
      let length: Int
      let lowest: UInt32
      switch first {
      case 0xC2...0xDF: (length, lowest) = (2, 0x80)
      case 0xE0...0xEF: (length, lowest) = (3, 0x800)
      case 0xF0...0xF4: (length, lowest) = (4, 0x10000)
      default: return index
      }
      guard index + length <= bytes.count else { return index }
      var value = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
      for step in 1..<length {
        let byte = bytes[index + step]
        guard byte & 0xC0 == 0x80 else { return index }
        value = value << 6 | UInt32(byte & 0x3F)
      }
      guard value >= lowest, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else { return index }
      index += length
    }
    return nil
  }
}
