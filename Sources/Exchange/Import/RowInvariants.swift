internal import Diagnostics
internal import Domain
internal import Engine
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What `add` and `update` ask of a record beyond the types of its fields, asked of each row of a file.
final class RowInvariants {
  private let entity: Entity
  private let users: Entity?
  private let active: Field?
  /// Where the row says whose work it is, and how it stands.
  private let owner: Int?
  private let status: Int?
  /// An opportunity's.
  private let stage: Int?
  private let probability: Int?
  private let amounts: [Int]
  private let days: [Int]
  /// From when and to when it is.
  private let times: (start: Int, end: Int)?
  /// Where it says what stands above it.
  private let parents: [Int]
  private let title: Int?
  private let rules: DomainRules
  private let today: CivilDate
  private var known: [Int64: Bool] = [:]
  private var targets: Targets?
  private var contacts: Contacts?

  /// - Parameter settlesPrimary: who is a customer's first contact is looked up, for `settle`.
  init(
    _ entity: Entity, _ dictionary: DataDictionary, _ rows: RowWriter, now: Instant, settlesPrimary: Bool = true
  ) throws {
    self.entity = entity
    rules = dictionary.rules
    today = rules.zone.day(of: now)
    func place(_ name: String) -> Int? { entity.fields.firstIndex { $0.name == name && $0.isStored } }
    days = entity.fields.indices.filter { entity.fields[$0].type == .date }
    times = place("start_at").flatMap { start in place("end_at").map { (start, $0) } }
    parents = entity.fields.indices.filter { entity.fields[$0].type == .reference(entity.key) }
    title = entity.key == .competitor ? place("name") : nil
    users = dictionary.entity(.user)
    active = users?.field(named: "active")
    owner = entity.fields.firstIndex { RecordInvariants.owners.contains($0.name) && $0.type == .reference(.user) }
    status = place("status")
    stage = entity.key == .opportunity ? place("stage") : nil
    probability = place("probability")
    amounts = entity.fields.indices.filter { entity.fields[$0].type == .money }
    if entity.key == .target { targets = try Targets(entity, rows) }
    if entity.key == .contact, settlesPrimary { contacts = try Contacts(entity, rows) }
  }

  /// Whether the configured assignee can be given tasks; nil where none is configured.
  func canAssign(_ reference: String?, _ rows: RowWriter) throws -> Bool? {
    guard entity.key == .task, let users, let id = reference.flatMap({ users.number(of: $0) }) else { return nil }
    guard try rows.presence(of: id, users) == .live else { return false }
    return try isActive(id, rows)
  }

  /// Why a new record cannot stand.
  func refusal(of values: [FieldValue], _ rows: RowWriter) throws -> RowRefusal? {
    if let wording = valueRefusal(values) { return RowRefusal(.value, wording) }
    if let times, let wording = RecordInvariants.times(values[times.start], values[times.end], rules.zone) {
      return RowRefusal(.value, wording)
    }
    if let wording = contradiction(values) { return RowRefusal(.value, wording) }
    if let refusal = try ownerRefusal(values, status: status.map { values[$0] } ?? .empty, rows) { return refusal }
    return targets?.refusal(of: values, besides: nil).map { RowRefusal(.other, $0) }
  }

  /// Why a record cannot take what a row changes in it.
  func refusal(
    of changes: [FieldAssignment], _ id: Int64, _ values: [FieldValue], _ rows: RowWriter
  ) throws -> RowRefusal? {
    var changed: [FieldValue] = Array(repeating: .empty, count: values.count)
    for change in changes {
      guard let position = entity.fields.firstIndex(where: { $0.key == change.field.key }) else { continue }
      if case .constant(let value) = change.value { changed[position] = value }
    }
    if let wording = valueRefusal(changed) { return RowRefusal(.value, wording) }
    if let wording = contradiction(changed) { return RowRefusal(.value, wording) }
    if let wording = try standingRefusal(changed, id, rows) { return RowRefusal(.value, wording) }
    var stands = FieldValue.empty
    if let status, let owner, !changed[owner].isEmpty {
      let key = try rows.reference(entity.fields[status], of: id, entity).flatMap { Int(exactly: $0) }
      stands = changed[status].isEmpty ? key.map { .choice($0) } ?? .empty : changed[status]
    }
    if let refusal = try ownerRefusal(changed, status: stands, rows) { return refusal }
    guard !changes.isEmpty else { return nil }
    return targets?.refusal(of: values, besides: id).map { RowRefusal(.other, $0) }
  }

