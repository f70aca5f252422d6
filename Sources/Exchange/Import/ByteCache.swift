internal import Storage

/// What short texts were found to mean, by their bytes: the same few cells come again and again in a column.
///
/// Holds at most `limit` texts; what comes later is worked out each time.
final class ByteCache<Value> {
  private static var limit: Int { 1 << 15 }
  /// A longer text is not kept.
  private static var longest: Int { 256 }
  private var places: [Int32] = Array(repeating: -1, count: 64)
  private var hashes: [UInt64] = []
  private var ends: [Int] = []
  private var bytes: [UInt8] = []
  private var values: [Value] = []

  subscript(index: Int) -> Value { values[index] }

  func index(of text: UnsafeBufferPointer<UInt8>) -> Int? {
    var hash = KeyHash()
    hash.add(text)
    let mask = places.count &- 1
    var place = Int(truncatingIfNeeded: hash.value) & mask
    while places[place] >= 0 {
      let index = Int(places[place])
      if hashes[index] == hash.value, holds(text, at: index) { return index }
      place = (place &+ 1) & mask
    }
    return nil
  }

  private func holds(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let start = index == 0 ? 0 : ends[index &- 1]
    guard ends[index] &- start == text.count else { return false }
    return bytes.withUnsafeBufferPointer { $0[start..<ends[index]].elementsEqual(text) }
  }

  /// Returns whether there was room.
  @discardableResult
  func insert(_ text: UnsafeBufferPointer<UInt8>, _ value: Value) -> Bool {
    guard values.count < ByteCache.limit, text.count <= ByteCache.longest else { return false }
    var hash = KeyHash()
    hash.add(text)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    hashes.append(hash.value)
    values.append(value)
    if values.count &* 2 > places.count { grow() } else { place(values.count &- 1) }
    return true
  }

  func removeAll() {
    places = Array(repeating: -1, count: 64)
    (hashes, ends, bytes, values) = ([], [], [], [])
  }

  private func place(_ index: Int) {
    let mask = places.count &- 1
    var place = Int(truncatingIfNeeded: hashes[index]) & mask
    while places[place] >= 0 { place = (place &+ 1) & mask }
    places[place] = Int32(truncatingIfNeeded: index)
  }

  private func grow() {
    places = Array(repeating: -1, count: places.count &* 2)
    for index in values.indices { place(index) }
  }
}
