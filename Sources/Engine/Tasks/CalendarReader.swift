internal import Calendar
internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Values

/// Reads what stands on the days of a calendar.
struct CalendarReader {
  private let interpreter: Interpreter
  private let request: CalendarRequest
  private let now: Instant
  private let tasks: Entity

  /// Rules of recurrence that one calendar works out, and days of each.
  private static let ruleLimit = 20_000
  private static let dayLimit = 366
  /// Days of all of them: nobody reads more.
  private static let comingLimit = 20_000

  init(_ interpreter: Interpreter, _ request: CalendarRequest) {
    self.interpreter = interpreter
    self.request = request
    let session = interpreter.session
    now = session.clock()
    tasks = session.dictionary.entity(.task) ?? .task
  }

  private var zone: Zone { interpreter.session.dictionary.rules.zone }
  private var today: CivilDate { zone.day(of: now) }

  func page() throws(Diagnostic) -> CalendarPage {
    var page = CalendarPage(form: request.form, days: request.days, today: today, zone: zone)
    for task in try read(standing) { page.entries += entries(of: task) }
    let recurring = mayCome ? try read(coming, atMost: Self.ruleLimit + 1) : []
    page.isCut = recurring.count > Self.ruleLimit
    var count = 0
    for task in recurring.prefix(Self.ruleLimit) {
      let days = occurrences(of: task)
      count += days.count
      guard count <= Self.comingLimit else {
        page.isCut = true
        break
      }
      page.entries += days
    }
    if request.condition == nil { page.entries += try interactions() }
    page.entries.sort { Self.place($0) < Self.place($1) }
    if request.form == .agenda {
      page.overdue = try read(overdue).map { entry(.task, day(of: $0) ?? today, $0) }.sorted {
        Self.place($0) < Self.place($1)
      }
      let named = Set(page.overdue.map(\.reference))
      page.entries.removeAll { $0.kind == .task && $0.isOverdue && named.contains($0.reference) }
      page.reminders = try read(reminding).map { entry(.reminder, today, $0) }.sorted {
        Self.place($0) < Self.place($1)
      }
    }
    return page
  }

  /// Nothing comes again on days that are past.
  private var mayCome: Bool { request.days.upperBound > today }

  /// By day, whole days first, then by time.
  private static func place(_ entry: CalendarPage.Entry) -> (Int32, Int32, Int32, String) {
    (entry.day.daysSinceEpoch, entry.start?.secondOfDay ?? -1, entry.due?.daysSinceEpoch ?? 0, entry.reference)
  }

  // MARK: Export

  /// The tasks that stand on the days, and those that come again on one of them, as a query.
  func tasksShown() throws(Diagnostic) -> BoundQuery {
    let recurring = mayCome ? try read(coming) : []
    let ids = recurring.filter { !occurrences(of: $0).isEmpty }.compactMap { tasks.number(of: $0.reference) }
    let identity = BoundExpression(
      .field(tasks.fields.first { $0.type == .identity } ?? tasks.fields[0], via: []), .identity(tasks.key))
    let comes = truth(.membership(identity, ids.map { .integer($0) }))
    return BoundQuery(entity: tasks, condition: asked(truth(.any([standing, comes]))))
  }

  // MARK: Conditions

  private func own(_ name: String, of entity: Entity? = nil) -> BoundExpression {
    let entity = entity ?? tasks
    let field = entity.field(named: name) ?? entity.fields[0]
    return BoundExpression(.field(field, via: []), ValueType(field, of: entity))
  }

  private func day(_ day: CivilDate) -> BoundExpression { .literal(.integer(Int64(day.daysSinceEpoch)), .date) }
  private func moment(_ day: CivilDate) -> BoundExpression {
    .literal(.integer(zone.instant(of: day).milliseconds), .instant)
  }

  private func truth(_ kind: BoundExpression.Kind) -> BoundExpression { BoundExpression(kind, .truth) }
  private func all(_ terms: [BoundExpression]) -> BoundExpression { truth(.all(terms)) }
  private var isOpen: BoundExpression { truth(.membership(own("status"), TaskStatus.open.map { .integer(Int64($0)) })) }

  /// Due within the days, or taking place in them.
  private var standing: BoundExpression {
    let (first, end) = (request.days.lowerBound, request.days.upperBound)
    let due = truth(.range(own("due_date"), low: day(first), high: day(end)))
    let starts = truth(.range(own("start_at"), low: moment(first), high: moment(end)))
    let goesOn = all([
      truth(.comparison(own("start_at"), .less, moment(end))),
      truth(.comparison(own("end_at"), .greater, moment(first))),
    ])
    let isCancelled = truth(
      .comparison(own("status"), .equal, .literal(.integer(Int64(TaskStatus.cancelled)), own("status").type)))
    let ends = all([
      truth(.isEmpty(own("start_at"))), truth(.isEmpty(own("due_date"))),
      truth(.range(own("end_at"), low: moment(first), high: moment(end))),
    ])
    return all([truth(.any([due, starts, goesOn, ends])), truth(.not(isCancelled))])
  }

