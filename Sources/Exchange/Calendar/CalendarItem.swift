internal import Calendar
internal import Diagnostics
internal import Domain
internal import Values

/// A VTODO or VEVENT as the fields of a task.
struct CalendarItem {
  let uid: String
  let line: Int
  /// What the file decides: where it says nothing, the task has nothing.
  private(set) var stated: [String: FieldValue] = [:]
  /// What only our own files say: where they say nothing, the task keeps what it has.
  private(set) var extra: [String: FieldValue] = [:]
  /// Records that it names: field, id, title.
  private(set) var references: [(field: String, id: String?, title: String)] = []
  /// Fields of the configuration by their names, as our own files say them; and categories, as anybody does.
  private(set) var added: [(name: String, text: String)] = []
  private(set) var categories: [String] = []
  private(set) var remarks: [Wording] = []

  static let referenceFields = ["customer", "contact", "opportunity", "lead", "assignee"]

  /// Why an item cannot be a task.
  struct Refusal: Error {
    let reason: Wording

    init(_ english: String, _ chinese: String) { reason = Wording(english, chinese) }
  }

  private let component: CalendarComponent
  private let zone: Zone

  init(_ component: CalendarComponent, line: Int, zone: Zone) throws(Refusal) {
    self.component = component
    self.line = line
    self.zone = zone
    uid = String((component["UID"] ?? "").prefix(1000))
    if let fault = component.fault {
      throw Refusal("it is malformed: \(fault.prefix(200))", "内容有误：\(fault.prefix(200))")
    }
    if component["RECURRENCE-ID"] != nil {
      throw Refusal("it changes one day of a series (RECURRENCE-ID)", "它只修改重复系列中的某一天（RECURRENCE-ID）")
    }
    for (name, field) in Self.textFields { stated[field] = Self.text(whole(component[name], field)) }
    guard stated["title"] != .empty else { throw Refusal("SUMMARY is missing", "缺少 SUMMARY") }
    try readTimes()
    try readStatus()
    try readRecurrence()
    try readPriority()
    readReminders()
    readExtras()
  }

  /// The texts that a calendar has a property for.
  static let textFields = [("SUMMARY", "title"), ("DESCRIPTION", "description")]

  /// A text with what a calendar file has no place for, where our own property says it.
  private func whole(_ shown: String?, _ field: String) -> String? {
    let exact = component.all(CalendarText.exactProperty, "X-KEY").first { $0.0?.trimmingQuotes == field }?.1
    return exact.flatMap { CalendarText.text(exact: $0, shown: shown) } ?? shown
  }

  private static func text(_ text: String?) -> FieldValue {
    guard let text, !text.isEmpty else { return .empty }
    return .text(text)
  }

  private func moment(_ name: String) throws(Refusal) -> CalendarComponent.Moment? {
    guard let found = component.moment(name, in: zone) else {
      if let text = component[name] {
        throw Refusal("\(name) is no date: \(text.prefix(40))", "\(name) 不是日期：\(text.prefix(40))")
      }
      return nil
    }
    if case .unknownZone(let identifier) = found {
      throw Refusal("\(name): the time zone “\(identifier)” is not known", "\(name)：未知时区“\(identifier)”")
    }
    return found
  }

  // MARK: Times

  private mutating func readTimes() throws(Refusal) {
    for name in ["due_date", "start_at", "end_at"] { stated[name] = .empty }
    let start = try moment("DTSTART")
    switch component.kind {
    case .task:
      if case .instant(let moment) = start { stated["start_at"] = .instant(moment) }
      switch try moment("DUE") {
      case .day(let day): stated["due_date"] = .date(day)
      case .instant(let moment):
        stated["due_date"] = .date(zone.day(of: moment))
        stated["end_at"] = .instant(moment)
      case .unknownZone, nil:
        if case .day(let day) = start { stated["due_date"] = .date(day) }
      }
    case .event: try readEvent(start)
    }
    // Ours say apart what a task has apart.
    if let own = component["X-GUANXI-DUE"] { stated["due_date"] = Self.day(own).map { .date($0) } ?? .empty }
    if let own = component["X-GUANXI-END"], let seconds = Int64(own) {
      stated["end_at"] = .instant(Instant(seconds: seconds))
    }
  }

