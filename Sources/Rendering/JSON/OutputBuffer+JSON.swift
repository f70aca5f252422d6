extension OutputBuffer {
  /// A JSON string of well-formed UTF-8, with its quotes.
  ///
  /// Beyond what the format demands, it escapes DEL, the C1 controls, the line separators and the bidirectional
  /// controls, so that JSON on a terminal cannot drive it; a reader gets the same characters.
  mutating func append(json text: UnsafeBufferPointer<UInt8>) {
    append(UInt8(ascii: "\""))
    if OutputBuffer.isPlainJSON(text) { append(text) } else { append(escaping: text) }
    append(UInt8(ascii: "\""))
  }

  package mutating func append(json text: String) {
    OutputBuffer.withUTF8(of: text) { append(json: $0) }
  }

  /// Eight bytes at a time; a shorter rest one by one.
  private static func isPlainJSON(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UnsafeRawBufferPointer(text)
    var special: UInt64 = 0
    var place = 0
    while place + 8 <= bytes.count {
      special |= marks(in: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    guard special == 0 else { return false }
    if place < bytes.count, bytes.count >= 8 {
      return marks(in: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)) == 0
    }
    while place < bytes.count {
      let byte = bytes[place]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F || byte == 0xC2
        || byte == 0xE2
      {
        return false
      }
      place += 1
    }
    return true
  }

  /// Not 0 where one of eight bytes may have to be escaped.
  @inline(__always)
  private static func marks(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    // The high bit of a byte that is 0 (Mycroft's test, exact for the question whether there is one).
    @inline(__always) func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
    return (word &- ones &* 0x20) & ~word & highs | zeros(word ^ ones &* 0x22) | zeros(word ^ ones &* 0x5C)
      | zeros(word ^ ones &* 0x7F) | zeros(word ^ ones &* 0xC2) | zeros(word ^ ones &* 0xE2)
  }

  private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var index = 0
    while index < text.count {
      let length = OutputBuffer.lengthToEscape(text, at: index)
      guard length > 0 else {
        index += 1
        continue
      }
      append(UnsafeBufferPointer(rebasing: text[start..<index]))
      append(escapeOf: text, at: index)
      index += length
      start = index
    }
    append(UnsafeBufferPointer(rebasing: text[start...]))
  }

  /// How many bytes the scalar at `index` takes where it must be escaped, else 0.
  @inline(__always)
  private static func lengthToEscape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let byte = text[index]
    if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F { return 1 }
    if byte == 0xC2, index + 1 < text.count { return (0x80...0x9F).contains(text[index + 1]) ? 2 : 0 }
    guard byte == 0xE2, index + 2 < text.count else { return 0 }
    // U+2028 to U+202E, U+2066 to U+2069, and the marks U+200E and U+200F.
    switch (text[index + 1], text[index + 2]) {
    case (0x80, 0xA8...0xAE), (0x81, 0xA6...0xA9), (0x80, 0x8E...0x8F): return 3
    default: return 0
    }
  }

  private mutating func append(escapeOf text: UnsafeBufferPointer<UInt8>, at index: Int) {
    let byte = text[index]
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0C: append("\\f")
    case 0x0D: append("\\r")
    case 0xC2: append(unicode: UInt16(text[index + 1]))
    case 0xE2: append(unicode: 0x2000 | UInt16(text[index + 1] & 0x3F) << 6 | UInt16(text[index + 2] & 0x3F))
    default: append(unicode: UInt16(byte))
    }
  }

  private mutating func append(unicode unit: UInt16) {
    append("\\u")
    for shift in [12, 8, 4, 0] as [UInt16] {
      let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
      append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
