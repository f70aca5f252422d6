internal import Glibc

/// Purchases that are expected of a customer who is known to be alive.
///
/// His rate is spread as Gamma(R, α + T), his chance of leaving as Beta(a, B), with R = r + x and B = b + x. With the
/// time ahead in units of what lies behind, w = t / (α + T), they are the mean over Beta(a, B) of
///
///     g(p) = (1 − (1 + p w)^−R) / p
///
/// which Fader, Hardie and Lee write by a hypergeometric function. That is the faster way; the mean itself, all of whose
/// parts are positive, is the way out where the function converges slowly or loses its digits.
struct AliveFuture {
  /// R.
  let shape: Double
  /// w.
  let span: Double
  let a: Double
  /// B.
  let b: Double

  var purchases: Double { bySeries ?? byIntegral }

  /// By ₂F₁(R, B; C; z), C = a + B − 1, z = w / (1 + w). Euler's transformation makes it
  /// (1 − z)^(a−1−R) ₂F₁(a − 1, C − R; C; z), and with S = (₂F₁ − 1) / (a − 1), a series without the factor a − 1, the
  /// purchases are
  ///
  ///     C × ((1 − (1 − z)^(a−1)) / (a − 1) − (1 − z)^(a−1) S)
  ///
  /// where nothing is divided by nothing when a is 1.
  ///
  /// nil where it would take too long or lose more than four digits.
  var bySeries: Double? {
    let c = a + b - 1
    let second = c - shape
    let z = span / (1 + span)
    guard a < 30, c > 1e-3, abs(second) < 100, z < 0.97 else { return nil }
    var term = second / c * z
    var sum = term
    var count = 1.0
    while true {
      let ratio = (a + count - 1) * (second + count) * z / ((c + count) * (count + 1))
      term *= ratio
      sum += term
      count += 1
      if abs(term) <= 1e-15 * (1 - z) * abs(sum), abs(ratio) < 1 { break }
      guard count < 1000 else { return nil }
    }
    let logarithm = -log1p(span)
    let exponent = a - 1
    let first = exponent == 0 ? -logarithm : -expm1(exponent * logarithm) / exponent
    let difference = first - exp(exponent * logarithm) * sum
    guard difference > 1e-4 * first else { return nil }
    return c * difference
  }

  /// By the trapezoid rule over y = ln(p / (1 − p)), where the density is p^a (1 − p)^B and has one peak with tails that
  /// fall exponentially; y = peak + width × sinh(u) makes them fall twice so, and the rule exact to many digits
  /// (Takahasi and Mori 1974). A mean with positive weights, it lies between g(1) and g(0) whatever the numbers.
  var byIntegral: Double {
    let peak = log(a / b)
    let crest = logarithmicDensity(peak)
    let width = min(1, 1 / (a * b / (a + b)).squareRoot())
    let step = 0.1
    var weights = 0.0
    var sum = 0.0
    for side in [-1.0, 1.0] {
      // Past e^400 nothing that is a number is left; the bound is for peace of mind.
      for index in (side < 0 ? 1 : 0)..<4000 {
        let u = Double(index) * step
        let y = peak + side * width * sinh(u)
        let fall = logarithmicDensity(y) - crest
        guard fall > -60 else { break }
        let weight = exp(fall) * cosh(u)
        weights += weight
        sum += weight * rate(y)
      }
    }
    return weights > 0 ? sum / weights : 0
  }

  private func logarithmicDensity(_ y: Double) -> Double {
    // ln p = −ln(1 + e^−y) and ln(1 − p) = −ln(1 + e^y), each from the side where nothing is lost.
    let soft = log1p(exp(-abs(y)))
    return y < 0 ? a * (y - soft) - b * soft : -a * soft - b * (y + soft)
  }

  /// g(p) at p = 1 / (1 + e^−y).
  private func rate(_ y: Double) -> Double {
    let p = 1 / (1 + exp(-y))
    guard p * span * shape > 1e-12, p > 1e-300 else { return shape * span }
    return -expm1(-shape * log1p(p * span)) / p
  }
}
