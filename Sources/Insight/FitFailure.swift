/// Why a model could not be fitted.
package enum FitFailure: Error, Sendable, Hashable {
  /// Too few customers bought again for what they did to say anything about the others.
  case tooFewRepeaters(Int, least: Int)
  /// Too few customers of whom a mean spend is known that is more than nothing.
  case tooFewSpenders(Int, least: Int)
  /// The likelihood had no maximum that was found within the steps allowed.
  case doesNotConverge

  /// Customers that a fit needs to learn from. Four numbers drawn from fewer are no more than noise.
  package static let least = 10
}
