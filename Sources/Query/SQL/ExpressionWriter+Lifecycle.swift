internal import Domain
internal import Layout
internal import Values

/// A customer's place in life, worked out from what was bought and when there was contact. `Lifecycle` in Domain has the
/// same rules for one customer in hand.
extension ExpressionWriter {
  /// prospect until the first purchase; new for so many days after it; active while a purchase or an interaction lies
  /// near enough; churned after that (domain.md, Figures). A purchase is a won opportunity, or an order that is not
  /// linked to a won one. What lies after today does not count yet.
  func lifecycle(_ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let customer = frame.alias(via: via)
    let day = Int(today.daysSinceEpoch)
    return "(SELECT CASE WHEN min(day) IS NULL THEN 1 WHEN min(day) > \(day - rules.newDays) THEN 2 "
      + "WHEN max(max(day), ifnull((\(contacts("max(DAY)", frame, customer))), 0)) > \(day - rules.activeDays) "
      + "THEN 3 ELSE 4 END FROM (\(purchases("DAY AS day", frame, customer))))"
  }

  /// The day on which it entered that state. Active begins where new ends, or with the first sign of life after a gap
  /// in which it counted as churned.
  func lifecycleSince(_ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let customer = frame.alias(via: via)
    let day = Int(today.daysSinceEpoch)
    let (new, active) = (rules.newDays, rules.activeDays)
    let events =
      "\(purchases("DAY AS day, DAY AS bought", frame, customer)) UNION ALL "
      + contacts("DAY, NULL", frame, customer)
    let figures =
      "SELECT min(bought) AS first, max(day) AS last, max(CASE WHEN day - prev > \(active) THEN day END) AS woken "
      + "FROM (SELECT day, bought, lag(day) OVER (ORDER BY day) AS prev FROM (\(events)))"
    return "(SELECT CASE WHEN first IS NULL THEN \(frame.column(named: "created_at", .day, via: via)) "
      + "WHEN first > \(day - new) THEN first "
      + "WHEN last > \(day - active) THEN max(first + \(new), ifnull(woken, 0)) "
      + "ELSE max(first + \(new), last + \(active)) END FROM (\(figures)))"
  }

  /// - Parameter value: what is selected, `DAY` standing for the day of the purchase.
  private func purchases(_ value: String, _ frame: Frame, _ customer: String) -> String {
    let day = Int(today.daysSinceEpoch)
    func selected(_ column: String) -> String { value.replacing("DAY", with: column) }
    guard frame.past == nil else { return formerPurchases(selected, of: customer) }
    return "SELECT \(selected("closed_at")) FROM opportunities WHERE customer = \(customer).id AND status = 2 "
      + "AND closed_at <= \(day) AND deleted_at IS NULL "
      + "UNION ALL SELECT \(selected("o.ordered_at_day")) FROM orders o WHERE o.customer = \(customer).id "
      + "AND o.ordered_at_day <= \(day) AND o.deleted_at IS NULL "
      + "AND NOT EXISTS(SELECT 1 FROM opportunities w WHERE w.id = o.opportunity AND w.status = 2)"
  }

  private func contacts(_ value: String, _ frame: Frame, _ customer: String) -> String {
    let day = Int(today.daysSinceEpoch)
    guard frame.past == nil else {
      let contact = self.frame(.interaction)
      let column = contact.column(named: "date", .day)
      return former(value.replacing("DAY", with: column), contact, "customer", of: customer)
        + " AND \(column) <= \(day)"
    }
    return "SELECT \(value.replacing("DAY", with: "date_day")) FROM interactions WHERE customer = \(customer).id "
      + "AND date_day <= \(day) AND deleted_at IS NULL"
  }

  // MARK: Contact

  /// The latest interaction with a customer, contact, lead or opportunity; a note is none, and none is what is planned.
  func lastContact(_ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let alias = frame.alias(via: via)
    let link = (via.last?.target ?? frame.entity).name
    let note = 6
    guard frame.past == nil else {
      let contact = self.frame(.interaction)
      let date = contact.column(named: "date")
      let conditions = "AND \(date) <= \(now.milliseconds) AND \(contact.column(named: "type")) <> \(note)"
      return "(\(former("max(\(date))", contact, link, of: alias)) \(conditions))"
    }
    return "(SELECT max(date) FROM interactions WHERE \(link) = \(alias).id AND type <> \(note) "
      + "AND date <= \(now.milliseconds) AND deleted_at IS NULL)"
  }

  // MARK: Birthdays

  /// Who was born on 29 February has a birthday on the 28th in other years.
  func nextBirthday(_ birthday: String) -> String {
    func day(in year: Int) -> String {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let day = "strftime('%m-%d', \(birthday) * 86400, 'unixepoch')"
      let name = isLeap ? day : "replace(\(day), '02-29', '02-28')"
      let prefix = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
      return "CAST(strftime('%s', '\(prefix)-' || \(name)) AS INTEGER) / 86400"
    }
    let this = day(in: today.year)
    return "CASE WHEN \(this) >= \(Int(today.daysSinceEpoch)) THEN \(this) ELSE \(day(in: today.year + 1)) END"
  }

  // MARK: As it was

  private func formerPurchases(_ selected: (String) -> String, of customer: String) -> String {
    let won = frame(.opportunity)
    let order = frame(.order)
    let sold = frame(.opportunity)
    let day = Int(today.daysSinceEpoch)
    let closed = won.column(named: "closed_at")
    let ordered = order.column(named: "ordered_at", .day)
    return "\(former(selected(closed), won, "customer", of: customer)) AND \(won.column(named: "status")) = 2 "
      + "AND \(closed) <= \(day) "
      + "UNION ALL \(former(selected(ordered), order, "customer", of: customer)) AND \(ordered) <= \(day) "
      + "AND NOT EXISTS(SELECT 1 FROM \(sold.source) \(sold.alias) "
      + "WHERE \(sold.alias).id = \(order.column(named: "opportunity")) AND \(sold.column(named: "status")) = 2)"
  }

  /// The records of a child that referred to a record.
  private func former(_ value: String, _ child: Frame, _ link: String, of parent: String) -> String {
    guard let past = child.past, let link = child.entity.field(named: link) else {
      return "SELECT \(value) FROM (SELECT NULL) WHERE 0"
    }
    return "SELECT \(value) FROM \(child.source) \(child.alias) "
      + "WHERE \(child.alias).id IN (\(past.referring(link, of: child.entity, to: "\(parent).id"))) "
      + "AND \(child.column(link)) = \(parent).id AND \(child.presence())"
  }
}
