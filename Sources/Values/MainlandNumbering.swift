/// The numbering plan of the mainland.
enum MainlandNumbering {
  /// Whether eleven digits begin as a mobile does. Source: the prefixes that MIIT has given out, as libphonenumber has
  /// them: `1740[0-5]|1(?:[38]\d|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])`.
  @inline(__always)
  static func isMobile(_ digits: UnsafeBufferPointer<UInt8>) -> Bool {
    guard digits.count == 11, digits[0] == 0x31 else { return false }
    let third = digits[2] &- 0x30
    return switch digits[1] &- 0x30 {
    case 3, 8: true
    case 4: third == 5 || third == 7
    case 5, 9: third != 4
    case 6: third == 2 || (5...7).contains(third)
    case 7: third != 9 && (third != 4 || (digits[3] == 0x30 && digits[4] <= 0x35))
    default: false
    }
  }

  /// Digits of an area code without its 0: 10, 20 to 29, and three digits for all others.
  static func areaCodeLength(_ first: UInt8, _ second: UInt8) -> Int {
    first == 0x32 || (first == 0x31 && second == 0x30) ? 2 : 3
  }
}
