internal import Glibc

/// Who will buy again, and how often: BG/NBD (Fader, Hardie and Lee, "“Counting Your Customers” the Easy Way: An
/// Alternative to the Pareto/NBD Model", Marketing Science 24, 2005).
///
/// While a customer is alive, he buys by chance at his own rate λ; after each repeat purchase he leaves for good with his
/// own chance p. The rates are spread over the customers as Gamma(r, α), the chances as Beta(a, b). Times are in weeks.
package struct BuyingModel: Sendable, Hashable {
  package let r: Double
  /// In weeks.
  package let alpha: Double
  package let a: Double
  package let b: Double
  /// Of all customers together; 0 in a model that was not fitted.
  package let logLikelihood: Double

  /// The most likely model. It does not depend on the order in which customers come.
  package init(_ all: some Sequence<BuyingHistory>) throws(FitFailure) {
    let likelihood = BuyingLikelihood(all)
    guard likelihood.repeaters >= FitFailure.least else {
      throw .tooFewRepeaters(likelihood.repeaters, least: FitFailure.least)
    }
    guard let best = Minimum.best(from: likelihood.starts, of: likelihood.cost) else { throw .doesNotConverge }
    let found = PositiveParameter(best.place).value
    r = found[0]
    alpha = found[1] * likelihood.timeUnit
    a = found[2]
    b = found[3]
    logLikelihood = likelihood.logLikelihood(cost: best.value)
  }

  /// A model that is known; nil where a number is not positive and finite.
  package init?(r: Double, alpha: Double, a: Double, b: Double) {
    guard [r, alpha, a, b].allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
    logLikelihood = 0
  }

  /// The chance that the customer has not left, 0…1.
  ///
  ///     P = 1 / (1 + a / (b + x − 1) × ((α + T) / (α + t_x))^(r + x))
  ///
  /// Nobody leaves before his first repeat purchase in this model, so that it is 1 for who bought but once, however long
  /// ago.
  package func probabilityAlive(_ history: BuyingHistory) -> Double {
    guard history.repeats > 0 else { return 1 }
    let x = Double(history.repeats)
    let odds = log(a / (b + (x - 1))) + (r + x) * log((alpha + history.age) / (alpha + history.recency))
    return 1 / (1 + exp(odds))
  }

  /// Purchases that are expected after the end of what was observed (equation 10 of the paper).
  ///
  /// - Parameter weeks: the time looked ahead; less than 0 is 0, and more than a million is a million.
  /// - Returns: finite, not negative, not falling with the weeks.
  package func expectedPurchases(within weeks: Double, after history: BuyingHistory) -> Double {
    guard weeks > 0 else { return 0 }
    let future = AliveFuture(
      shape: r + Double(history.repeats), span: min(weeks, 1e6) / (alpha + history.age), a: a,
      b: b + Double(history.repeats))
    return probabilityAlive(history) * future.purchases
  }
}
