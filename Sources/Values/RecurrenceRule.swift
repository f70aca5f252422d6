/// A rule by which a day comes again, as RFC 5545 (section 3.3.10) writes it: `FREQ=WEEKLY;BYDAY=MO`.
///
/// Only what counts in days or longer: a task does not come back within its day.
package struct RecurrenceRule: Sendable, Hashable {
  package enum Frequency: String, Sendable, Hashable, CaseIterable {
    case daily = "DAILY", weekly = "WEEKLY", monthly = "MONTHLY", yearly = "YEARLY"
  }

  /// `MO`, or `1MO` (the first of the month), `-1FR` (the last).
  package struct Weekday: Sendable, Hashable {
    /// 0 where every one is meant.
    package let ordinal: Int
    /// ISO: Monday is 1.
    package let day: Int

    package init(ordinal: Int = 0, day: Int) {
      self.ordinal = ordinal
      self.day = day
    }

    /// Monday first.
    static let codes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    var text: String { (ordinal == 0 ? "" : String(ordinal)) + Weekday.codes[(day + 6) % 7] }
  }

  package var frequency: Frequency
  /// 1…999.
  package var interval = 1
  /// How many there are in all, the first included; 1…9999.
  package var count: Int?
  /// The last day on which one may stand.
  package var until: CivilDate?
  package var weekdays: [Weekday] = []
  /// ±1…±31; negative from the month's end.
  package var monthDays: [Int] = []
  package var months: [Int] = []
  package var yearDays: [Int] = []
  package var weekNumbers: [Int] = []
  package var positions: [Int] = []
  /// ISO weekday.
  package var weekStart: Int?

  package init(_ frequency: Frequency, interval: Int = 1) {
    self.frequency = frequency
    self.interval = interval
  }

  /// As RFC 5545 writes it, its parts in one order.
  package var text: String {
    var parts = ["FREQ=\(frequency.rawValue)"]
    if interval > 1 { parts.append("INTERVAL=\(interval)") }
    func list(_ name: String, _ values: [Int]) {
      if !values.isEmpty { parts.append("\(name)=\(values.map(String.init).joined(separator: ","))") }
    }
    list("BYMONTH", months)
    list("BYWEEKNO", weekNumbers)
    list("BYYEARDAY", yearDays)
    list("BYMONTHDAY", monthDays)
    if !weekdays.isEmpty { parts.append("BYDAY=\(weekdays.map(\.text).joined(separator: ","))") }
    list("BYSETPOS", positions)
    if let weekStart { parts.append("WKST=\(Weekday.codes[(weekStart + 6) % 7])") }
    if let count { parts.append("COUNT=\(count)") }
    if let until { parts.append("UNTIL=\(RecurrenceRule.compact(until))") }
    return parts.joined(separator: ";")
  }

  /// `20260331`
  package static func compact(_ day: CivilDate) -> String { day.description.filter { $0 != "-" } }
}

/// Why a text says no rule of recurrence.
package struct RecurrenceReadingError: Error, Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// Neither `FREQ=…` nor one of the phrases.
    case notARule
    /// `FREQ=` is missing.
    case noFrequency
    /// `FREQ=HOURLY`: within a day.
    case tooOften
    case unknownPart(nearest: String?)
    case repeatedPart
    case wrongValue(part: String, allowed: String)
    /// COUNT and UNTIL exclude each other.
    case twoEnds
    /// Its parts exclude each other: 30 February.
    case neverComes
  }

  package let reason: Reason
  /// The piece of the text that is wrong, and where it begins, in bytes.
  package let piece: String
  package let offset: Int
}