  /// What a change cannot be beside what stands.
  private func standingRefusal(_ changed: [FieldValue], _ id: Int64, _ rows: RowWriter) throws -> Wording? {
    if let times, !changed[times.start].isEmpty || !changed[times.end].isEmpty {
      func moment(_ place: Int) throws -> FieldValue {
        guard changed[place].isEmpty else { return changed[place] }
        return try rows.reference(entity.fields[place], of: id, entity).map { .instant(Instant(milliseconds: $0)) }
          ?? .empty
      }
      if let wording = RecordInvariants.times(try moment(times.start), try moment(times.end), rules.zone) {
        return wording
      }
    }
    if entity.key == .lead, let status, !changed[status].isEmpty,
      try rows.reference(entity.fields[status], of: id, entity) == Int64(LeadStatus.converted)
    {
      return RecordInvariants.staysConverted(entity.reference(id))
    }
    if let title, case .text(let name) = changed[title] {
      let reference = entity.reference(id)
      return Wording(
        "a file does not rename it: update \(reference) set name = \(name) takes its opportunities along",
        "导入不会改名：更新 \(reference) 设为 名称 = \(name) 会一并更改其商机")
    }
    for place in parents {
      guard case .reference(let above) = changed[place] else { continue }
      var seen: Set<Int64> = []
      var current: Int64? = above
      while let at = current, seen.insert(at).inserted {
        if at == id {
          return RecordInvariants.circle(entity.reference(id), entity.fields[place], above: entity.reference(above))
        }
        current = try rows.reference(entity.fields[place], of: at, entity)
      }
    }
    return nil
  }

  /// A stage and a status that mean different things.
  private func contradiction(_ values: [FieldValue]) -> Wording? {
    guard let stage, let status, case .choice(let at) = values[stage], case .choice(let key) = values[status],
      let stages = entity.fields[stage].type.choices, let choice = stages.choice(key: at),
      !RecordInvariants.agree(choice, key, among: stages)
    else { return nil }
    let given = entity.fields[status].type.choices?.choice(key: key)?.name ?? ""
    return Wording(
      "stage \(choice.name) and status \(given) contradict each other", "阶段“\(choice.name)”与状态“\(given)”互相矛盾")
  }

  /// What is over is certain, whatever the row says of it.
  func makeCertain(_ values: inout [FieldValue]) -> Bool {
    guard stage != nil, let status, let probability, let certain = RecordInvariants.certainProbability(values[status]),
      values[probability] != certain
    else { return false }
    values[probability] = certain
    return true
  }

  private func valueRefusal(_ values: [FieldValue]) -> Wording? {
    for position in days {
      guard case .date(let day) = values[position] else { continue }
      if let refusal = RecordInvariants.refusal(of: day, in: entity.fields[position], today: today) { return refusal }
    }
    for position in amounts {
      guard case .money(let money, _) = values[position] else { continue }
      if let refusal = RecordInvariants.refusal(of: money, in: entity.fields[position], of: entity) { return refusal }
    }
    return nil
  }

  private func ownerRefusal(_ values: [FieldValue], status: FieldValue, _ rows: RowWriter) throws -> RowRefusal? {
    guard let owner, case .reference(let id) = values[owner], !RecordInvariants.isOver(entity, status: status),
      let users, try !isActive(id, rows)
    else { return nil }
    let field = entity.fields[owner]
    let reason = RecordInvariants.inactive(users.reference(id))
    return RowRefusal(
      .value, Wording("\(field.name): \(reason.english)", "\(field.names.chineseName)：\(reason.chinese)"))
  }

  private func isActive(_ id: Int64, _ rows: RowWriter) throws -> Bool {
    if let known = known[id] { return known }
    guard let users, let active else { return true }
    let isActive = try rows.reference(active, of: id, users) != 0
    known[id] = isActive
    return isActive
  }

