package import Domain
package import Values

/// The page as weeks of seven days, Monday first.
extension CalendarPage {
  package static let weekdays: [Names] = [
    Names("Mon", zh: "周一"), Names("Tue", zh: "周二"), Names("Wed", zh: "周三"), Names("Thu", zh: "周四"),
    Names("Fri", zh: "周五"),
    Names("Sat", zh: "周六"), Names("Sun", zh: "周日"),
  ]

  /// The months that it shows, each cut to its days; a week is one piece.
  package var pieces: [Range<CivilDate>] {
    guard form == .month else { return [days] }
    var made: [Range<CivilDate>] = []
    var first = days.lowerBound
    while first < days.upperBound, let month = first.range(of: .month) {
      made.append(first..<min(month.upperBound, days.upperBound))
      first = month.upperBound
    }
    return made
  }

  /// The Mondays of the weeks of a piece.
  package static func weeks(of piece: Range<CivilDate>) -> [CivilDate] {
    var made: [CivilDate] = []
    var monday = piece.lowerBound.startOfWeek
    while monday < piece.upperBound {
      made.append(monday)
      guard let next = monday.adding(days: 7) else { break }
      monday = next
    }
    return made
  }

  /// A table with a row for each week, for Markdown.
  package var grid: ResultTable {
    let columns = Self.weekdays.map { ResultColumn(name: $0.englishName, heading: $0, type: .text) }
    var rows: [[Cell]] = []
    for piece in pieces {
      for monday in Self.weeks(of: piece) {
        rows.append(
          (0..<7).map { offset in
            guard let day = monday.adding(days: offset), piece.contains(day) else { return .empty }
            let head = day.day == 1 || form == .week ? String(day.description.dropFirst(5)) : String(day.day)
            return .text(([head] + entries(on: day).map(\.line)).joined(separator: "; "))
          })
      }
    }
    let shape = ResultShape(columns: columns, entity: nil, isGrouped: false, isScalar: false, zone: zone)
    return ResultTable(shape: shape, rows: rows)
  }
}

extension CalendarPage.Entry {
  /// What stands before it: done, overdue, only to come.
  package var sign: String {
    switch kind {
    case .occurrence: "↻"
    case .reminder: "◷"
    case .task where isDone: "✓"
    case .task where isOverdue: "!"
    case .task, .interaction: "·"
    }
  }

  /// One short line: its sign, its time, its title.
  package var line: String {
    [sign, start.map { String($0.full.prefix(5)) }, title].compactMap { $0 }.joined(separator: " ")
  }
}
