internal import CSQLite
package import Domain
package import Layout
package import Query
internal import Values

/// One thing that happened to a record.
package struct HistoryEvent: Sendable {
  package enum What: Sendable {
    case created, purged
    /// Its making was undone, and that again.
    case withdrawn, returned
    /// Logged values; `after` of a text is what the next change found.
    case changed(Field, before: SQLValue, after: SQLValue)
    case labelled(Field, label: String, isGained: Bool)
  }

  package let set: ChangeSetEntry
  package let what: What
  /// The line of a script or file; nil where the change set's own source says it.
  package let place: ChangePlace?
  /// Where `place` is a row of a file that a script read: the line of the statement that read it.
  package let word: ChangePlace?
}

extension Store {
  /// Everything that happened to a record, oldest first.
  package func history(of record: RecordKey) throws(StorageError) -> [HistoryEvent] {
    guard let entity = dictionary.entity(record.entity) else { return [] }
    return try perform { connection in
      try self.writer?.flush(on: connection)
      var events: Events = []
      events += try self.makings(of: record, on: connection)
      events += try self.changes(of: record, entity, on: connection)
      events += try self.labelChanges(of: record, entity, on: connection)
      var entries: [Int64: ChangeSetEntry] = [:]
      for set in Set(events.map(\.set)) { entries[set] = try Self.entry(set, on: connection) }
      // Made first, then changed, then gone.
      let ordered = events.enumerated().sorted { one, other in
        (one.element.set, one.element.what.rank, one.offset) < (
          other.element.set, other.element.what.rank, other.offset
        )
      }
      return try ordered.compactMap { _, event in
        guard let set = entries[event.set] else { return nil }
        let kind = event.what.placed(record.entity)
        let place = try kind.flatMap { try Self.place(of: event, record, in: $0.stored, on: connection) }
        let word = try kind.flatMap { kind in
          place == nil ? nil : try Self.place(of: event, record, in: kind.storedWord, on: connection)
        }
        return HistoryEvent(set: set, what: event.what, place: place, word: word)
      }
    }
  }

  /// - Parameter row: of the log that has it; nil for what happened to the record as a whole.
  private typealias Event = (set: Int64, what: HistoryEvent.What, row: Int64?)
  private typealias Events = [Event]

  private static func place(
    of event: Event, _ record: RecordKey, in track: Int64, on connection: Connection
  ) throws -> ChangePlace? {
    var place: ChangePlace?
    try connection.each(
      SQLStatement(
        "SELECT s.name, s.text, p.line + p.step * (?3 - p.first) FROM places p LEFT JOIN sources s ON s.id = p.source "
          + "WHERE p.change_set = ?1 AND p.kind = ?2 AND p.first <= ?3 ORDER BY p.first DESC LIMIT 1",
        [.integer(event.set), .integer(track), .integer(event.row ?? record.id)])
    ) { row in
      guard let name = Connection.text(row, 0) else { return false }
      let source = ChangeSource(name: name, text: Connection.text(row, 1))
      place = ChangePlace(source, line: Int(clamping: sqlite3_column_int64(row, 2)))
      return false
    }
    return place
  }

  private func makings(of record: RecordKey, on connection: Connection) throws -> Events {
    var events: Events = []
    let place: [SQLValue] = [.integer(record.entity.rawValue), .integer(record.id)]
    try connection.each(
      SQLStatement(
        "SELECT change_set, sign, EXISTS(SELECT 1 FROM change_sets s WHERE s.id = change_set AND s.undoes IS NOT NULL) "
          + "FROM created WHERE entity = ?1 AND first <= ?2 AND last >= ?2", place)
    ) { row in
      let isReversal = sqlite3_column_int64(row, 2) != 0
      let what: HistoryEvent.What =
        sqlite3_column_int64(row, 1) < 0 ? .withdrawn : isReversal ? .returned : .created
      events.append((sqlite3_column_int64(row, 0), what, nil))
      return true
    }
    for set in try connection.integers(
      SQLStatement("SELECT change_set FROM purged WHERE entity = ? AND record = ?", place))
    {
      // What was done to its making since did nothing to it.
      events.removeAll { $0.set > set }
      events.append((set, .purged, nil))
    }
    return events
  }

  private func changes(of record: RecordKey, _ entity: Entity, on connection: Connection) throws -> Events {
    var rows: [(set: Int64, field: Field, before: SQLValue, after: SQLValue, number: Int64)] = []
    try connection.each(
      SQLStatement(
        "SELECT change_set, field, before, after, id FROM changes WHERE entity = ? AND record = ? ORDER BY id",
        [.integer(record.entity.rawValue), .integer(record.id)])
    ) { row in
      guard let field = entity.field(key: Int(sqlite3_column_int64(row, 1))) else { return true }
      rows.append(
        (
          sqlite3_column_int64(row, 0), field, Connection.value(row, 2), Connection.value(row, 3),
          sqlite3_column_int64(row, 4)
        ))
      return true
    }
    // Backwards: what a text became is what the change after it found, or what stands now.
    var next: [Int: SQLValue] = [:]
    for field in Set(rows.map(\.field)) where field.type.isText {
      try connection.each(
        SQLStatement(
          "SELECT \"\(EntityTable.valueColumn(field))\" FROM \(EntityTable(entity).name) WHERE id = ?",
          [.integer(record.id)])
      ) { row in
        next[field.key] = Connection.value(row, 0)
        return false
      }
    }
    var events: Events = []
    for row in rows.reversed() {
      let after = row.field.type.isText ? next[row.field.key] ?? .null : row.after
      next[row.field.key] = row.before
      events.append((row.set, .changed(row.field, before: row.before, after: after), row.number))
    }
    return events.reversed()
  }

  private func labelChanges(of record: RecordKey, _ entity: Entity, on connection: Connection) throws -> Events {
    var events: Events = []
    try connection.each(
      SQLStatement(
        "SELECT m.change_set, m.field, l.text, m.sign, m.id FROM member_changes m JOIN labels l ON l.id = m.label "
          + "WHERE m.entity = ? AND m.record = ? ORDER BY m.id",
        [.integer(record.entity.rawValue), .integer(record.id)])
    ) { row in
      guard let field = entity.field(key: Int(sqlite3_column_int64(row, 1))), let label = Connection.text(row, 2)
      else { return true }
      let isGained = sqlite3_column_int64(row, 3) > 0
      let what = HistoryEvent.What.labelled(field, label: label, isGained: isGained)
      events.append((sqlite3_column_int64(row, 0), what, sqlite3_column_int64(row, 4)))
      return true
    }
    return events
  }
}

extension HistoryEvent.What {
  /// What the log's places know it by; nil for what has none.
  fileprivate func placed(_ entity: EntityKey) -> PlaceLog.Kind? {
    switch self {
    case .created: .created(entity)
    case .changed: .change
    case .labelled: .member
    case .purged, .withdrawn, .returned: nil
    }
  }

  fileprivate var rank: Int {
    switch self {
    case .created, .returned: 0
    case .changed: 1
    case .labelled: 2
    case .withdrawn, .purged: 3
    }
  }
}
