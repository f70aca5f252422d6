internal import CSQLite
internal import Domain
internal import Layout
package import Query
internal import Values

/// Which change set an `undo` means, and what it would take back.
extension Store {
  /// How a change set stands after everything that was undone and redone since.
  package struct Standing: Sendable {
    /// The undo that holds; nil where the change set is in effect.
    package let undoneBy: Int64?
    /// The change sets that did the same: itself, and each undo of an undoing.
    let lineage: [Int64]
  }

  package func standing(of changeSet: Int64) throws(StorageError) -> Standing {
    try perform { try Self.standing(of: changeSet, on: $0) }
  }

  /// An undo can be undone and that again: a change set holds where none of those that undo it holds.
  ///
  /// - Parameter end: as it stood before this change set was written.
  static func standing(
    of changeSet: Int64, before end: Int64 = .max, on connection: Connection
  ) throws -> Standing {
    let (family, undoers) = try relatives(of: changeSet, before: end, on: connection)
    var holds: [Int64: Bool] = [:]
    // What undoes another has the higher number.
    for id in family.keys.sorted(by: >) { holds[id] = !(undoers[id] ?? []).contains { holds[$0] ?? false } }
    return Standing(
      undoneBy: (undoers[changeSet] ?? []).filter { holds[$0] ?? false }.max(),
      lineage: family.filter(\.value).keys.sorted())
  }

  /// A change set and all that undid it, and those: whether each did what it did; and what undid each.
  private static func relatives(
    of changeSet: Int64, before end: Int64, on connection: Connection
  ) throws -> (family: [Int64: Bool], undoers: [Int64: [Int64]]) {
    var undoers: [Int64: [Int64]] = [:]
    var (family, open): ([Int64: Bool], [Int64]) = ([changeSet: true], [changeSet])
    while let current = open.popLast() {
      let next = try connection.integers(
        SQLStatement("SELECT id FROM change_sets WHERE undoes = ? AND id < ?", [.integer(current), .integer(end)]))
      undoers[current] = next
      for undoer in next { family[undoer] = !(family[current] ?? true) }
      open += next
    }
    return (family, undoers)
  }

  /// A change set that is no undo, with all that undid and redid it.
  static func family(of origin: Int64, on connection: Connection) throws -> [Int64] {
    Array(try relatives(of: origin, before: .max, on: connection).family.keys)
  }

  /// What was written first of all that undid and redid it.
  static func origin(of changeSet: Int64, on connection: Connection) throws -> Int64 {
    var current = changeSet
    while let earlier = try connection.integer("SELECT undoes FROM change_sets WHERE id = ?", [.integer(current)]) {
      current = earlier
    }
    return current
  }

  /// Whether a change set takes back one that is no undo itself: an undo, and no redo.
  package func isUndo(_ changeSet: Int64) throws(StorageError) -> Bool {
    try perform { try Self.isUndo(changeSet, on: $0) }
  }

  private static func isUndo(_ changeSet: Int64, on connection: Connection) throws -> Bool {
    var (current, isUndo) = (changeSet, false)
    while let earlier = try connection.integer("SELECT undoes FROM change_sets WHERE id = ?", [.integer(current)]) {
      (current, isUndo) = (earlier, !isUndo)
    }
    return isUndo
  }

  /// The last change set of an author that is in effect and no undo itself; the workspace's first is nobody's, nor is the
  /// data that a demonstration or a transcript found there.
  ///
  /// - Parameter end: only one before this.
  package func lastToUndo(by author: Int64, before end: Int64 = .max) throws(StorageError) -> Int64? {
    try last(of: author, "undoes IS NULL AND source NOT IN ('demo', 'fixture')", before: end) {
      try Self.standing(of: $0, on: $1).undoneBy == nil
    }
  }

  /// The last undo of an author that is in effect.
  package func lastToRedo(by author: Int64) throws(StorageError) -> Int64? {
    try last(of: author, "undoes IS NOT NULL") { id, connection in
      guard try Self.standing(of: id, on: connection).undoneBy == nil else { return false }
      return try Self.isUndo(id, on: connection)
    }
  }

  private func last(
    of author: Int64, _ condition: String, before end: Int64 = .max, _ isMeant: (Int64, Connection) throws -> Bool
  ) throws(StorageError) -> Int64? {
    try perform { connection in
      // In portions: no statement stays open while others are asked.
      var below = end
      while true {
        let ids = try connection.integers(
          SQLStatement(
            "SELECT id FROM change_sets WHERE author = ? AND id > 1 AND id < ? AND \(condition) ORDER BY id DESC LIMIT 64",
            [.integer(author), .integer(below)]))
        for id in ids where try isMeant(id, connection) { return id }
        guard let last = ids.last else { return nil }
        below = last
      }
    }
  }

