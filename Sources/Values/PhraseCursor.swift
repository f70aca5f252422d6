/// A place in a folded phrase, and the steps that readers take from it. Stepping past the end is impossible: every
/// look ahead answers 0 there.
struct PhraseCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var index: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  var isAtEnd: Bool { index >= bytes.count }

  /// The byte `ahead` of here, 0 beyond the end.
  @inline(__always)
  func peek(_ ahead: Int = 0) -> UInt8 {
    let place = index &+ ahead
    return place < bytes.count ? bytes[place] : 0
  }

  var isAtDigit: Bool { FoldedPhrase.isDigit(peek()) }

  @inline(__always)
  mutating func step(_ count: Int = 1) { index = Swift.min(index &+ count, bytes.count) }

  mutating func skipSpaces() {
    while FoldedPhrase.isSpace(peek()) { index &+= 1 }
  }

  /// Steps over one byte where it stands here.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte, !isAtEnd else { return false }
    index &+= 1
    return true
  }

  /// Steps over `word` where it stands here. Spell it in lower case.
  @inline(__always)
  mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count &- index >= count else { return false }
    let start = word.utf8Start
    for offset in 0..<count where bytes[index &+ offset] != start[offset] { return false }
    index &+= count
    return true
  }

  /// As `take`, where no ASCII letter follows: `in` is not taken from `inch`.
  mutating func takeWord(_ word: StaticString) -> Bool {
    var ahead = self
    guard ahead.take(word), !FoldedPhrase.isLetter(ahead.peek()) else { return false }
    self = ahead
    return true
  }

  /// Digits as a number with their count; nil where none stands here or where more than `most` do.
  @inline(__always)
  mutating func digits(most: Int = 9) -> (value: Int, count: Int)? {
    var value = 0
    var count = 0
    while FoldedPhrase.isDigit(peek(count)) && count <= most {
      value = value &* 10 &+ Int(peek(count) &- 0x30)
      count &+= 1
    }
    guard count > 0 && count <= most else { return nil }
    index &+= count
    return (value, count)
  }

  /// The rest as text, for an error that quotes it.
  var rest: String { text(from: index) }

  func text(from start: Int, to end: Int? = nil) -> String {
    let last = Swift.min(end ?? bytes.count, bytes.count)
    guard start < last else { return "" }
    return String(decoding: bytes[start..<last], as: UTF8.self)
  }
}
