internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// Profiles: what somebody wants to see of a record before they pick up the phone.
extension Interpreter {
  /// One record on one screen. Of an earlier state it is the record with what belonged to it.
  func profile(_ entity: Entity, _ id: Int64, _ past: Past?) throws(Diagnostic) -> Profile {
    if past == nil, let made = try ownProfile(entity, id) { return made }
    return try plainProfile(entity, id, past)
  }

  private func plainProfile(_ entity: Entity, _ id: Int64, _ past: Past?) throws(Diagnostic) -> Profile {
    let record = try table(of: entity, [id], all: true, past: past)
    var sections: [Profile.Section] = []
    for relation in session.dictionary.relations(of: entity) {
      guard let child = session.dictionary.entity(relation.child) else { continue }
      if let section = try section(relation, child, id, past) { sections.append(section) }
    }
    sections += try ownSections(of: entity, id, past)
    return Profile(reference: entity.reference(id), entity: entity, record: record, sections: sections)
  }

  /// The latest few of what belongs to a record; nil where there is none.
  private func section(
    _ relation: Relation, _ child: Entity, _ id: Int64, _ past: Past?
  ) throws(Diagnostic) -> Profile.Section? {
    let binder = Binder(session.context(), scope: child)
    let link = BoundExpression(
      .comparison(
        BoundExpression(.field(relation.field, via: []), ValueType(relation.field, of: child)), .equal,
        .literal(.integer(id), ValueType(relation.field, of: child))), .truth)
    let columns = try binding { () throws(BindingError) in try binder.defaultColumns(of: child, all: false) }
      .filter { $0.name != relation.field.name }
    let clock = child.field(named: child.key == .interaction ? "date" : child.key == .task ? "due_date" : "updated_at")
    let order = clock.map {
      BoundQuery.Order(expression: BoundExpression(.field($0, via: []), ValueType($0, of: child)), isDescending: true)
    }
    var query = BoundQuery(
      entity: child, condition: link, columns: columns, order: order.map { [$0] } ?? [], limit: Self.shown)
    query.past = past
    return try latest(
      of: query, Names(english: [relation.name], chinese: [child.names.chineseName]))
  }

  /// Rows of a section.
  static let shown = 5

  /// The rows of a query with a limit, and how many it would give without; nil where there are none.
  func latest(of query: BoundQuery, _ heading: Names) throws(Diagnostic) -> Profile.Section? {
    let table = try table(query)
    guard !table.rows.isEmpty else { return nil }
    var total = table.rows.count
    if total == query.limit {
      var counting = BoundQuery(
        entity: query.entity, condition: query.condition,
        columns: [
          .init(name: "count", heading: Names("count"), expression: BoundExpression(.aggregate(.count, nil), .integer))
        ],
        isScalar: true)
      counting.past = query.past
      if case .integer(let all)? = try self.table(counting).rows.first?.first { total = Int(clamping: all) }
    }
    return .init(heading: heading, table: table, total: total)
  }

  // MARK: The entities' own

  private func ownProfile(_ entity: Entity, _ id: Int64) throws(Diagnostic) -> Profile? {
    let reference = entity.reference(id)
    let parts: [ProfilePart]
    switch entity.key {
    case .customer: parts = ProfilePart.customer(reference)
    case .contact: parts = ProfilePart.contact(reference)
    case .lead: parts = ProfilePart.related("lead", reference)
    case .opportunity: parts = ProfilePart.related("opportunity", reference)
    case .task: parts = []
    case .user: parts = ProfilePart.user(reference)
    default: return nil
    }
    var profile = Profile(
      reference: reference, entity: entity, record: try table(of: entity, [id], all: true, past: nil), sections: [])
    for part in parts { if let section = try section(part, &profile) { profile.sections.append(section) } }
    switch entity.key {
    case .customer: try tellCustomer(id, &profile)
    case .contact: try tellMoves(id, entity, &profile)
    case .lead:
      let planning = session.planning(folder: folder)
      let facts = try binding { () throws(BindingError) in try planning.leadFacts([id]) }
      if let facts = facts.first {
        let account = ScoreAccount(facts, planning.rules, now: planning.now).table
        profile.sections.append(
          .init(heading: Names("score", zh: "评分"), table: account, total: account.rows.count))
      }
    case .opportunity:
      profile.sections.insert(contentsOf: try ownSections(of: entity, id, nil), at: 0)
    default: break
    }
    return profile
  }

  /// The first rows of a part; nil where there are none.
  private func section(_ part: ProfilePart, _ profile: inout Profile) throws(Diagnostic) -> Profile.Section? {
    let table = try rows("find \(part.entity) where \(part.condition) \(part.columns) limit \(part.limit)")
    guard !table.rows.isEmpty else { return nil }
    var total = table.rows.count
    if total == part.limit,
      case .integer(let all)? = try rows("count \(part.entity) where \(part.condition)").rows
        .first?.first
    {
      total = Int(all)
    }
    if total > table.rows.count { profile.more.append("find \(part.entity) where \(part.condition)") }
    return .init(heading: part.heading, table: table, total: total)
  }

  /// A query of the program's own.
  func rows(_ text: String) throws(Diagnostic) -> ResultTable {
    var parser = Parser(text, vocabulary: session.catalogue.vocabulary)
    guard case .query(let query)? = parser.parseProgram().program.statements.first?.kind else {
      throw StorageError.failed(text).diagnostic
    }
    return try table(try binding { () throws(BindingError) in try Binder(session.context()).bindQuery(query) })
  }

  // MARK: Customers

  private func tellCustomer(_ id: Int64, _ profile: inout Profile) throws(Diagnostic) {
    let now = session.clock()
    let zone = session.dictionary.rules.zone
    let story: CustomerStory
    do throws(StorageError) { story = try CustomerStory(id, session.store, session.dictionary, now: now) } catch {
      throw error.diagnostic
    }
    profile.facts.append(story.purchases)
    let open = profile.sections.first { $0.heading.englishName == "open tasks" }?.table
    profile.facts.append(.init(label: Names("next step", zh: "下一步"), text: story.nextStep(open, profile)))
    var timeline = story.timeline(profile.reference)
    let talks = try rows(
      "find interactions where customer = \(profile.reference) show date, type, contact, content, interaction_id "
        + "sort by date desc limit \(Timeline.shown)")
    timeline.add(interactions: talks, zone)
    timeline.add(
      tasks: try rows(
        "find tasks where customer = \(profile.reference) and status = completed "
          + "show completed_at, title sort by completed_at desc limit \(Timeline.shown)"))
    timeline.add(
      closings: try rows(
        "find opportunities where customer = \(profile.reference) and status in (won, lost) "
          + "show closed_at, title, status, actual_amount sort by closed_at desc limit \(Timeline.shown)"), zone)
    if let section = timeline.section(zone) { profile.sections.append(section) }
    if talks.rows.count >= Timeline.shown {
      profile.more.append("find interactions where customer = \(profile.reference) sort by date desc")
    }
  }

  // MARK: Contacts

  /// Where somebody worked before: what was logged there stays there.
  private func tellMoves(_ id: Int64, _ entity: Entity, _ profile: inout Profile) throws(Diagnostic) {
    guard let field = entity.field(named: "customer") else { return }
    let events: [HistoryEvent]
    do throws(StorageError) { events = try session.store.history(of: RecordKey(entity.key, id)) } catch {
      throw error.diagnostic
    }
    let table = ChangeBook(session).history(events, of: field)
    guard table.rows.count > 1 else { return }
    profile.sections.append(
      .init(heading: Names("companies", zh: "任职变动"), table: table, total: table.rows.count))
  }
}
