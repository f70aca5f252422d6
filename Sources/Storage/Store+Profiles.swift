internal import CSQLite
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

  /// A stage that one of a customer's opportunities was or is in.
  package struct CustomerVisit: Sendable {
    package let title: String
    package let stage: Int
    package let entered: Instant
  }

  /// The latest first.
  package func stageVisits(ofCustomer id: Int64, limit: Int) throws(StorageError) -> [CustomerVisit] {
    let statement = SQLStatement(
      "SELECT o.title, v.stage, v.entered FROM opportunities o JOIN stage_visits v ON v.opportunity = o.id "
        + "WHERE o.customer = ?1 AND o.deleted_at IS NULL ORDER BY v.entered DESC, v.id DESC LIMIT ?2",
      [.integer(id), .integer(Int64(limit))])
    return try perform { connection in
      var found: [CustomerVisit] = []
      try connection.each(statement) { row in
        found.append(
          CustomerVisit(
            title: Connection.text(row, 0) ?? "", stage: Int(clamping: sqlite3_column_int64(row, 1)),
            entered: Instant(milliseconds: sqlite3_column_int64(row, 2))))
        return true
      }
      return found
    }
  }
}
