internal import CSQLite
internal import Domain
internal import Layout
internal import Query

/// Records whose making is undone, and those that come back. A record goes whole into `undone_records`: nobody deleted
/// it, so it is not in the recycle bin.
extension ReversalWriter {
  private func withdrawn(_ entity: Entity) -> String {
    "SELECT id FROM temp.withdrawn WHERE entity = \(entity.key.rawValue)"
  }

  /// The records that the change set made and that are there.
  func gatherWithdrawn() throws {
    try connection.runOnce("DROP TABLE IF EXISTS temp.withdrawn")
    try connection.runOnce(
      "CREATE TEMP TABLE withdrawn(entity INTEGER, id INTEGER, PRIMARY KEY(entity, id)) WITHOUT ROWID")
    for entity in dictionary.entities where reversal.made.contains(entity.key) {
      try connection.runOnce(
        "INSERT OR IGNORE INTO temp.withdrawn SELECT c.entity, t.id FROM created c "
          + "CROSS JOIN \(EntityTable(entity).name) t ON t.id BETWEEN c.first AND c.last "
          + "WHERE c.change_set = \(undone) AND c.entity = \(entity.key.rawValue) AND c.sign > 0 ORDER BY t.id")
    }
  }

  /// What was made is unmade, and the other way round.
  func turnRanges() throws {
    try connection.runOnce(
      "INSERT INTO created(change_set, entity, first, last, sign) SELECT \(changeSet), entity, first, last, -sign "
        + "FROM created WHERE change_set = \(undone) ORDER BY rowid")
  }

  // MARK: Going

  /// A record that others refer to stays, whatever is said: they would refer to nothing.
  func refuseReferred(_ entity: Entity) throws {
    for other in dictionary.entities {
      for field in other.fields where field.type == .reference(entity.key) {
        let query =
          "SELECT t.id, t.\"\(field.name)\" FROM \(EntityTable(other).name) t WHERE t.\"\(field.name)\" IN "
          + "(\(withdrawn(entity))) AND t.id NOT IN (\(withdrawn(other))) ORDER BY t.id"
        try connection.each(SQLStatement(query)) { row in
          let referrer = RecordKey(other.key, sqlite3_column_int64(row, 0))
          let conflict = ReversalConflict(
            entity, sqlite3_column_int64(row, 1), .referred(by: referrer, field))
          self.note(conflict, yields: false)
          return true
        }
      }
    }
  }

  /// A record that somebody has changed since goes only by force.
  func refuseChanged(_ entity: Entity) throws {
    guard !reversal.isForced, hasLaterChanges || hasLaterMembers else { return }
    try gatherLater(entity, "SELECT id AS r$id FROM temp.withdrawn WHERE entity = \(entity.key.rawValue)")
    for field in EntityTable(entity).loggedFields {
      try noteNewer(
        field, entity,
        "SELECT l$id, l$was, l$now, l$newer FROM (\(standing(field, entity))) "
          + "WHERE l$newer IS NOT NULL OR l$now IS NOT l$was ORDER BY l$id")
    }
    for field in entity.labelFields { try noteRelabelled(field, entity, "m.net <> 0 OR m.newer IS NOT NULL") }
  }

  func withdraw(_ entity: Entity) throws {
    let (table, key) = (EntityTable(entity), entity.key.rawValue)
    try writer.removeFromSearch(entity, .query(withdrawn(entity)), on: connection)
    for field in entity.labelFields {
      let labels = "\"\(table.labelTable(field))\""
      try connection.runOnce(
        "INSERT INTO member_changes(change_set, entity, field, label, record, sign, touched) SELECT \(changeSet), "
          + "\(key), \(field.key), x.label, x.record, -1, t.updated_at FROM temp.withdrawn w "
          + "CROSS JOIN \(labels) x ON x.record = w.id CROSS JOIN \(table.name) t ON t.id = w.id WHERE w.entity = \(key)"
      )
      try connection.runOnce("DELETE FROM \(labels) WHERE record IN (\(withdrawn(entity)))")
    }
    if entity.key == .opportunity { try setAside("opportunity IN (\(withdrawn(entity)))") }
    try connection.runOnce(
      "INSERT INTO undone_records(entity, record, change_set, content) SELECT \(key), t.id, \(changeSet), "
        + "\(Self.content(try columns(of: table))) FROM temp.withdrawn w CROSS JOIN \(table.name) t ON t.id = w.id "
        + "WHERE w.entity = \(key)")
    let going = try connection.integer("SELECT count(*) FROM (\(withdrawn(entity)))") ?? 0
    let count = try writer.withReferencesIndexed(to: entity, going: Int(going), on: connection) {
      try connection.runOnce("DELETE FROM \(table.name) WHERE id IN (\(withdrawn(entity)))")
    }
    summary.note(entity) { $0.withdrawn += count }
  }

