internal import Glibc

/// ln Γ(z) and its slope ψ(z), the digamma function, for z > 0.
///
/// Both at once, because a likelihood and its slope need both, and without the global sign that C's `lgamma` writes.
/// Stirling's series from 10 upwards (Abramowitz & Stegun 6.1.41 and 6.3.18), whose first term left out is below 1e-16
/// there; smaller arguments are carried up by Γ(z + 1) = z Γ(z).
struct LogGamma {
  let value: Double
  let slope: Double

  init(_ z: Double) {
    var z = z
    var product = 1.0
    var sum = 0.0
    while z < 10 {
      product *= z
      sum += 1 / z
      z += 1
    }
    let logarithm = log(z)
    let y = 1 / z
    let square = y * y
    let tail =
      1.0 / 12 - square
      * (1.0 / 360 - square
        * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * (691.0 / 360_360 - square / 156)))))
    let steep =
      1.0 / 12 - square
      * (1.0 / 120 - square
        * (1.0 / 252 - square * (1.0 / 240 - square * (1.0 / 132 - square * (691.0 / 32_760 - square / 12)))))
    value = (z - 0.5) * logarithm - z + LogGamma.halfLogTwoPi + y * tail - log(product)
    slope = logarithm - 0.5 * y - square * steep - sum
  }

  private static let halfLogTwoPi = 0.918_938_533_204_672_741_78
}
