package import Domain
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

/// Which purchases count: those of some days, as they stand or as they stood.
package struct PurchaseSpan: Sendable {
  /// Nil for from the beginning.
  package var first: CivilDate?
  /// What is dated later does not count yet.
  package var last: CivilDate
  /// The earlier state that is read; nil for the one that stands.
  package var past: Past?

  package init(from first: CivilDate? = nil, until last: CivilDate, as past: Past? = nil) {
    self.first = first
    self.last = last
    self.past = past
  }

  fileprivate func holds(_ day: String) -> String {
    let since = first.map { "\(day) >= \(Int($0.daysSinceEpoch)) AND " } ?? ""
    return since + "\(day) <= \(Int(last.daysSinceEpoch))"
  }
}

/// The statements that fetch purchases, for figures that are worked out outside the database.
package struct PurchaseStatements {
  private let span: PurchaseSpan
  private let expressions: ExpressionWriter

  package init(_ span: PurchaseSpan, _ rules: DomainRules) {
    self.span = span
    // The moment matters to derived values only, of which a purchase has none.
    expressions = ExpressionWriter(rules: rules, now: Instant(milliseconds: 0)).reading(span.past)
  }

  /// Rows of day and amount: those of one customer.
  package func all(of customer: Int64) -> SQLStatement {
    statement(isIndexed: true) { half in
      (columns: "\(half.day), ifnull(\(half.amount), 0)", condition: " AND \(half.customer) = \(customer)")
    }
  }

  /// Rows of customer, day and amount, in no order: those of all customers. From the beginning it is a walk through two
  /// tables, which costs less than what an index would lead to in its own order.
  package func all() -> SQLStatement {
    let customers = expressions.frame(.customer)
    // Of the present, who lies in the bin is taken out afterwards, which costs less.
    let living =
      span.past == nil
      ? ""
      : " IN (SELECT \(customers.alias).id FROM \(customers.source) \(customers.alias) WHERE \(customers.presence()))"
    return statement(isIndexed: span.past != nil || span.first != nil) { half in
      (
        columns: "\(half.customer), \(half.day), ifnull(\(half.amount), 0)",
        condition: " AND \(half.customer)\(living.isEmpty ? " IS NOT NULL" : living)"
      )
    }
  }

  /// Rows of person (NULL for nobody) and what each sold: the sum in units of 2³², and that of what is left of each. A won
  /// opportunity is its owner's, an order its customer's owner's.
  package func byPerson() -> SQLStatement {
    let purchases = Purchases { expressions.frame($0) }
    let (won, orders) = (purchases.deals, purchases.orders)
    let customer = expressions.frame(.customer)
    let deals =
      "SELECT \(won.frame.column(named: "assigned_to")) AS person, ifnull(\(won.amount), 0) AS amount "
      + "FROM \(won.frame.source) \(won.frame.alias) WHERE \(won.rule) AND \(span.holds(won.day))"
    let others =
      "SELECT \(customer.column(named: "owner")), ifnull(\(orders.amount), 0) "
      + "FROM \(orders.frame.source) \(orders.frame.alias) LEFT JOIN \(customer.source) \(customer.alias) "
      + "ON \(customer.alias).id = \(orders.customer) WHERE \(orders.rule) AND \(span.holds(orders.day))"
    // A sum of whole numbers fails where it passes the largest one; those of the halves cannot.
    return SQLStatement(
      "SELECT person, sum(amount >> 32), sum(amount & 4294967295) FROM (\(deals) UNION ALL \(others)) GROUP BY person")
  }

  private func statement(
    isIndexed: Bool, _ selected: (Purchases.Half) -> (columns: String, condition: String)
  ) -> SQLStatement {
    let purchases = Purchases { expressions.frame($0) }
    let halves = [purchases.deals, purchases.orders].map { half in
      let (columns, condition) = selected(half)
      return "SELECT \(columns) FROM \(half.frame.source) \(half.frame.alias)\(isIndexed ? "" : " NOT INDEXED") "
        + "WHERE \(half.rule)\(condition) AND \(span.holds(half.day))"
    }
    return SQLStatement(halves.joined(separator: " UNION ALL "))
  }
}
