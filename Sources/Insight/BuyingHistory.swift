/// When somebody bought, as the model of buying sees it: the days of purchases after the first one. What is bought on
/// one day is one purchase, and the first day counts for nothing but as the beginning.
package struct BuyingHistory: Sendable, Hashable {
  /// Days with a purchase after the first such day (x).
  package let repeats: Int
  /// Weeks from the first to the last of the days (t_x); 0 where there is but one.
  package let recency: Double
  /// Weeks from the first day until the end of what was observed (T).
  package let age: Double

  /// Numbers out of bounds are brought inside: 0 ≤ recency ≤ age.
  package init(repeats: Int, recency: Double, age: Double) {
    self.repeats = max(0, repeats)
    self.age = age.isFinite ? max(0, age) : 0
    self.recency = repeats > 0 && recency.isFinite ? min(max(0, recency), self.age) : 0
  }
}
