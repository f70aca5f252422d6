internal import Domain
internal import Layout
internal import Values

/// A customer's place in life, worked out from what was bought and when there was contact.
extension ExpressionWriter {
  /// prospect until the first purchase; new for so many days after it; active while a purchase or an interaction lies
  /// near enough; churned after that (domain.md, Figures). A purchase is a won opportunity, or an order that is not
  /// linked to a won one.
  func lifecycle(_ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let customer = frame.alias(via: via)
    let purchases = frame.past == nil ? purchases(of: customer) : formerPurchases(of: customer)
    let contact =
      frame.past == nil
      ? "SELECT max(date_day) FROM interactions WHERE customer = \(customer).id AND deleted_at IS NULL"
      : formerContact(with: customer)
    let day = Int(today.daysSinceEpoch)
    return "(SELECT CASE WHEN min(day) IS NULL THEN 1 WHEN min(day) > \(day - rules.newDays) THEN 2 "
      + "WHEN max(max(day), ifnull((\(contact)), 0)) > \(day - rules.activeDays) THEN 3 ELSE 4 END FROM (\(purchases)))"
  }

  private func purchases(of customer: String) -> String {
    "SELECT closed_at AS day FROM opportunities WHERE customer = \(customer).id AND status = 2 AND deleted_at IS NULL "
      + "UNION ALL SELECT o.ordered_at_day FROM orders o WHERE o.customer = \(customer).id AND o.deleted_at IS NULL "
      + "AND NOT EXISTS(SELECT 1 FROM opportunities w WHERE w.id = o.opportunity AND w.status = 2)"
  }

  // MARK: As it was

  private func formerPurchases(of customer: String) -> String {
    let won = frame(.opportunity)
    let order = frame(.order)
    let sold = frame(.opportunity)
    return "\(former(won.column(named: "closed_at"), won, of: customer)) AND \(won.column(named: "status")) = 2 "
      + "UNION ALL \(former(order.column(named: "ordered_at", .day), order, of: customer)) "
      + "AND NOT EXISTS(SELECT 1 FROM \(sold.source) \(sold.alias) "
      + "WHERE \(sold.alias).id = \(order.column(named: "opportunity")) AND \(sold.column(named: "status")) = 2)"
  }

  private func formerContact(with customer: String) -> String {
    let contact = frame(.interaction)
    return former("max(\(contact.column(named: "date", .day)))", contact, of: customer)
  }

  /// The records of a child that were a customer's.
  private func former(_ value: String, _ child: Frame, of customer: String) -> String {
    guard let past = child.past, let link = child.entity.field(named: "customer") else { return "SELECT NULL AS day" }
    return "SELECT \(value) AS day FROM \(child.source) \(child.alias) "
      + "WHERE \(child.alias).id IN (\(past.referring(link, of: child.entity, to: "\(customer).id"))) "
      + "AND \(child.column(link)) = \(customer).id AND \(child.presence())"
  }
}
