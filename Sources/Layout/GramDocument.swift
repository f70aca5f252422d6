internal import Values

/// Builds the search document of one record after another in memory that is kept: the same grams as
/// `SearchGrams.document`, each once.
package struct GramDocument {
  private var bytes: [UInt8] = []
  /// The grams of this document, in open addressing; a place counts only where its round is this document's.
  private var grams: [UInt64] = []
  private var rounds: [UInt32] = []
  private var round: UInt32 = 0
  private var count = 0

  package init() {}

  package var isEmpty: Bool { bytes.isEmpty }

  package mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    count = 0
    if grams.isEmpty || grams.count > 1 << 14 || round == .max {
      grams = [UInt64](repeating: 0, count: 1 << 10)
      rounds = [UInt32](repeating: 0, count: 1 << 10)
      round = 0
    }
    round += 1
  }

  package func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
    try bytes.withUnsafeBufferPointer(body)
  }

  package mutating func add(_ text: String) {
    var folded = TextFolding.folded(text)
    folded.withUTF8 { add(folded: $0) }
  }

  private mutating func add(folded text: UnsafeBufferPointer<UInt8>) {
    var previous: UInt32 = 0
    var previousStart = 0
    var at = 0
    var taken = 0
    while at < text.count, taken < SearchGrams.limit {
      taken &+= 1
      let (current, length) = GramDocument.scalar(text, at)
      let end = at &+ length
      if SearchGrams.isKept(current) {
        if insert(UInt64(current)) { append(text, at, end) }
        // No gram begins with U+0000: it is not kept. A pair lies together in the text.
        if previous != 0, insert(UInt64(previous) &<< 32 | UInt64(current)) { append(text, previousStart, end) }
        previous = current
        previousStart = at
      } else {
        previous = 0
      }
      at = end
    }
  }

  /// The scalar of well-formed UTF-8 at `at`.
  @inline(__always)
  private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> (value: UInt32, length: Int) {
    let lead = UInt32(text[at])
    func tail(_ offset: Int) -> UInt32 { at &+ offset < text.count ? UInt32(text[at &+ offset] & 0x3F) : 0 }
    let left = text.count &- at
    switch lead {
    case 0..<0x80: return (lead, 1)
    case 0..<0xE0: return ((lead & 0x1F) &<< 6 | tail(1), min(2, left))
    case 0..<0xF0: return ((lead & 0x0F) &<< 12 | tail(1) &<< 6 | tail(2), min(3, left))
    default: return ((lead & 0x07) &<< 18 | tail(1) &<< 12 | tail(2) &<< 6 | tail(3), min(4, left))
    }
  }

  /// False where the gram is there already.
  private mutating func insert(_ gram: UInt64) -> Bool {
    if count * 2 >= grams.count { grow() }
    let mask = grams.count - 1
    var place = GramDocument.place(gram, mask)
    while rounds[place] == round {
      if grams[place] == gram { return false }
      place = (place &+ 1) & mask
    }
    grams[place] = gram
    rounds[place] = round
    count += 1
    return true
  }

  private mutating func grow() {
    let old = zip(grams, rounds).filter { $1 == round }.map(\.0)
    grams = [UInt64](repeating: 0, count: grams.count * 2)
    rounds = [UInt32](repeating: 0, count: grams.count)
    count = 0
    for gram in old { _ = insert(gram) }
  }

  /// Fibonacci hashing (Knuth, 6.4): the high bits of the product are well mixed.
  @inline(__always)
  private static func place(_ gram: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (gram &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
  }

  @inline(__always)
  private mutating func append(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    if !bytes.isEmpty { bytes.append(0x20) }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
  }
}
