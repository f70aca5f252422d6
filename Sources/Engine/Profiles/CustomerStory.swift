internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What happened with a customer, and what there is to do.
struct CustomerStory {
  private let id: Int64
  private let bought: [Store.Purchase]
  private let talks: [CivilDate]
  private let lifecycle: Lifecycle
  private let dictionary: DataDictionary
  private let today: CivilDate
  private let base: Currency

  /// - Parameters:
  ///   - past: the earlier state that is asked of; `now` is its moment then.
  ///   - formerTalks: the days of contact of that state; nil reads those of the present.
  init(
    _ id: Int64, _ store: Store, _ dictionary: DataDictionary, now: Instant, as past: Past? = nil,
    talks formerTalks: [CivilDate]? = nil
  ) throws(StorageError) {
    self.id = id
    self.dictionary = dictionary
    let rules = past?.rules ?? dictionary.rules
    let today = rules.zone.day(of: now)
    (self.today, base) = (today, rules.baseCurrency)
    let bought = try store.purchases(of: id, PurchaseSpan(until: today, as: past))
    let talks: [CivilDate]
    if let formerTalks {
      talks = formerTalks.filter { $0 <= today }
    } else {
      talks = try store.contactDays(of: id, until: today)
    }
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

  /// What they are worth: `3 purchases from 2026-01-05 to 2026-10-01, ¥120,000 in all, ¥40,000 on average`
  var purchases: Profile.Fact {
    let label = Names("purchases", zh: "成交")
    guard let figures = bought.figures else { return .init(label: label, text: Wording("none yet", "尚未成交")) }
    let (sum, average) = (worth(figures.sum), worth(figures.average))
    guard figures.count > 1 else {
      return .init(
        label: label,
        text: Wording("1 purchase on \(figures.last), \(sum)", "1 次，\(figures.last)，\(sum)"))
    }
    return .init(
      label: label,
      text: Wording(
        "\(figures.count) purchases from \(figures.first) to \(figures.last), \(sum) in all, \(average) on average",
        "\(figures.count) 次，\(figures.first) 至 \(figures.last)，共 \(sum)，平均 \(average)"))
  }

  private func worth(_ units: Int64) -> String {
    Money(minorUnits: units, currency: base).displayed
  }

  /// `5 + 4 + 5 = 14, VIP (12 days ago, 3 times, ¥120,000; among 57 customers)`; nil without a purchase.
  func rfm(_ store: Session.Standings) -> Profile.Fact? {
    guard let figures = bought.figures, let score = store.scores[id] else { return nil }
    let days = Int(today.daysSinceEpoch) - Int(figures.last.daysSinceEpoch)
    let sum = "\(score.recency) + \(score.frequency) + \(score.monetary) = \(score.total)"
    let last = days == 0 ? "today" : days == 1 ? "1 day ago" : "\(days) days ago"
    let (times, all) = (figures.count, store.count)
    return .init(
      label: Names("RFM", zh: "RFM"),
      text: Wording(
        "\(sum), \(score.segment.englishName) (\(last), \(times == 1 ? "once" : "\(times) times"), "
          + "\(worth(figures.sum)); among \(all) \(all == 1 ? "customer" : "customers") with a purchase)",
        "\(sum)，\(score.segment.chineseName)（\(days == 0 ? "今天" : "\(days) 天前")，\(times) 次，"
          + "\(worth(figures.sum))；在 \(all) 个成交客户中）"))
  }

  /// The next open task, or what experience says where there is none.
  ///
  /// - Parameter task: its title and due date.
  func nextStep(_ task: [Cell]?, knowsSomebody: Bool) -> Wording {
    if let task, task.count > 1 {
      let due: (String, String) =
        if case .date(let day) = task[1] {
          day < today ? (", overdue since \(day)", "，\(day) 已到期") : (", due \(day)", "，\(day) 到期")
        } else { ("", "") }
      return Wording("\(task[0].plain)\(due.0)", "\(task[0].plain)\(due.1)")
    }
    guard knowsSomebody else { return Wording("nobody to talk to yet: add a contact", "还没有联系人，先添加一位") }
    guard let last = talks.max() else { return Wording("nobody has been in touch yet: call", "从未联系过，建议先打个电话") }
    let days = Int(today.daysSinceEpoch) - Int(last.daysSinceEpoch)
    if days >= Self.quiet { return Wording("\(days) days without contact: call", "\(days) 天没有联系，建议回访") }
    guard days > 0 else { return Wording("no open task; somebody was in touch today", "没有待办任务，今天联系过") }
    return Wording("no open task; last contact \(days) days ago", "没有待办任务，\(days) 天前联系过")
  }

  /// Days after which somebody should call.
  private static let quiet = 30

  /// The states entered; the rest is added by queries.
  var timeline: Timeline {
    var timeline = Timeline()
    for entry in lifecycle.entries {
      guard let choice = ChoiceList.lifecycle.choice(key: entry.state.rawValue) else { continue }
      timeline.add(entry.day, Names("became", zh: "进入"), .choice(choice), order: 0)
      timeline.states += 1
    }
    return timeline
  }
}

extension [Store.Purchase] {
  fileprivate var figures: PurchaseFigures? {
    var figures: PurchaseFigures?
    for purchase in self {
      if figures?.add(purchase.day, amount: purchase.amount) == nil {
        figures = PurchaseFigures(purchase.day, amount: purchase.amount)
      }
    }
    return figures
  }
}
