internal import Glibc

/// The likelihood of mean spends under Gamma-Gamma, and its slope, in logarithms throughout.
///
/// What needs Γ depends on x alone, and is computed once for each x. For one mean (Fader and Hardie 2013, equation 1a, ordered so that nothing large is taken from something large):
///
///     ln L = ln Γ(px + q) − ln Γ(px) − ln Γ(q) − ln z̄ − px ln(1 + v / (x z̄)) − q ln(1 + x z̄ / v)
struct SpendLikelihood {
  /// Customers with a purchase that cost something.
  let customers: Int
  /// The mean of the means, in which the search measures money, so that its bounds mean the same in every currency.
  let moneyUnit: Double
  /// Of x z̄, what was spent in all, in the unit of money.
  private let tally: Tally<Double>

  init(_ all: some Sequence<SpendHistory>) {
    let sorted = all.filter { $0.count > 0 && $0.mean > 0 }
      .sorted { $0.count != $1.count ? $0.count < $1.count : $0.mean < $1.mean }
    let count = Double(max(1, sorted.count))
    let mean = sorted.reduce(0) { $0 + $1.mean / count }
    let unit = mean > 0 && mean.isFinite ? mean : 1
    // A mean of next to nothing beside the others still has a logarithm.
    tally = Tally(sorted, by: \.count) { Double($0.count) * max(1e-12, $0.mean / unit) }
    customers = sorted.count
    moneyUnit = unit
  }

  /// Where the search starts, as p, q − 1, v and nothing: of purchases that differ and that hardly do.
  static let starts: [SIMD4<Double>] = [[2, 2, 1, 1], [10, 3, 0.3, 1]].map(PositiveParameter.place)

  /// The mean of −ln L over the customers but for ln z̄, which no parameter changes, and its slope, at the place of p,
  /// q − 1 and v.
  func cost(at place: SIMD4<Double>) -> (value: Double, slope: SIMD4<Double>) {
    let parameters = PositiveParameter(place)
    let (p, q, v) = (parameters.value[0], 1 + parameters.value[1], parameters.value[2])
    let spread = LogGamma(q)
    var value = 0.0
    var slope = SIMD4<Double>.zero
    for group in tally.groups {
      let x = group.x
      let (whole, own) = (LogGamma(p * x + q), LogGamma(p * x))
      // Sums of ln(1 + v / (x z̄)), ln(1 + x z̄ / v) and of 1 / (v + x z̄).
      var (small, large, inverse) = (0.0, 0.0, 0.0)
      for index in group.range {
        let (total, count) = (tally.entries[index].entry, tally.entries[index].count)
        small += count * log1p(v / total)
        large += count * log1p(total / v)
        inverse += count / (v + total)
      }
      value += group.count * (whole.value - own.value - spread.value) - p * x * small - q * large
      slope += SIMD4(
        group.count * x * (whole.slope - own.slope) - x * small, group.count * (whole.slope - spread.slope) - large,
        group.count * q / v - (p * x + q) * inverse, 0)
    }
    return (-value / Double(customers), -slope * parameters.slope / Double(customers))
  }
}
