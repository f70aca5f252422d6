package import Domain
package import Values

/// What stands on the days of a calendar, for a face to draw.
package struct CalendarPage: Sendable {
  package enum Form: Sendable, Hashable { case month, week, agenda }

  package let form: Form
  package let days: Range<CivilDate>
  package let today: CivilDate
  package let zone: Zone
  /// In order of days and times.
  package var entries: [Entry] = []
  /// Open tasks whose due date is past; an agenda names them first.
  package var overdue: [Entry] = []
  /// Tasks that remind today of a later due date.
  package var reminders: [Entry] = []
  /// More would stand there than was worked out.
  package var isCut = false

  package init(form: Form, days: Range<CivilDate>, today: CivilDate, zone: Zone) {
    self.form = form
    self.days = days
    self.today = today
    self.zone = zone
  }

  package func entries(on day: CivilDate) -> [Entry] { entries.filter { $0.day == day } }

  package struct Entry: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
      /// A task on its due date, or from its start to its end.
      case task
      /// A day on which a task will come back; nothing is stored of it.
      case occurrence
      /// A meeting or a visit.
      case interaction
      case reminder
    }

    package var kind: Kind
    package var day: CivilDate
    /// Of that day; nil for the whole of it.
    package var start: TimeOfDay?
    package var end: TimeOfDay?
    package let reference: String
    package let title: String
    package var due: CivilDate?
    package var status: Choice?
    package var priority: Choice?
    package var customer: String?
    package var person: String?
    package var recurrence: Choice?
    package var isDone = false
    package var isOverdue = false

    package init(_ kind: Kind, _ day: CivilDate, _ reference: String, _ title: String) {
      self.kind = kind
      self.day = day
      self.reference = reference
      self.title = title
    }
  }
}

extension CalendarPage {
  /// The page as rows, for programs: what is overdue first, then the days in order, then the reminders.
  package var table: ResultTable {
    let columns: [(String, String, ColumnType)] = [
      ("date", "日期", .date), ("start", "开始", .text), ("end", "结束", .text), ("id", "编号", .text), ("title", "标题", .text),
      ("kind", "种类", .choice), ("status", "状态", .choice), ("overdue", "逾期", .flag), ("due_date", "截止日期", .date),
      ("customer", "客户", .text), ("assignee", "负责人", .text), ("recurrence", "重复", .text),
    ]
    let rows = (overdue + entries + reminders).map { entry -> [Cell] in
      [
        .date(entry.day), Self.time(entry.start), Self.time(entry.end), .text(entry.reference), .text(entry.title),
        .choice(entry.kind.choice), entry.status.map { .choice($0) } ?? .empty, .flag(entry.isOverdue),
        entry.due.map { .date($0) } ?? .empty, entry.customer.map { .text($0) } ?? .empty,
        entry.person.map { .text($0) } ?? .empty, entry.recurrence.map { .choice($0) } ?? .empty,
      ]
    }
    return ResultTable(shape: ResultShape(listing: columns, zone: zone), rows: rows)
  }

  private static func time(_ time: TimeOfDay?) -> Cell {
    time.map { .text(String($0.description.prefix(5))) } ?? .empty
  }
}

extension CalendarPage.Entry.Kind {
  package var choice: Choice {
    switch self {
    case .task: Choice(1, rawValue, Names("task", zh: "任务"))
    case .occurrence: Choice(2, rawValue, Names("to come", zh: "将重复"))
    case .interaction: Choice(3, rawValue, Names("interaction", zh: "沟通"))
    case .reminder: Choice(4, rawValue, Names("reminder", zh: "提醒"))
    }
  }
}
