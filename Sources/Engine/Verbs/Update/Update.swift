internal import Diagnostics
internal import Domain
package import Language
package import Query

extension Verb {
  /// `update cust_001 set scale = 大型`
  package static let update = Verb(
    VerbSignature(
      "update", [Word("update", zh: "更新", "修改")],
      [.slot("target", .target), .word(Word("set", zh: "设为", "设置", "设")), .slot("values", .assignments)], effect: .writes),
    Wording("changes fields of records", "修改记录的字段"),
    examples: [
      "update cust_001 set scale = 大型", "update customers where city = 深圳 set province = 广东",
      "update opportunities where status = open set amount = it.amount * 1.1",
    ]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "update"),
      case .assignments(let assignments)? = command["values"]
    else { return .undetermined }
    return .change(try planning.update(targets, assignments))
  }
}

extension Planning {
  /// The update of records by assignments. Setting a stage or a status does what its verb does.
  package func update(_ targets: Targets, _ assignments: [Assignment]) throws(BindingError) -> ChangePlan {
    var assigned = try assign(assignments, to: targets.entity, isNew: false)
    let span = assignments.first?.field.span ?? targets.span
    for assignment in assigned.fields where assignment.field.isRequired {
      if case .constant(.empty) = assignment.value, !isCheck {
        throw .missingFields([assignment.field], targets.entity, span)
      }
    }
    try follow(&assigned, targets, span)
    if targets.entity.key == .opportunity, assigned.constant("status") == .choice(1), assigned.constant("stage") == nil {
      return try reopening(targets, beside: assigned)
    }
    return ChangePlan([
      .update(Update(entity: targets.entity, ids: targets.ids, assignments: assigned.fields, labels: assigned.labels))
    ])
  }

  private func follow(_ assigned: inout Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    switch targets.entity.key {
    case .opportunity:
      let status = assigned.constant("status")
      if case .choice(let key)? = assigned.constant("stage") {
        try agree(key, status, targets.entity, span)
        assigned.follow(stageAssignments(key, status: status, assigned, targets.entity))
      } else if case .choice(let key)? = status, key != 1 {
        assigned.follow(statusAssignments(key, assigned, targets.entity))
      }
    case .task:
      if case .choice(let key)? = assigned.constant("status") {
        assigned.set(targets.entity.field(named: "completed_at"), key == 3 ? .instant(now) : .empty)
      }
    default: break
    }
  }

  /// A stage and a status that are set together must mean the same.
  private func agree(_ key: Int, _ status: FieldValue?, _ entity: Entity, _ span: SourceSpan) throws(BindingError) {
    guard case .choice(let given)? = status, let field = entity.field(named: "stage"), let choices = field.type.choices,
      let stage = choices.choice(key: key), let other = entity.field(named: "status")
    else { return }
    let wanted = stage.isWinning ? 2 : stage.isLosing ? 3 : nil
    // An opportunity can be lost in any stage; it is won in the closing one.
    let agrees = wanted == nil ? given != 2 || !choices.current.contains(where: \.isWinning) : wanted == given
    if !agrees { throw .contradiction(field, stage.name, other, other.type.choices?.choice(key: given)?.name ?? "", span) }
  }
}
