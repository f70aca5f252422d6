internal import CSQLite
internal import Domain
internal import Layout
internal import Query

/// Which records there should be, by the log, against those that there are.
extension Examination {
  private struct Making {
    let first: Int64
    let last: Int64
    let order: Int64
    let isMade: Bool
  }

  mutating func examineMakings(of entity: Entity) throws {
    let expected = try standing(entity)
    let gone = try connection.integers(
      SQLStatement(
        "SELECT DISTINCT record FROM purged WHERE entity = ? ORDER BY record", [.integer(entity.key.rawValue)]))
    var unmade = Tally()
    var lost = Tally()
    var range = 0
    var purged = 0
    // The next number of the range at hand that has not been seen.
    var next = expected.first?.lowerBound ?? 0

    func pass(to end: Int64) {
      guard next <= end else { return }
      while purged < gone.count, gone[purged] < next { purged += 1 }
      var missing = end &- next &+ 1
      var named = next
      while purged < gone.count, gone[purged] <= end {
        while lost.records.count < Finding.named, named < gone[purged] { lost.add(named); named += 1; missing &-= 1 }
        named = gone[purged] &+ 1
        missing &-= 1
        purged += 1
      }
      while lost.records.count < Finding.named, named <= end, missing > 0 {
        lost.add(named); named &+= 1; missing &-= 1
      }
      lost.add(more: Int(clamping: max(0, missing)))
      next = end &+ 1
    }

    func leaveRange() {
      pass(to: expected[range].upperBound)
      range += 1
      if range < expected.count { next = expected[range].lowerBound }
    }

    try connection.each(SQLStatement("SELECT id FROM \(EntityTable(entity).name) ORDER BY id")) { row in
      let id = sqlite3_column_int64(row, 0)
      while range < expected.count, expected[range].upperBound < id { leaveRange() }
      guard range < expected.count, expected[range].contains(id) else {
        unmade.add(id)
        return true
      }
      if id > next { pass(to: id &- 1) }
      next = id &+ 1
      return true
    }
    while range < expected.count { leaveRange() }
    add(unmade, .unmade, entity)
    add(lost, .lost, entity)
  }

  /// The numbers that the log says are there: made, and not unmade since.
  private func standing(_ entity: Entity) throws -> [ClosedRange<Int64>] {
    var found: [ClosedRange<Int64>] = []
    var cluster: [Making] = []
    var end = Int64.min
    try connection.each(
      SQLStatement(
        "SELECT first, last, rowid, sign FROM created WHERE entity = ? AND first <= last ORDER BY first, rowid",
        [.integer(entity.key.rawValue)])
    ) { row in
      let making = Making(
        first: sqlite3_column_int64(row, 0), last: min(sqlite3_column_int64(row, 1), Int64.max - 1),
        order: sqlite3_column_int64(row, 2), isMade: sqlite3_column_int64(row, 3) > 0)
      if making.first > end {
        found += Self.resolved(cluster)
        cluster.removeAll(keepingCapacity: true)
      }
      if making.first <= making.last { cluster.append(making) }
      end = max(end, making.last)
      return true
    }
    return found + Self.resolved(cluster)
  }

  /// Of ranges that overlap, the latest that covers a number decides.
  private static func resolved(_ cluster: [Making]) -> [ClosedRange<Int64>] {
    if cluster.count < 2 { return cluster.filter(\.isMade).map { $0.first...$0.last } }
    let edges = Set(cluster.flatMap { [$0.first, $0.last &+ 1] }).sorted()
    var open: [Making] = []
    var coming = cluster[...]
    var found: [ClosedRange<Int64>] = []
    for (start, end) in zip(edges, edges.dropFirst()) {
      open.removeAll { $0.last < start }
      while let first = coming.first, first.first <= start { open.append(coming.removeFirst()) }
      guard let latest = open.max(by: { $0.order < $1.order }), latest.isMade else { continue }
      if let before = found.last, before.upperBound &+ 1 == start {
        found[found.count - 1] = before.lowerBound...(end &- 1)
      } else {
        found.append(start...(end &- 1))
      }
    }
    return found
  }
}
