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
      ], effect: .writes, holding: ["target": .records(["opportunity"]), "stage": .field("stage", of: "opportunity")]),
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
    var given = Planning.Assigned()
    if case .value(let probability)? = command["probability"], let field = targets.entity.field(named: "probability") {
      given.set(field, try planning.fieldValue(probability, as: field, of: targets.entity))
    }
    return .change(try planning.staging(targets, key, status: nil, beside: given))
  }
}

extension Planning {
  /// What entering a stage sets beside it. A closing stage closes, any other opens again.
  ///
  /// - Parameter given: what the statement sets itself, which stands as it is said.
  func stageAssignments(
    _ key: Int, status: FieldValue?, _ given: Assigned, _ entity: Entity
  ) -> [FieldAssignment] {
    let stage = entity.field(named: "stage")?.type.choices?.choice(key: key)
    var assigned = Assigned()
    assigned.set(entity.field(named: "stage"), .choice(key))
    if stage?.isWinning == true {
      return assigned.fields + statusAssignments(OpportunityStatus.won, given, entity, stage: .choice(key))
    }
    if stage?.isLosing == true || status == .choice(OpportunityStatus.lost) {
      return assigned.fields + statusAssignments(OpportunityStatus.lost, given, entity, stage: .choice(key))
    }
    if let probability = stage?.probability {
      assigned.set(entity.field(named: "probability"), .integer(Int64(probability)))
    }
    assigned.set(entity.field(named: "status"), status ?? .choice(OpportunityStatus.open))
    assigned.set(entity.field(named: "closed_at"), .empty)
    return assigned.fields
  }

  /// What ending an opportunity sets beside its status: `close … won` moves to the closing stage. Without a stage for
  /// the lost, it stays where it fell out.
  func statusAssignments(
    _ key: Int, _ given: Assigned, _ entity: Entity, stage: FieldValue? = nil
  ) -> [FieldAssignment] {
    let isWon = key == OpportunityStatus.won
    let stages = entity.field(named: "stage")?.type.choices?.current ?? []
    var assigned = Assigned()
    assigned.set(entity.field(named: "status"), .choice(key))
    let ending = stages.first { isWon ? $0.isWinning : $0.isLosing }
    if stage == nil, let ending { assigned.set(entity.field(named: "stage"), .choice(ending.key)) }
    assigned.set(entity.field(named: "probability"), .integer(isWon ? 100 : 0))
    assigned.set(entity.field(named: "closed_at"), .date(rules.zone.day(of: now)))
    if isWon { assigned.win(entity, given) }
    return assigned.fields
  }
}

extension Planning.Assigned {
  /// Adds what follows from what was said, where nothing was said of it.
  mutating func follow(_ consequences: [FieldAssignment]) {
    for consequence in consequences where !fields.contains(where: { $0.field.key == consequence.field.key }) {
      fields.append(consequence)
    }
  }

  /// What was really paid, where it is not said: the amount that the opportunity has, or gets in the same breath.
  fileprivate mutating func win(_ entity: Entity, _ given: Planning.Assigned) {
    guard let paid = entity.field(named: "actual_amount"), let expected = entity.field(named: "amount") else { return }
    let value = given.fields.first { $0.field.key == expected.key }?.value
    fields.append(FieldAssignment(paid, value ?? .computed(BoundExpression(.field(expected, via: []), .money))))
  }
}
