package import Values

/// What somebody bought, day by day: all that is bought on one day is one purchase.
package struct PurchaseDays: Sendable, Hashable {
  /// Distinct days with a purchase.
  package let days: Int
  package let first: CivilDate
  package let last: CivilDate
  /// Of all the days, in minor units of the base currency.
  package let sum: Int64

  package init(days: Int, first: CivilDate, last: CivilDate, sum: Int64) {
    self.days = days
    self.first = first
    self.last = last
    self.sum = sum
  }

  /// The days after the first one, in weeks, observed until today. A purchase that is dated later than today is taken as
  /// having happened: what was observed then ends with it.
  package func buying(today: CivilDate) -> BuyingHistory {
    BuyingHistory(
      repeats: days < 1 ? 0 : days - 1, recency: PurchaseDays.weeks(from: first, to: last),
      age: PurchaseDays.weeks(from: first, to: max(today, last)))
  }

  /// What a day's purchase cost on average, in minor units, over all days, the first one too: the sums of the days apart
  /// are not asked for. A sum that is not positive is nothing.
  package var spend: SpendHistory {
    let count = max(1, days)
    return SpendHistory(count: count, mean: Double(sum) / Double(count))
  }

  private static func weeks(from first: CivilDate, to last: CivilDate) -> Double {
    (Double(last.daysSinceEpoch) - Double(first.daysSinceEpoch)) / 7
  }
}
