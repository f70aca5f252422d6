/// What a date or time phrase stands for. Ranges are half-open.
package enum TemporalValue: Sendable, Hashable {
  /// A day: `2026-03-15`, `tomorrow`, `30天前`.
  case day(CivilDate)
  /// A span of days: `2026-03`, `本月`, `近30天`.
  case days(Range<CivilDate>)
  /// A moment: `2026-03-15 14:30`, `now`, `2h ago`.
  case instant(Instant)
  /// A span of moments: `last 2 hours`.
  case instants(Range<Instant>)
  /// A time on the clock of no day: `14:30`.
  case time(TimeOfDay)
}
