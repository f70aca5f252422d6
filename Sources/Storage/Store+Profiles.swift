internal import GRDBSQLite
internal import Layout
package import Values

/// What the profile of one record tells beside queries: purchases, days of contact, stages.
extension Store {
  /// A won opportunity, or an order that is not linked to one.
  package struct Purchase: Sendable {
    package let day: CivilDate
    /// Minor units of the base currency.
    package let amount: Int64
  }

  package func purchases(of customer: Int64) throws(StorageError) -> [Purchase] {
    let statement = SQLStatement(
      "SELECT closed_at, ifnull(actual_amount_base, 0) FROM opportunities WHERE customer = ?1 AND status = 2 "
        + "AND deleted_at IS NULL UNION ALL SELECT ordered_at_day, ifnull(amount_base, 0) FROM orders o "
        + "WHERE customer = ?1 AND deleted_at IS NULL "
        + "AND NOT EXISTS(SELECT 1 FROM opportunities w WHERE w.id = o.opportunity AND w.status = 2)",
      [.integer(customer)])
    return try perform { connection in
      var found: [Purchase] = []
      try connection.each(statement) { row in
        if sqlite3_column_type(row, 0) != SQLITE_NULL,
          let day = CivilDate(daysSinceEpoch: sqlite3_column_int64(row, 0))
        {
          found.append(Purchase(day: day, amount: sqlite3_column_int64(row, 1)))
        }
        return true
      }
      return found
    }
  }

  package func contactDays(of customer: Int64) throws(StorageError) -> [CivilDate] {
    try perform {
      try $0.integers(
        SQLStatement(
          "SELECT DISTINCT date_day FROM interactions WHERE customer = ? AND date_day IS NOT NULL AND deleted_at IS NULL",
          [.integer(customer)]))
    }.compactMap { CivilDate(daysSinceEpoch: $0) }
  }

  /// A stage that an opportunity was or is in.
  package struct StageVisit: Sendable {
    package let opportunity: Int64
    package let title: String
    package let stage: Int
    package let entered: Instant
    /// Nil for the one that it is in.
    package let left: Instant?
  }

  /// - Parameter column: `id` for those of one opportunity, `customer` for those of a customer's.
  /// - Returns: the latest first.
  package func stageVisits(_ column: StageVisitScope, _ id: Int64, limit: Int) throws(StorageError) -> [StageVisit] {
    let statement = SQLStatement(
      "SELECT v.opportunity, o.title, v.stage, v.entered, v.left FROM opportunities o "
        + "JOIN stage_visits v ON v.opportunity = o.id WHERE o.\(column.rawValue) = ?1 AND o.deleted_at IS NULL "
        + "ORDER BY v.entered DESC, v.id DESC LIMIT ?2", [.integer(id), .integer(Int64(limit))])
    return try perform { connection in
      var found: [StageVisit] = []
      try connection.each(statement) { row in
        let isOpen = sqlite3_column_type(row, 4) == SQLITE_NULL
        found.append(
          StageVisit(
            opportunity: sqlite3_column_int64(row, 0), title: Connection.text(row, 1) ?? "",
            stage: Int(sqlite3_column_int64(row, 2)), entered: Instant(milliseconds: sqlite3_column_int64(row, 3)),
            left: isOpen ? nil : Instant(milliseconds: sqlite3_column_int64(row, 4))))
        return true
      }
      return found
    }
  }

  package enum StageVisitScope: String, Sendable { case id, customer }
}
