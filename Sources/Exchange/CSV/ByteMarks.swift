/// Finds bytes in eight at a time: one word of the text, compared with up to four values, gives a word whose bytes
/// are 80 where the text has one of them and 00 elsewhere. Exact: no carry crosses a byte (Hacker's Delight, 6-1).
struct ByteMarks {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
    self.first = ByteMarks.spread(first)
    self.second = ByteMarks.spread(second)
    self.third = ByteMarks.spread(third)
    self.fourth = ByteMarks.spread(fourth)
  }

  /// The marks of the eight bytes at `offset`; the first byte's mark is the lowest.
  @inline(__always)
  func marks(_ text: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    let word = text.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    let misses =
      ByteMarks.nonzero(word ^ first) & ByteMarks.nonzero(word ^ second)
      & ByteMarks.nonzero(word ^ third) & ByteMarks.nonzero(word ^ fourth)
    return ~misses & 0x8080_8080_8080_8080
  }

  /// The marks of the eight bytes at `offset`, of which only the first `count` are looked at. All eight must be there.
  @inline(__always)
  func marks(_ text: UnsafeRawPointer, _ offset: Int, of count: Int) -> UInt64 {
    let all = marks(text, offset)
    return count >= 8 ? all : all & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
  }

  /// The place of the first mark, 0…7 (8 where there is none).
  @inline(__always)
  static func place(_ marks: UInt64) -> Int { marks.trailingZeroBitCount &>> 3 }

  private static func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The highest bit of each byte is set where the byte is not zero; the other bits are noise.
  @inline(__always)
  private static func nonzero(_ word: UInt64) -> UInt64 {
    ((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | word
  }
}

/// The bytes that CSV gives a meaning.
enum CSVByte {
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let quote: UInt8 = 0x22
  static let tab: UInt8 = 0x09
  static let comma: UInt8 = 0x2C
  static let semicolon: UInt8 = 0x3B

  static let apostrophe: UInt8 = 0x27
  static let equalsSign: UInt8 = 0x3D

  /// A delimiter is one ASCII byte: no quote, line break or NUL, and nothing that could be read as part of `sep=` or of
  /// the apostrophe before a dangerous cell.
  static func canDelimit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, quote, lineFeed, carriageReturn, apostrophe, equalsSign: false
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): false
    case UInt8(ascii: "a")...UInt8(ascii: "z"): false
    default: byte < 0x80
    }
  }
}
