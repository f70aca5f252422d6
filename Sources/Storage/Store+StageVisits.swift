internal import Layout
package import Values

/// A stay of an opportunity in a stage.
package struct StageVisit: Sendable {
  package let stage: Int
  package let entered: Instant
  /// Nil while it stays.
  package let left: Instant?
  package let author: Int64
}

extension Store {
  /// The stages that an opportunity went through, in their order.
  ///
  /// - Parameter base: only those entered in later change sets.
  package func stageVisits(of opportunity: Int64, after base: Int64 = 0) throws(StorageError) -> [StageVisit] {
    try perform { connection in
      var visits: [StageVisit] = []
      let query =
        "SELECT stage, entered, left, author FROM stage_visits WHERE opportunity = ? "
        + "AND change_set > ? ORDER BY id"
      try connection.each(SQLStatement(query, [.integer(opportunity), .integer(base)])) { row in
        func number(_ column: Int32) -> Int64? {
          if case .integer(let number) = Connection.value(row, column) { number } else { nil }
        }
        if let stage = number(0).flatMap({ Int(exactly: $0) }), let entered = number(1) {
          visits.append(
            StageVisit(
              stage: stage, entered: Instant(milliseconds: entered), left: number(2).map { Instant(milliseconds: $0) },
              author: number(3) ?? 0))
        }
        return true
      }
      return visits
    }
  }
}
