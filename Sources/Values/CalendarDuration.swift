/// A length of time as people state it: months and days of the calendar, and seconds of the clock.
package struct CalendarDuration: Sendable, Hashable {
  package let months: Int32
  package let days: Int32
  package let seconds: Int64

  package static let zero = CalendarDuration(months: 0, days: 0, seconds: 0)

  package init(months: Int32 = 0, days: Int32 = 0, seconds: Int64 = 0) {
    self.months = months
    self.days = days
    self.seconds = seconds
  }

  /// Whether it moves the clock and not only the calendar.
  package var hasSeconds: Bool { seconds != 0 }

  /// nil at the limits of the fields.
  package var negated: CalendarDuration? {
    guard months != .min, days != .min, seconds != .min else { return nil }
    return CalendarDuration(months: -months, days: -days, seconds: -seconds)
  }

  package func adding(_ other: CalendarDuration) -> CalendarDuration? {
    let (months, a) = months.addingReportingOverflow(other.months)
    let (days, b) = days.addingReportingOverflow(other.days)
    let (seconds, c) = seconds.addingReportingOverflow(other.seconds)
    return a || b || c ? nil : CalendarDuration(months: months, days: days, seconds: seconds)
  }

  /// So many times as long; nil at the limits of the fields.
  package func multiplied(by factor: Int32) -> CalendarDuration? {
    let (months, a) = months.multipliedReportingOverflow(by: factor)
    let (days, b) = days.multipliedReportingOverflow(by: factor)
    let (seconds, c) = seconds.multipliedReportingOverflow(by: Int64(factor))
    return a || b || c ? nil : CalendarDuration(months: months, days: days, seconds: seconds)
  }

  /// For sorting and thresholds, where a length in seconds must do: a month as a twelfth of 365.2425 days.
  package var approximateSeconds: Double {
    Double(months) * 2_629_746 + Double(days) * 86_400 + Double(seconds)
  }
}

extension CalendarDuration: CustomStringConvertible {
  /// Reads back to the same duration where its parts have one sign: `1y 2mo 3d 4h 5min 6s`, `-7d`, `0s`.
  package var description: String {
    var parts: [String] = []
    func part(_ value: UInt64, _ unit: String) {
      if value != 0 { parts.append(String(value) + unit) }
    }
    part(UInt64(months.magnitude / 12), "y")
    part(UInt64(months.magnitude % 12), "mo")
    part(UInt64(days.magnitude), "d")
    part(seconds.magnitude / 3600, "h")
    part(seconds.magnitude / 60 % 60, "min")
    part(seconds.magnitude % 60, "s")
    let isNegative = months < 0 || days < 0 || seconds < 0
    return parts.isEmpty ? "0s" : (isNegative ? "-" : "") + parts.joined(separator: " ")
  }
}

extension CalendarDuration {
  /// Reads `30s 15min 2h 7d 2w 3mo 1y`, `7天`, `2周`, `3个月`, `2小时`, `30分钟`, `1年`, `半年`, and several in a row. A sign
  /// in front counts for all.
  package init(reading text: some StringProtocol) throws(TemporalReadingError) {
    self = try CalendarDuration.read(text).get()
  }

  @specialized(where S == String)
  @specialized(where S == Substring)
  private static func read<S: StringProtocol>(_ text: S) -> Result<CalendarDuration, TemporalReadingError> {
    FoldedPhrase.with(text) { bytes in
      Result { () throws(TemporalReadingError) in
        guard !bytes.isEmpty else { throw .empty }
        var cursor = PhraseCursor(bytes)
        let isNegative = cursor.take(UInt8(ascii: "-"))
        if !isNegative { _ = cursor.take(UInt8(ascii: "+")) }
        guard let duration = try DurationReader.take(&cursor) else { throw .notADuration(cursor.text(from: 0)) }
        cursor.skipSpaces()
        guard cursor.isAtEnd else {
          throw .unexpected(cursor.rest, after: cursor.text(from: 0, to: cursor.index))
        }
        guard let signed = isNegative ? duration.negated : duration else { throw .outOfRange(cursor.text(from: 0)) }
        return signed
      }
    } ?? .failure(.notADuration(String(text.prefix(80))))
  }
}
