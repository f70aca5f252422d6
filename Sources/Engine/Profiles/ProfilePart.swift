internal import Domain
internal import Language

/// A part of a profile: the first rows of it stand on the one screen, all of them where its name is said.
struct ProfilePart {
  /// Rows of records, which a query gives; or what the program puts together itself.
  enum Content {
    case records(Listing)
    /// What happened around a customer, the latest first.
    case timeline
    /// The stages that an opportunity went through.
    case stages
    /// The companies that a contact worked for.
    case companies
    /// A lead's score, factor by factor.
    case score
  }

  /// Records: which, how many of them stand on the screen, and what is shown of them.
  struct Listing {
    /// As a query names them.
    let entity: String
    let condition: String
    /// Behind `show` and behind `sort by`.
    let columns: String
    let order: String
    /// What narrows them down on the screen: those that are open. The heading says so.
    var screened: (heading: Names, condition: String, columns: String)?

    /// The query for all of them; without columns it is for programs, which get whole records.
    func whole(withColumns: Bool = true) -> String {
      "find \(entity) where \(condition)\(withColumns ? " show \(columns)" : "") sort by \(order)"
    }

    /// What the screen counts, and the query for the first of them.
    var counted: String { "\(entity) where \(condition)\(screened.map { " and \($0.condition)" } ?? "")" }
    func first(_ limit: Int) -> String {
      "find \(counted) show \(screened?.columns ?? columns) sort by \(order) limit \(limit)"
    }
  }

  /// What it is called, and what asks for it: `show cust_001 contacts`.
  let names: Names
  let content: Content
  /// Rows on the one screen; 0: it is only named there.
  let limit: Int

  /// What a record has of itself from its first day on.
  var isHistory: Bool {
    switch content {
    case .stages, .companies: true
    case .records, .timeline, .score: false
    }
  }

  var heading: Names {
    if case .records(let listing) = content { listing.screened?.heading ?? names } else { names }
  }

  /// In the order in which they stand.
  static func parts(of entity: Entity, _ reference: String, _ dictionary: DataDictionary) -> [ProfilePart] {
    switch entity.key {
    case .customer: customer(reference)
    case .contact: contact(reference)
    case .lead: lead(reference)
    case .opportunity: opportunity(reference)
    case .user: user(reference)
    default: related(to: entity, reference, dictionary)
    }
  }

  /// Every part at once.
  static let all = Names("all", zh: "全部")

  // MARK: Entities

  private static func customer(_ reference: String) -> [ProfilePart] {
    let own = "customer = \(reference)"
    return [
      ProfilePart(
        Names("contacts", zh: "联系人"), 5, "contacts", own,
        "contact_id, name, role, position, phone, is_primary",
        by: "is_primary desc, role, name"),
      ProfilePart(
        names: Names("former contacts", "former", zh: "曾在此任职", "前联系人"),
        content: .records(
          Listing(
            entity: "contacts", condition: "customer != \(reference) and (customer was \(reference))",
            columns: "contact_id, name, customer", order: "name")), limit: 3),
      opportunities(
        own, "opportunity_id, title, stage, amount, expected_close_date", limit: 4),
      tasks(own),
      ProfilePart(
        Names("orders", zh: "订单"), 0, "orders", own,
        "order_id, amount, ordered_at, source, opportunity",
        by: "ordered_at desc"),
      ProfilePart(
        Names("subsidiaries", zh: "下级客户"), 3, "customers", "parent = \(reference)",
        "customer_id, name, city, status, owner",
        by: "name"),
      interactions(own, "contact", limit: 0),
      ProfilePart(names: Names("timeline", zh: "时间线"), content: .timeline, limit: 8),
    ]
  }

  private static func contact(_ reference: String) -> [ProfilePart] {
    let own = "contact = \(reference)"
    return [
      tasks(own), interactions(own, "customer", limit: 8),
      ProfilePart(names: Names("companies", zh: "任职变动"), content: .companies, limit: 8),
    ]
  }

  private static func lead(_ reference: String) -> [ProfilePart] {
    let own = "lead = \(reference)"
    return [
      tasks(own), interactions(own, "contact", limit: 8),
      ProfilePart(names: Names("score", zh: "评分"), content: .score, limit: 20),
    ]
  }

