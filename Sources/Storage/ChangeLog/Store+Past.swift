internal import CSQLite
internal import Domain
internal import Layout
package import Query
package import Values

/// From a moment to the state that the log tells of.
extension Store {
  /// - Returns: nil where there is no change set of that number.
  package func past(at moment: Moment) throws(StorageError) -> Past? {
    try perform { connection in
      try noteCreated(on: connection)
      // A read by itself costs more than what most of these find.
      return try connection.reading {
        let number: Int64
        let at: Instant
        switch moment {
        case .instant(let instant):
          number = try changeSet(upTo: instant, on: connection)
          at = instant
        case .changeSet(let given):
          let clock = try connection.integer("SELECT at FROM change_sets WHERE id = ?", [.integer(given)])
          guard let clock else { return nil }
          number = given
          at = Instant(milliseconds: clock)
        }
        return try past(after: number, at: at, on: connection)
      }
    }
  }

  /// The number of the last change set.
  package func lastChangeSet() throws(StorageError) -> Int64 {
    try perform { try $0.integer("SELECT max(id) FROM change_sets") ?? 0 }
  }

  /// When the workspace's first change sets were written.
  package func beginning() throws(StorageError) -> Instant? {
    try perform { connection in
      // The clock of the one that made it may have been another's.
      let earliest = "SELECT min(at) FROM (SELECT at FROM change_sets ORDER BY id LIMIT 10)"
      return try connection.integer(earliest).map { Instant(milliseconds: $0) }
    }
  }

  /// The last change set that was written up to a moment. Change sets count in the order in which they were written:
  /// where a clock went back, those before the last such one belong to the state, whatever their own clocks read.
  private func changeSet(upTo instant: Instant, on connection: Connection) throws -> Int64 {
    try connection.integer(
      "SELECT id FROM change_sets WHERE at <= ? ORDER BY id DESC LIMIT 1", [.integer(instant.milliseconds)]) ?? 0
  }

  private func past(after number: Int64, at: Instant, on connection: Connection) throws -> Past {
    let created = try lastRow(of: "created", upTo: number, on: connection)
    let createdNow = try connection.integer("SELECT max(rowid) FROM created") ?? 0
    let unmade = try connection.integers(
      SQLStatement("SELECT DISTINCT entity FROM undone_records WHERE change_set > ?", [.integer(number)]))
    let undone = "SELECT 1 FROM undone_visits LIMIT 1"
    return Past(
      changeSet: number, at: at, lastChange: try lastRow(of: "changes", upTo: number, on: connection),
      lastMember: try lastRow(of: "member_changes", upTo: number, on: connection), createdThen: created,
      createdNow: createdNow, made: try made(after: created, on: connection),
      unmade: Set(unmade.compactMap { Int(exactly: $0).map { EntityKey(rawValue: $0) } }),
      hasUndoneVisits: try connection.integer(undone) != nil,
      rules: try rules(of: number, on: connection))
  }

  /// The last row of a log that a change set up to `number` wrote. Rows stand in the order of their change sets, so
  /// halving finds it without an index.
  private func lastRow(of log: String, upTo number: Int64, on connection: Connection) throws -> Int64 {
    guard let last = try connection.integer("SELECT max(rowid) FROM \(log)") else { return 0 }
    let newest = try connection.integer("SELECT change_set FROM \(log) WHERE rowid = ?", [.integer(last)]) ?? 0
    if newest <= number { return last }
    // Rows up to `low` belong to the state, those from `high` on do not.
    var low: Int64 = 0
    var high = last
    while high - low > 1 {
      let middle = low + (high - low) / 2
      var found: (row: Int64, changeSet: Int64) = (high, .max)
      try connection.each(
        SQLStatement("SELECT rowid, change_set FROM \(log) WHERE rowid >= ? ORDER BY rowid LIMIT 1", [.integer(middle)])
      ) { row in
        found = (sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1))
        return false
      }
      if found.changeSet <= number { low = found.row } else { high = middle }
    }
    return low
  }

  /// The records made since, by entity. One whose making was undone first was there.
  private func made(after row: Int64, on connection: Connection) throws -> [EntityKey: [ClosedRange<Int64>]] {
    var seen: [EntityKey: RecordRanges] = [:]
    var made: [EntityKey: RecordRanges] = [:]
    try connection.each(
      SQLStatement("SELECT entity, first, last, sign FROM created WHERE rowid > ? ORDER BY rowid", [.integer(row)])
    ) { row in
      let key = EntityKey(rawValue: Int(sqlite3_column_int64(row, 0)))
      // No number of a record is as large; what a damaged file says must not overflow.
      let largest: Int64 = 1 << 60
      let first = min(max(0, sqlite3_column_int64(row, 1)), largest)
      let range = first...max(first, min(sqlite3_column_int64(row, 2), largest))
      let isMade = sqlite3_column_int64(row, 3) > 0
      for part in seen[key, default: RecordRanges()].insert(range) where isMade {
        _ = made[key, default: RecordRanges()].insert(part)
      }
      return true
    }
    return made.mapValues(\.ranges)
  }

  /// The rules in force are those of the dictionary under which the change set was written.
  private func rules(of number: Int64, on connection: Connection) throws -> DomainRules {
    var rules = dictionary.rules
    let query =
      "SELECT customization FROM dictionaries WHERE id = (SELECT dictionary FROM change_sets WHERE id = ?)"
    guard let text = try connection.text(query, [.integer(number)]) else { return rules }
    if formerRules?.text != text { formerRules = Customization(decoding: text).map { (text, $0.rules) } }
    guard let then = formerRules?.rules else { return rules }
    rules.newDays = then.newDays
    rules.activeDays = then.activeDays
    rules.scoreThreshold = then.scoreThreshold
    rules.highScore = then.highScore
    return rules
  }
}

/// Ranges of record numbers that lie apart, in order.
struct RecordRanges {
  private(set) var ranges: [ClosedRange<Int64>] = []

  /// Returns the parts that were not there yet.
  mutating func insert(_ range: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
    // Those that overlap the range or touch it become one with it.
    let low = firstIndex { $0.upperBound >= range.lowerBound - 1 }
    var high = low
    var parts: [ClosedRange<Int64>] = []
    var next = range.lowerBound
    while high < ranges.count, ranges[high].lowerBound <= range.upperBound + 1 {
      if next < ranges[high].lowerBound, next <= range.upperBound {
        parts.append(next...min(range.upperBound, ranges[high].lowerBound - 1))
      }
      next = max(next, ranges[high].upperBound + 1)
      high += 1
    }
    if next <= range.upperBound { parts.append(next...range.upperBound) }
    let merged =
      low < high
      ? min(range.lowerBound, ranges[low].lowerBound)...max(range.upperBound, ranges[high - 1].upperBound) : range
    ranges.replaceSubrange(low..<high, with: [merged])
    return parts
  }

  private func firstIndex(_ isReached: (ClosedRange<Int64>) -> Bool) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if isReached(ranges[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
