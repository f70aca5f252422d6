internal import Domain
internal import Query
internal import Rendering
internal import Values

/// Writes tasks as a calendar file (RFC 5545): a task with a time as an event, any other as a task of the calendar.
/// What the format has no place for stands in properties of our own, so that nothing is lost on the way back.
struct CalendarSink: WritingSink {
  var output: OutputBuffer
  private var places: [String: Int] = [:]
  /// Fields of the configuration, by their names.
  private var added: [(name: String, place: Int)] = []
  private var format = CellFormat(.exchange(exact: true))
  private var zone = Zone.shanghai

  init(output: OutputBuffer) { self.output = output }

  mutating func begin(_ shape: ResultShape) {
    for (index, column) in shape.columns.enumerated() { places[column.name] = index }
    added = shape.columns.enumerated().filter { $0.element.name.hasPrefix(":") }
      .map { (String($0.element.name.dropFirst()), $0.offset) }
    zone = shape.zone
    format = CellFormat(.exchange(exact: true), zone: zone)
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Guanxi//CRM//EN", "CALSCALE:GREGORIAN"] { line(text) }
    guard isShanghai else { return }
    for text in [
      "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19910915T000000", "TZOFFSETFROM:+0800",
      "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
    ] { line(text) }
  }

  mutating func row(_ row: any ResultRow) -> Bool {
    let task = Row(row, places)
    let isEvent = task.instant("start_at") != nil
    let component = isEvent ? "VEVENT" : "VTODO"
    line("BEGIN:\(component)")
    text("UID", task.text("uid") ?? "\(task.reference("task_id"))@\(task.text("origin") ?? "guanxi")")
    if let changed = task.instant("updated_at") { line("DTSTAMP:\(stamp(changed))") }
    if let made = task.instant("created_at") { line("CREATED:\(stamp(made))") }
    for (name, field) in CalendarItem.textFields {
      text(name, task.text(field))
      if let exact = task.text(field).flatMap({ CalendarText.exact($0) }) {
        text("\(CalendarText.exactProperty);X-KEY=\(field)", exact)
      }
    }
    if isEvent { eventTimes(task) } else { taskTimes(task) }
    if let priority = task.choice("priority").flatMap({ [1: 9, 2: 5, 3: 3, 4: 1][$0.key] }) {
      line("PRIORITY:\(priority)")
    }
    status(task, isEvent: isEvent)
    if let rule = task.text("recurrence") { line("RRULE:\(isEvent ? timed(rule, task) : rule)") }
    if let type = task.choice("type") { text("X-GUANXI-TYPE", type.name) }
    for field in CalendarItem.referenceFields {
      guard let title = task.text("\(field)_title") else { continue }
      text("X-GUANXI-\(field.uppercased());X-ID=\(task.reference(field))", title)
    }
    extras(row)
    alarms(task)
    line("END:\(component)")
    return output.drainIfFull()
  }

  mutating func end() {
    line("END:VCALENDAR")
    output.flush()
  }

  // MARK: Parts

  private mutating func taskTimes(_ task: Row) {
    guard let due = task.day("due_date") else {
      if let end = task.instant("end_at") { line("X-GUANXI-END:\(end.seconds)") }
      return
    }
    // A rule of recurrence counts from a beginning, and what is due has to be later than that (RFC 5545, 3.8.2.3): a
    // day that is both is said as the first.
    let name = task.text("recurrence") == nil ? "DUE" : "DTSTART"
    line("\(name);VALUE=DATE:\(RecurrenceRule.compact(due))")
    if let end = task.instant("end_at") { line("X-GUANXI-END:\(end.seconds)") }
  }

  private mutating func eventTimes(_ task: Row) {
    if let start = task.instant("start_at"), let end = task.instant("end_at"), let days = wholeDays(start, end) {
      line("DTSTART;VALUE=DATE:\(RecurrenceRule.compact(days.lowerBound))")
      line("DTEND;VALUE=DATE:\(RecurrenceRule.compact(days.upperBound))")
      if let due = task.day("due_date") { line("X-GUANXI-DUE:\(due)") }
      return
    }
    // A rule counts the days of its own zone: where the file has none, the clocks of whoever reads it.
    let floats = task.text("recurrence") != nil && !isShanghai
    if let start = task.instant("start_at") { time("DTSTART", start, floats) }
    if let end = task.instant("end_at"), end >= task.instant("start_at") ?? end {
      time("DTEND", end, floats)
    } else if let end = task.instant("end_at") {
      line("X-GUANXI-END:\(end.seconds)")
    }
    if let due = task.day("due_date") { line("X-GUANXI-DUE:\(due)") }
  }

  /// Several whole days, which a calendar shows as such; one alone is read back as a date and keeps its time.
  private func wholeDays(_ start: Instant, _ end: Instant) -> Range<CivilDate>? {
    let (first, last) = (zone.day(of: start), zone.day(of: end))
    guard zone.instant(of: first) == start, zone.instant(of: last) == end, first.days(until: last) > 1 else {
      return nil
    }
    return first..<last
  }

