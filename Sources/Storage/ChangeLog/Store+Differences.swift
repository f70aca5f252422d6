internal import CSQLite
internal import Domain
internal import Layout
internal import Query

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
    try perform { connection in
      try self.writer?.flush(on: connection)
      let reader = try DifferenceReader(self.dictionary, sets, connection)
      var count = DifferenceCount()
      var standing: Set<RecordKey>?
      for (entity, ids) in reader.touched {
        for id in ids {
          switch reader.fate(of: id, entity) {
          case .made: count.made += 1
          case .changed:
            if standing == nil { standing = try reader.standingChanged() }
            // What was changed back is as it was.
            if standing?.contains(RecordKey(entity.key, id)) == true { count.changed += 1 }
          case .restored: count.changed += 1
          case .deleted, .unmade, .purged: count.removed += 1
          case nil: break
          }
        }
      }
      return count
    }
  }
}
