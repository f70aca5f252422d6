internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

/// What one person did in a period.
struct Performance {
  let id: Int64
  var name = ""
  var isActive = true
  var sells = false
  var leads = 0
  var interactions = 0
  var opened = 0
  var won = 0
  var lost = 0
  /// Minor units of the base currency.
  var amount: Int64 = 0
  var target: Int64?
  /// Days from entering to winning, of all that were won.
  var cycleDays = 0

  /// Somebody else than who sells is shown where there is something to show.
  var isShown: Bool {
    isActive && sells || leads + interactions + opened + won + lost > 0 || amount != 0 || target != nil
  }
}

/// Each person's work of a period (domain.md, Figures).
extension Interpreter {
  func performance(_ question: ReportQuestion) throws(Diagnostic) -> ReportAnswer {
    var question = question
    let (rules, today) = footing(of: question)
    question.days = question.days ?? today.range(of: .month)
    guard let days = question.days else { throw StorageError.failed("calendar").diagnostic }
    var people = try people(question)
    let places = Self.places(people)
    func add(_ text: String, by field: String, _ count: (inout Performance, Int, [Cell]) -> Void) throws(Diagnostic) {
      let table = try gathered(text, question)
      let column = table.shape.columns.firstIndex { $0.name == field } ?? 0
      for row in table.rows {
        guard case .reference(let reference, _, _) = row[column],
          let id = session.dictionary.identify(reference)?.1, let place = places[id]
        else { continue }
        let figure = if case .integer(let figure)? = row.last { Int(clamping: figure) } else { 0 }
        count(&people[place], figure, row)
      }
    }
    func when(_ field: String) -> String { within(days, field) ?? "" }
    try addLeads(question, &people)
    try add("count interactions by created_by where \(when("date"))", by: "created_by") { person, count, _ in
      person.interactions += count
    }
    try add("count opportunities by owner where \(when("created_at"))", by: "assigned_to") { person, count, _ in
      person.opened += count
    }
    try add(
      "find opportunities where status in (won, lost) and \(when("closed_at")) show assigned_to, status, created_at, closed_at",
      by: "assigned_to"
    ) { person, _, row in
      guard case .choice(let status) = row[1] else { return }
      if status.key == OpportunityStatus.lost { person.lost += 1 }
      guard status.key == OpportunityStatus.won else { return }
      person.won += 1
      if case .instant(let created) = row[2], case .date(let closed) = row[3] {
        person.cycleDays += max(0, rules.zone.day(of: created).days(until: closed))
      }
    }
    let span = question.purchases(today: today)
    let sales = try reading { () throws(StorageError) in try session.store.salesByPerson(span) }
    for place in people.indices { people[place].amount = sales[people[place].id] ?? 0 }
    try addTargets(question, &people)
    let shown = people.filter { question.person == nil ? $0.isShown : $0.id == question.person }
      .sorted { ($1.amount, $1.won, $0.id) < ($0.amount, $0.won, $1.id) }
    return ReportAnswer(
      performanceOpening(shown, question, sales, today), shown,
      columns(rules.baseCurrency, hasTargets: shown.contains { $0.target != nil }),
      charted: ["name", "amount"],
      asides: ["leads", "interactions", "opened", "lost", "win_rate", "target", "cycle"], zone: rules.zone,
      asOf: question.past?.name)
  }

  private func people(_ question: ReportQuestion) throws(Diagnostic) -> [Performance] {
    let table = try gathered("find users show name, role, active", question)
    return zip(table.ids, table.rows).map { id, row in
      var person = Performance(id: id)
      if case .text(let name)? = row.first { person.name = name }
      if case .choice(let role) = row[1] { person.sells = role.name == "sales" }
      if case .flag(let isActive) = row[2] { person.isActive = isActive }
      return person
    }
  }

