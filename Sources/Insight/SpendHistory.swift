/// What somebody spent, as the model of spending sees it.
package struct SpendHistory: Sendable, Hashable {
  /// Purchases that the mean is taken over (x); in the paper's own use the repeat purchases.
  package let count: Int
  /// What one of them cost on average (z̄), in any unit of money.
  package let mean: Double

  /// Numbers out of bounds are brought inside: neither is negative.
  package init(count: Int, mean: Double) {
    self.count = max(0, count)
    self.mean = mean.isFinite ? max(0, mean) : 0
  }
}
