internal import Glibc

/// Positive numbers that a search may move freely: `value = exp(M tanh(u / M))`.
///
/// Near u = 0 it is the exponential, and it never leaves 1e-5…1e5. A likelihood that rises for ever along a ridge (all
/// customers alike, nobody ever leaving) so ends at a wall where it is flat, instead of running into infinity.
struct PositiveParameter {
  let value: SIMD4<Double>
  /// d value / d u.
  let slope: SIMD4<Double>

  init(_ u: SIMD4<Double>) {
    var value = SIMD4<Double>.zero
    var slope = SIMD4<Double>.zero
    for index in 0..<4 {
      let bend = tanh(u[index] / PositiveParameter.limit)
      value[index] = exp(PositiveParameter.limit * bend)
      slope[index] = value[index] * (1 - bend * bend)
    }
    self.value = value
    self.slope = slope
  }

  /// The u that has this value, where the value lies well inside the bounds.
  static func place(of value: SIMD4<Double>) -> SIMD4<Double> {
    var place = SIMD4<Double>.zero
    for index in 0..<4 { place[index] = limit * atanh(log(value[index]) / limit) }
    return place
  }

  /// ln 1e5.
  private static let limit = 11.512_925_464_970_229
}