  private mutating func readEvent(_ start: CalendarComponent.Moment?) throws(Refusal) {
    let end = try moment("DTEND")
    switch start {
    case .instant(let moment):
      stated["start_at"] = .instant(moment)
      if case .instant(let last) = end { stated["end_at"] = .instant(last) }
      if end == nil, let seconds = component["DURATION"].flatMap({ Self.seconds($0) }),
        let last = moment.adding(seconds: seconds), seconds > 0
      {
        stated["end_at"] = .instant(last)
      }
    case .day(let day):
      // A whole day is a date; several are the time from the first to the last.
      guard case .day(let last) = end, let next = day.adding(days: 1), last > next else {
        stated["due_date"] = .date(day)
        return
      }
      stated["start_at"] = .instant(zone.instant(of: day))
      stated["end_at"] = .instant(zone.instant(of: last))
    case .unknownZone, nil: throw Refusal("DTSTART is missing", "缺少 DTSTART")
    }
  }

  /// `PT1H30M`, `P1D`; nil for what is none.
  private static func seconds(_ text: String) -> Int64? {
    guard text.hasPrefix("P"), text.utf8.count <= 30 else { return nil }
    var total: Int64 = 0
    var digits = ""
    for character in text.dropFirst() {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      if character == "T" { continue }
      let units: [Character: Int64] = ["W": 604_800, "D": 86_400, "H": 3600, "M": 60, "S": 1]
      guard let number = Int64(digits), number < 1_000_000_000, let unit = units[character] else { return nil }
      total += number * unit
      digits = ""
    }
    return digits.isEmpty ? total : nil
  }

