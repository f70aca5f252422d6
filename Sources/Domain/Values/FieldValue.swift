package import Values

/// A value of one field, checked: what a write stores and a comparison compares with.
package enum FieldValue: Sendable, Hashable {
  case empty
  case text(String)
  /// A phone as typed with its E.164 form.
  case phone(String, e164: String)
  case email(String)
  case choice(Int)
  case integer(Int64)
  case number(ExactDecimal)
  /// Beside the amount, its worth in minor units of the base currency at the rate of the moment.
  case money(Money, base: Int64)
  case date(CivilDate)
  case instant(Instant)
  /// Seconds.
  case duration(Int64)
  case flag(Bool)
  case reference(Int64)

  package var isEmpty: Bool { self == .empty }
}

extension FieldValue {
  /// Decimal places kept of a number field, stored as a whole number of millionths.
  package static let numberScale = 6

  /// A number in stored units; nil beyond them.
  package static func storedUnits(_ number: ExactDecimal) -> Int64? {
    number.rounded(toScale: numberScale).shifted(by: numberScale)?.int64Value
  }

  package static func number(storedUnits units: Int64) -> ExactDecimal {
    ExactDecimal(mantissa: units, scale: numberScale) ?? .zero
  }
}
