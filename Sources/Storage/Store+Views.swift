internal import Layout

extension Store {
  /// The saved queries, by name.
  package func savedViews() throws(StorageError) -> [(name: String, query: String)] {
    try perform { connection in
      var found: [(name: String, query: String)] = []
      try connection.each(SQLStatement("SELECT name, query FROM views WHERE deleted_at IS NULL ORDER BY id")) { row in
        if let name = Connection.text(row, 0), let query = Connection.text(row, 1) { found.append((name, query)) }
        return true
      }
      return found
    }
  }
}
