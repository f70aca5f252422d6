/// What a customer spends on a purchase: Gamma-Gamma (Fader and Hardie, "The Gamma-Gamma Model of Monetary Value", 2013;
/// Fader, Hardie and Lee, "RFM and CLV", Journal of Marketing Research 42, 2005).
///
/// A purchase costs Gamma(p, ν) by chance, whose ν is the customer's own and spread over the customers as Gamma(q, v).
/// How much somebody spends has nothing to do with how often.
package struct SpendModel: Sendable, Hashable {
  package let p: Double
  /// More than 1: otherwise what a customer spends on average would be infinite, and of no use for a forecast.
  package let q: Double
  /// In the unit of the means.
  package let v: Double

  /// The most likely model of the customers who have at least one purchase that cost something; the others are passed
  /// over. It does not depend on the order in which they come.
  package init(_ all: some Sequence<SpendHistory>) throws(FitFailure) {
    let likelihood = SpendLikelihood(all)
    guard likelihood.customers >= FitFailure.least else {
      throw .tooFewSpenders(likelihood.customers, least: FitFailure.least)
    }
    guard let best = Minimum.best(from: SpendLikelihood.starts, of: likelihood.cost) else { throw .doesNotConverge }
    let found = PositiveParameter(best.place).value
    p = found[0]
    q = 1 + found[1]
    v = found[2] * likelihood.moneyUnit
  }

  /// A model that is known; nil where a number is not finite and positive, or q not above 1.
  package init?(p: Double, q: Double, v: Double) {
    guard [p, q - 1, v].allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    self.p = p
    self.q = q
    self.v = v
  }

  /// What the next purchases will cost on average: between the customer's own mean and that of all, the nearer to his own
  /// the more he has bought (equation 5 of the note).
  ///
  ///     E = p (v + x z̄) / (p x + q − 1)
  package func expectedSpend(after history: SpendHistory) -> Double {
    let x = Double(history.count)
    return p * (v + x * history.mean) / (p * x + (q - 1))
  }
}
