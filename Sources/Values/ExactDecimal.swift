/// An exact decimal number, `mantissa` × 10^-`scale`: never binary floating point.
///
/// It is normalised (no trailing zero behind the point), so that equal numbers are equal values.
package struct ExactDecimal: Sendable, Hashable {
  package let mantissa: Int64
  /// Digits behind the point, 0...12.
  package let scale: Int

  /// The most digits behind the point.
  package static let scaleLimit = 12
  package static let zero = ExactDecimal(0)

  package init(_ whole: Int64) {
    mantissa = whole
    scale = 0
  }

  /// nil where the number needs more than 12 digits behind the point or a mantissa beyond 64 bits. A negative scale
  /// stands for zeros before the point.
  package init?(mantissa: Int64, scale: Int) {
    self.init(wide: Int128(mantissa), scale: scale)
  }

  /// The general form: every operation computes wide and comes back through here.
  init?(wide: Int128, scale: Int) {
    guard scale >= -18 || wide == 0 else { return nil }
    var wide = wide
    var scale = wide == 0 ? 0 : scale
    while scale < 0 {
      let (product, overflow) = wide.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      wide = product
      scale += 1
    }
    while scale > 0, wide % 10 == 0 {
      wide /= 10
      scale -= 1
    }
    guard scale <= ExactDecimal.scaleLimit, let narrow = Int64(exactly: wide) else { return nil }
    mantissa = narrow
    self.scale = scale
  }

  /// The decimal nearest to a binary number at 12 digits behind the point, as its shortest spelling reads (0.1 is 0.1);
  /// nil where it is not finite or too large.
  package init?(nearest value: Double) {
    guard value.isFinite else { return nil }
    var spelling = value.description
    let scanned = spelling.withUTF8 { bytes -> NumberScan? in
      var scan = NumberScan()
      return (try? scan.read(bytes, from: 0)) == nil ? nil : scan
    }
    guard let scanned else { return nil }
    let wide = scanned.isNegative ? -Int128(scanned.magnitude) : Int128(scanned.magnitude)
    // A double's spelling has at most 17 digits: so many places down, it is nothing at 12 digits.
    if scanned.scale > ExactDecimal.scaleLimit + 20 {
      self.init(0)
      return
    }
    self.init(rounding: wide, scale: scanned.scale, to: ExactDecimal.scaleLimit)
  }

  package var isNegative: Bool { mantissa < 0 }

  package var doubleValue: Double {
    // Both are exact as doubles where the mantissa is below 2^53, so that the quotient is correctly rounded.
    Double(mantissa) / Double(PowersOfTen.wide(scale))
  }

  /// The whole number that this is; nil where it has a fraction.
  package var int64Value: Int64? { scale == 0 ? mantissa : nil }
}

extension ExactDecimal: Comparable {
  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if left.scale == right.scale { return left.mantissa < right.mantissa }
    let (a, b, _) = aligned(left, right)
    return a < b
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// Plain digits that read back to the same number: `-1234.5`.
  package var description: String { spelled(grouping: false) }

  /// With commas between thousands: `-1,234.5`.
  package var grouped: String { spelled(grouping: true) }

  private func spelled(grouping: Bool) -> String {
    if scale == 0 && !grouping { return String(mantissa) }
    var digits = String(mantissa.magnitude)
    if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits }
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    let whole = grouping ? ExactDecimal.grouped(digits[..<point]) : String(digits[..<point])
    let fraction = scale > 0 ? "." + digits[point...] : ""
    return (isNegative ? "-" : "") + whole + fraction
  }

  static func grouped(_ digits: some StringProtocol) -> String {
    var result = ""
    var left = digits.utf8.count
    for digit in digits {
      result.append(digit)
      left -= 1
      if left > 0 && left % 3 == 0 { result.append(",") }
    }
    return result
  }
}

/// Powers of ten as 128-bit numbers.
enum PowersOfTen {
  /// `exponent` in 0...38; beyond, the nearest of those.
  static func wide(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<Swift.max(0, Swift.min(exponent, 38)) { result = result &* 10 }
    return result
  }
}
