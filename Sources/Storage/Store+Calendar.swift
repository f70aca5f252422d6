internal import CSQLite
internal import Layout
internal import Query

extension Store {
  /// What tells this workspace from others in the names by which calendar files know its tasks: when it began.
  package var calendarOrigin: String {
    let first = try? scalar(SQLStatement("SELECT at FROM change_sets ORDER BY id LIMIT 1"))
    guard case .integer(let moment)? = first else { return "guanxi" }
    return "\(String(moment.magnitude, radix: 36)).guanxi"
  }

  /// The tasks that came from a calendar file under this UID, the oldest first. UIDs are compared letter by letter
  /// (RFC 5545, 3.8.4.7).
  package func tasks(uid: String) throws(StorageError) -> [(id: Int64, isDeleted: Bool)] {
    try perform { connection in
      var found: [(id: Int64, isDeleted: Bool)] = []
      let statement = SQLStatement(
        "SELECT id, deleted_at IS NOT NULL FROM tasks WHERE uid = ? ORDER BY id", [.text(uid)])
      try connection.each(statement) { row in
        found.append((sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1) != 0))
        return true
      }
      return found
    }
  }
}
