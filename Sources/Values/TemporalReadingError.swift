/// What keeps a text from being read as a date, a time or a duration.
package enum TemporalReadingError: Error, Sendable, Hashable {
  /// Nothing was written.
  case empty
  /// No date or time phrase: `soon`.
  case notADate(String)
  /// No duration: `long`.
  case notADuration(String)
  /// A phrase was understood and something stands behind it: `2026-03-15 foo`.
  case unexpected(String, after: String)
  /// 2026-02-30: the last day that the month has is offered.
  case noSuchDay(day: Int, lastValid: CivilDate)
  /// Month 13.
  case noSuchMonth(Int)
  /// Quarter 5.
  case noSuchQuarter(Int)
  /// 25:00, 14:60.
  case noSuchTime(String)
  /// A moment of ISO 8601 without its offset from UTC, where none may be assumed.
  case missingOffset(String)
  /// `3/5/2026`: the days it may stand for, one or two, where it stands for any.
  case ambiguousDayMonth(String, readings: [CivilDate])
  /// A year of two digits: `26-03-15`. The year of this century is offered.
  case shortYear(String, suggestion: Int)
  /// A length of time where a point or a span is wanted: `7d`. The phrases that say in which direction.
  case bareDuration(String, suggestions: [String])
  /// `5m`, `m`: minutes or months. The units that say which.
  case ambiguousUnit(String, suggestions: [String])
  /// `2026-04..2026-03`: a stretch whose end lies before its beginning.
  case backwards(String, String)
  /// `3天内` looks back as well as ahead. The phrases that say which.
  case ambiguousWithin(String, suggestions: [String])
  /// A number with a unit that is none: `5x`.
  case unknownUnit(String)
  /// A fraction of a unit that has none: `1.5mo`.
  case fractionalUnit(String)
  /// Before the year 1 or after 9999, or a duration beyond what is kept.
  case outOfRange(String)
}
