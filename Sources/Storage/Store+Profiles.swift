internal import CSQLite
internal import Domain
package import Insight
internal import Layout
package import Query
package import Values

/// What the profile of one record tells beside queries: purchases, days of contact, stages.
extension Store {
  /// A won opportunity, or an order that is not linked to one.
  package struct Purchase: Sendable {
    package let day: CivilDate
    /// Minor units of the base currency.
    package let amount: Int64
  }

  package func purchases(of customer: Int64, _ span: PurchaseSpan) throws(StorageError) -> [Purchase] {
    try perform { connection in
      var found: [Purchase] = []
      let rules = span.past?.rules ?? dictionary.rules
      try connection.each(PurchaseStatements(span, rules).all(of: customer)) { row in
        if let day = CivilDate(daysSinceEpoch: sqlite3_column_int64(row, 0)) {
          found.append(Purchase(day: day, amount: sqlite3_column_int64(row, 1)))
        }
        return true
      }
      return found
    }
  }

  /// What every customer bought who is not in the recycle bin, in one pass over the purchases.
  package func purchaseFigures(_ span: PurchaseSpan) throws(StorageError) -> PurchaseTable {
    var found = PurchaseTable()
    try eachPurchase(span) { found.add($0, $1, amount: $2) }
    for id in try binned(span) { found.remove(id) }
    return found
  }

  /// Customers of the recycle bin, whom a walk through the purchases as they stand meets too.
  private func binned(_ span: PurchaseSpan) throws(StorageError) -> [Int64] {
    guard span.past == nil else { return [] }
    return try perform { try $0.integers(SQLStatement("SELECT id FROM customers WHERE deleted_at IS NOT NULL")) }
  }

  /// Whose, on which day, of how many minor units of the base currency; in no order. Customers of the recycle bin of
  /// now are among them.
  package func eachPurchase(
    _ span: PurchaseSpan, _ body: (Int64, CivilDate, Int64) -> Void
  ) throws(StorageError) {
    try perform { connection in
      try connection.each(PurchaseStatements(span, dictionary.rules).all()) { row in
        if let day = CivilDate(daysSinceEpoch: sqlite3_column_int64(row, 1)) {
          body(sqlite3_column_int64(row, 0), day, sqlite3_column_int64(row, 2))
        }
        return true
      }
    }
  }

  /// What every customer bought, day by day, who is not in the recycle bin, in one pass over the purchases.
  package func purchaseDays(_ span: PurchaseSpan) throws(StorageError) -> [Int64: PurchaseDays] {
    var all: [(customer: Int64, day: CivilDate, amount: Int64)] = []
    try eachPurchase(span) { all.append(($0, $1, $2)) }
    all.sort { ($0.customer, $0.day) < ($1.customer, $1.day) }
    var found: [Int64: PurchaseDays] = [:]
    var start = all.startIndex
    while start < all.endIndex {
      let customer = all[start].customer
      var (end, days, sum) = (start, 0, Int64(0))
      while end < all.endIndex, all[end].customer == customer {
        if end == start || all[end].day != all[end - 1].day { days += 1 }
        sum = sum.addingSaturating(all[end].amount)
        end += 1
      }
      found[customer] = PurchaseDays(days: days, first: all[start].day, last: all[end - 1].day, sum: sum)
      start = end
    }
    for id in try binned(span) { found[id] = nil }
    return found
  }

  /// What each person sold, in minor units of the base currency; under nil what is nobody's.
  package func salesByPerson(_ span: PurchaseSpan) throws(StorageError) -> [Int64?: Int64] {
    try perform { connection in
      var sales: [Int64?: Int64] = [:]
      try connection.each(PurchaseStatements(span, dictionary.rules).byPerson()) { row in
        let isNobody = if case .null = Connection.value(row, 0) { true } else { false }
        sales[isNobody ? nil : sqlite3_column_int64(row, 0)] = Int64(
          saturatingHigh: sqlite3_column_int64(row, 1), low: sqlite3_column_int64(row, 2))
        return true
      }
      return sales
    }
  }

  package func contactDays(of customer: Int64, until last: CivilDate) throws(StorageError) -> [CivilDate] {
    try perform {
      try $0.integers(
        SQLStatement(
          "SELECT DISTINCT date_day FROM interactions WHERE customer = ? AND date_day <= ? AND deleted_at IS NULL",
          [.integer(customer), .integer(Int64(last.daysSinceEpoch))]))
    }.compactMap { CivilDate(daysSinceEpoch: $0) }
  }

  /// A stage that one of a customer's opportunities was or is in.
  package struct CustomerVisit: Sendable {
    package let title: String
    package let stage: Int
    package let entered: Instant

    package init(title: String, stage: Int, entered: Instant) {
      (self.title, self.stage, self.entered) = (title, stage, entered)
    }
  }

  /// The latest ones first, and the number of all.
  package func stageVisits(
    ofCustomer id: Int64, limit: Int
  ) throws(StorageError) -> (rows: [CustomerVisit], total: Int) {
    let all =
      "FROM opportunities o JOIN stage_visits v ON v.opportunity = o.id WHERE o.customer = ?1 AND o.deleted_at IS NULL"
    let statement = SQLStatement(
      "SELECT o.title, v.stage, v.entered \(all) ORDER BY v.entered DESC, v.id DESC LIMIT ?2",
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
      guard found.count == limit else { return (found, found.count) }
      return (found, Int(clamping: try connection.integer("SELECT count(*) \(all)", [.integer(id)]) ?? 0))
    }
  }
}