  /// What undoing a change set would do; nil where there is no such change set.
  package func reversal(of changeSet: Int64, isForced: Bool) throws(StorageError) -> Reversal? {
    guard let entry = try changeSetEntry(changeSet) else { return nil }
    return try perform { connection in
      let log = try self.logRows(of: changeSet, on: connection)
      func keys(_ table: String, _ rows: ClosedRange<Int64>?) throws -> [Reversal.LoggedField] {
        guard let rows else { return [] }
        var found: [Reversal.LoggedField] = []
        try connection.each(
          SQLStatement(
            "SELECT DISTINCT entity, field FROM \(table) NOT INDEXED WHERE id BETWEEN ? AND ?",
            [.integer(rows.lowerBound), .integer(rows.upperBound)])
        ) { row in
          found.append(.init(entity: EntityKey(row, 0), field: Int(sqlite3_column_int64(row, 1))))
          return true
        }
        return found
      }
      func entities(_ sign: Int) throws -> [EntityKey] {
        try connection.integers(
          SQLStatement(
            "SELECT DISTINCT entity FROM created WHERE change_set = ? AND sign = ? ORDER BY entity",
            [.integer(changeSet), .integer(sign)])
        ).map { EntityKey(rawValue: Int($0)) }
      }
      var purged: [RecordKey] = []
      try connection.each(
        SQLStatement(
          "SELECT entity, record FROM purged WHERE change_set = ?1 UNION SELECT p.entity, p.record FROM created c "
            + "CROSS JOIN purged p ON p.entity = c.entity AND p.record BETWEEN c.first AND c.last "
            + "WHERE c.change_set = ?1 AND c.sign > 0", [.integer(changeSet)])
      ) { row in
        purged.append(RecordKey(EntityKey(row, 0), sqlite3_column_int64(row, 1)))
        return true
      }
      return Reversal(
        changeSet: changeSet, lineage: try Self.standing(of: changeSet, on: connection).lineage,
        sources: try entry.undoes.map { try Self.standing(of: $0, before: changeSet, on: connection).lineage } ?? [],
        at: entry.at, author: entry.author, changes: log.changes, members: log.members,
        lastChange: log.lastChange, lastMember: log.lastMember, fields: try keys("changes", log.changes),
        labels: try keys("member_changes", log.members), made: try entities(1), unmade: try entities(-1),
        purged: purged, baseCurrency: try self.baseCurrency(of: changeSet, on: connection), isForced: isForced,
        isRedo: try Self.isUndo(changeSet, on: connection))
    }
  }

  private typealias LogRows = (
    changes: ClosedRange<Int64>?, members: ClosedRange<Int64>?, lastChange: Int64, lastMember: Int64
  )

  private func logRows(of changeSet: Int64, on connection: Connection) throws -> LogRows {
    func rows(_ kind: String) throws -> ClosedRange<Int64>? {
      func bound(_ which: String) throws -> Int64? {
        try connection.integer("SELECT \(which)_\(kind) FROM change_sets WHERE id = ?", [.integer(changeSet)])
      }
      guard let first = try bound("first"), let last = try bound("last"), first <= last else { return nil }
      return first...last
    }
    func last(_ kind: String) throws -> Int64 {
      try connection.integer(
        "SELECT last_\(kind) FROM change_sets WHERE id <= ? AND last_\(kind) IS NOT NULL ORDER BY id DESC LIMIT 1",
        [.integer(changeSet)]) ?? 0
    }
    return (try rows("change"), try rows("member"), try last("change"), try last("member"))
  }

  /// The base currency under the dictionary by which a change set was written.
  private func baseCurrency(of changeSet: Int64, on connection: Connection) throws -> Currency {
    let text = try connection.text(
      "SELECT customization FROM dictionaries WHERE id = (SELECT dictionary FROM change_sets WHERE id = ?)",
      [.integer(changeSet)])
    return text.flatMap { Customization(decoding: $0) }?.rules.baseCurrency ?? dictionary.rules.baseCurrency
  }
}

extension EntityKey {
  /// As a column of the log holds it.
  init(_ row: OpaquePointer, _ column: Int32) {
    self.init(rawValue: Int(sqlite3_column_int64(row, column)))
  }
}
