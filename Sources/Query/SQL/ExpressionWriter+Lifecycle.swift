internal import Domain
internal import Layout
internal import Values

/// A customer's place in life, worked out from what was bought and when there was contact. `Lifecycle` in Domain has the
/// same rules for one customer in hand.
extension ExpressionWriter {
  /// prospect until the first purchase; new for so many days after it; active while a purchase or an interaction lies
  /// near enough; churned after that (domain.md, Figures). What lies after today does not count yet.
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
    let purchases = Purchases { self.frame($0) }
    let day = Int(today.daysSinceEpoch)
    return [purchases.deals, purchases.orders].map { half in
      let rows = referring(value.replacing("DAY", with: half.day), half.frame, "customer", to: customer)
      return "\(rows) AND \(half.rule) AND \(half.day) <= \(day)"
    }.joined(separator: " UNION ALL ")
  }

  private func contacts(_ value: String, _ frame: Frame, _ customer: String) -> String {
    let contact = self.frame(.interaction)
    let day = contact.column(named: "date", .day)
    return referring(value.replacing("DAY", with: day), contact, "customer", to: customer)
      + " AND \(contact.presence()) AND \(day) <= \(Int(today.daysSinceEpoch))"
  }

  // MARK: Contact

  /// The latest interaction with a customer, contact, lead or opportunity; a note is none, and none is what is planned.
  func lastContact(_ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let alias = frame.alias(via: via)
    let link = (via.last?.target ?? frame.entity).name
    let contact = self.frame(.interaction)
    let date = contact.column(named: "date")
    return "(\(referring("max(\(date))", contact, link, to: alias)) AND \(contact.presence()) "
      + "AND \(contact.column(named: "type")) <> \(InteractionType.note) AND \(date) <= \(now.milliseconds))"
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

  // MARK: Down from a record

  /// The rows of a child that refer to a record, in the state that is read; conditions may follow.
  private func referring(_ value: String, _ child: Frame, _ link: String, to parent: String) -> String {
    guard let link = child.entity.field(named: link) else { return "SELECT \(value) FROM (SELECT NULL) WHERE 0" }
    let candidates = child.past.map {
      "\(child.alias).id IN (\($0.referring(link, of: child.entity, to: "\(parent).id"))) AND "
    }
    return "SELECT \(value) FROM \(child.source) \(child.alias) "
      + "WHERE \(candidates ?? "")\(child.column(link)) = \(parent).id"
  }
}
