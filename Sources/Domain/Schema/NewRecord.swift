package import Values

/// The values of a record that is about to be made, and what the domain adds to them.
///
/// One place for the defaults and invariants of new records, whoever makes them: a verb, an import, the API.
package struct NewRecord: Sendable {
  package let entity: Entity
  /// In the order of the entity's fields.
  package var values: [FieldValue]

  package init(_ entity: Entity) {
    self.entity = entity
    values = Array(repeating: .empty, count: entity.fields.count)
  }

  /// Empty for a field that the entity has not.
  package subscript(_ name: String) -> FieldValue {
    get { place(of: name).map { values[$0] } ?? .empty }
    set { if let place = place(of: name) { values[place] = newValue } }
  }

  private func place(of name: String) -> Int? { entity.fields.firstIndex { $0.name == name } }

  package func has(_ name: String) -> Bool { !self[name].isEmpty }

  private mutating func fill(_ name: String, _ value: FieldValue?) {
    guard let value, let place = place(of: name), values[place].isEmpty else { return }
    values[place] = value
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
      fill("status", .choice(LeadStatus.new))
      fill("assigned_to", author == 0 ? nil : .reference(author))
      if rules.scoresLeads, !has("score") {
        self["score"] = .integer(Int64(rules.leadScoring.score(LeadFacts(self), now: now)))
      }
    case .opportunity: completeOpportunity(rules, author, today, now)
    case .task:
      fill("type", .choice(1))
      fill("priority", .choice(2))
      fill("status", .choice(has("completed_at") ? TaskStatus.completed : TaskStatus.pending))
      fill("assignee", rules.defaultAssignee.flatMap { Entity.user.number(of: $0) }.map { .reference($0) })
      if self["status"] == .choice(TaskStatus.completed) { fill("completed_at", .instant(now)) }
      if has("due_date"), !rules.reminderDays.isEmpty {
        fill("reminders", .text(ReminderDays(rules.reminderDays).text))
      }
    case .user:
      fill("role", .choice(3))
      fill("active", .flag(true))
    default: break
    }
  }

  /// A stage of probability 100 is the one in which an opportunity is won, one of 0 the one in which it is lost.
  private mutating func completeOpportunity(_ rules: DomainRules, _ author: Int64, _ today: CivilDate, _ now: Instant) {
    let stages = entity.field(named: "stage")?.type.choices?.current ?? []
    let status = self["status"]
    if !has("stage") {
      let stage = status == .choice(OpportunityStatus.won) ? stages.first { $0.isWinning } : stages.first
      fill("stage", stage.map { .choice($0.key) })
    }
    let stage: Choice? = stages.first { .choice($0.key) == self["stage"] }
    fill("status", .choice(OpportunityStatus.status(in: stage)))
    // What is over is certain.
    if self["status"] == .choice(OpportunityStatus.won) { fill("probability", .integer(100)) }
    if self["status"] == .choice(OpportunityStatus.lost) { fill("probability", .integer(0)) }
    fill("probability", stage?.probability.map { .integer(Int64($0)) })
    fill("assigned_to", author == 0 ? nil : .reference(author))
    if self["status"] == .choice(OpportunityStatus.open) {
      fill("expected_close_date", rules.defaultExpectedDays.flatMap { today.adding(days: $0) }.map { .date($0) })
    } else {
      fill("closed_at", .date(today))
      if self["status"] == .choice(OpportunityStatus.won) { fill("actual_amount", self["amount"]) }
    }
    let created: Instant = if case .instant(let given) = self["created_at"] { given } else { now }
    fill("stage_since", .instant(created))
  }

  /// The required fields that it lacks.
  package var missing: [Field] {
    values.indices.filter { values[$0].isEmpty && entity.fields[$0].isRequired }.map { entity.fields[$0] }
  }
}