  // MARK: What a new record means for others

  /// The first contact of a customer is the primary one, unless the file says who is.
  func settle(_ values: inout [FieldValue], isPrimaryGiven: Bool) { contacts?.settle(&values, isPrimaryGiven) }

  func note(_ id: Int64, _ values: [FieldValue]) {
    targets?.note(id, values)
    contacts?.note(id, values)
  }
}

/// Whose targets there are, and for when: a few.
private struct Targets {
  private struct Place {
    var user: Int64?
    var team = ""
    var period = ""

    var key: String { "\(user ?? -1)\u{1F}\(TextFolding.folded(team))\u{1F}\(TextFolding.folded(period))" }
  }

  private let user: Int
  private let team: Int
  private let period: Int
  private let entity: Entity
  private var holders: [String: Int64] = [:]
  private var places: [Int64: Place] = [:]

  init?(_ entity: Entity, _ rows: RowWriter) throws {
    func position(_ name: String) -> Int? { entity.fields.firstIndex { $0.name == name } }
    guard let user = position("user"), let team = position("team"), let period = position("period") else { return nil }
    (self.entity, self.user, self.team, self.period) = (entity, user, team, period)
    var found: [Int64: Place] = [:]
    try rows.each([user, team, period].map { entity.fields[$0] }, of: entity) { id, values in
      func text(_ value: SQLValue) -> String { if case .text(let text) = value { text } else { "" } }
      let owner: Int64? = if case .integer(let number) = values[0] { number } else { nil }
      found[id] = Place(user: owner, team: text(values[1]), period: text(values[2]))
    }
    places = found
    for (id, place) in found { holders[place.key] = id }
  }

  /// Where a row puts a target; a cell that is empty changes nothing of what stands.
  private func place(_ values: [FieldValue], over id: Int64?) -> Place {
    var place = id.flatMap { places[$0] } ?? Place()
    if case .reference(let id) = values[user] { place.user = id }
    if case .text(let text) = values[team] { place.team = text }
    if case .text(let text) = values[period] { place.period = text }
    return place
  }

  func refusal(of values: [FieldValue], besides id: Int64?) -> Wording? {
    let place = place(values, over: id)
    guard (place.user == nil) != place.team.isEmpty else { return RecordInvariants.targetOfWhom }
    guard let other = holders[place.key], other != id else { return nil }
    return RecordInvariants.duplicateTarget(entity.reference(other))
  }

  mutating func note(_ id: Int64, _ values: [FieldValue]) {
    let place = place(values, over: id)
    if let former = places[id]?.key, holders[former] == id { holders[former] = nil }
    places[id] = place
    holders[place.key] = id
  }
}

/// Which customers have contacts, and who is the primary one.
private struct Contacts {
  private let customer: Int
  private let flag: Int
  /// 0 where none of the customer's contacts is.
  private var primary: [Int64: Int64] = [:]

  init?(_ entity: Entity, _ rows: RowWriter) throws {
    guard let customer = entity.fields.firstIndex(where: { $0.name == "customer" }),
      let flag = entity.fields.firstIndex(where: { $0.name == "is_primary" })
    else { return nil }
    (self.customer, self.flag) = (customer, flag)
    var found: [Int64: Int64] = [:]
    try rows.each([entity.fields[customer], entity.fields[flag]], of: entity) { id, values in
      guard case .integer(let home) = values[0] else { return }
      if values[1] == .integer(1) { found[home] = id } else if found[home] == nil { found[home] = 0 }
    }
    primary = found
  }

  func settle(_ values: inout [FieldValue], _ isGiven: Bool) {
    guard !isGiven, values[flag].isEmpty, case .reference(let home) = values[customer], primary[home] == nil else {
      return
    }
    values[flag] = .flag(true)
  }

  mutating func note(_ id: Int64, _ values: [FieldValue]) {
    guard case .reference(let home) = values[customer] else { return }
    if values[flag] == .flag(true) { primary[home] = id } else if primary[home] == nil { primary[home] = 0 }
  }
}