  /// Those that the table has: a field that the configuration has dropped keeps its column.
  private func columns(of table: EntityTable) throws -> [String] {
    var found: [String] = []
    try connection.each(SQLStatement("SELECT name FROM pragma_table_info('\(table.name)')")) { row in
      if let name = Connection.text(row, 0) { found.append(name) }
      return true
    }
    return found
  }

  /// A row as a JSON object by column. A function of SQLite takes 127 arguments: wide rows are put together of parts.
  private static func content(_ columns: [String]) -> String {
    let parts = stride(from: 0, to: columns.count, by: 60).map { start in
      let pairs = columns[start..<min(start + 60, columns.count)].map { "'\($0)', t.\"\($0)\"" }
      return "json_object(\(pairs.joined(separator: ", ")))"
    }
    return parts.dropFirst().reduce(parts.first ?? "'{}'") { "json_patch(\($0), \($1))" }
  }

  // MARK: Coming back

  /// The records that the change set took away, as `u`.
  private func unmade(_ entity: Entity) -> String {
    "created c CROSS JOIN undone_records u ON u.entity = c.entity AND u.record BETWEEN c.first AND c.last "
      + "AND u.change_set = (SELECT max(o.change_set) FROM undone_records o WHERE o.entity = u.entity "
      + "AND o.record = u.record AND o.change_set IN \(lineage)) WHERE c.change_set = \(undone) AND c.entity = \(entity.key.rawValue) AND c.sign < 0"
  }

  func bringBack(_ entity: Entity) throws {
    let table = EntityTable(entity)
    let columns = try columns(of: table)
    // The day of a moment is that of the zone now, which may be another than when the record was taken away.
    var sources: [String: String] = [:]
    for field in entity.fields where field.type == .instant && field.isStored {
      sources["\(field.name)_day"] = "crm_day(json_extract(u.content, '$.\"\(field.name)\"'))"
    }
    let values = columns.map { sources[$0] ?? "json_extract(u.content, '$.\"\($0)\"')" }.joined(separator: ", ")
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let count = try connection.runOnce(
      "INSERT INTO \(table.name)(\(names)) SELECT \(values) FROM \(unmade(entity)) ORDER BY u.record")
    if entity.key == .opportunity {
      try put(into: "SELECT u.record FROM \(unmade(entity))", from: .gone)
    }
    try writer.addToSearch(entity, .query("SELECT u.record FROM \(unmade(entity))"), on: connection)
    summary.note(entity) { $0.returned += count }
  }

  /// One that comes back may refer to a record that is gone meanwhile.
  func refuseDangling(_ entity: Entity) throws {
    for field in entity.fields {
      guard let target = field.type.referenced.flatMap({ dictionary.entity($0) }) else { continue }
      let query =
        "SELECT t.id, t.\"\(field.name)\" FROM \(EntityTable(entity).name) t WHERE t.id IN "
        + "(SELECT u.record FROM \(unmade(entity))) AND t.\"\(field.name)\" IS NOT NULL "
        + "AND NOT EXISTS(SELECT 1 FROM \(EntityTable(target).name) o WHERE o.id = t.\"\(field.name)\")"
      try connection.each(SQLStatement(query)) { row in
        let missing = RecordKey(target.key, sqlite3_column_int64(row, 1))
        self.note(
          ReversalConflict(entity, sqlite3_column_int64(row, 0), .dangling(field, missing)), yields: false)
        return true
      }
    }
  }
}
