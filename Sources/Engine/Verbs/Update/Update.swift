internal import Diagnostics
internal import Domain
package import Language
internal import Layout
package import Query
internal import Values

extension Verb {
  /// `update cust_001 set scale = 大型`
  package static let update = Verb(
    VerbSignature(
      "update", [Word("update", zh: "更新", "修改")],
      [
        .slot("target", .target), .word(Word("set", zh: "设为", "设置", "设")), .slot("values", .assignments),
        .allowingDuplicates,
      ],
      effect: .writes),
    Wording("changes fields of records", "修改记录的字段"),
    examples: [
      "update cust_001 set scale = 大型", "update customers where city = 深圳 set province = 广东",
      "update opportunities where status = open set amount = it.amount * 1.1",
    ]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "update"),
      case .assignments(let assignments)? = command["values"]
    else { return .undetermined }
    var plan = try planning.update(targets, assignments)
    if command.allowsDuplicates { plan.allowsDuplicates = true }
    return .change(plan)
  }
}

extension Planning {
  /// The update of records by assignments. Setting a stage or a status does what its verb does.
  package func update(_ targets: Targets, _ assignments: [Assignment]) throws(BindingError) -> ChangePlan {
    let assigned = try assign(assignments, to: targets.entity, isNew: false)
    let span = assignments.first?.field.span ?? targets.span
    try checkPitfalls(assigned, targets, span)
    let own = try ownFigures(assignments, assigned, targets)
    guard !own.isEmpty else { return try update(targets, assigned, span) }
    let apart = Set(own.map(\.id))
    let rest = targets.ids.filter { !apart.contains($0) }
    func among(_ ids: [Int64]) -> Targets { Targets(entity: targets.entity, ids: ids, span: targets.span) }
    var plan = rest.isEmpty ? ChangePlan() : try update(among(rest), assigned, span)
    for (id, assigned) in own {
      let one = try update(among([id]), assigned, span)
      plan.steps += one.steps
      plan.remarks += one.remarks
    }
    return plan
  }

  private func update(_ targets: Targets, _ given: Assigned, _ span: SourceSpan) throws(BindingError) -> ChangePlan {
    var assigned = given
    for assignment in assigned.fields where assignment.field.isRequired {
      if case .constant(.empty) = assignment.value, !isCheck {
        throw .missingFields([assignment.field], targets.entity, span)
      }
    }
    try confirm(assigned, targets, span)
    try checkComputed(assigned, targets, span)
    if targets.entity.key == .opportunity, case .choice(let stage)? = assigned.constant("stage") {
      let status = assigned.constant("status")
      try agree(stage, status, targets.entity, span)
      return try staging(targets, stage, status: status, beside: assigned.without("stage"))
    }
    if targets.entity.key == .opportunity, case .choice(let status)? = assigned.constant("status"),
      status != OpportunityStatus.open
    {
      return try concluding(targets, status, beside: assigned)
    }
    try follow(&assigned, targets, span)
    if targets.entity.key == .opportunity, assigned.constant("status") == .choice(OpportunityStatus.open),
      assigned.constant("stage") == nil
    {
      return try reopening(targets, beside: assigned)
    }
    if targets.entity.key == .lead, assigned.constant("status") == .choice(LeadStatus.converted) {
      return try converting(targets, beside: assigned)
    }
    if targets.entity.key == .task, let status = assigned.constant("status") {
      if status == .choice(TaskStatus.completed) { return try completing(targets, beside: assigned) }
      if status == .choice(TaskStatus.cancelled) { return try cancelling(targets, assigned) }
    }
    var plan = ChangePlan([
      .update(Update(entity: targets.entity, ids: targets.ids, assignments: assigned.fields, labels: assigned.labels))
    ])
    plan.remarks = try remainders(of: targets, assigned)
    try settlePrimary(targets, assigned, &plan)
    try carryName(of: targets, assigned, &plan)
    return plan
  }

  /// `set status = converted` does what `convert` does; those that are converted stay what they became.
  private func converting(_ targets: Targets, beside given: Assigned) throws(BindingError) -> ChangePlan {
    guard !isCheck else { return ChangePlan() }
    var given = given
    given.fields.removeAll { $0.field.name == "status" }
    let open = try leadFacts(targets.ids).filter { $0.status != LeadStatus.converted }.map(\.id)
    var plan = try conversions(of: open, ConversionWish(beside: given), targets.span)
    if !given.fields.isEmpty || !given.labels.isEmpty {
      plan.steps.insert(
        .update(Update(entity: targets.entity, ids: targets.ids, assignments: given.fields, labels: given.labels)),
        at: 0
      )
    }
    return plan
  }

