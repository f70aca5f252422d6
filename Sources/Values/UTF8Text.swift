/// The bytes of a text in place, for readers that work on UTF-8.
enum UTF8Text {
  /// Calls `body` with the bytes of `text`: always well-formed UTF-8, without a copy where the text lies in one piece.
  @inline(__always)
  static func with<S: StringProtocol, R>(_ text: S, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(text.utf8).withUnsafeBufferPointer(body)
  }

  /// The scalar that starts at `index`, and how many bytes it takes. A byte that starts none (the caller sliced a
  /// scalar) counts as itself, so that a loop over bytes always advances and never reads past the end.
  @inline(__always)
  static func scalar(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
    let lead = UInt32(bytes[index])
    if lead < 0x80 { return (lead, 1) }
    let left = bytes.count &- index
    if lead < 0xE0 {
      guard left >= 2 else { return (lead, 1) }
      return ((lead & 0x1F) << 6 | UInt32(bytes[index &+ 1] & 0x3F), 2)
    }
    if lead < 0xF0 {
      guard left >= 3 else { return (lead, 1) }
      let tail = UInt32(bytes[index &+ 1] & 0x3F) << 6 | UInt32(bytes[index &+ 2] & 0x3F)
      return ((lead & 0x0F) << 12 | tail, 3)
    }
    guard left >= 4 else { return (lead, 1) }
    let tail = UInt32(bytes[index &+ 1] & 0x3F) << 12 | UInt32(bytes[index &+ 2] & 0x3F) << 6
    return ((lead & 0x07) << 18 | tail | UInt32(bytes[index &+ 3] & 0x3F), 4)
  }
}
