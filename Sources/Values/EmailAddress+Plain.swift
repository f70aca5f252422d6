extension EmailAddress {
  /// An address of plain ASCII with a domain in lower case, by far the most frequent; nil where it is none or where a
  /// closer look is needed to say what is wrong.
  @specialized(where S == String)
  @specialized(where S == Substring)
  static func plain<S: StringProtocol>(_ text: S) -> EmailAddress? {
    UTF8Text.with(text) { bytes in
      guard bytes.count <= 254, let at = endOfLocal(bytes), isDomain(bytes, from: at &+ 1) else { return nil }
      return EmailAddress(
        local: String(decoding: bytes[..<at], as: UTF8.self),
        domain: String(decoding: bytes[(at &+ 1)...], as: UTF8.self))
    }
  }

  /// The place of the `@` behind atoms that single dots part.
  private static func endOfLocal(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var atom = 0
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "@"): return atom > 0 && index <= 64 ? index : nil
      case UInt8(ascii: "."):
        guard atom > 0 else { return nil }
        atom = 0
      default:
        guard isAtomByte(byte) else { return nil }
        atom &+= 1
      }
    }
    return nil
  }

  /// The frequent part of `atext`.
  private static func isAtomByte(_ byte: UInt8) -> Bool {
    FoldedPhrase.isLetter(byte) || FoldedPhrase.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+")
  }

  private static func isDomain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var label = 0
    var letters = 0
    var dots = 0
    for index in start..<Swift.max(start, bytes.count) {
      let byte = bytes[index]
      let isHyphen = byte == UInt8(ascii: "-")
      if byte == UInt8(ascii: ".") {
        guard (1...63).contains(label), bytes[index &- 1] != UInt8(ascii: "-") else { return false }
        dots &+= 1
        label = 0
        letters = 0
      } else if byte &- 0x61 < 26 || FoldedPhrase.isDigit(byte) || (isHyphen && label > 0) {
        label &+= 1
        letters &+= FoldedPhrase.isDigit(byte) ? 0 : 1
      } else {
        return false
      }
    }
    return dots > 0 && (2...63).contains(label) && letters > 0 && bytes.last != UInt8(ascii: "-")
  }
}
