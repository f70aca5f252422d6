internal import CSQLite
internal import Domain
internal import Layout
internal import Query

/// When the records that were touched since an earlier state had been touched before: what `PastReader` reads of one
/// record, read of all of an entity in one pass over the rows of the log since.
struct TouchesSince {
  typealias Time = (id: Int64, at: Int64)

  let walk: PastWalk
  let connection: Connection

  /// - Parameter places: gets the place of each record among the times.
  /// - Returns: nil where a row does not say, being from before format 2.
  func times(_ places: inout RecordPlaces) throws -> [Time]? {
    var times: [Time] = []
    var sets: [Int64] = []
    let isComplete = try eachRow(of: "changes", after: walk.past.lastChange) { id, changeSet, touched in
      guard places[id] == nil else { return true }
      guard let touched else { return false }
      places[id] = times.count
      times.append((id, touched))
      sets.append(changeSet)
      return true
    }
    guard isComplete else { return nil }
    let fields = times.count
    var clocks: [Int64: Int64] = [:]
    let isWhole = try eachRow(of: "member_changes", after: walk.past.lastMember) { id, changeSet, touched in
      guard let place = places[id] else {
        guard let touched else { return false }
        places[id] = times.count
        times.append((id, touched))
        sets.append(changeSet)
        return true
      }
      // Only its first row counts.
      guard place < fields, sets[place] >= 0 else { return true }
      // Within one set the value that is not the set's own time is the earlier one.
      var isEarlier = changeSet < sets[place]
      if changeSet == sets[place] { isEarlier = times[place].at == (try clock(of: changeSet, &clocks)) }
      sets[place] = -1
      guard isEarlier else { return true }
      guard let touched else { return false }
      times[place].at = touched
      return true
    }
    return isWhole ? times : nil
  }

  private func clock(of changeSet: Int64, _ known: inout [Int64: Int64]) throws -> Int64? {
    if let clock = known[changeSet] { return clock }
    let clock = try connection.integer("SELECT at FROM change_sets WHERE id = ?", [.integer(changeSet)])
    known[changeSet] = clock
    return clock
  }

  /// The rows of one log since, in their order, until `body` returns false; whether it never did.
  private func eachRow(
    of log: String, after last: Int64, _ body: (_ id: Int64, _ changeSet: Int64, _ touched: Int64?) throws -> Bool
  ) throws -> Bool {
    var isComplete = true
    // The rows since lie together: no index leads to them faster.
    let statement = SQLStatement(
      "SELECT record, change_set, touched FROM \(log) NOT INDEXED WHERE id > ? AND entity = ?",
      [.integer(last), .integer(walk.entity.key.rawValue)])
    try connection.each(statement) { row in
      let touched = sqlite3_column_type(row, 2) == SQLITE_NULL ? nil : sqlite3_column_int64(row, 2)
      isComplete = try body(sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), touched)
      return isComplete
    }
    return isComplete
  }
}
