internal import GRDBSQLite
internal import Layout
internal import Query
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
}
