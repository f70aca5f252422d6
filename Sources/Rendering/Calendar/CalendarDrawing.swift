internal import Diagnostics
internal import Domain
package import Query
internal import Values

/// A calendar as a person sees it: a grid of weeks, or an agenda day by day.
///
/// A grid needs room: where a day has fewer than nine cells it shows how many things stand there, and the days follow
/// below as an agenda. What goes to a pipe is as wide as its texts and never cut.
package struct CalendarDrawing {
  private let page: CalendarPage
  private let style: OutputStyle
  private var lines: [String] = []
  private var byDay: [CivilDate: [CalendarPage.Entry]] = [:]

  /// Of a day in a grid that names what stands there.
  private static let leastCells = 9
  /// Lines of one day in a month.
  private static let monthLines = 4

  package init(_ page: CalendarPage, _ style: OutputStyle) {
    self.page = page
    self.style = style
    byDay = Dictionary(grouping: page.entries, by: \.day)
    switch page.form {
    case .month, .week: for (index, piece) in page.pieces.enumerated() { grid(piece, isFirst: index == 0) }
    case .agenda: agenda()
    }
    if page.isCut {
      lines.append(said("not all that comes again is shown", "重复任务太多，未全部显示"))
    }
  }

  package var text: String { lines.map { $0 + "\n" }.joined() }

  private func said(_ english: String, _ chinese: String) -> String { Wording(english, chinese).in(style.language) }
  private var isEnglish: Bool { style.language == .english }

  // MARK: Grid

  private mutating func grid(_ piece: Range<CivilDate>, isFirst: Bool) {
    if !isFirst { lines.append("") }
    lines.append(style.bold(title(of: piece)))
    let widths = widths(of: piece)
    let names = CalendarPage.weekdays.map { isEnglish ? $0.englishName : $0.chineseName }
    lines.append(row(zip(names, widths).map { TerminalCells.padded(TerminalCells.truncated($0, to: $1), to: $1) }, " "))
    let isCompact = (widths.min() ?? 0) < Self.leastCells
    for monday in CalendarPage.weeks(of: piece) {
      lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "┼"))
      week(monday, piece, widths, isCompact: isCompact)
    }
    if isCompact { list(piece, showsEmpty: false) }
  }

  private func title(of piece: Range<CivilDate>) -> String {
    let first = piece.lowerBound
    if page.form == .week, let last = piece.upperBound.adding(days: -1) {
      return said("Week of \(first) – \(last)", "\(first) – \(last) 这一周")
    }
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    return said("\(names[(first.month + 11) % 12]) \(first.year)", "\(first.year)年\(first.month)月")
  }

  private func row(_ cells: [String], _ gap: String) -> String {
    TextWrapping.trimmed(cells.joined(separator: gap)[...])
  }

  private func widths(of piece: Range<CivilDate>) -> [Int] {
    guard let width = style.width else {
      var widths = [Int](repeating: Self.leastCells, count: 7)
      for (day, entries) in byDay where piece.contains(day) {
        let column = day.weekday - 1
        for entry in entries { widths[column] = max(widths[column], TerminalCells.width(of: shown(entry)) + 1) }
      }
      return widths
    }
    let room = max(7 * 2, width - 6)
    // What is left over goes to the working days.
    return (0..<7).map { room / 7 + ($0 < room % 7 ? 1 : 0) }
  }

  private func shown(_ entry: CalendarPage.Entry) -> String { VisibleText.escaped(entry.line) }

  private mutating func week(_ monday: CivilDate, _ piece: Range<CivilDate>, _ widths: [Int], isCompact: Bool) {
    let days = (0..<7).map { monday.adding(days: $0).flatMap { piece.contains($0) ? $0 : nil } }
    lines.append(joined(days.enumerated().map { head($1, widths[$0], isCompact: isCompact) }))
    guard !isCompact else { return }
    let contents = days.enumerated().map { index, day in day.map { content(of: $0, widths[index]) } ?? [] }
    for line in 0..<max(1, contents.map(\.count).max() ?? 0) {
      lines.append(
        joined(
          contents.enumerated().map { index, texts in
            line < texts.count ? texts[line] : (text: "", paint: .plain)
          }.enumerated().map { index, cell in painted(cell, widths[index]) }))
    }
  }

  private func joined(_ cells: [String]) -> String { row(cells, "│") }

  private enum Paint { case plain, bold, dim }

  private func painted(_ cell: (text: String, paint: Paint), _ width: Int) -> String {
    let padded = TerminalCells.padded(cell.text, to: width)
    switch cell.paint {
    case .plain: return padded
    case .bold: return style.bold(padded)
    case .dim: return style.dim(padded)
    }
  }

  /// The number of a day, today's in brackets; in narrow cells with how many things stand there.
  private func head(_ day: CivilDate?, _ width: Int, isCompact: Bool) -> String {
    guard let day else { return String(repeating: " ", count: width) }
    var text = String(day.day)
    if day == page.today { text = width >= 4 ? "[\(text)]" : "*\(text)" }
    if isCompact, let count = byDay[day]?.count {
      let mark = "·\(count)"
      if TerminalCells.width(of: text + mark) <= width { text += mark } else if text.count < width { text += "·" }
    }
    return painted((TerminalCells.truncated(text, to: width, ellipsis: ""), day == page.today ? .bold : .plain), width)
  }

  private func content(of day: CivilDate, _ width: Int) -> [(text: String, paint: Paint)] {
    let entries = byDay[day] ?? []
    let room = page.form == .week || style.width == nil ? entries.count : Self.monthLines
    let isCut = entries.count > room
    var made = entries.prefix(isCut ? room - 1 : room).map { entry in
      (
        text: TerminalCells.truncated(shown(entry), to: width),
        paint: entry.isDone || entry.kind == .occurrence ? Paint.dim : entry.isOverdue ? .bold : .plain
      )
    }
    if isCut { made.append(("+\(entries.count - room + 1)", .dim)) }
    return made
  }

  // MARK: Agenda

  private mutating func agenda() {
    let last = page.days.upperBound.adding(days: -1) ?? page.days.lowerBound
    let span = page.days.lowerBound == last ? "\(last)" : "\(page.days.lowerBound) – \(last)"
    lines.append(style.bold(said("Agenda \(span)", "日程 \(span)")))
    if !page.overdue.isEmpty {
      head(said("Overdue (\(page.overdue.count))", "逾期（\(page.overdue.count)）"))
      for entry in page.overdue { line(entry, lead: "\(entry.day)", tail: late(entry)) }
    }
    if !page.reminders.isEmpty {
      head(said("Reminders today (\(page.reminders.count))", "今天提醒（\(page.reminders.count)）"))
      for entry in page.reminders { line(entry, lead: entry.due?.description ?? "", tail: left(entry)) }
    }
    list(page.days, showsEmpty: false)
    if page.entries.isEmpty { lines += ["", said("nothing stands on these days", "这些天没有安排")] }
  }

  private func late(_ entry: CalendarPage.Entry) -> String {
    let days = entry.day.days(until: page.today)
    return days <= 0 ? "" : said("\(days) \(days == 1 ? "day" : "days") late", "已逾期\(days)天")
  }

  private func left(_ entry: CalendarPage.Entry) -> String {
    let days = entry.due.map { page.today.days(until: $0) } ?? 0
    return said("due in \(days) \(days == 1 ? "day" : "days")", "\(days)天后到期")
  }

  private mutating func head(_ text: String) {
    lines.append("")
    lines.append(style.bold(text))
  }

  private mutating func list(_ days: Range<CivilDate>, showsEmpty: Bool) {
    for day in byDay.keys.filter({ days.contains($0) }).sorted() {
      head(name(of: day))
      for entry in byDay[day] ?? [] { line(entry, lead: time(of: entry), tail: "") }
    }
  }

  private func name(of day: CivilDate) -> String {
    let weekday = CalendarPage.weekdays[(day.weekday + 6) % 7]
    let name = isEnglish ? weekday.englishName : weekday.chineseName
    let today = day == page.today ? said(", today", " 今天") : ""
    return "\(day) \(name)\(today)"
  }

  private func time(of entry: CalendarPage.Entry) -> String {
    let start = entry.start.map { String($0.full.prefix(5)) }
    let end = entry.end.map { String($0.full.prefix(5)) }
    switch (start, end) {
    case (let start?, let end?): return "\(start)–\(end)"
    case (let start?, nil): return start
    case (nil, let end?): return "–\(end)"
    case (nil, nil): return said("all day", "全天")
    }
  }

  /// Its sign, when, which, what; then with whom, cut where the terminal ends.
  private mutating func line(_ entry: CalendarPage.Entry, lead: String, tail: String) {
    let when = TerminalCells.padded(lead, to: 11)
    let about = [entry.customer, entry.person].compactMap { $0 }.map { VisibleText.escaped($0) }
    var words = [tail].filter { !$0.isEmpty } + about
    if entry.kind == .occurrence { words.insert(said("to come", "将重复"), at: 0) }
    if let spoken = entry.recurrence, entry.kind != .reminder {
      words.append(isEnglish ? spoken.names.englishName : spoken.names.chineseName)
    }
    let title = VisibleText.escaped(entry.title)
    let more = words.isEmpty ? "" : "  " + words.joined(separator: " · ")
    var text = "  \(entry.sign) \(when)  \(entry.reference)  \(title)\(more)"
    if let width = style.width { text = TerminalCells.truncated(text, to: width) }
    text = TextWrapping.trimmed(text[...])
    lines.append(entry.isDone || entry.kind == .occurrence ? style.dim(text) : text)
  }
}
