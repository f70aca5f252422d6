/// Writes digits into bytes; what no longer fits is left out.
struct DigitWriter {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

  mutating func write(_ byte: UInt8) {
    guard count < buffer.count else { return }
    buffer[count] = byte
    count &+= 1
  }

  /// A number that is not negative, with zeros in front to `width`; a longer one is written whole.
  mutating func write(_ value: Int, width: Int) {
    var digits = 1
    var rest = value / 10
    while rest > 0 {
      digits &+= 1
      rest /= 10
    }
    let length = Swift.max(digits, width)
    guard count &+ length <= buffer.count else { return }
    rest = value
    for place in stride(from: count &+ length &- 1, through: count, by: -1) {
      buffer[place] = UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)
      rest /= 10
    }
    count &+= length
  }
}
