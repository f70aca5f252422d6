/// A time zone by its IANA name, or a fixed offset from UTC.
///
/// Asia/Shanghai has been at +8 without summer time since 1991-09-15 and is answered from that; only earlier moments,
/// and other named zones, ask the platform library.
package struct Zone: Sendable {
  /// `Asia/Shanghai`, `UTC`, `+05:30`.
  package let identifier: String
  private let rules: Rules

  private enum Rules: Sendable {
    case fixed(Int)
    case shanghai
    case library(PlatformLibrary.ZoneRules)
  }

  package static let shanghai = Zone(identifier: "Asia/Shanghai", rules: .shanghai)
  private static let shanghaiOfOld = PlatformLibrary.ZoneRules(identifier: "Asia/Shanghai")
  package static let utc = Zone(identifier: "UTC", rules: .fixed(0))

  private init(identifier: String, rules: Rules) {
    self.identifier = identifier
    self.rules = rules
  }

  /// nil where the name is none that the platform knows.
  package init?(identifier: String) {
    switch identifier {
    case "Asia/Shanghai", "PRC", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin": self = .shanghai
    case "UTC", "Etc/UTC", "Z", "GMT", "Etc/GMT": self = .utc
    default:
      if let fixed = Zone(fixedOffset: identifier) {
        self = fixed
        return
      }
      guard identifier.utf8.count <= 64, let rules = PlatformLibrary.ZoneRules(identifier: identifier) else {
        return nil
      }
      self.init(identifier: identifier, rules: .library(rules))
    }
  }

  /// nil from a whole day on.
  package init?(secondsEastOfUTC seconds: Int) {
    guard (-64_800...64_800).contains(seconds) else { return nil }
    self.init(identifier: seconds == 0 ? "UTC" : Instant.spelled(offset: seconds), rules: .fixed(seconds))
  }

  private init?(fixedOffset text: String) {
    let seconds = UTF8Text.with(text) { bytes -> Int? in
      var cursor = PhraseCursor(bytes)
      guard let offset = ClockReader.takeOffset(&cursor), cursor.isAtEnd else { return nil }
      return offset
    }
    guard let seconds else { return nil }
    self.init(secondsEastOfUTC: seconds)
  }

  /// Seconds east of UTC at that moment.
  package func offset(at instant: Instant) -> Int { offset(atSecond: instant.seconds) }

  private func offset(atSecond second: Int64) -> Int {
    switch rules {
    case .fixed(let offset): return offset
    case .library(let rules): return rules.offset(atSecond: second)
    case .shanghai:
      // 1991-09-15T00:00:00+08:00; the last summer time ended in that night.
      if second >= 684_864_000 { return 28_800 }
      return Zone.shanghaiOfOld?.offset(atSecond: second) ?? 28_800
    }
  }
}

extension Zone: Hashable {
  package static func == (left: Zone, right: Zone) -> Bool { left.identifier == right.identifier }
  package func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}

// MARK: - Local day and time

extension Zone {
  /// The local day, clamped to the supported years.
  package func day(of instant: Instant) -> CivilDate {
    day(atLocalSecond: instant.seconds + Int64(offset(at: instant)))
  }

  /// The local time, rounded down to the second.
  package func time(of instant: Instant) -> TimeOfDay {
    time(atLocalSecond: instant.seconds + Int64(offset(at: instant)))
  }

  func day(atLocalSecond second: Int64) -> CivilDate {
    let days = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
    if let day = CivilDate(daysSinceEpoch: days), day <= .last { return day }
    return days < 0 ? .first : .last
  }

  func time(atLocalSecond second: Int64) -> TimeOfDay {
    let rest = second % 86_400
    return TimeOfDay(secondOfDay: rest < 0 ? rest + 86_400 : rest) ?? .midnight
  }

  /// The moment at which the clocks of the zone show that day and time.
  ///
  /// Where they show it twice (the end of summer time) it is the first of the two; where they never do (its beginning)
  /// it is as long after the gap's start as the time is: 02:30 in a gap from 02:00 to 03:00 is 03:30.
  package func instant(of day: CivilDate, at time: TimeOfDay = .midnight) -> Instant {
    let local = Int64(day.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay)
    // Both of its sides: no zone changes its offset twice in two days.
    let before = Int64(offset(atSecond: local - 86_400))
    let after = Int64(offset(atSecond: local + 86_400))
    if before == after { return Instant(seconds: local - before) }
    if Int64(offset(atSecond: local - before)) == before { return Instant(seconds: local - before) }
    if Int64(offset(atSecond: local - after)) == after { return Instant(seconds: local - after) }
    return Instant(seconds: local - before)
  }

  /// The moments of a day, half-open.
  package func instants(of day: CivilDate) -> Range<Instant> {
    let start = instant(of: day)
    let end = day.adding(days: 1).map { instant(of: $0) } ?? .last
    return start..<Swift.max(start, end)
  }

  /// The moments of a range of days, half-open.
  package func instants(of days: Range<CivilDate>) -> Range<Instant> {
    let start = instant(of: days.lowerBound)
    return start..<Swift.max(start, instant(of: days.upperBound))
  }
}
