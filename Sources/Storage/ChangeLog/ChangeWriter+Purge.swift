internal import Domain
internal import Layout
internal import Query

/// What goes for good: records, their labels, what the log holds of them.
extension ChangeWriter {
  /// Returns how many records went.
  func purge(
    _ entity: Entity, _ ids: [Int64], _ selection: RecordSelection, on connection: Connection
  ) throws -> Int {
    let table = EntityTable(entity)
    let head: [SQLValue] = [.integer(entity.key.rawValue)]
    let own = try changeSet(on: connection)
    try removeFromSearch(entity, selection, on: connection)
    for field in entity.labelFields {
      try connection.run(
        "DELETE FROM \(table.labelTable(field)) WHERE record \(selection.condition)", selection.arguments)
    }
    try forgetScripts(that: entity, selection, on: connection)
    for log in ["changes", "member_changes", "undone_records"] {
      try connection.run(
        "DELETE FROM \(log) WHERE entity = ? AND record \(selection.condition)", head + selection.arguments)
    }
    if entity.key == .opportunity {
      for visits in ["stage_visits", "undone_visits"] {
        try connection.run("DELETE FROM \(visits) WHERE opportunity \(selection.condition)", selection.arguments)
      }
    }
    for id in ids {
      try connection.run(
        "INSERT INTO purged(change_set, entity, record) VALUES (?, ?, ?)", [.integer(own)] + head + [.integer(id)])
    }
    state.hasWritten = true
    return try withReferencesIndexed(to: entity, going: ids.count, on: connection) {
      try connection.run("DELETE FROM \(table.name) WHERE id \(selection.condition)", selection.arguments)
    }
  }

  /// SQLite looks for references to each row that goes: without an index that is a walk through the other table every
  /// time. Where many go, the indexes that are missing are there while `body` runs.
  func withReferencesIndexed<Result>(
    to entity: Entity, going count: Int, on connection: Connection, _ body: () throws -> Result
  ) throws -> Result {
    guard count > 100 else { return try body() }
    var made: [String] = []
    for other in dictionary.entities {
      for field in other.fields where field.type == .reference(entity.key) && !field.traits.contains(.indexed) {
        let table = EntityTable(other).name
        let index = "passing_\(table)_\(field.key)"
        try connection.runOnce(
          "CREATE INDEX \(index) ON \(table)(\"\(field.name)\") WHERE \"\(field.name)\" IS NOT NULL")
        made.append(index)
      }
    }
    // What throws is taken back, and the indexes with it.
    let result = try body()
    for index in made { try connection.runOnce("DROP INDEX \(index)") }
    return result
  }

  /// The text of a script that wrote a record may say its values: its lines stay named, and are no longer quoted.
  private func forgetScripts(
    that entity: Entity, _ selection: RecordSelection, on connection: Connection
  ) throws {
    guard try connection.integer("SELECT 1 FROM sources WHERE text IS NOT NULL LIMIT 1") != nil else { return }
    let key = entity.key.rawValue
    let wrote = ["changes", "member_changes"].map {
      "SELECT change_set FROM \($0) WHERE entity = \(key) AND record \(selection.condition)"
    }
    let made =
      // Ranges of one entity hardly overlap: those that begin nearest before a record hold it.
      "SELECT c.change_set FROM \(EntityTable(entity).name) t CROSS JOIN created c ON c.rowid IN (SELECT d.rowid "
      + "FROM created d WHERE d.entity = \(key) AND d.first <= t.id ORDER BY d.first DESC LIMIT 16) "
      + "AND c.last >= t.id WHERE t.id \(selection.condition)"
    for sets in wrote + [made] {
      try connection.run(
        "UPDATE sources SET text = NULL WHERE text IS NOT NULL AND id IN (SELECT source FROM places "
          + "WHERE change_set IN (\(sets)))", selection.arguments)
    }
  }
}
