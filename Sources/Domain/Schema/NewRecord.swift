package import Values

/// The values of a record that is about to be made, by field name, and what the domain adds to them.
///
/// One place for the defaults and invariants of new records, whoever makes them: a verb, an import, the API.
package struct NewRecord: Sendable {
  package let entity: Entity
  package var values: [String: FieldValue]

  package init(_ entity: Entity, values: [String: FieldValue] = [:]) {
    self.entity = entity
    self.values = values
  }

  package func has(_ name: String) -> Bool { values[name].map { !$0.isEmpty } ?? false }

  private mutating func fill(_ name: String, _ value: FieldValue?) {
    guard let value, !has(name) else { return }
    values[name] = value
  }

  /// Fills in what was left out.
  ///
  /// - Parameters:
  ///   - author: who makes the record; owns what has an owner.
  ///   - today: in the workspace's zone.
  package mutating func complete(rules: DomainRules, author: Int64, now: Instant) {
    let today = rules.zone.day(of: now)
    switch entity.key {
    case .customer: fill("owner", author == 0 ? nil : .reference(author))
    case .contact, .competitor, .order, .template, .target: break
    case .interaction: fill("date", .instant(now))
    case .lead:
      fill("status", .choice(1))
      fill("assigned_to", author == 0 ? nil : .reference(author))
    case .opportunity: completeOpportunity(rules, author, today, now)
    case .task:
      fill("type", .choice(1))
      fill("priority", .choice(2))
      fill("status", has("completed_at") ? .choice(3) : .choice(1))
      fill("assignee", rules.defaultAssignee.flatMap { Entity.user.number(of: $0) }.map { .reference($0) })
      if values["status"] == .choice(3) { fill("completed_at", .instant(now)) }
    case .user:
      fill("role", .choice(3))
      fill("active", .flag(true))
    default: break
    }
  }

  /// A stage of probability 100 is the one in which an opportunity is won, one of 0 the one in which it is lost.
  private mutating func completeOpportunity(_ rules: DomainRules, _ author: Int64, _ today: CivilDate, _ now: Instant) {
    let stages = entity.field(named: "stage")?.type.choices?.current ?? []
    let status = values["status"]
    if !has("stage") {
      let stage = status == .choice(2) ? stages.first { $0.isWinning } : stages.first
      fill("stage", stage.map { .choice($0.key) })
    }
    let stage: Choice? = stages.first { .choice($0.key) == values["stage"] }
    fill("status", stage?.isWinning == true ? .choice(2) : stage?.isLosing == true ? .choice(3) : .choice(1))
    fill("probability", stage?.probability.map { .integer(Int64($0)) })
    fill("assigned_to", author == 0 ? nil : .reference(author))
    if values["status"] == .choice(1) {
      fill("expected_close_date", rules.defaultExpectedDays.flatMap { today.adding(days: $0) }.map { .date($0) })
    } else {
      fill("closed_at", .date(today))
      if values["status"] == .choice(2) { fill("actual_amount", values["amount"]) }
    }
    let created: Instant = if case .instant(let given)? = values["created_at"] { given } else { now }
    fill("stage_since", .instant(created))
  }

  /// The required fields that it lacks.
  package var missing: [Field] { entity.fields.filter { $0.isRequired && !has($0.name) } }
}
