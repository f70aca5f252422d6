internal import Glibc

/// The likelihood of histories under BG/NBD, and its slope, in logarithms throughout.
///
/// What needs Γ depends on x alone, and is computed once for each x.
///
/// For one history, with R = r + x (Fader, Hardie and Lee 2005, equation 6, and their note on its implementation):
///
///     ln L = ln Γ(R) − ln Γ(r) + r ln α + ln Γ(a + b) − ln Γ(b) + ln Γ(b + x) − ln Γ(a + b + x)
///            − R ln(α + T) + [x > 0] ln(1 + e^d)
///     d    = ln(a / (b + x − 1)) + R ln((α + T) / (α + t_x))
struct BuyingLikelihood {
  /// Customers who bought on a second day.
  let repeaters: Int
  /// Weeks in which the search measures time: the mean age, so that its bounds mean the same to fast trades and slow.
  let timeUnit: Double
  private let customers: Double
  private let repeatsInAll: Double
  private let tally: Tally<Entry>

  /// Recency and age in the unit of time.
  private struct Entry {
    let recency: Double
    let age: Double
  }

  init(_ all: some Sequence<BuyingHistory>) {
    let sorted = all.sorted { left, right in
      if left.repeats != right.repeats { return left.repeats < right.repeats }
      return left.age != right.age ? left.age < right.age : left.recency < right.recency
    }
    let mean = sorted.reduce(0) { $0 + $1.age } / Double(max(1, sorted.count))
    let unit = mean > 0 && mean.isFinite ? mean : 1
    tally = Tally(sorted, by: \.repeats) { Entry(recency: $0.recency / unit, age: $0.age / unit) }
    customers = Double(sorted.count)
    repeaters = sorted.count { $0.repeats > 0 }
    repeatsInAll = sorted.reduce(0) { $0 + Double($1.repeats) }
    timeUnit = unit
  }

  /// Where the search starts: of few and of many who leave, of customers unlike and alike, each with the rate that the
  /// repeats say.
  var starts: [SIMD4<Double>] {
    let rate = min(max(repeatsInAll / customers, 0.01), 1000)
    return [[0.5, 0.5 / rate, 1, 3], [2, 2 / rate, 0.5, 5], [0.3, 0.15 / rate, 2, 2]].map(PositiveParameter.place)
  }

  /// The mean of −ln L over the customers, and its slope, at the place of r, α, a and b.
  func cost(at place: SIMD4<Double>) -> (value: Double, slope: SIMD4<Double>) {
    let parameters = PositiveParameter(place)
    let (r, alpha, a, b) = (parameters.value[0], parameters.value[1], parameters.value[2], parameters.value[3])
    let (rates, both, staying) = (LogGamma(r), LogGamma(a + b), LogGamma(b))
    var value = 0.0
    var slope = SIMD4<Double>.zero
    for group in tally.groups {
      let x = group.x
      let power = r + x
      var (ofR, ofAlpha, ofA, ofB) = (0.0, 0.0, 0.0, 0.0)
      if x > 0 {
        let (bought, stayed, either) = (LogGamma(power), LogGamma(b + x), LogGamma(a + b + x))
        value += group.count * (bought.value - rates.value + both.value - either.value + stayed.value - staying.value)
        ofR = group.count * (bought.slope - rates.slope)
        ofA = group.count * (both.slope - either.slope)
        ofB = ofA + group.count * (stayed.slope - staying.slope)
      }
      let left = x > 0 ? log(a / (b + (x - 1))) : 0
      // The chance of having left, added up over the entries.
      var gone = 0.0
      for index in group.range {
        let (entry, count) = (tally.entries[index].entry, tally.entries[index].count)
        let end = alpha + entry.age
        let waited = log(end / alpha)
        var one = -r * waited - x * log(end)
        ofR -= count * waited
        ofAlpha += count * (r / alpha - power / end)
        if x > 0 {
          let since = log(end / (alpha + entry.recency))
          let odds = left + power * since
          // e^d / (1 + e^d) and ln(1 + e^d), from the side where nothing overflows.
          let small = exp(-abs(odds))
          let share = (odds > 0 ? 1 : small) / (1 + small)
          one += max(odds, 0) + log1p(small)
          gone += count * share
          ofR += count * share * since
          ofAlpha += count * share * power * (1 / end - 1 / (alpha + entry.recency))
        }
        value += count * one
      }
      if x > 0 {
        ofA += gone / a
        ofB -= gone / (b + (x - 1))
      }
      slope += SIMD4(ofR, ofAlpha, ofA, ofB)
    }
    return (-value / customers, -slope * parameters.slope / customers)
  }

  func logLikelihood(cost: Double) -> Double { -cost * customers - repeatsInAll * log(timeUnit) }
}
