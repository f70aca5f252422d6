internal import CSQLite
internal import Domain
internal import Layout
package import Query

/// What change sets did, read from the log: for a preview (the set that is open), for one of long ago, for all that a
/// sandbox holds.
extension Store {
  /// The change set that is open; nil until it writes something.
  package var openChangeSet: Int64? { writer.flatMap { $0.state.hasWritten ? $0.state.changeSet : nil } }

  /// The net differences that change sets made, record by record: entity by entity, in the order of their numbers.
  ///
  /// A record that was made and is gone again has none.
  /// - Parameter limit: so many records; the rest is left out.
  package func differences(
    in sets: ClosedRange<Int64>, limit: Int = .max
  ) throws(StorageError) -> [RecordDifference] {
    try perform { connection in
      try self.writer?.flush(on: connection)
      let reader = try DifferenceReader(self.dictionary, sets, connection)
      var found: [RecordDifference] = []
      for (entity, ids) in reader.touched {
        for id in ids {
          guard found.count < limit else { return found }
          let difference = try reader.difference(of: id, entity)
          if !difference.isEmpty { found.append(difference) }
        }
      }
      return found
    }
  }

  /// How many records change sets made, changed and removed in all: those of `differences`, counted without reading
  /// what they hold.
  package func differenceCount(in sets: ClosedRange<Int64>) throws(StorageError) -> DifferenceCount {
    var count = DifferenceCount()
    for kind in try differenceKinds(in: sets).values { count.add(kind) }
    return count
  }

  /// What became of each record that change sets made, changed or removed: of those of `differences`.
  package func differenceKinds(
    in sets: ClosedRange<Int64>
  ) throws(StorageError) -> [RecordKey: DifferenceCount.Kind] {
    try perform { connection in
      try self.writer?.flush(on: connection)
      let reader = try DifferenceReader(self.dictionary, sets, connection)
      var kinds: [RecordKey: DifferenceCount.Kind] = [:]
      var standing: Set<RecordKey>?
      for (entity, ids) in reader.touched {
        for id in ids {
          guard let fate = reader.fate(of: id, entity) else { continue }
          let key = RecordKey(entity.key, id)
          if fate == .changed {
            if standing == nil { standing = try reader.standingChanged() }
            // What was changed back is as it was.
            guard standing?.contains(key) == true else { continue }
          }
          kinds[key] = fate.kind
        }
      }
      return kinds
    }
  }

  /// What became in `sets` of the records that the last of them touched, from `later` on; nil for what is as it was. Nil
  /// where they are more than `limit`.
  package func differenceKinds(
    in sets: ClosedRange<Int64>, touchedSince later: Int64, limit: Int
  ) throws(StorageError) -> [RecordKey: DifferenceCount.Kind?]? {
    guard later <= sets.upperBound else { return [:] }
    return try perform { connection in
      try self.writer?.flush(on: connection)
      let touched = try DifferenceReader(self.dictionary, later...sets.upperBound, connection).touched
      guard touched.reduce(0, { $0 + $1.ids.count }) <= limit else { return nil }
      var kinds: [RecordKey: DifferenceCount.Kind?] = [:]
      for (entity, ids) in touched {
        for id in ids {
          let key = RecordKey(entity.key, id)
          let reader = try DifferenceReader(self.dictionary, sets, connection, of: key)
          let difference = try reader.difference(of: id, entity)
          kinds[key] = .some(difference.isEmpty ? nil : difference.fate.kind)
        }
      }
      return kinds
    }
  }
}

extension Store {
  /// The change sets of a run that touched each record.
  package func touches(in sets: ClosedRange<Int64>) throws(StorageError) -> [RecordKey: Set<Int64>] {
    try perform { connection in
      var found: [RecordKey: Set<Int64>] = [:]
      let bounds: [SQLValue] = [.integer(sets.lowerBound), .integer(sets.upperBound)]
      for (table, column) in [("changes", "change"), ("member_changes", "member")] {
        try connection.each(
          SQLStatement(
            "SELECT DISTINCT entity, record, record, change_set FROM \(table) WHERE "
              + DifferenceReader.rows(of: table, column), bounds)
        ) { row in
          Self.note(row, &found)
          return true
        }
      }
      try connection.each(
        SQLStatement(
          "SELECT entity, first, last, change_set FROM created WHERE change_set BETWEEN ?1 AND ?2", bounds)
      ) { row in
        Self.note(row, &found)
        return true
      }
      return found
    }
  }

  private static func note(_ row: OpaquePointer, _ found: inout [RecordKey: Set<Int64>]) {
    let entity = EntityKey(rawValue: Int(sqlite3_column_int64(row, 0)))
    let (first, last) = (sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2))
    guard first <= last else { return }
    for id in first...last { found[RecordKey(entity, id), default: []].insert(sqlite3_column_int64(row, 3)) }
  }
}
