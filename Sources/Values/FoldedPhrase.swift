/// The view that the readers have of a short phrase: folded in width, ASCII letters in lower case, trimmed.
///
/// A scalar that the plain fold does not know (`€`, `é`) is passed on as it is; no reader has a word with one that
/// NFKC would change.
enum FoldedPhrase {
  /// No number, amount, date, duration or telephone number is longer than this in bytes.
  static let limit = 256

  /// Calls `body` with the folded bytes; nil where the text is longer than `limit`.
  @inline(__always)
  static func with<S: StringProtocol, R>(_ text: S, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R? {
    UTF8Text.with(text) { bytes in withFolded(trimmed(bytes), body) }
  }

  @inline(__always)
  private static func withFolded<R>(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) -> R? {
    if isPlain(bytes) { return bytes.count <= limit ? body(bytes) : nil }
    guard bytes.count <= limit else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { buffer in
      let count = TextFolding.fold(bytes, into: buffer)
      return body(trimmed(UnsafeBufferPointer(rebasing: buffer[0..<count])))
    }
  }

  @inline(__always)
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in bytes where byte >= 0x80 || byte &- 0x41 < 26 { return false }
    return true
  }

  /// Without ASCII white space at either end.
  @inline(__always)
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = bytes.count
    while start < end && isSpace(bytes[start]) { start &+= 1 }
    while end > start && isSpace(bytes[end &- 1]) { end &-= 1 }
    if start == 0 && end == bytes.count { return bytes }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