  private mutating func status(_ task: Row, isEvent: Bool) {
    let status = task.choice("status")?.key
    let names = [1: "NEEDS-ACTION", 2: "IN-PROCESS", 3: "COMPLETED", 4: "CANCELLED"]
    guard let status, let name = names[status] else { return }
    if isEvent {
      line("STATUS:\(status == TaskStatus.cancelled ? "CANCELLED" : "CONFIRMED")")
      line("X-GUANXI-STATUS:\(name)")
    } else {
      line("STATUS:\(name)")
    }
    guard status == TaskStatus.completed, let done = task.instant("completed_at") else { return }
    if !isEvent { line("COMPLETED:\(stamp(done))") }
    if isEvent || done.millisecondOfSecond != 0 { line("X-GUANXI-COMPLETED:\(done.milliseconds)") }
  }

  /// Fields of the configuration in a property of our own each; those that hold several values also as categories.
  private mutating func extras(_ row: any ResultRow) {
    var categories: [String] = []
    for (name, place) in added {
      let key = "X-GUANXI-FIELD;X-KEY=\"\(name)\""
      switch row.cell(place) {
      case .labels(let labels):
        for label in labels { text(key, label) }
        categories += labels.map(Self.escaped)
      case let cell:
        let said = format.text(cell)
        text(key, said)
        if let exact = CalendarText.exact(said) { text("\(CalendarText.exactProperty);X-KEY=\"\(name)\"", exact) }
      }
    }
    if !categories.isEmpty { line("CATEGORIES:\(categories.joined(separator: ","))") }
  }

  private mutating func alarms(_ task: Row) {
    guard let reminders = task.text("reminders") else { return }
    text("X-GUANXI-REMINDERS", reminders)
    let isByEnd = task.instant("start_at") == nil && task.text("recurrence") == nil
    let anchor = isByEnd ? ";RELATED=END" : ""
    for days in ReminderDays(reading: reminders)?.days ?? [] {
      line("BEGIN:VALARM")
      line("ACTION:DISPLAY")
      text("DESCRIPTION", task.text("title"))
      line("TRIGGER\(anchor):\(days == 0 ? "PT0S" : "-P\(days)D")")
      line("END:VALARM")
    }
  }

  // MARK: Values

  private var isShanghai: Bool { zone == .shanghai }

  /// `20260302T063000Z`
  private func stamp(_ moment: Instant) -> String { local(moment, .utc) + "Z" }

  private func local(_ moment: Instant, _ zone: Zone) -> String {
    RecurrenceRule.compact(zone.day(of: moment)) + "T" + zone.time(of: moment).full.filter { $0 != ":" }
  }

  /// In Asia/Shanghai as the clocks show it, in other zones in UTC, or, where it floats, as the clocks show it and no zone
  /// is named. What lay in a summer time is UTC, too: the file's zone has none.
  private mutating func time(_ name: String, _ moment: Instant, _ floats: Bool = false) {
    if floats {
      line("\(name):\(local(moment, zone))")
    } else if isShanghai, zone.offset(at: moment) == 28_800 {
      line("\(name);TZID=Asia/Shanghai:\(local(moment, zone))")
    } else {
      line("\(name):\(stamp(moment))")
    }
  }

  /// The rule of what has a time: the last day is a moment then, as the beginning is (RFC 5545, 3.3.10).
  private func timed(_ text: String, _ task: Row) -> String {
    guard var rule = try? RecurrenceRule(reading: text), let last = rule.until, let start = task.instant("start_at")
    else { return text }
    if let end = task.instant("end_at"), wholeDays(start, end) != nil { return text }
    let moment = zone.instant(of: last, at: zone.time(of: start))
    rule.until = nil
    return rule.text + ";UNTIL=" + (isShanghai ? stamp(moment) : local(moment, zone))
  }

  private mutating func text(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    line("\(name):\(Self.escaped(text))")
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case ";": escaped += "\\;"
      case ",": escaped += "\\,"
      case "\n": escaped += "\\n"
      case "\r": continue
      default: if character.value >= 0x20 || character == "\t" { escaped.unicodeScalars.append(character) }
      }
    }
    return escaped
  }

  /// Folded: 75 bytes a line, the rest behind a space, no character cut.
  private mutating func line(_ text: String) {
    var used = 0
    for character in text.unicodeScalars {
      let length = UTF8.width(character)
      if used + length > 74 {
        output.append("\r\n ")
        used = 1
      }
      output.append(String(character))
      used += length
    }
    output.append("\r\n")
  }
}

/// The cells of a task by their names.
private struct Row {
  private let row: any ResultRow
  private let places: [String: Int]

  init(_ row: any ResultRow, _ places: [String: Int]) {
    self.row = row
    self.places = places
  }

  private func cell(_ name: String) -> Cell { places[name].map { row.cell($0) } ?? .empty }

  func text(_ name: String) -> String? { if case .text(let text) = cell(name) { text } else { nil } }
  func day(_ name: String) -> CivilDate? { if case .date(let day) = cell(name) { day } else { nil } }
  func instant(_ name: String) -> Instant? { if case .instant(let moment) = cell(name) { moment } else { nil } }
  func choice(_ name: String) -> Choice? { if case .choice(let choice) = cell(name) { choice } else { nil } }
  func reference(_ name: String) -> String {
    if case .reference(let reference, _, _) = cell(name) { reference } else { "" }
  }
}
