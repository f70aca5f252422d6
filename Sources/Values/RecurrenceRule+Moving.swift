/// A rule counts the days of its own time zone; what begins there late on a Monday may begin here on a Tuesday.
extension RecurrenceRule {
  /// The rule whose days lie `days` later, as `anchor` does, the day that it counts from; nil where none says that.
  ///
  /// - Parameters:
  ///   - anchor: where the rule counts from, in its own zone.
  ///   - days: −1, 0 or 1. The last day moves along.
  package func moved(by days: Int, from anchor: CivilDate) -> RecurrenceRule? {
    guard days != 0 else { return self }
    guard abs(days) == 1, monthDays.isEmpty, months.isEmpty, yearDays.isEmpty, weekNumbers.isEmpty, positions.isEmpty,
      weekdays.allSatisfy({ $0.ordinal == 0 })
    else { return nil }
    // Where months are counted, the day must lie in the same one, and in every one.
    if frequency == .monthly || frequency == .yearly, !weekdays.isEmpty || !(2...27).contains(anchor.day) { return nil }
    var moved = self
    func weekday(_ day: Int) -> Int { (day - 1 + days + 7) % 7 + 1 }
    moved.weekdays = weekdays.map { Weekday(day: weekday($0.day)) }
    moved.weekStart = interval > 1 || weekStart != nil ? weekday(weekStart ?? 1) : nil
    if let until {
      guard let last = until.adding(days: days) else { return nil }
      moved.until = last
    }
    return moved
  }
}
