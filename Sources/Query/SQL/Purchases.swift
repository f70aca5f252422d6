internal import Domain
package import Layout
package import Values

/// What a purchase is (domain.md, Entities): a won opportunity, at its actual amount on its closing date, or an order
/// that is not linked to a won one. Every figure of purchases is made of these two halves, and the rule stands here only.
struct Purchases {
  /// The purchases that lie in one table.
  struct Half {
    let frame: Frame
    /// SQL of whose it is, of its day, and of its worth in minor units of the base currency.
    let customer: String
    let day: String
    let amount: String
    /// SQL that says which rows are purchases.
    let rule: String
  }

  let deals: Half
  let orders: Half

  /// - Parameter frame: makes the rows of an entity, of the state that is read.
  init(_ frame: (Entity) -> Frame) {
    let won = frame(.opportunity)
    let order = frame(.order)
    let sold = frame(.opportunity)
    let status = OpportunityStatus.won
    deals = Half(
      frame: won, customer: won.column(named: "customer"), day: won.column(named: "closed_at"),
      amount: won.column(named: "actual_amount", .base),
      rule: "\(won.column(named: "status")) = \(status) AND \(won.presence())")
    orders = Half(
      frame: order, customer: order.column(named: "customer"), day: order.column(named: "ordered_at", .day),
      amount: order.column(named: "amount", .base),
      rule: "\(order.presence()) AND NOT EXISTS(SELECT 1 FROM \(sold.source) \(sold.alias) "
        + "WHERE \(sold.alias).id = \(order.column(named: "opportunity")) "
        + "AND \(sold.column(named: "status")) = \(status))")
  }
}

/// The statements that fetch purchases as they stand, for figures that are worked out outside the database.
package enum PurchaseStatements {
  /// Rows of day and amount: those of one customer up to a day.
  package static func all(of customer: Int64, until day: CivilDate) -> SQLStatement {
    statement(indexed: true, until: day) { half in
      (columns: "\(half.day), ifnull(\(half.amount), 0)", condition: " AND \(half.customer) = \(customer)")
    }
  }

  /// Rows of customer, day and amount, in no order: those of all customers up to a day. A walk through two tables, which
  /// costs less than what an index would lead to in its own order.
  package static func all(until day: CivilDate) -> SQLStatement {
    statement(indexed: false, until: day) { half in
      (
        columns: "\(half.customer), \(half.day), ifnull(\(half.amount), 0)",
        condition: " AND \(half.customer) IS NOT NULL"
      )
    }
  }

  private static func statement(
    indexed: Bool, until day: CivilDate, _ selected: (Purchases.Half) -> (columns: String, condition: String)
  ) -> SQLStatement {
    let names = AliasNames()
    let purchases = Purchases { Frame($0, names: names) }
    let halves = [purchases.deals, purchases.orders].map { half in
      let (columns, condition) = selected(half)
      return "SELECT \(columns) FROM \(half.frame.source) \(half.frame.alias)\(indexed ? "" : " NOT INDEXED") "
        + "WHERE \(half.rule)\(condition) AND \(half.day) <= \(Int(day.daysSinceEpoch))"
    }
    return SQLStatement(halves.joined(separator: " UNION ALL "))
  }
}
