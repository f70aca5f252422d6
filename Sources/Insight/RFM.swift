package import Domain
package import Values

/// Recency, frequency and monetary value over all customers with a purchase, scored independently of one another
/// (domain.md, Figures).
package struct RFM: Sendable {
  /// Customers with a purchase.
  package let count: Int
  private let rules: RFMRules
  private let today: CivilDate
  private let recency: Scale
  private let frequency: Scale
  private let monetary: Scale

  /// - Parameter all: one for each customer with a purchase.
  package init(_ all: some Collection<PurchaseFigures>, _ rules: RFMRules, today: CivilDate) {
    count = all.count
    self.rules = rules
    self.today = today
    // Fewer days are better, so they are counted downwards.
    recency =
      rules.bounds[.recency].map { .bounds($0.reversed().map { -$0 }) }
      ?? .quintiles(of: all.map { -RFM.days(since: $0, today) })
    frequency = rules.bounds[.frequency].map { .bounds($0) } ?? .quintiles(of: all.map { Int64($0.count) })
    monetary = rules.bounds[.monetary].map { .bounds($0) } ?? .quintiles(of: all.map(\.sum))
  }

  package func score(_ figures: PurchaseFigures) -> RFMScore {
    let (recency, frequency, monetary) = marks(figures)
    return RFMScore(recency: recency, frequency: frequency, monetary: monetary, rules)
  }

  /// The three scores alone.
  package func marks(_ figures: PurchaseFigures) -> (recency: Int, frequency: Int, monetary: Int) {
    (
      recency.score(-RFM.days(since: figures, today)), frequency.score(Int64(figures.count)),
      monetary.score(figures.sum)
    )
  }

  /// Days since the last purchase.
  package static func days(since figures: PurchaseFigures, _ today: CivilDate) -> Int64 {
    Int64(today.daysSinceEpoch) - Int64(figures.last.daysSinceEpoch)
  }
}