  private func follow(_ assigned: inout Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    switch targets.entity.key {
    case .task:
      if case .choice(let key)? = assigned.constant("status") {
        assigned.set(
          targets.entity.field(named: "completed_at"), key == TaskStatus.completed ? .instant(now) : .empty)
      }
    default: break
    }
  }

  /// A stage and a status that are set together must mean the same.
  func agree(_ key: Int, _ status: FieldValue?, _ entity: Entity, _ span: SourceSpan) throws(BindingError) {
    guard case .choice(let given)? = status, let field = entity.field(named: "stage"), let choices = field.type.choices,
      let stage = choices.choice(key: key), let other = entity.field(named: "status")
    else { return }
    if !RecordInvariants.agree(stage, given, among: choices) {
      throw .contradiction(field, stage.name, other, other.type.choices?.choice(key: given)?.name ?? "", span)
    }
  }

  /// Nothing is divided by zero, and no date leaves the calendar: the field would be emptied in silence.
  private func checkPitfalls(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    func first(_ conditions: [BoundExpression]) throws(BindingError) -> String? {
      guard !conditions.isEmpty else { return nil }
      let isMet = BoundExpression(
        .all([isOne(of: targets.ids, targets.entity), BoundExpression(.any(conditions), .truth)]), .truth)
      return try select(BoundQuery(entity: targets.entity, condition: isMet, limit: 1)).first
        .map { targets.entity.reference($0) }
    }
    for assignment in assigned.fields {
      guard case .computed(let value) = assignment.value else { continue }
      let isZero = value.divisors.map {
        BoundExpression(.comparison($0, .equal, .literal(.integer(0), $0.type)), .truth)
      }
      if let record = try first(isZero) { throw .divisionByZero(record, span) }
      if let record = try first(value.beyondCalendar) { throw .computedMisfit(assignment.field, record, span) }
    }
  }

  /// What is worked out row by row must fit its field in every row: nothing is cut or wrapped in silence.
  private func checkComputed(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    for assignment in assigned.fields {
      guard case .computed(let value) = assignment.value,
        let bounds = Self.bounds(assignment.field.type, targets.entity)
      else {
        continue
      }
      let figure = assignment.field.type == .text ? BoundExpression(.length(value), .integer) : value
      func literal(_ number: Int64) -> BoundExpression { .literal(.integer(number), figure.type) }
      let fits = BoundExpression(
        .range(figure, low: literal(bounds.lowerBound), high: literal(bounds.upperBound)), .truth)
      var terms = [
        BoundExpression(.membership(binder.identity(of: targets.entity), targets.ids.map { .integer($0) }), .truth),
        BoundExpression(.not(fits), .truth),
      ]
      let isEmpty = BoundExpression(.isEmpty(value), .truth)
      if !assignment.field.isRequired { terms.append(BoundExpression(.not(isEmpty), .truth)) }
      let misfits = BoundQuery(entity: targets.entity, condition: BoundExpression(.all(terms), .truth), limit: 1)
      guard let id = try select(misfits).first else { continue }
      throw .computedMisfit(assignment.field, targets.entity.reference(id), span)
    }
  }

  /// What a stored figure may be; half open.
  private static func bounds(_ type: FieldType, _ entity: Entity) -> Range<Int64>? {
    // Beyond this SQLite goes over to floating point.
    let largest: Int64 = 9_200_000_000_000_000_000
    switch type {
    case .integer(let range): return Int64(range.lowerBound)..<Int64(range.upperBound) + 1
    case .date: return Int64(CivilDate.first.daysSinceEpoch)..<Int64(CivilDate.end.daysSinceEpoch)
    case .instant: return Instant.first.milliseconds..<Instant.last.milliseconds
    case .money: return (RecordInvariants.leastAmount(of: entity) ?? -largest)..<largest
    case .number, .duration: return -largest..<largest
    case .text: return 0..<Int64(FieldReader.textLimit) + 1
    case .choice, .flag, .reference, .labels, .phone, .email, .webAddress, .identity: return nil
    }
  }
}
