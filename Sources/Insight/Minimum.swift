internal import Glibc

/// The lowest place of a smooth function of up to four numbers. A function of fewer leaves the rest of its slope zero.
///
/// Broyden, Fletcher, Goldfarb and Shanno with steps halved until they descend enough (Nocedal & Wright, *Numerical
/// Optimization*, algorithm 6.1 and equation 6.20). A likelihood is costly and its slope is had almost for nothing beside
/// it, so that this takes some dozens of evaluations where a simplex takes hundreds. It depends on nothing but its
/// arguments, and stops after 200 steps at most.
struct Minimum {
  let place: SIMD4<Double>
  let value: Double

  /// The lowest of those that are found from the starts.
  ///
  /// - Parameter function: its value and slope at a place; should have about unit size, so that the tolerances mean the
  ///   same for all.
  /// - Returns: nil where no start leads to a place that is flat.
  static func best(
    from starts: [SIMD4<Double>], of function: (SIMD4<Double>) -> (value: Double, slope: SIMD4<Double>)
  ) -> Minimum? {
    starts.compactMap { Minimum(from: $0, of: function) }.min { $0.value < $1.value }
  }

  private init?(from start: SIMD4<Double>, of function: (SIMD4<Double>) -> (value: Double, slope: SIMD4<Double>)) {
    var place = start
    var (value, slope) = function(place)
    guard value.isFinite, slope.steepest.isFinite else { return nil }
    var curvature: InverseCurvature?
    var idle = 0
    search: for _ in 0..<200 where slope.steepest > 1e-9 {
      var direction = -(curvature?.applied(to: slope) ?? slope)
      var descent = (direction * slope).sum()
      if !(descent < 0) {
        curvature = nil
        direction = -slope
        descent = -(slope * slope).sum()
      }
      // Numbers in logarithms: no step changes one more than some sevenfold.
      var length = min(1, 2 / direction.steepest)
      var next = place
      var there = (value: Double.infinity, slope: slope)
      for _ in 0..<40 {
        next = place + length * direction
        there = function(next)
        if there.value <= value + 1e-4 * length * descent, there.slope.steepest.isFinite { break }
        there.value = .infinity
        length /= 2
      }
      guard there.value.isFinite else {
        // No way down that arithmetic can see: start again along the slope itself, and give up when that is the same.
        if curvature == nil { break search }
        curvature = nil
        continue
      }
      idle = value - there.value < 1e-15 * abs(value) ? idle + 1 : 0
      let step = next - place
      let change = there.slope - slope
      let bend = (step * change).sum()
      if bend > 1e-14 * (change * change).sum() {
        var next = curvature ?? InverseCurvature(scale: bend / (change * change).sum())
        next.learn(step, change, bend)
        curvature = next
      }
      place = next
      value = there.value
      slope = there.slope
      if idle == 3 { break }
    }
    guard slope.steepest < 1e-4 else { return nil }
    self.place = place
    self.value = value
  }
}

/// The inverse of a matrix of second derivatives, guessed from steps and what they changed in the slope. Symmetric.
private struct InverseCurvature {
  private var rows: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)

  init(scale: Double) { rows = ([scale, 0, 0, 0], [0, scale, 0, 0], [0, 0, scale, 0], [0, 0, 0, scale]) }

  func applied(to slope: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(
      (rows.0 * slope).sum(), (rows.1 * slope).sum(), (rows.2 * slope).sum(), (rows.3 * slope).sum())
  }

  /// - Parameter bend: step · change, positive.
  mutating func learn(_ step: SIMD4<Double>, _ change: SIMD4<Double>, _ bend: Double) {
    let image = applied(to: change)
    let weight = (1 + (change * image).sum() / bend) / bend
    func row(_ index: Int, _ row: SIMD4<Double>) -> SIMD4<Double> {
      row + (weight * step[index]) * step - (image[index] / bend) * step - (step[index] / bend) * image
    }
    rows = (row(0, rows.0), row(1, rows.1), row(2, rows.2), row(3, rows.3))
  }
}

extension SIMD4<Double> {
  /// The largest of them by size; infinite if one is not a number.
  fileprivate var steepest: Double {
    var largest = 0.0
    for index in 0..<4 {
      let size = abs(self[index])
      guard size <= .greatestFiniteMagnitude else { return .infinity }
      largest = Swift.max(largest, size)
    }
    return largest
  }
}
