internal import CCalendar
package import Values

/// The days of a rule of recurrence, worked out by libical. Bounded, whatever the rule says.
package struct Occurrences: Sendable {
  package let rule: RecurrenceRule
  /// From where it counts: the day of the first.
  package let start: CivilDate

  /// Days that one question walks at most.
  private static let steps = 20_000

  package init(of rule: RecurrenceRule, from start: CivilDate) {
    self.rule = rule
    self.start = start
  }

  /// Those in a range of days, `limit` at most, in order.
  package func days(in range: Range<CivilDate>, limit: Int) -> [CivilDate] {
    let capacity = min(max(0, limit), Self.steps)
    guard capacity > 0, range.upperBound > start else { return [] }
    var days = [calendar_day](repeating: 0, count: capacity)
    let found = calendar_occurrences(
      rule.text, Self.number(start), Self.number(max(start, range.lowerBound)), Self.number(range.upperBound),
      rule.count == nil ? 0 : 1, Int32(Self.steps), &days, Int32(capacity))
    return days.prefix(Int(max(0, found))).compactMap { number in
      let number = Int(number)
      return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }
  }

  /// The one that follows its start.
  package struct Next: Sendable, Hashable {
    package let day: CivilDate
    /// How many before it are passed over.
    package let missed: Int
    /// What is left of the rule from there on.
    package let rule: RecurrenceRule
  }

  /// The first after `start` that does not lie before `today`; nil where the rule has ended.
  package func next(notBefore today: CivilDate) -> Next? {
    guard let after = start.adding(days: 1) else { return nil }
    guard rule.count != nil || today > after else {
      return days(in: after..<CivilDate.end, limit: 1).first.map { Next(day: $0, missed: 0, rule: rule) }
    }
    let missed = today > after ? days(in: after..<today, limit: Self.steps).count : 0
    guard let day = days(in: max(after, today)..<CivilDate.end, limit: 1).first else { return nil }
    var left = rule
    // The start itself counts as one where the rule holds it.
    let stands = days(in: start..<after, limit: 1).count
    if let count = rule.count {
      let rest = count - stands - missed
      guard rest > 0 else { return nil }
      left.count = rest
    }
    return Next(day: day, missed: missed, rule: left)
  }

  private static func number(_ day: CivilDate) -> calendar_day {
    let (year, month, day) = day.components
    return calendar_day(year * 10_000 + month * 100 + day)
  }
}
