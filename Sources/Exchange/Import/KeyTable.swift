/// Which record has a key of which hash: 32 bits of the hash and the record's number in eight bytes a place. What it
/// finds is a candidate; the database says whether it is so.
struct KeyTable {
  private var places: [UInt64]
  private var count = 0

  /// Beyond so many keys the memory of an import would leave its bounds: 16 MiB a table.
  static let limit = 3 << 19

  init(expecting keys: Int) {
    var capacity = 1 << 10
    while capacity < KeyTable.limit, capacity &* 3 < keys &* 4 { capacity &*= 2 }
    places = Array(repeating: 0, count: capacity)
  }

  /// A record whose number does not fit was left out.
  private var hasLeftOut = false

  var isFull: Bool { count >= KeyTable.limit || hasLeftOut }

  static func canHold(_ id: Int64) -> Bool { id >= 0 && id < Int64(UInt32.max) }

  mutating func insert(_ hash: UInt64, _ id: Int64) {
    guard KeyTable.canHold(id) else {
      hasLeftOut = true
      return
    }
    if count &* 4 >= places.count &* 3 { grow() }
    put(hash & 0xFFFF_FFFF_0000_0000 | UInt64(id &+ 1))
    count &+= 1
  }

  /// The first record among the candidates that `confirm` accepts.
  func first(_ hash: UInt64, _ confirm: (Int64) throws -> Bool) rethrows -> Int64? {
    var at = place(hash)
    while places[at] != 0 {
      if (places[at] ^ hash) >> 32 == 0 {
        let id = Int64(places[at] & 0xFFFF_FFFF) &- 1
        if try confirm(id) { return id }
      }
      at = (at &+ 1) & (places.count &- 1)
    }
    return nil
  }

  private func place(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> 32) & (places.count &- 1)
  }

  private mutating func put(_ entry: UInt64) {
    var at = place(entry)
    while places[at] != 0 { at = (at &+ 1) & (places.count &- 1) }
    places[at] = entry
  }

  private mutating func grow() {
    let old = places
    places = Array(repeating: 0, count: old.count &* 2)
    for entry in old where entry != 0 { put(entry) }
  }
}
