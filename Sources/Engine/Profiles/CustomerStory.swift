internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What happened with a customer, and what there is to do.
struct CustomerStory {
  private let bought: [Store.Purchase]
  private let talks: [CivilDate]
  private let visits: [Store.CustomerVisit]
  private let lifecycle: Lifecycle
  private let dictionary: DataDictionary
  private let today: CivilDate

  init(_ id: Int64, _ store: Store, _ dictionary: DataDictionary, now: Instant) throws(StorageError) {
    self.dictionary = dictionary
    let rules = dictionary.rules
    let today = rules.zone.day(of: now)
    self.today = today
    let bought = try store.purchases(of: id).filter { $0.day <= today }
    let talks = try store.contactDays(of: id).filter { $0 <= today }
    visits = try store.stageVisits(ofCustomer: id, limit: Timeline.shown)
    var created = today
    if let field = Entity.customer.field(named: "created_at"),
      case .integer(let moment)? = try store.values(of: [field], record: id, entity: .customer)?.first
    {
      created = rules.zone.day(of: Instant(milliseconds: moment))
    }
    lifecycle = Lifecycle(
      created: created, purchases: bought.map(\.day), contacts: talks, newDays: rules.newDays,
      activeDays: rules.activeDays, today: today)
    self.bought = bought
    self.talks = talks
  }

  /// `3 purchases, ¥120,000 in all, the last on 2026-10-01`
  var purchases: Profile.Fact {
    let label = Names("purchases", zh: "成交")
    guard let last = bought.map(\.day).max() else {
      return .init(label: label, text: Wording("none yet", "尚未成交"))
    }
    let sum = bought.reduce(Int64(0)) { $0.addingReportingOverflow($1.amount).partialValue }
    let money = Money(minorUnits: sum, currency: dictionary.rules.baseCurrency)
    let count = bought.count
    return .init(
      label: label,
      text: Wording(
        "\(count) \(count == 1 ? "purchase" : "purchases"), \(money) \(money.currency.code) in all, the last on \(last)",
        "\(count) 次，共 \(money) \(money.currency.code)，最近 \(last)"))
  }

  /// The next open task, or what experience says where there is none.
  func nextStep(_ openTasks: ResultTable?, _ profile: Profile) -> Wording {
    if let task = openTasks?.rows.first, task.count > 2 {
      let due: (String, String) =
        if case .date(let day) = task[2] {
          day < today ? (", overdue since \(day)", "，\(day) 已到期") : (", due \(day)", "，\(day) 到期")
        } else { ("", "") }
      return Wording("\(task[1].plain)\(due.0)", "\(task[1].plain)\(due.1)")
    }
    if !profile.sections.contains(where: { $0.heading.englishName == "contacts" }) {
      return Wording("nobody to talk to yet: add a contact", "还没有联系人，先添加一位")
    }
    guard let last = talks.max() else { return Wording("nobody has been in touch yet: call", "从未联系过，建议先打个电话") }
    let days = Int(today.daysSinceEpoch) - Int(last.daysSinceEpoch)
    if days >= Self.quiet { return Wording("\(days) days without contact: call", "\(days) 天没有联系，建议回访") }
    guard days > 0 else { return Wording("no open task; somebody was in touch today", "没有待办任务，今天联系过") }
    return Wording("no open task; last contact \(days) days ago", "没有待办任务，\(days) 天前联系过")
  }

  /// Days after which somebody should call.
  private static let quiet = 30

  /// States entered and stages reached; the rest is added by queries.
  func timeline(_ reference: String) -> Timeline {
    var timeline = Timeline()
    let states = ChoiceList.lifecycle
    for entry in lifecycle.entries {
      guard let choice = states.choice(key: entry.state.rawValue) else { continue }
      timeline.add(
        entry.day, Names("became", zh: "进入"), .choice(choice), order: 0)
    }
    let stages = dictionary.entity(.opportunity)?.field(named: "stage")?.type.choices
    for visit in visits {
      let day = dictionary.rules.zone.day(of: visit.entered)
      let stage = stages?.choice(key: visit.stage)?.names ?? Names("—")
      timeline.add(
        day, Names("stage", zh: "阶段"),
        Timeline.word(Names("\(stage.englishName): \(visit.title)", zh: "\(stage.chineseName)：\(visit.title)")),
        order: 1)
    }
    return timeline
  }
}
