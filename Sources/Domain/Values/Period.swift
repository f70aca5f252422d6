package import Values

/// A year, a quarter or a month, as targets name it: `2026`, `2026-Q1`, `2026-03`.
package struct Period: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  /// Nil for days that are no whole year, quarter or month.
  package init?(_ days: Range<CivilDate>) {
    let first = days.lowerBound.components
    let behind = days.upperBound.components
    guard first.day == 1, behind.day == 1, (1...9999).contains(first.year) else { return nil }
    let year = String(repeating: "0", count: max(0, 4 - String(first.year).count)) + String(first.year)
    switch (behind.year - first.year) * 12 + behind.month - first.month {
    case 12 where first.month == 1: description = year
    case 3 where first.month % 3 == 1: description = "\(year)-Q\((first.month + 2) / 3)"
    case 1: description = "\(year)-\(first.month < 10 ? "0" : "")\(first.month)"
    default: return nil
    }
  }
}

extension FieldReader {
  /// `2026年第一季度`, `本月`, `2026-Q1` as the period that they name.
  package func readPeriod(_ text: String) throws(FieldValueError) -> Period {
    guard case .days(let range) = try readTemporal(text), let period = Period(range) else { throw .notAPeriod(text) }
    return period
  }
}
