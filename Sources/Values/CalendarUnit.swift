/// A span of the calendar that has a name.
package enum CalendarUnit: Sendable, Hashable, CaseIterable {
  case day, week, month, quarter, year

  var countsMonths: Bool {
    switch self {
    case .day, .week: false
    case .month, .quarter, .year: true
    }
  }

  /// In days, or in months where it counts those.
  var length: Int {
    switch self {
    case .day, .month: 1
    case .week: 7
    case .quarter: 3
    case .year: 12
    }
  }
}
