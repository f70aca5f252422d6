/// A place for each of many records, by their numbers: numbers that lie close together are an array's indices.
struct RecordPlaces {
  /// -1 where there is none.
  private var near: [Int32]
  private var far: [Int64: Int32] = [:]

  /// - Parameter largest: the largest number of the entity's records.
  init(largest: Int64) {
    // Four bytes a record; beyond this the numbers may lie anywhere.
    let bound: Int64 = 1 << 22
    near = Array(repeating: -1, count: Int(max(0, min(largest, bound)) + 1))
  }

  subscript(_ id: Int64) -> Int? {
    get {
      if id >= 0, id < near.count {
        let place = near[Int(id)]
        return place < 0 ? nil : Int(place)
      }
      return far[id].map { Int($0) }
    }
    set {
      let place = newValue.flatMap { Int32(exactly: $0) }
      if id >= 0, id < near.count { near[Int(id)] = place ?? -1 } else { far[id] = place }
    }
  }
}
