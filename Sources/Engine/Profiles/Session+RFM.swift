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

  func standings(of customers: [Int64]) throws(StorageError) -> Standings {
    let today = dictionary.rules.zone.day(of: clock())
    var haveBought = false
    for id in customers where !haveBought { haveBought = try !store.purchases(of: id, until: today).isEmpty }
    guard haveBought else { return Standings() }
    let all = try store.purchaseFigures(.init(until: today))
    let rfm = RFM(all.all, dictionary.rules.rfm, today: today)
    var standings = Standings(count: rfm.count)
    for id in customers { standings.scores[id] = all[id].map { rfm.score($0) } }
    return standings
  }
}
