/// Bytes on their way out: grown in memory, and handed on in pieces where a drain is given.
package struct OutputBuffer: Sendable {
  /// Takes the bytes gathered so far; false where nobody reads any more (a closed pipe, a full disk).
  package typealias Drain = @Sendable (UnsafeBufferPointer<UInt8>) -> Bool

  /// What is not handed on yet, and room behind it: a piece is copied there, which costs a quarter of `Array.append`.
  private var storage: [UInt8] = []
  package private(set) var count = 0
  /// The drain has refused: what follows is thrown away, and a sink stops its query.
  package private(set) var isBroken = false
  private let drain: Drain?
  private let threshold: Int

  /// - Parameter threshold: bytes after which the drain is called.
  package init(threshold: Int = 1 << 20, drain: Drain? = nil) {
    self.threshold = max(1, threshold)
    self.drain = drain
  }

  /// What is not handed on yet; everything where there is no drain.
  package var bytes: [UInt8] { Array(storage[..<count]) }
  /// The bytes as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Called between rows and not inside of them, so that a byte costs no comparison. False where it is broken.
  package mutating func drainIfFull() -> Bool {
    if count >= threshold, drain != nil { flush() }
    return !isBroken
  }

  /// Hands on what is left.
  package mutating func flush() {
    guard let drain, !isBroken, count > 0 else {
      if drain != nil { count = 0 }
      return
    }
    let isTaken = storage.withUnsafeBufferPointer { drain(UnsafeBufferPointer(rebasing: $0[..<count])) }
    if !isTaken { isBroken = true }
    count = 0
  }

  /// Makes room for so many bytes behind what is there.
  @inline(never)
  private mutating func grow(by more: Int) {
    let room = max(256, 2 * storage.count, count + more)
    storage.append(contentsOf: repeatElement(0, count: room - storage.count))
  }
}

// MARK: - Appending

extension OutputBuffer {
  @inline(__always)
  package mutating func append(_ byte: UInt8) {
    if count == storage.count { grow(by: 1) }
    storage[count] = byte
    count += 1
  }

  @inline(__always)
  package mutating func append(_ span: UnsafeBufferPointer<UInt8>) {
    guard let source = span.baseAddress else { return }
    if storage.count - count < span.count { grow(by: span.count) }
    let start = count
    storage.withUnsafeMutableBufferPointer { storage in
      guard let room = storage.baseAddress else { return }
      (room + start).update(from: source, count: span.count)
    }
    count += span.count
  }

  package mutating func append(_ span: some Collection<UInt8>) {
    if span.withContiguousStorageIfAvailable({ append($0) }) == nil { for byte in span { append(byte) } }
  }

  package mutating func append(_ text: String) {
    OutputBuffer.withUTF8(of: text) { append($0) }
  }

  @inline(__always)
  package mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { append($0) }
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
      append(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(digits)[first...]))
    }
  }

  /// Takes back what was written from `start` on.
  mutating func truncate(to start: Int) {
    count = min(max(0, start), count)
  }

  /// The bytes of a text in place.
  @inline(__always)
  static func withUTF8<R>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(text.utf8).withUnsafeBufferPointer(body)
  }
}
