internal import Domain
internal import Layout
internal import Values

/// Shares: the percentage with the two figures that it is made of, each as SQL.
struct WrittenShare {
  let part: String
  let whole: String
  /// Whether they are amounts of the base currency.
  let isMoney: Bool

  /// In millionths of a percent; NULL where there is nothing to divide by. The parts are exact; only their quotient is
  /// rounded.
  var value: String { "CAST(round((\(part)) * 1e8 / nullif(\(whole), 0)) AS INTEGER)" }
}

/// What is won against a competitor, and what is attained of a target.
extension ExpressionWriter {
  func share(_ derivation: Field.Derivation?, _ frame: Frame, _ via: [BoundExpression.Step]) -> WrittenShare? {
    switch derivation {
    case .competitorWinRate:
      WrittenShare(
        part: closed(.init(won: true), frame, via), whole: closed(.init(won: true, lost: true), frame, via),
        isMoney: false)
    case .targetAttainment:
      WrittenShare(part: attained(frame, via), whole: frame.column(named: "amount", .base, via: via), isMoney: true)
    case .lifecycle, .leadQuality, .stageAge, .isStale, .weightedAmount, .competitorWon, .competitorLost,
      .targetAttained, .overdue, .nextReminder, .completedOnTime, .lifecycleSince, .lastContact, .nextBirthday, .rfm,
      nil:
      nil
    }
  }

  struct Outcomes {
    var won = false
    var lost = false
  }

  /// How many closed opportunities name a competitor in their list.
  func closed(_ outcomes: Outcomes, _ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let deal = self.frame(.opportunity)
    guard let list = deal.entity.field(named: "competitors") else { return "0" }
    let key = SQLStatement("(SELECT id FROM labels WHERE key = \(frame.column(named: "name", .key, via: via)))")
    let statuses = (outcomes.won ? [OpportunityStatus.won] : []) + (outcomes.lost ? [OpportunityStatus.lost] : [])
    let counted =
      "\(deal.column(named: "status")) IN (\(statuses.map(String.init).joined(separator: ", "))) AND \(deal.presence())"
    if let past = deal.past {
      let names = past.has(key, list, of: deal.entity, deal.alias).text
      return "(SELECT count(*) FROM \(deal.source) \(deal.alias) WHERE \(counted) AND \(names))"
    }
    return "(SELECT count(*) FROM \(EntityTable(deal.entity).labelTable(list)) m JOIN \(deal.source) \(deal.alias) "
      + "ON \(deal.alias).id = m.record WHERE m.label = \(key.text) AND \(counted))"
  }

  // MARK: Targets

  /// The purchases of a target's person or team in its period (domain.md, Entities): won opportunities of theirs by
  /// closing date, and orders, not linked to a won one, of customers of theirs.
  func attained(_ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let period = PeriodDays(frame.column(named: "period", via: via))
    let people = people(frame, via)
    let purchases = Purchases { self.frame($0) }
    let (won, orders) = (purchases.deals, purchases.orders)
    let customer = self.frame(.customer)
    let deals =
      "SELECT sum(\(won.amount)) FROM \(won.frame.source) \(won.frame.alias) "
      + "WHERE \(won.frame.column(named: "assigned_to")) IN (\(people)) AND \(period.holds(won.day)) AND \(won.rule)"
    let others =
      "SELECT sum(\(orders.amount)) FROM \(customer.source) \(customer.alias) "
      + "JOIN \(orders.frame.source) \(orders.frame.alias) ON \(orders.customer) = \(customer.alias).id "
      + "WHERE \(customer.column(named: "owner")) IN (\(people)) AND \(period.holds(orders.day)) AND \(orders.rule)"
    return "(ifnull((\(deals)), 0) + ifnull((\(others)), 0))"
  }

  /// The person of a target, or those of its team.
  private func people(_ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let member = self.frame(.user)
    let user = frame.column(named: "user", via: via)
    let team = frame.column(named: "team", via: via)
    return "SELECT \(user) WHERE \(user) IS NOT NULL UNION ALL SELECT \(member.alias).id FROM \(member.source) "
      + "\(member.alias) WHERE \(user) IS NULL AND crm_fold(\(member.column(named: "team"))) = crm_fold(\(team))"
  }
}

/// The days of a period that is kept as text: `2026`, `2026-Q1`, `2026-03`.
private struct PeriodDays {
  private let first: String
  private let length: String

  init(_ text: String) {
    first =
      "(CASE WHEN length(\(text)) = 4 THEN \(text) || '-01-01' WHEN substr(\(text), 6, 1) = 'Q' THEN substr(\(text), 1, 4) "
      + "|| printf('-%02d-01', CAST(substr(\(text), 7, 1) AS INTEGER) * 3 - 2) ELSE \(text) || '-01' END)"
    length =
      "(CASE WHEN length(\(text)) = 4 THEN '+12 months' WHEN substr(\(text), 6, 1) = 'Q' THEN '+3 months' "
      + "ELSE '+1 month' END)"
  }

  func holds(_ day: String) -> String {
    "\(day) >= CAST(strftime('%s', \(first)) AS INTEGER) / 86400 "
      + "AND \(day) < CAST(strftime('%s', \(first), \(length)) AS INTEGER) / 86400"
  }
}