  /// Those that come again from a day before the end.
  private var coming: BoundExpression {
    let end = request.days.upperBound
    let begins = truth(
      .any([
        truth(.comparison(own("due_date"), .less, day(end))), truth(.comparison(own("start_at"), .less, moment(end))),
      ]))
    return all([truth(.not(truth(.isEmpty(own("recurrence"))))), isOpen, begins])
  }

  private var overdue: BoundExpression {
    all([isOpen, truth(.comparison(own("overdue"), .equal, .literal(.integer(1), .flag)))])
  }

  private var reminding: BoundExpression {
    all([
      truth(.comparison(own("next_reminder"), .equal, day(today))),
      truth(.comparison(own("due_date"), .greater, day(today))),
    ])
  }

  // MARK: Tasks

  private struct Row {
    let reference: String
    let title: String
    let due: CivilDate?
    let start: Instant?
    let end: Instant?
    let status: Choice?
    let priority: Choice?
    let customer: String?
    let person: String?
    let recurrence: Choice?
    let isOverdue: Bool
  }

  private static let columns = [
    "task_id", "title", "due_date", "start_at", "end_at", "status", "priority", "customer", "assignee", "recurrence",
    "overdue",
  ]

  /// The tasks that a condition takes and the calendar is about.
  private func asked(_ condition: BoundExpression) -> BoundExpression {
    var terms = [condition]
    if let person = request.person {
      terms.append(truth(.comparison(own("assignee"), .equal, .literal(.integer(person), own("assignee").type))))
    }
    if let given = request.condition { terms.append(given) }
    return all(terms)
  }

  private func read(_ condition: BoundExpression, atMost limit: Int? = nil) throws(Diagnostic) -> [Row] {
    try rows(of: tasks, Self.columns, where: asked(condition), atMost: limit).map { cells in
      Row(
        reference: Self.reference(cells[0]), title: Self.text(cells[1]) ?? "", due: Self.day(cells[2]),
        start: Self.instant(cells[3]), end: Self.instant(cells[4]), status: Self.choice(cells[5]),
        priority: Self.choice(cells[6]), customer: Self.text(cells[7]), person: Self.text(cells[8]),
        recurrence: Self.choice(cells[9]), isOverdue: cells[10] == .flag(true))
    }
  }

  private func rows(
    of entity: Entity, _ names: [String], where condition: BoundExpression, atMost limit: Int? = nil
  ) throws(Diagnostic) -> [[Cell]] {
    let columns = names.compactMap { entity.field(named: $0) }.map {
      BoundQuery.Column(
        name: $0.name, heading: $0.names,
        expression: BoundExpression(.field($0, via: []), ValueType($0, of: entity)))
    }
    return try interpreter.table(
      BoundQuery(entity: entity, condition: condition, columns: columns, limit: limit)
    ).rows
  }

  private static func text(_ cell: Cell) -> String? {
    switch cell {
    case .text(let text): text
    case .reference(let reference, let title, _): title ?? reference
    case .empty, .integer, .number, .share, .money, .date, .instant, .duration, .flag, .choice, .labels, .scores: nil
    }
  }

  private static func reference(_ cell: Cell) -> String {
    if case .reference(let reference, _, _) = cell { return reference }
    return text(cell) ?? ""
  }
  private static func day(_ cell: Cell) -> CivilDate? { if case .date(let day) = cell { day } else { nil } }
  private static func instant(_ cell: Cell) -> Instant? { if case .instant(let at) = cell { at } else { nil } }
  private static func choice(_ cell: Cell) -> Choice? { if case .choice(let choice) = cell { choice } else { nil } }

  // MARK: Entries

  private func entry(_ kind: CalendarPage.Entry.Kind, _ day: CivilDate, _ row: Row) -> CalendarPage.Entry {
    var entry = CalendarPage.Entry(kind, day, row.reference, row.title)
    entry.due = row.due
    entry.status = row.status
    entry.priority = row.priority
    entry.customer = row.customer
    entry.person = row.person
    entry.recurrence = row.recurrence
    entry.isDone = row.status?.key == TaskStatus.completed
    entry.isOverdue = row.isOverdue
    return entry
  }

  /// Its due date, else the day on which its time begins, or ends where it has no beginning.
  private func day(of row: Row) -> CivilDate? { row.due ?? (row.start ?? row.end).map { zone.day(of: $0) } }

  /// One for each day of the range on which a task stands: the days of its time, else its due date.
  private func entries(of row: Row) -> [CalendarPage.Entry] {
    guard let start = row.start else {
      guard let day = day(of: row), request.days.contains(day) else { return [] }
      var one = entry(.task, day, row)
      if row.due == nil { one.end = row.end.map { zone.time(of: $0) } }
      return [one]
    }
    let stay = days(of: start, row.end)
    let (first, last) = (stay.lowerBound, stay.upperBound)
    var made: [CalendarPage.Entry] = []
    var day = max(first, request.days.lowerBound)
    while day <= last, request.days.contains(day) {
      var one = entry(.task, day, row)
      if day == first { one.start = zone.time(of: start) }
      if day == last, let end = row.end { one.end = zone.time(of: end) }
      made.append(one)
      guard let next = day.adding(days: 1) else { break }
      day = next
    }
    return made
  }

