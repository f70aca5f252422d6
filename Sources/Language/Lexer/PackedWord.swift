/// A word of at most sixteen bytes as one number, in lower case where it is ASCII: what the grammar's own words are
/// looked up by. A dictionary of strings would normalise and compare Unicode at every word of every statement.
struct PackedWord: Comparable, Sendable {
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

  static func < (left: PackedWord, right: PackedWord) -> Bool {
    left.low != right.low ? left.low < right.low : left.high < right.high
  }
}

/// What words of the grammar stand for, found by halving a sorted list. A dictionary would cost every start of the
/// program the search for how its key is hashed, and every word of a statement the hashing.
struct PackedTable<Meaning: Sendable>: Sendable {
  private var words: [PackedWord] = []
  private var meanings: [[Meaning]] = []

  /// The meanings of one word keep their order; words of more than sixteen bytes are left out.
  init(_ pairs: [(spelling: String, meaning: Meaning)]) {
    var packed: [(word: PackedWord, place: Int)] = []
    packed.reserveCapacity(pairs.count)
    for (place, pair) in pairs.enumerated() {
      if let word = PackedWord(pair.spelling) { packed.append((word, place)) }
    }
    packed.sort { $0.word == $1.word ? $0.place < $1.place : $0.word < $1.word }
    for (word, place) in packed {
      if word == words.last {
        meanings[meanings.count - 1].append(pairs[place].meaning)
      } else {
        words.append(word)
        meanings.append([pairs[place].meaning])
      }
    }
  }

  /// Whatever the word's case; nothing for one that is not there.
  subscript(_ text: String) -> [Meaning] {
    guard let word = PackedWord(text), let place = words.place(of: word) else { return [] }
    return meanings[place]
  }

  /// Changes the meanings of each word.
  mutating func arrange(_ body: (inout [Meaning]) -> Void) {
    for place in meanings.indices where meanings[place].count > 1 { body(&meanings[place]) }
  }
}

extension [PackedWord] {
  /// Of a word in a list that is sorted.
  fileprivate func place(of word: PackedWord) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low &+ high) / 2
      if self[middle] < word { low = middle &+ 1 } else { high = middle }
    }
    return low < count && self[low] == word ? low : nil
  }
}

/// A set of words of the grammar.
struct WordSet: Sendable, ExpressibleByArrayLiteral {
  /// Sorted.
  private let words: [PackedWord]

  init(arrayLiteral elements: String...) { self.init(elements) }

  init(_ spellings: [String]) { words = spellings.compactMap { PackedWord($0) }.sorted() }

  func contains(_ text: String) -> Bool { PackedWord(text).flatMap { words.place(of: $0) } != nil }
}
