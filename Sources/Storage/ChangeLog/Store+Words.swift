internal import CSQLite
internal import Layout
internal import Query

extension Store {
  /// What some change sets still say they were made by, by number, where a purge was among them: nil where nothing was
  /// purged, and all words may stand.
  package func wordsLeft(in changeSets: ClosedRange<Int64>) throws(StorageError) -> [Int64: String]? {
    let bounds: [SQLValue] = [.integer(changeSets.lowerBound), .integer(changeSets.upperBound)]
    return try perform { connection in
      guard
        try connection.integer("SELECT 1 FROM purged WHERE change_set BETWEEN ? AND ? LIMIT 1", bounds) != nil
      else { return nil }
      var words: [Int64: String] = [:]
      let query = "SELECT id, statement FROM change_sets WHERE id BETWEEN ? AND ? AND statement IS NOT NULL"
      try connection.each(SQLStatement(query, bounds)) { row in
        words[sqlite3_column_int64(row, 0)] = Connection.text(row, 1)
        return true
      }
      return words
    }
  }
}
