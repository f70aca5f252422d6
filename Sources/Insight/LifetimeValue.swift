internal import Glibc
package import Values

/// What customers will buy for in the next 12 months (domain.md, Figures): BG/NBD says how often, Gamma-Gamma for how
/// much, and a month that lies n months ahead counts 1.01^−n.
///
/// Fitted to all customers with a purchase as they stand today. Only purchases on distinct days count: the first day opens
/// a customer's history, each later day with a purchase is a repeat purchase, and times are days ÷ 7. What is spent is
/// learnt from those who have a repeat purchase.
package struct LifetimeValue: Sendable, Hashable {
  package let buying: BuyingModel
  package let spend: SpendModel
  /// Customers with a purchase.
  package let count: Int
  private let today: CivilDate

  /// What is foreseen of one customer.
  package struct Prediction: Sendable, Hashable {
    /// Of the next 12 months, discounted, in minor units of the base currency; not negative, at most `Int64.max`.
    package let value: Int64
    /// Days with a purchase in the next 12 months.
    package let purchases: Double
    /// The chance that he has not left, 0…1; see `BuyingModel.probabilityAlive(_:)`.
    package let probabilityAlive: Double
  }

  /// - Parameter all: one for each customer with a purchase.
  package init(_ all: some Collection<PurchaseDays>, today: CivilDate) throws(FitFailure) {
    buying = try BuyingModel(all.lazy.map { $0.buying(today: today) })
    spend = try SpendModel(all.lazy.filter { $0.days > 1 }.map(\.spend))
    count = all.count
    self.today = today
  }

  package func prediction(_ customer: PurchaseDays) -> Prediction {
    let history = customer.buying(today: today)
    var purchases = 0.0
    var discounted = 0.0
    var discount = 1.0
    for month in 1...LifetimeValue.months {
      let until = buying.expectedPurchases(within: Double(month) * LifetimeValue.weeksOfMonth, after: history)
      discount /= 1 + LifetimeValue.monthlyDiscount
      discounted += max(0, until - purchases) * discount
      purchases = max(purchases, until)
    }
    let value = (discounted * spend.expectedSpend(after: customer.spend)).rounded()
    return Prediction(
      value: Int64(exactly: value) ?? (value > 0 ? .max : 0), purchases: purchases,
      probabilityAlive: buying.probabilityAlive(history))
  }

  private static let months = 12
  /// A twelfth of 365 days.
  private static let weeksOfMonth = 365.0 / 7 / 12
  private static let monthlyDiscount = 0.01
}
