/// A word of at most sixteen bytes as one number, in lower case where it is ASCII: what the grammar's own words are
/// looked up by. A dictionary of strings would normalise and compare Unicode at every word of every statement.
struct PackedWord: Hashable, Sendable {
  private let low: UInt64
  private let high: UInt64

  /// Nil for what is longer: no word of the grammar is.
  init?(_ text: String) {
    let packed = text.utf8.withContiguousStorageIfAvailable { PackedWord.pack($0) } ?? PackedWord.pack(Array(text.utf8))
    guard let packed else { return nil }
    self = packed
  }

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  private static func pack(_ bytes: some RandomAccessCollection<UInt8>) -> PackedWord? {
    guard bytes.count <= 16 else { return nil }
    var low: UInt64 = 0
    var high: UInt64 = 0
    var count = 0
    for byte in bytes {
      let lowered = byte &- 0x41 < 26 ? byte | 0x20 : byte
      if count < 8 { low = low << 8 | UInt64(lowered) } else { high = high << 8 | UInt64(lowered) }
      count += 1
    }
    return PackedWord(low: low, high: high)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(low ^ high &* 0x9E37_79B9_7F4A_7C15) }
}

/// A set of words of the grammar.
struct WordSet: Sendable, ExpressibleByArrayLiteral {
  private let words: Set<PackedWord>

  init(arrayLiteral elements: String...) { self.init(elements) }

  init(_ spellings: some Sequence<String>) { words = Set(spellings.lazy.compactMap { PackedWord($0) }) }

  func contains(_ text: String) -> Bool { PackedWord(text).map { words.contains($0) } ?? false }
}