  /// The days on which it will come back, if it is done each time.
  private func occurrences(of row: Row) -> [CalendarPage.Entry] {
    guard let text = row.recurrence?.name, let rule = try? RecurrenceRule(reading: text),
      let anchor = row.due ?? row.start.map({ zone.day(of: $0) })
    else { return [] }
    let stay = row.start.map { days(of: $0, row.end) }
    // It begins so many days from the day that the rule counts, and goes on for so many more.
    let before = stay.map { anchor.days(until: $0.lowerBound) } ?? 0
    let more = stay.map { $0.lowerBound.days(until: $0.upperBound) } ?? 0
    let range = request.days
    let reach = range.lowerBound.adding(days: -(before + more)) ?? range.lowerBound
    let first = max(anchor.adding(days: 1) ?? .end, max(min(reach, range.lowerBound), today))
    let end = before < 0 ? range.upperBound.adding(days: -before) ?? range.upperBound : range.upperBound
    guard first < end else { return [] }
    let found = Occurrences(of: rule, from: anchor).days(in: first..<end, limit: Self.dayLimit)
    var made: [CalendarPage.Entry] = []
    for day in found {
      // Of a long stay only the days that are asked for are gone through.
      let start = day.days(until: range.lowerBound) - before
      let stop = min(more, day.days(until: range.upperBound) - 1 - before)
      for place in max(0, start)..<max(0, start, stop + 1) {
        guard made.count < Self.comingLimit, let stands = day.adding(days: before + place) else { break }
        var one = entry(.occurrence, stands, row)
        one.isOverdue = false
        if place == 0 { one.start = row.start.map { zone.time(of: $0) } }
        if place == more { one.end = row.end.map { zone.time(of: $0) } }
        made.append(one)
      }
    }
    return made
  }

  /// From the first to the last day of a time. What ends at midnight does not stand on the day that begins then.
  private func days(of start: Instant, _ end: Instant?) -> ClosedRange<CivilDate> {
    let first = zone.day(of: start)
    let ending = end.flatMap { $0 > start ? $0.adding(milliseconds: -1) : nil }
    return first...max(first, ending.map { zone.day(of: $0) } ?? first)
  }

  /// Meetings and visits.
  private func interactions() throws(Diagnostic) -> [CalendarPage.Entry] {
    guard let entity = interpreter.session.dictionary.entity(.interaction) else { return [] }
    let (first, end) = (request.days.lowerBound, request.days.upperBound)
    var terms = [
      truth(
        .membership(
          own("type", of: entity), [InteractionType.meeting, InteractionType.visit].map { .integer(Int64($0)) })),
      truth(.range(own("date", of: entity), low: moment(first), high: moment(end))),
    ]
    if let person = request.person {
      let author = own("created_by", of: entity)
      terms.append(truth(.comparison(author, .equal, .literal(.integer(person), author.type))))
    }
    let names = ["interaction_id", "content", "date", "duration", "customer", "created_by", "type"]
    return try rows(of: entity, names, where: all(terms)).compactMap { cells in
      guard let start = Self.instant(cells[2]) else { return nil }
      let kind = Self.choice(cells[6])
      var entry = CalendarPage.Entry(
        .interaction, zone.day(of: start), Self.reference(cells[0]),
        Self.text(cells[1]) ?? kind?.name ?? "")
      entry.start = zone.time(of: start)
      if case .duration(let seconds) = cells[3], let stop = start.adding(seconds: seconds) {
        entry.end = zone.time(of: stop)
      }
      entry.customer = Self.text(cells[4])
      entry.person = Self.text(cells[5])
      entry.isDone = start <= now
      return entry
    }
  }
}

/// `calendar`, `agenda`
extension Interpreter {
  func showCalendar(_ request: CalendarRequest) throws(Diagnostic) {
    let page = try CalendarReader(self, request).page()
    let form = request.format ?? session.settings.output.format
    guard let form else {
      face.tell(.calendar(page))
      return
    }
    let table = form == .markdown && page.form != .agenda ? page.grid : page.table
    try face.present(.format(form)) { sink throws(Diagnostic) in
      sink.begin(table.shape)
      for row in table.rows { if !sink.row(HeldRow(cells: row)) { break } }
      sink.end()
    }
  }
}

extension OutputFormat {
  /// Nil where the face decides.
  fileprivate var format: Stage.Format? {
    switch self {
    case .auto: nil
    case .table: .table
    case .card: .card
    case .json: .json
    case .jsonl: .jsonl
    case .csv: .csv
    case .markdown: .markdown
    }
  }
}