  private static func opportunity(_ reference: String) -> [ProfilePart] {
    let own = "opportunity = \(reference)"
    return [
      ProfilePart(names: Names("stages", zh: "阶段历程"), content: .stages, limit: 8),
      tasks(own), interactions(own, "contact", limit: 8),
      ProfilePart(
        Names("orders", zh: "订单"), 3, "orders", own, "order_id, amount, ordered_at, source",
        by: "ordered_at desc"),
    ]
  }

  private static func user(_ reference: String) -> [ProfilePart] {
    [
      tasks("assignee = \(reference)"),
      opportunities(
        "assigned_to = \(reference)", "opportunity_id, title, customer, stage, amount, expected_close_date",
        limit: 6),
      ProfilePart(
        Names("customers", zh: "客户"), 6, "customers", "owner = \(reference)",
        "customer_id, name, status, last_contact",
        by: "updated_at desc"),
      ProfilePart(
        Names("leads", zh: "线索"), 0, "leads", "assigned_to = \(reference)",
        "lead_id, name, company, status, score",
        by: "updated_at desc"),
      ProfilePart(
        Names("targets", zh: "业绩目标"), 4, "targets", "user = \(reference)",
        "target_id, period, amount, attained, attainment",
        by: "period desc"),
    ]
  }

  /// The opportunities that name a competitor in their list.
  static func competitor(named name: String) -> [ProfilePart] {
    let own = "competitors = \(QuotedText.of(name))"
    func part(_ heading: Names, _ status: String, _ columns: String, by order: String) -> ProfilePart {
      ProfilePart(
        heading, 5, "opportunities", "\(own) and status = \(status)", "opportunity_id, title, \(columns)", by: order)
    }
    return [
      part(
        Names("lost opportunities", "lost", zh: "输单"), "lost", "customer, amount, closed_at, lost_reason",
        by: "closed_at desc"),
      part(
        Names("won opportunities", "won", zh: "赢单"), "won", "customer, actual_amount, closed_at",
        by: "closed_at desc"),
      part(
        Names("open opportunities", "open", zh: "进行中的商机", "进行中"), "open", "customer, amount, stage, assigned_to",
        by: "updated_at desc"),
    ]
  }

  // MARK: Usual parts

  private init(
    _ names: Names, _ limit: Int, _ entity: String, _ condition: String, _ columns: String, by order: String
  ) {
    let listing = Listing(entity: entity, condition: condition, columns: columns, order: order)
    self.init(names: names, content: .records(listing), limit: limit)
  }

  private init(names: Names, content: Content, limit: Int) {
    self.names = names
    self.content = content
    self.limit = limit
  }

  private static func tasks(_ condition: String) -> ProfilePart {
    var listing = Listing(
      entity: "tasks", condition: condition, columns: "task_id, title, due_date, status, priority, assignee",
      order: "due_date")
    listing.screened = (
      Names("open tasks", zh: "待办任务"), "status in (pending, in_progress)",
      "task_id, title, due_date, priority, assignee"
    )
    return ProfilePart(names: Names("tasks", zh: "任务"), content: .records(listing), limit: 4)
  }

  private static func opportunities(_ condition: String, _ columns: String, limit: Int) -> ProfilePart {
    var listing = Listing(
      entity: "opportunities", condition: condition, columns: "\(columns), status", order: "expected_close_date")
    listing.screened = (Names("open opportunities", zh: "进行中的商机"), "status = open", columns)
    return ProfilePart(names: Names("opportunities", zh: "商机"), content: .records(listing), limit: limit)
  }

  private static func interactions(_ condition: String, _ other: String, limit: Int) -> ProfilePart {
    ProfilePart(
      Names("interactions", zh: "沟通记录"), limit, "interactions", condition,
      "date, type, \(other), content", by: "date desc")
  }

  /// What refers to a record of a kind that has no profile of its own making.
  private static func related(
    to entity: Entity, _ reference: String, _ dictionary: DataDictionary
  ) -> [ProfilePart] {
    dictionary.relations(of: entity).compactMap { relation in
      guard let child = dictionary.entity(relation.child) else { return nil }
      let shown = child.columns.filter { $0 != relation.field.name }.joined(separator: ", ")
      let clock = child.key == .interaction ? "date" : child.key == .task ? "due_date" : "updated_at"
      return ProfilePart(
        Names(english: [relation.name], chinese: [child.names.chineseName]), 5, child.pluralEnglish,
        "\(relation.field.name) = \(reference)", shown, by: "\(clock) desc")
    }
  }
}
