/// A day of the Gregorian calendar (extended backwards), in no time zone: years 1 to 9999.
package struct CivilDate: Sendable, Hashable {
  /// Days since 1970-01-01.
  package let daysSinceEpoch: Int32

  private init(unchecked days: Int32) { daysSinceEpoch = days }

  package static let first = CivilDate(unchecked: -719_162)
  /// 9999-12-31.
  package static let last = CivilDate(unchecked: 2_932_896)
  /// 10000-01-01: the open end of a range that takes in the last day, and in no other use.
  package static let end = CivilDate(unchecked: 2_932_897)

  /// nil outside the supported years. `end` is accepted, so that what was stored reads back.
  package init?(daysSinceEpoch days: some BinaryInteger) {
    guard let days = Int32(exactly: days), (-719_162...2_932_897).contains(days) else { return nil }
    daysSinceEpoch = days
  }

  /// nil where there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= 28 || day <= CivilDate.lastDay(ofMonth: month, year: year) else { return nil }
    daysSinceEpoch = CivilDate.days(year, month, day)
  }

  /// Days since the epoch of a day that exists. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
  /// `days_from_civil`: years begin in March, so that the leap day comes last.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    let y = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return Int32(y * 365 + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468)
  }

  /// `civil_from_days` of the same paper.
  package var components: (year: Int, month: Int, day: Int) {
    let z = Int(daysSinceEpoch) + 719_468
    let era = z / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  package var year: Int { components.year }
  package var month: Int { components.month }
  package var day: Int { components.day }
  /// 1 to 4.
  package var quarter: Int { (components.month + 2) / 3 }
  /// ISO: Monday is 1, Sunday 7.
  package var weekday: Int { (Int(daysSinceEpoch) + 719_162) % 7 + 1 }

  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// 28 to 31; 31 for a month that does not exist.
  package static func lastDay(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: isLeap(year) ? 29 : 28
    default: 31
    }
  }
}

extension CivilDate: Comparable {
  package static func < (left: CivilDate, right: CivilDate) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }
}

extension CivilDate: CustomStringConvertible {
  /// ISO 8601: `2026-03-15`.
  package var description: String {
    String(unsafeUninitializedCapacity: 16) { buffer in
      var writer = DigitWriter(buffer)
      write(to: &writer)
      return writer.count
    }
  }

  func write(to writer: inout DigitWriter) {
    let (year, month, day) = components
    writer.write(year, width: 4)
    writer.write(UInt8(ascii: "-"))
    writer.write(month, width: 2)
    writer.write(UInt8(ascii: "-"))
    writer.write(day, width: 2)
  }
}

// MARK: - Arithmetic

extension CivilDate {
  /// nil beyond the supported years.
  package func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
    return overflow ? nil : CivilDate(daysSinceEpoch: sum)
  }

  /// The same day of another month, or its last where it has no such day: a month after 31 January is 28 February.
  package func adding(months: Int) -> CivilDate? {
    let (year, month, day) = components
    let (total, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow, total >= 12 else { return nil }
    let (newYear, newMonth) = (total / 12, total % 12 + 1)
    if newYear == 10_000 && newMonth == 1 && day == 1 { return .end }
    return CivilDate(
      year: newYear, month: newMonth, day: Swift.min(day, CivilDate.lastDay(ofMonth: newMonth, year: newYear)))
  }

  /// Months first, then days; the seconds of the duration count whole days only.
  package func adding(_ duration: CalendarDuration) -> CivilDate? {
    adding(months: Int(duration.months))?.adding(days: Int(duration.days))?
      .adding(days: Int(duration.seconds / 86_400))
  }

  package func days(until other: CivilDate) -> Int { Int(other.daysSinceEpoch) - Int(daysSinceEpoch) }

  /// The Monday of its week. (The first supported day is one.)
  package var startOfWeek: CivilDate { back(by: weekday - 1) }
  package var startOfMonth: CivilDate { back(by: components.day - 1) }
  package var startOfQuarter: CivilDate {
    let (year, month, _) = components
    return CivilDate(unchecked: CivilDate.days(year, (month - 1) / 3 * 3 + 1, 1))
  }
  package var startOfYear: CivilDate { CivilDate(unchecked: CivilDate.days(components.year, 1, 1)) }

  private func back(by days: Int) -> CivilDate { CivilDate(unchecked: daysSinceEpoch - Int32(days)) }

  /// The days of one week, month, quarter or year, half-open; nil where it reaches past the last supported year.
  package func range(of unit: CalendarUnit) -> Range<CivilDate>? {
    switch unit {
    case .day: adding(days: 1).map { self..<$0 }
    case .week: range(from: startOfWeek, to: startOfWeek.adding(days: 7))
    case .month: range(from: startOfMonth, to: startOfMonth.adding(months: 1))
    case .quarter: range(from: startOfQuarter, to: startOfQuarter.adding(months: 3))
    case .year: range(from: startOfYear, to: startOfYear.adding(months: 12))
    }
  }

  private func range(from start: CivilDate, to end: CivilDate?) -> Range<CivilDate>? {
    guard let end, start < end else { return nil }
    return start..<end
  }

  /// This day moved by so many days, weeks, months, quarters or years.
  package func adding(_ count: Int, _ unit: CalendarUnit) -> CivilDate? {
    let (days, overflow) = count.multipliedReportingOverflow(by: unit.length)
    guard !overflow else { return nil }
    return unit.countsMonths ? adding(months: days) : adding(days: days)
  }
}
