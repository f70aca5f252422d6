/// Bytes on their way out: grown in memory, and handed on in pieces where a drain is given.
package struct OutputBuffer: Sendable {
  /// Takes the bytes gathered so far; false where nobody reads any more (a closed pipe, a full disk).
  package typealias Drain = @Sendable (UnsafeBufferPointer<UInt8>) -> Bool

  /// What is not handed on yet; everything where there is no drain.
  package private(set) var bytes: [UInt8] = []
  /// The drain has refused: what follows is thrown away, and a sink stops its query.
  package private(set) var isBroken = false
  private let drain: Drain?
  private let threshold: Int

  /// - Parameter threshold: bytes after which the drain is called.
  package init(threshold: Int = 1 << 20, drain: Drain? = nil) {
    self.threshold = max(1, threshold)
    self.drain = drain
    if drain != nil { bytes.reserveCapacity(self.threshold + self.threshold / 8) }
  }

  package var count: Int { bytes.count }
  /// The bytes as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Called between rows and not inside of them, so that a byte costs no comparison. False where it is broken.
  package mutating func drainIfFull() -> Bool {
    if bytes.count >= threshold, drain != nil { flush() }
    return !isBroken
  }

  /// Hands on what is left.
  package mutating func flush() {
    guard let drain else { return }
    if !isBroken, !bytes.isEmpty, !bytes.withUnsafeBufferPointer(drain) { isBroken = true }
    bytes.removeAll(keepingCapacity: true)
  }
}

// MARK: - Appending

extension OutputBuffer {
  @inline(__always)
  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  @inline(__always)
  package mutating func append(_ span: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: span) }

  package mutating func append(_ span: some Collection<UInt8>) { bytes.append(contentsOf: span) }

  package mutating func append(_ text: String) {
    OutputBuffer.withUTF8(of: text) { bytes.append(contentsOf: $0) }
  }

  @inline(__always)
  package mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// In decimal digits.
  package mutating func append(_ number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(digitsOf: number.magnitude, atLeast: 1)
  }

  /// With zeros in front to `width` digits (1...20); a longer number is written whole.
  package mutating func append(digitsOf number: UInt64, atLeast width: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var rest = number
      var first = 20
      repeat {
        first -= 1
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        digits[first] = 0x30 &+ UInt8(truncatingIfNeeded: digit)
        rest = quotient
      } while (rest != 0 || 20 - first < width) && first > 0
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(digits)[first...]))
    }
  }

  /// Takes back what was written from `start` on.
  mutating func truncate(to start: Int) {
    bytes.removeSubrange(min(max(0, start), bytes.count)...)
  }

  /// The bytes of a text in place.
  @inline(__always)
  static func withUTF8<R>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(text.utf8).withUnsafeBufferPointer(body)
  }
}
