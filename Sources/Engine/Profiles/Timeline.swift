internal import Domain
internal import Query
internal import Storage
internal import Values

/// What happened around a record, the latest first.
struct Timeline {
  private struct Entry {
    let day: CivilDate
    let event: Cell
    let content: Cell
    /// Within a day what follows from something else stands above it.
    let order: Int
  }

  private var entries: [Entry] = []

  /// How many of them are states of life.
  var states = 0
  var count: Int { entries.count }

  mutating func add(_ day: CivilDate, _ event: Names, _ content: Cell, order: Int) {
    entries.append(Entry(day: day, event: Self.word(event), content: content, order: order))
  }

  /// Stages that opportunities came to.
  mutating func add(visits: [Store.CustomerVisit], _ dictionary: DataDictionary) {
    let stages = dictionary.entity(.opportunity)?.field(named: "stage")?.type.choices
    for visit in visits {
      let stage = stages?.choice(key: visit.stage)?.names ?? Names("—")
      add(
        dictionary.rules.zone.day(of: visit.entered), Names("stage", zh: "阶段"),
        Self.word(Names("\(stage.englishName): \(visit.title)", zh: "\(stage.chineseName)：\(visit.title)")), order: 1)
    }
  }

  /// Rows of date, type, contact, content.
  mutating func add(interactions table: ResultTable, _ zone: Zone) {
    for row in table.rows where row.count > 3 {
      guard case .instant(let moment) = row[0] else { continue }
      let who = row[2].isEmpty ? "" : row[2].plain + (row[3].isEmpty ? "" : ": ")
      let what = row[3].isEmpty ? "" : row[3].plain
      entries.append(Entry(day: zone.day(of: moment), event: row[1], content: .text(who + what), order: 2))
    }
  }

  /// Rows of moment and title.
  mutating func add(tasks table: ResultTable) {
    for row in table.rows where row.count > 1 {
      guard case .instant(let moment) = row[0] else { continue }
      entries.append(
        Entry(
          day: table.shape.zone.day(of: moment), event: Self.word(Names("task done", zh: "任务完成")), content: row[1],
          order: 2))
    }
  }

  /// Rows of day, title, status and amount.
  mutating func add(closings table: ResultTable, _ zone: Zone) {
    for row in table.rows where row.count > 3 {
      guard case .date(let day) = row[0] else { continue }
      let amount = row[3].isEmpty ? "" : " \(row[3].plain)"
      entries.append(Entry(day: day, event: row[2], content: .text(row[1].plain + amount), order: 1))
    }
  }

  /// The latest first; nil where nothing happened.
  func table(_ zone: Zone, _ limit: Int) -> ResultTable? {
    guard !entries.isEmpty else { return nil }
    let sorted = entries.enumerated().sorted { one, other in
      if one.element.day != other.element.day { return one.element.day > other.element.day }
      if one.element.order != other.element.order { return one.element.order < other.element.order }
      return one.offset < other.offset
    }
    let shape = ResultShape(
      listing: [("date", "日期", .date), ("event", "事件", .choice), ("content", "内容", .text)], zone: zone)
    let rows = sorted.prefix(limit).map { [.date($0.element.day), $0.element.event, $0.element.content] }
    return ResultTable(shape: shape, rows: rows)
  }

  /// A word that is read in the user's language.
  static func word(_ names: Names) -> Cell { .choice(Choice(0, names.englishName, names)) }
}
