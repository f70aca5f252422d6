internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

extension Verb {
  /// `move opp_001 to 方案提交`
  package static let move = Verb(
    VerbSignature(
      "move", [Word("move", zh: "推进", "移动")],
      [
        .slot("target", .target), .word(Word("to", zh: "到", "至")), .slot("stage", .value),
        .clauses([[.word(Word("probability", zh: "概率")), .slot("probability", .value)]]),
      ], effect: .writes),
    Wording("moves opportunities to a stage", "把商机推进到某个阶段"),
    examples: ["move opp_001 to 方案提交", "move opp_001 to 商务谈判 probability 80"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "move", allowed: [.opportunity]),
      case .value(let stage)? = command["stage"], let field = targets.entity.field(named: "stage")
    else { return .undetermined }
    guard case .choice(let key) = try planning.fieldValue(stage, as: field, of: targets.entity) else {
      if planning.isCheck { return .undetermined }
      throw .missingFields([field], targets.entity, stage.span)
    }
    var assigned = Planning.Assigned(
      fields: planning.stageAssignments(key, status: nil, amount: nil, targets.entity), labels: [])
    if case .value(let probability)? = command["probability"], let field = targets.entity.field(named: "probability") {
      assigned.set(field, try planning.fieldValue(probability, as: field, of: targets.entity))
    }
    return .change(
      ChangePlan([.update(Update(entity: targets.entity, ids: targets.ids, assignments: assigned.fields))]))
  }
}

extension Planning {
  /// What entering a stage sets beside it. A closing stage closes, any other opens again.
  func stageAssignments(
    _ key: Int, status: FieldValue?, amount: FieldValue?, _ entity: Entity
  ) -> [FieldAssignment] {
    let stage = entity.field(named: "stage")?.type.choices?.choice(key: key)
    var assigned = Assigned()
    assigned.set(entity.field(named: "stage"), .choice(key))
    if let probability = stage?.probability {
      assigned.set(entity.field(named: "probability"), .integer(Int64(probability)))
    }
    if stage?.isWinning == true || stage?.isLosing == true || status == .choice(2) || status == .choice(3) {
      let isWon = stage?.isWinning == true
      assigned.set(entity.field(named: "status"), status ?? .choice(isWon ? 2 : 3))
      assigned.set(entity.field(named: "closed_at"), .date(rules.zone.day(of: now)))
      if isWon { assigned.win(entity, amount: amount) }
    } else {
      assigned.set(entity.field(named: "status"), .choice(1))
      assigned.set(entity.field(named: "closed_at"), .empty)
    }
    return assigned.fields
  }

  /// What a status sets beside it: `close … won` moves to the closing stage.
  func statusAssignments(
    _ key: Int, _ targets: Targets, amount: FieldValue?, _ span: SourceSpan
  ) throws(BindingError) -> [FieldAssignment] {
    let entity = targets.entity
    let stages = entity.field(named: "stage")?.type.choices?.current ?? []
    var assigned = Assigned()
    assigned.set(entity.field(named: "status"), .choice(key))
    switch key {
    case 2:
      if let won = stages.first(where: \.isWinning) { assigned.set(entity.field(named: "stage"), .choice(won.key)) }
      assigned.set(entity.field(named: "probability"), .integer(100))
      assigned.set(entity.field(named: "closed_at"), .date(rules.zone.day(of: now)))
      assigned.win(entity, amount: amount)
    case 3:
      // Without a stage for the lost, it stays where it fell out.
      if let lost = stages.first(where: \.isLosing) { assigned.set(entity.field(named: "stage"), .choice(lost.key)) }
      assigned.set(entity.field(named: "probability"), .integer(0))
      assigned.set(entity.field(named: "closed_at"), .date(rules.zone.day(of: now)))
    default:
      assigned.set(entity.field(named: "closed_at"), .empty)
    }
    return assigned.fields
  }
}

extension Planning.Assigned {
  /// What was really paid: what is said, else the amount that the opportunity had.
  fileprivate mutating func win(_ entity: Entity, amount: FieldValue?) {
    guard let field = entity.field(named: "actual_amount") else { return }
    if let amount {
      set(field, amount)
      return
    }
    guard let expected = entity.field(named: "amount") else { return }
    fields.removeAll { $0.field.key == field.key }
    fields.append(FieldAssignment(field, .computed(BoundExpression(.field(expected, via: []), .money))))
  }
}
