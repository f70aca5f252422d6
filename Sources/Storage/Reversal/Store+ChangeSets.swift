internal import CSQLite
internal import Domain
internal import Layout
package import Query
internal import Values

/// Reading the book of changes.
extension Store {
  static let entryColumns =
    "s.id, s.at, s.author, s.source, s.statement, s.undoes, s.records, "
    + "(SELECT max(u.id) FROM change_sets u WHERE u.undoes = s.id)"

  /// A row of `entryColumns`.
  static func entry(_ row: OpaquePointer) -> ChangeSetEntry {
    func number(_ column: Int32) -> Int64? {
      sqlite3_column_type(row, column) == SQLITE_NULL ? nil : sqlite3_column_int64(row, column)
    }
    return ChangeSetEntry(
      id: sqlite3_column_int64(row, 0), at: Instant(milliseconds: sqlite3_column_int64(row, 1)),
      author: sqlite3_column_int64(row, 2), source: Connection.text(row, 3) ?? "",
      statement: Connection.text(row, 4), undoes: number(5), records: number(6), undoneBy: number(7))
  }

  package func changeSetEntry(_ changeSet: Int64) throws(StorageError) -> ChangeSetEntry? {
    try perform { try Self.entry(changeSet, on: $0) }
  }

  static func entry(_ changeSet: Int64, on connection: Connection) throws -> ChangeSetEntry? {
    var found: ChangeSetEntry?
    try connection.each(
      SQLStatement("SELECT \(entryColumns) FROM change_sets s WHERE s.id = ?", [.integer(changeSet)])
    ) { row in
      found = entry(row)
      return false
    }
    return found
  }

  /// The last change sets that a filter lets through, newest first.
  package func changeSets(_ filter: ChangeSetFilter) throws(StorageError) -> [ChangeSetEntry] {
    var conditions: [String] = ["1"]
    var arguments: [SQLValue] = []
    if let author = filter.author {
      conditions.append("s.author = ?")
      arguments.append(.integer(author))
    }
    if let since = filter.since {
      conditions.append("s.at >= ?")
      arguments.append(.integer(since.milliseconds))
    }
    if let source = filter.source {
      conditions.append("(s.source = ? OR substr(s.source, 1, ?) = ? OR substr(ifnull(s.statement, ''), 1, ?) = ?)")
      let start = source + " "
      let length = SQLValue.integer(start.unicodeScalars.count)
      arguments += [.text(source), length, .text(start), length, .text(start)]
    }
    if let file = filter.file {
      // `script PATH:12`; the places of an import name what it read.
      func isNamed(_ path: String) -> String { "(\(path) = ? OR substr(\(path), -length(?) - 1) = '/' || ?)" }
      let script = "substr(s.source, 8, length(rtrim(s.source, '0123456789')) - 8)"
      conditions.append(
        "(substr(s.source, 1, 7) = 'script ' AND \(isNamed(script)) OR s.id IN (SELECT change_set FROM places "
          + "WHERE source IN (SELECT id FROM sources WHERE \(isNamed("name")))))")
      arguments += [SQLValue](repeating: .text(file), count: 6)
    }
    if let record = filter.record {
      let own = "entity = \(record.entity.rawValue) AND record = \(record.id)"
      conditions.append(
        "s.id IN (SELECT change_set FROM changes WHERE \(own) UNION SELECT change_set FROM member_changes WHERE \(own) "
          + "UNION SELECT change_set FROM purged WHERE \(own) UNION SELECT change_set FROM created "
          + "WHERE entity = \(record.entity.rawValue) AND first <= \(record.id) AND last >= \(record.id))")
    }
    let statement = SQLStatement(
      "SELECT \(Self.entryColumns) FROM change_sets s WHERE \(conditions.joined(separator: " AND ")) "
        + "ORDER BY s.id DESC LIMIT \(max(0, filter.limit))", arguments)
    return try perform { connection in
      var found: [ChangeSetEntry] = []
      try connection.each(statement) { row in
        found.append(Self.entry(row))
        return true
      }
      return found
    }
  }
}