  /// Where each person stands, by number.
  private static func places(_ people: [Performance]) -> [Int64: Int] {
    [Int64: Int](people.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Leads that were entered, converted or talked to in the period, each once.
  private func addLeads(_ question: ReportQuestion, _ people: inout [Performance]) throws(Diagnostic) {
    func when(_ field: String) -> String { within(question.days, field) ?? "" }
    var handled: [Int64: Int64] = [:]
    for text in [
      "find leads where \(when("created_at")) or \(when("converted_at")) show assigned_to",
      "find leads with interactions (\(when("date"))) show assigned_to",
    ] {
      let table = try gathered(text, question)
      for (id, row) in zip(table.ids, table.rows) {
        if case .reference(let reference, _, _)? = row.first { handled[id] = session.dictionary.identify(reference)?.1 }
      }
    }
    let places = Self.places(people)
    for owner in handled.values {
      if let place = places[owner] { people[place].leads += 1 }
    }
  }

  /// Targets of just this period, else those of the longest periods that lie in it: quarters of a year before its months.
  private func addTargets(_ question: ReportQuestion, _ people: inout [Performance]) throws(Diagnostic) {
    guard let days = question.days else { return }
    let table = try gathered("sum amount of targets by user, period where user is not empty", question)
    let reader = Binder(session.context()).context.reader
    let places = Self.places(people)
    var lengths: [Int64: Int] = [:]
    for row in table.rows where row.count == 3 {
      guard case .reference(let reference, _, _) = row[0], case .text(let period) = row[1],
        case .money(let sum) = row[2],
        let id = session.dictionary.identify(reference)?.1, let place = places[id],
        case .days(let range)? = try? reader.readTemporal(period),
        range.lowerBound >= days.lowerBound, range.upperBound <= days.upperBound
      else { continue }
      let length = Int(range.upperBound.daysSinceEpoch) - Int(range.lowerBound.daysSinceEpoch)
      // Quarters have 90 to 92 days, months 28 to 31.
      let kind = length / 60
      if kind < lengths[id] ?? 0 { continue }
      let earlier = kind > lengths[id] ?? 0 ? 0 : people[place].target ?? 0
      people[place].target = earlier.addingSaturating(sum.minorUnits)
      lengths[id] = kind
    }
  }

  private func columns(_ base: Currency, hasTargets: Bool) -> [ReportColumn<Performance>] {
    let entity = session.dictionary.entity(.user) ?? .user
    return [
      .init("user_id", zh: "用户编号", .identity, for: .programs) {
        .reference(entity.reference($0.id), title: nil, isDeleted: false)
      },
      .init("name", zh: "姓名", .text) { .text($0.name) },
      .init("leads", zh: "线索", .integer) { .integer(Int64($0.leads)) },
      .init("interactions", zh: "沟通", .integer) { .integer(Int64($0.interactions)) },
      .init("opened", zh: "新开", .integer) { .integer(Int64($0.opened)) },
      .init("won", zh: "赢单", .integer) { .integer(Int64($0.won)) },
      .init("lost", zh: "输单", .integer) { .integer(Int64($0.lost)) },
      .init("win_rate", zh: "赢单率", .number) { .share($0.won, of: $0.won + $0.lost) },
      .init("amount", zh: "成交额", .money) { .amount($0.amount, base) },
      .init("target", zh: "目标", .money, for: hasTargets ? .everyone : .programs) {
        $0.target.map { .amount($0, base) } ?? .empty
      },
      .init("attainment", zh: "完成率", .number, for: hasTargets ? .everyone : .programs) { person in
        person.target.map { .share(person.amount, of: $0, base) } ?? .empty
      },
      .init("cycle", zh: "平均周期", .duration, for: .people) { person in
        person.won == 0 ? .empty : .duration(Int64(person.cycleDays) * 86400 / Int64(person.won))
      },
      .init("cycle_days", zh: "平均周期（天）", .number, for: .programs) { person in
        person.won == 0 ? .empty : .days(Int64(person.cycleDays) * 86400 / Int64(person.won))
      },
    ]
  }

  private func performanceOpening(
    _ people: [Performance], _ question: ReportQuestion, _ sales: [Int64?: Int64], _ today: CivilDate
  ) -> Wording {
    let days = question.daysShown(today: today)
    let base = session.dictionary.rules.baseCurrency
    func shown(_ units: Int64) -> String { Money(minorUnits: units, currency: base).displayed }
    let (won, lost) = (people.reduce(0) { $0 + $1.won }, people.reduce(0) { $0 + $1.lost })
    let sum = people.reduce(Int64(0)) { $0.addingSaturating($1.amount) }
    var wording = (
      "\(days.english): \(people.count) \(people.count == 1 ? "person" : "people"), \(won) won, \(lost) lost, \(shown(sum)) "
        + "(opportunities won by their owner, other orders by their customer's owner, deleted customers' too)",
      "\(days.chinese)：\(people.count) 人，赢单 \(won)，输单 \(lost)，成交额 \(shown(sum))（赢单按商机负责人，其他订单按客户负责人，含已删除的客户）"
    )
    // What somebody sold who is in the recycle bin counts with what nobody did; of one person's report only that.
    let known = Set(people.map(\.id))
    let others = sales.filter { $0.key.map { question.person == nil && !known.contains($0) } ?? true }
    let nobody = others.values.reduce(Int64(0)) { $0.addingSaturating($1) }
    if nobody != 0, question.condition == nil {
      wording.0 += "; \(shown(nobody)) beside that belong to nobody who is here"
      wording.1 += "；另有 \(shown(nobody)) 没有负责人"
    }
    return Wording(wording.0, wording.1)
  }
}