  static func day(_ text: String) -> CivilDate? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? CivilDate(year: parts[0], month: parts[1], day: parts[2]) : nil
  }

  // MARK: The rest

  private mutating func readStatus() throws(Refusal) {
    let said = (component["X-GUANXI-STATUS"] ?? component["STATUS"] ?? "").uppercased()
    let status =
      switch said {
      case "COMPLETED": TaskStatus.completed
      case "CANCELLED": TaskStatus.cancelled
      case "IN-PROCESS": TaskStatus.inProgress
      default: component["COMPLETED"] == nil ? TaskStatus.pending : TaskStatus.completed
      }
    stated["status"] = .choice(status)
    stated["completed_at"] = .empty
    guard status == TaskStatus.completed else { return }
    if let own = component["X-GUANXI-COMPLETED"], let milliseconds = Int64(own) {
      stated["completed_at"] = .instant(Instant(milliseconds: milliseconds))
    } else {
      switch try moment("COMPLETED") {
      case .instant(let moment): stated["completed_at"] = .instant(moment)
      case .day(let day): stated["completed_at"] = .instant(zone.instant(of: day))
      case .unknownZone, nil: break
      }
    }
  }

  private mutating func readRecurrence() throws(Refusal) {
    stated["recurrence"] = .empty
    if component["EXDATE"] != nil || component["RDATE"] != nil {
      remarks.append(Wording("EXDATE and RDATE are left out", "忽略了 EXDATE 和 RDATE"))
    }
    guard let text = component["RRULE"] else { return }
    let rule: RecurrenceRule
    do throws(RecurrenceReadingError) { rule = try RecurrenceRule(reading: text) } catch {
      throw Refusal("RRULE cannot be taken: \(text.prefix(80))", "无法使用 RRULE：\(text.prefix(80))")
    }
    guard let own = try local(rule, text) else {
      remarks.append(
        Wording(
          "RRULE counts the days of another time zone and is left out: \(text.prefix(80))",
          "RRULE 按另一时区的日期计算，已忽略：\(text.prefix(80))"))
      return
    }
    stated["recurrence"] = .text(own.text)
  }

  /// The rule in days of the workspace's zone; nil where no rule says them.
  private func local(_ rule: RecurrenceRule, _ text: String) throws(Refusal) -> RecurrenceRule? {
    guard case .instant(let start)? = try moment("DTSTART"), let written = component.day("DTSTART") else { return rule }
    let first = zone.day(of: start)
    guard var own = rule.moved(by: written.days(until: first), from: written) else { return nil }
    // A last moment is one of UTC: the last day is one whose time is not later.
    if let last = Self.lastMoment(text) {
      let day = zone.day(of: last)
      own.until = zone.instant(of: day, at: zone.time(of: start)) <= last ? day : day.adding(days: -1) ?? day
    }
    return own
  }

  /// `UNTIL=20260331T155959Z`
  private static func lastMoment(_ rule: String) -> Instant? {
    for part in rule.uppercased().split(separator: ";") where part.hasPrefix("UNTIL=") && part.hasSuffix("Z") {
      let digits = part.dropFirst(6).dropLast().split(separator: "T")
      guard digits.count == 2, let date = Int(digits[0]), let time = Int(digits[1]), digits[1].count == 6,
        let day = CivilDate(year: date / 10_000, month: date / 100 % 100, day: date % 100),
        let clock = TimeOfDay(
          secondOfDay: Int32(time / 10_000 * 3600 + time / 100 % 100 * 60 + min(59, time % 100)))
      else { return nil }
      return Zone.utc.instant(of: day, at: clock)
    }
    return nil
  }

  /// 1 is the highest, 9 the lowest, 0 none (RFC 5545, 3.8.1.9).
  private mutating func readPriority() throws(Refusal) {
    stated["priority"] = .empty
    guard let text = component["PRIORITY"] else { return }
    guard let number = Int(text), (0...9).contains(number) else {
      throw Refusal("PRIORITY is 0 to 9, not \(text.prefix(20))", "PRIORITY 应为 0–9，不是 \(text.prefix(20))")
    }
    switch number {
    case 1, 2: stated["priority"] = .choice(4)
    case 3, 4: stated["priority"] = .choice(3)
    case 5: stated["priority"] = .choice(2)
    case 6...9: stated["priority"] = .choice(1)
    default: break
    }
  }

  private mutating func readReminders() {
    stated["reminders"] = .empty
    if let own = component["X-GUANXI-REMINDERS"].flatMap({ ReminderDays(reading: $0) }) {
      stated["reminders"] = .text(own.text)
      return
    }
    var due: CivilDate?
    if case .date(let day)? = stated["due_date"] { due = day }
    var days: [Int] = []
    for alarm in component.alarms(in: zone) {
      switch alarm {
      case .before(let seconds) where (0...Int64(ReminderDays.range.upperBound) * 86_400).contains(seconds):
        days.append(Int(seconds / 86_400))
      case .at(.instant(let moment)):
        if let left = due.map({ zone.day(of: moment).days(until: $0) }), ReminderDays.range.contains(left) {
          days.append(left)
        }
      case .before, .at, .unreadable:
        remarks.append(Wording("an alarm is no day before the due date and is left out", "有的提醒不在截止日之前，已忽略"))
      }
    }
    if !days.isEmpty { stated["reminders"] = .text(ReminderDays(Set(days).sorted().prefix(ReminderDays.limit)).text) }
  }

  private mutating func readExtras() {
    if let type = component["X-GUANXI-TYPE"] {
      if let choice = ChoiceList.taskTypes.choice(spelled: type) { extra["type"] = .choice(choice.key) }
    } else if component.kind == .event {
      extra["type"] = .choice(4)
    }
    for (name, text) in component.all("X-GUANXI-FIELD", "X-KEY") {
      guard let name = name?.trimmingQuotes, !text.isEmpty else { continue }
      added.append((name, whole(text, name) ?? text))
    }
    if added.isEmpty {
      for (_, list) in component.all("CATEGORIES", "LANGUAGE") {
        categories += list.split(separator: ",").map(String.init)
      }
    }
    for field in Self.referenceFields {
      let name = "X-GUANXI-\(field.uppercased())"
      guard let title = component[name], !title.isEmpty else { continue }
      references.append((field, component.parameter("X-ID", of: name), title))
    }
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    count > 1 && hasPrefix("\"") && hasSuffix("\"") ? String(dropFirst().dropLast()) : self
  }
}
