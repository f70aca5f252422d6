internal import CSQLite
package import Domain
package import Layout
internal import Query

/// What somebody else did to a field after a moment.
package struct LaterChange: Sendable {
  package let entity: Entity
  package let record: Int64
  /// Nil where the record itself is gone.
  package let field: Field?
  package let changeSet: Int64
  package let author: Int64
  package let value: SQLValue
}

extension Store {
  /// Changes made after change set `base` that touch what `differences` touch too: the same field of the same record,
  /// the same label, or the record's being there at all.
  package func laterChanges(
    than base: Int64, overlapping differences: [RecordDifference]
  ) throws(StorageError) -> [LaterChange] {
    try perform { connection in
      guard let last = try connection.integer("SELECT max(id) FROM change_sets"), last > base else { return [] }
      var found: [LaterChange] = []
      for difference in differences where difference.fate != .made {
        found += try self.laterChanges(than: base, overlapping: difference, connection)
      }
      return found
    }
  }

  private func laterChanges(
    than base: Int64, overlapping difference: RecordDifference, _ connection: Connection
  ) throws -> [LaterChange] {
    let entity = difference.entity
    let touchesBin = difference.fate != .changed
    let fields = Set(difference.values.map(\.field.key))
    let record: [SQLValue] = [.integer(base), .integer(entity.key.rawValue), .integer(difference.id)]
    var found: [LaterChange] = []
    func note(_ row: OpaquePointer, _ field: Field?, _ value: SQLValue) {
      found.append(
        LaterChange(
          entity: entity, record: difference.id, field: field, changeSet: sqlite3_column_int64(row, 1),
          author: sqlite3_column_int64(row, 2), value: value))
    }
    try connection.each(
      SQLStatement(
        "SELECT field, change_set, s.author, after FROM changes JOIN change_sets AS s ON s.id = change_set "
          + "WHERE entity = ?2 AND record = ?3 AND change_set > ?1 ORDER BY changes.id", record)
    ) { row in
      guard let field = entity.field(key: Int(sqlite3_column_int64(row, 0))) else { return true }
      if fields.contains(field.key) || field.name == "deleted_at" || touchesBin {
        note(row, field, Connection.value(row, 3))
      }
      return true
    }
    let labels = Set(difference.labels.flatMap { $0.added + $0.removed })
    if !labels.isEmpty || touchesBin {
      try connection.each(
        SQLStatement(
          "SELECT field, change_set, s.author, text FROM member_changes JOIN change_sets AS s ON s.id = change_set "
            + "JOIN labels ON labels.id = label WHERE entity = ?2 AND record = ?3 AND change_set > ?1", record)
      ) { row in
        guard let text = Connection.text(row, 3), touchesBin || labels.contains(text) else { return true }
        note(row, entity.field(key: Int(sqlite3_column_int64(row, 0))), .text(text))
        return true
      }
    }
    for gone in [
      "SELECT 0, change_set, s.author FROM purged JOIN change_sets AS s ON s.id = change_set "
        + "WHERE entity = ?2 AND record = ?3 AND change_set > ?1",
      "SELECT 0, change_set, s.author FROM created JOIN change_sets AS s ON s.id = change_set "
        + "WHERE entity = ?2 AND first <= ?3 AND last >= ?3 AND change_set > ?1 AND sign < 0",
    ] {
      try connection.each(SQLStatement(gone, record)) { row in
        note(row, nil, .null)
        return true
      }
    }
    return try found.map { try self.told($0, connection) }
  }

  /// The log keeps no text twice: what a text became is what stands.
  private func told(_ change: LaterChange, _ connection: Connection) throws -> LaterChange {
    guard let field = change.field, field.type.isText, change.value == .null,
      let text = try connection.text(
        "SELECT \"\(EntityTable.valueColumn(field))\" FROM \(EntityTable(change.entity).name) WHERE id = ?",
        [.integer(change.record)])
    else { return change }
    return LaterChange(
      entity: change.entity, record: change.record, field: field, changeSet: change.changeSet, author: change.author,
      value: .text(text))
  }

  /// The last number that records of an entity have had.
  package func lastNumber(of entity: EntityKey) throws(StorageError) -> Int64 {
    if let counted = writer?.state.counters[entity], counted >= 0 { return counted }
    return try perform {
      try $0.integer("SELECT last FROM counters WHERE entity = ?", [.integer(entity.rawValue)]) ?? 0
    }
  }

  /// The values of records as a write takes them, in the order of the entity's fields; nil for a record that is not
  /// there.
  package func fieldValues(of id: Int64, _ entity: Entity) throws(StorageError) -> [FieldValue]? {
    let fields = entity.fields.filter { $0.isStored && $0.type != .identity }
    let widths = fields.map { EntityTable.columns(of: $0).count }
    let columns = fields.flatMap { EntityTable.columns(of: $0) }.map { "\"\($0.name)\"" }.joined(separator: ", ")
    return try perform { connection in
      var found: [FieldValue]?
      try connection.each(
        SQLStatement("SELECT \(columns) FROM \(EntityTable(entity).name) WHERE id = ?", [.integer(id)])
      ) { row in
        var values: [Int: FieldValue] = [:]
        var position: Int32 = 0
        for (field, width) in zip(fields, widths) {
          let raw = (0..<Int32(width)).map { Connection.value(row, position + $0) }
          values[field.key] = EntityTable.gather(raw, of: field)
          position += Int32(width)
        }
        found = entity.fields.map { values[$0.key] ?? .empty }
        return false
      }
      return found
    }
  }
}
