internal import Domain
internal import Insight
internal import Query
internal import Storage
internal import Values

/// Scores among all customers, for the few that are looked at. All purchases are read, once for all of these: the cost
/// grows with the workspace, and a list of customers does not pay it.
extension Session {
  /// Scores by customer; those without a purchase have none.
  struct Standings {
    var scores: [Int64: RFMScore] = [:]
    /// Customers with a purchase.
    var count = 0
  }

  /// - Parameter past: the earlier state that is asked of.
  func standings(of customers: [Int64], as past: Past? = nil) throws(StorageError) -> Standings {
    let rules = past?.rules ?? dictionary.rules
    let today = rules.zone.day(of: past?.at ?? clock())
    let span = PurchaseSpan(until: today, as: past)
    var haveBought = false
    for id in customers where !haveBought { haveBought = try !store.purchases(of: id, span).isEmpty }
    guard haveBought else { return Standings() }
    let all = try store.purchaseFigures(span)
    let rfm = RFM(all.all, rules.rfm, today: today)
    var standings = Standings(count: rfm.count)
    for id in customers { standings.scores[id] = all[id].map { rfm.score($0) } }
    return standings
  }
}
