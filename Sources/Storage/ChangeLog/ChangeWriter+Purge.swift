internal import Domain
internal import Layout
internal import Query

/// What goes for good: records, their labels, what the log holds of them, and the words that wrote them.
extension ChangeWriter {
  /// Returns how many records went.
  func purge(
    _ entity: Entity, _ ids: [Int64], _ selection: RecordSelection, on connection: Connection
  ) throws -> Int {
    let table = EntityTable(entity)
    let head: [SQLValue] = [.integer(entity.key.rawValue)]
    let own = try changeSet(on: connection)
    try removeFromSearch(entity, selection, on: connection)
    let labels = try labels(of: entity, selection, on: connection)
    for field in entity.labelFields {
      try connection.run(
        "DELETE FROM \(table.labelTable(field)) WHERE record \(selection.condition)", selection.arguments)
    }
    try forgetWords(that: entity, selection, on: connection)
    for log in ["changes", "member_changes", "undone_records"] {
      try connection.run(
        "DELETE FROM \(log) WHERE entity = ? AND record \(selection.condition)", head + selection.arguments)
    }
    if entity.key == .opportunity {
      for visits in ["stage_visits", "undone_visits"] {
        try connection.run("DELETE FROM \(visits) WHERE opportunity \(selection.condition)", selection.arguments)
      }
    }
    try forgetLabels(labels, on: connection)
    for id in ids {
      try connection.run(
        "INSERT INTO purged(change_set, entity, record) VALUES (?, ?, ?)", [.integer(own)] + head + [.integer(id)])
    }
    state.hasWritten = true
    state.purged.insert(entity.key)
    return try withReferencesIndexed(to: entity, going: ids.count, on: connection) {
      try connection.run("DELETE FROM \(table.name) WHERE id \(selection.condition)", selection.arguments)
    }
  }

  /// The labels that records have or ever had.
  private func labels(
    of entity: Entity, _ selection: RecordSelection, on connection: Connection
  ) throws -> Set<Int64> {
    let table = EntityTable(entity)
    let had = "SELECT label FROM member_changes WHERE entity = \(entity.key.rawValue) AND record \(selection.condition)"
    let have = entity.labelFields.map {
      "SELECT label FROM \(table.labelTable($0)) WHERE record \(selection.condition)"
    }
    var found: Set<Int64> = []
    for select in have + [had] {
      found.formUnion(try connection.integers(SQLStatement(select, selection.arguments)))
    }
    return found
  }

  /// What only purged records were called by says something of them: it goes with them, and is offered no more.
  private func forgetLabels(_ labels: Set<Int64>, on connection: Connection) throws {
    guard !labels.isEmpty else { return }
    // Tables of fields that the configuration dropped are there, too.
    var tables: [String] = []
    try connection.each(
      SQLStatement("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES labels(id)%'")
    ) { row in
      if let name = Connection.text(row, 0) { tables.append("\"\(name)\"") }
      return true
    }
    // The log has no index by label: it is read once for all of them.
    let ids = "[\(labels.sorted().map(String.init).joined(separator: ","))]"
    let isUnused = tables.map { "NOT EXISTS (SELECT 1 FROM \($0) m WHERE m.label = labels.id)" }
    let among = "IN (SELECT value FROM json_each(?1))"
    let conditions =
      ["id \(among)"] + isUnused + ["id NOT IN (SELECT label FROM member_changes WHERE label \(among))"]
    try connection.run("DELETE FROM labels WHERE \(conditions.joined(separator: " AND "))", [.text(ids)])
    state.labels = [:]
  }

  /// SQLite looks for references to each row that goes: without an index that is a walk through the other table every
  /// time. Where many go, the indexes that are missing are there while `body` runs.
  func withReferencesIndexed<Result>(
    to entity: Entity, going count: Int, on connection: Connection, _ body: () throws -> Result
  ) throws -> Result {
    guard count > 10 else { return try body() }
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

  // MARK: Words

  /// What was taken out of a search index is only marked as gone until its parts are merged: its characters stay in the
  /// file. Merging them all is a walk through the index, once for a change set.
  func forgetGrams(on connection: Connection) throws {
    for key in state.purged {
      guard let search = dictionary.entity(key).flatMap({ EntityTable($0).searchTable }) else { continue }
      try connection.run("INSERT INTO \(search)(\(search)) VALUES ('optimize')")
    }
  }

  /// The statements and scripts that wrote a record may say its values: of such a statement its first word is kept, and
  /// the lines of such a script stay named and are no longer quoted.
  private func forgetWords(
    that entity: Entity, _ selection: RecordSelection, on connection: Connection
  ) throws {
    // The change set at hand may have made the record.
    try flush(on: connection)
    let key = entity.key.rawValue
    let wrote = ["changes", "member_changes"].map {
      "SELECT change_set FROM \($0) WHERE entity = \(key) AND record \(selection.condition)"
    }
    let made =
      // Ranges of one entity hardly overlap: those that begin nearest before a record hold it.
      "SELECT c.change_set FROM \(EntityTable(entity).name) t CROSS JOIN created c ON c.rowid IN (SELECT d.rowid "
      + "FROM created d WHERE d.entity = \(key) AND d.first <= t.id ORDER BY d.first DESC LIMIT 16) "
      + "AND c.last >= t.id WHERE t.id \(selection.condition)"
    let keepsScripts = try connection.integer("SELECT 1 FROM sources WHERE text IS NOT NULL LIMIT 1") != nil
    var sets: Set<Int64> = [try changeSet(on: connection)]
    for found in wrote + [made] {
      sets.formUnion(try connection.integers(SQLStatement("SELECT DISTINCT * FROM (\(found))", selection.arguments)))
      guard keepsScripts else { continue }
      try connection.run(
        "UPDATE sources SET text = NULL WHERE text IS NOT NULL AND id IN (SELECT source FROM places "
          + "WHERE change_set IN (\(found)))", selection.arguments)
    }
    for changeSet in sets { try forgetStatement(of: changeSet, on: connection) }
  }

  private func forgetStatement(of changeSet: Int64, on connection: Connection) throws {
    let statement = try connection.text("SELECT statement FROM change_sets WHERE id = ?", [.integer(changeSet)])
    guard let statement, !saysNumbersOnly(statement) else { return }
    let verb = statement.prefix { $0.isLetter }
    let left: SQLValue =
      verb.endIndex < statement.endIndex && statement[verb.endIndex].isWhitespace && !verb.isEmpty
      ? .text(verb + " …") : .null
    try connection.run("UPDATE change_sets SET statement = ? WHERE id = ?", [left, .integer(changeSet)])
  }

  /// `delete cust_001`, `purge customers all`, `undo 12`: a verb and which records, not what stands in them. Whatever
  /// is in doubt says more.
  private func saysNumbersOnly(_ statement: String) -> Bool {
    let words = statement.split { $0.isWhitespace || $0 == "," }
    guard let verb = words.first, verb.allSatisfy(\.isLetter) else { return false }
    return words.dropFirst().allSatisfy { word in
      // A longer number may be a telephone's.
      if word.count <= 7, word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return true }
      return Self.harmless.contains(String(word))
        || dictionary.entities.contains { $0.number(of: word) != nil || $0.names.spellings.contains(String(word)) }
    }
  }

  private static let harmless: Set = ["all", "全部", "所有", "force", "强制"]
}
