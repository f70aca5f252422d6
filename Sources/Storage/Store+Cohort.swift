internal import CSQLite
package import Domain
internal import Layout
package import Query
package import Values

extension Store {
  /// What became of each of the opportunities that a query asks for.
  package func courses(of query: BoundQuery, now: Instant) throws(StorageError) -> [OpportunityCourse] {
    let statements = CohortStatements(query, dictionary.rules, now: now)
    return try perform { connection in
      var courses: [OpportunityCourse] = []
      var places: [Int64: Int] = [:]
      try connection.each(statements.opportunities()) { row in
        places[sqlite3_column_int64(row, 0)] = courses.count
        courses.append(
          OpportunityCourse(
            stage: Int(clamping: sqlite3_column_int64(row, 1)), status: Int(clamping: sqlite3_column_int64(row, 2)),
            amount: sqlite3_column_int64(row, 3)))
        return true
      }
      try connection.each(statements.visits()) { row in
        if let place = places[sqlite3_column_int64(row, 0)] {
          courses[place].visits.append(
            .init(
              stage: Int(clamping: sqlite3_column_int64(row, 1)),
              entered: Instant(milliseconds: sqlite3_column_int64(row, 2))))
        }
        return true
      }
      return courses
    }
  }
}
