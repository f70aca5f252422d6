package import Domain
package import Layout
package import Values

/// The statements that fetch a cohort of opportunities and the ways that they went, for figures that are worked out
/// outside the database.
package struct CohortStatements {
  private let asked: SQLStatement
  private let expressions: ExpressionWriter
  private let now: Instant
  private let past: PastReader?

  /// - Parameter query: which opportunities; as they stood, where it asks for that.
  package init(_ query: BoundQuery, _ rules: DomainRules, now: Instant) {
    asked = QueryWriter(rules: rules, now: now, style: .bare).identities(query)
    expressions = ExpressionWriter(rules: rules, now: now).reading(query.past)
    past = query.past.map { PastReader(past: $0, currency: rules.baseCurrency, isFew: false) }
    self.now = now
  }

  /// Rows of opportunity, stage, status and amount: what won ones brought, what others are to bring, in minor units of
  /// the base currency.
  package func opportunities() -> SQLStatement {
    let deal = expressions.frame(.opportunity)
    let status = deal.column(named: "status")
    let amount =
      "CASE WHEN \(status) = \(OpportunityStatus.won) THEN \(deal.column(named: "actual_amount", .base)) "
      + "ELSE \(deal.column(named: "amount", .base)) END"
    return expressions.wrap(
      "SELECT \(deal.alias).id, \(deal.column(named: "stage")), \(status), \(amount) "
        + "FROM \(deal.source) \(deal.alias) WHERE \(deal.alias).id IN (", asked, ")")
  }

  /// Rows of opportunity, stage and the moment of entering it, each one's in the order of its way.
  package func visits() -> SQLStatement {
    let visits =
      past?.visits(of: "IN (SELECT id FROM cohort)")
      ?? "SELECT id, opportunity, stage, entered FROM stage_visits WHERE opportunity IN (SELECT id FROM cohort)"
    // What was redone lies in the past beside what was undone.
    return expressions.wrap(
      "WITH cohort(id) AS MATERIALIZED (", asked,
      ") SELECT opportunity, stage, entered FROM (\(visits)) GROUP BY opportunity, stage, entered "
        + "ORDER BY opportunity, min(id)")
  }
}
