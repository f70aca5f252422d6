/// Arithmetic that never wraps: what does not fit is nil. Rounding, where it happens, goes half away from zero
/// (四舍五入).
extension ExactDecimal {
  package var negated: ExactDecimal? { ExactDecimal(wide: -Int128(mantissa), scale: scale) }

  package var magnitude: ExactDecimal? { isNegative ? negated : self }

  /// Exact, or nil.
  package func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let (a, b, scale) = ExactDecimal.aligned(self, other)
    return ExactDecimal(wide: a + b, scale: scale)
  }

  /// Exact, or nil.
  package func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
    let (a, b, scale) = ExactDecimal.aligned(self, other)
    return ExactDecimal(wide: a - b, scale: scale)
  }

  /// Rounded to as many digits behind the point as fit, at most 12; nil where the whole part does not fit.
  package func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    let product = Int128(mantissa) * Int128(other.mantissa)
    return ExactDecimal(fitting: product, scale: scale + other.scale)
  }

  /// Rounded to as many digits behind the point as fit, at most 12; nil for a division by zero and where the whole
  /// part does not fit.
  package func divided(by other: ExactDecimal) -> ExactDecimal? {
    guard other.mantissa != 0 else { return nil }
    var places = ExactDecimal.scaleLimit
    while places >= 0 {
      if let quotient = quotient(by: other, places: places) { return quotient }
      places -= 1
    }
    return nil
  }

  private func quotient(by other: ExactDecimal, places: Int) -> ExactDecimal? {
    let shift = places - scale + other.scale
    let (above, overflowAbove) = Int128(mantissa).multipliedReportingOverflow(by: PowersOfTen.wide(shift))
    let (below, overflowBelow) = Int128(other.mantissa).multipliedReportingOverflow(by: PowersOfTen.wide(-shift))
    // A numerator beyond 128 bits over a divisor of 64 cannot give a mantissa of 64.
    guard !overflowAbove, !overflowBelow else { return nil }
    return ExactDecimal(wide: ExactDecimal.roundedQuotient(above, below), scale: places)
  }

  /// The remainder of the division that truncates towards zero, with the sign of this number; nil for a zero divisor.
  package func remainder(dividingBy other: ExactDecimal) -> ExactDecimal? {
    guard other.mantissa != 0 else { return nil }
    let (a, b, scale) = ExactDecimal.aligned(self, other)
    return ExactDecimal(wide: a % b, scale: scale)
  }

  /// Half away from zero: 2.5 gives 3, -2.5 gives -3. A negative scale rounds to tens, hundreds…; where the rounded
  /// number no longer fits (only next to the limits of 64 bits), the number itself.
  package func rounded(toScale places: Int) -> ExactDecimal {
    if places >= scale { return self }
    return ExactDecimal(rounding: Int128(mantissa), scale: scale, to: places) ?? self
  }

  /// Times 10^`places`: `shifted(by: 2)` of 0.15 is 15.
  package func shifted(by places: Int) -> ExactDecimal? {
    guard (-64...64).contains(places) else { return mantissa == 0 ? self : nil }
    return ExactDecimal(wide: Int128(mantissa), scale: scale - places)
  }

  // MARK: Wide

  /// Both mantissas at the larger of the two scales. 64 bits and at most 12 digits: far inside 128.
  static func aligned(_ left: ExactDecimal, _ right: ExactDecimal) -> (Int128, Int128, Int) {
    let scale = Swift.max(left.scale, right.scale)
    let a = Int128(left.mantissa) * PowersOfTen.wide(scale - left.scale)
    let b = Int128(right.mantissa) * PowersOfTen.wide(scale - right.scale)
    return (a, b, scale)
  }

  init?(rounding wide: Int128, scale: Int, to places: Int) {
    guard scale > places else {
      self.init(wide: wide, scale: scale)
      return
    }
    // Further down than 38 places everything rounds to nothing; compared so that no limit of Int overflows.
    guard places >= scale - 38 else {
      self.init(0)
      return
    }
    self.init(wide: ExactDecimal.roundedQuotient(wide, PowersOfTen.wide(scale - places)), scale: places)
  }

  /// With the most digits behind the point that fit.
  private init?(fitting wide: Int128, scale: Int) {
    var places = Swift.min(scale, ExactDecimal.scaleLimit)
    while places >= 0 {
      if let value = ExactDecimal(rounding: wide, scale: scale, to: places) {
        self = value
        return
      }
      places -= 1
    }
    return nil
  }

  /// Half away from zero.
  static func roundedQuotient(_ above: Int128, _ below: Int128) -> Int128 {
    let (quotient, rest) = above.quotientAndRemainder(dividingBy: below)
    let twice = rest.magnitude.multipliedReportingOverflow(by: 2)
    guard twice.overflow || twice.partialValue >= below.magnitude else { return quotient }
    return (above < 0) == (below < 0) ? quotient &+ 1 : quotient &- 1
  }
}
