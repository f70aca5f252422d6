internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// Opportunities between open, won and lost. What an outcome carries comes with it and goes with it, and an outcome that
/// stands is not dated again.
extension Planning {
  /// The targets by what they are now: open, won, lost. In a check, where nothing is known, all count as open.
  struct Outcomes {
    var open: [Int64]
    var won: [Int64] = []
    var lost: [Int64] = []
  }

  func outcomes(of targets: Targets) throws(BindingError) -> Outcomes {
    guard !isCheck, let status = targets.entity.field(named: "status") else { return Outcomes(open: targets.ids) }
    let won = try select(targets, where: status, is: OpportunityStatus.won)
    let lost = try select(targets, where: status, is: OpportunityStatus.lost)
    let closed = Set(won).union(lost)
    return Outcomes(open: targets.ids.filter { !closed.contains($0) }, won: won, lost: lost)
  }

  /// Those of the targets whose choice is one.
  private func select(_ targets: Targets, where field: Field, is key: Int) throws(BindingError) -> [Int64] {
    let type = ValueType(field, of: targets.entity)
    let holds = BoundExpression(
      .comparison(BoundExpression(.field(field, via: []), type), .equal, .literal(.integer(key), type)), .truth)
    let among = BoundExpression(
      .membership(binder.identity(of: targets.entity), targets.ids.map { .integer($0) }), .truth)
    return try select(BoundQuery(entity: targets.entity, condition: BoundExpression(.all([among, holds]), .truth)))
  }

  // MARK: Stages

  /// The targets in another stage, with all that it means for each of them.
  ///
  /// - Parameters:
  ///   - status: said in the same breath; nil leaves it to the stage.
  ///   - given: what the statement sets itself, the stage left aside.
  func staging(
    _ targets: Targets, _ key: Int, status: FieldValue?, beside given: Assigned
  ) throws(BindingError) -> ChangePlan {
    let entity = targets.entity
    guard let field = entity.field(named: "stage"), let stage = field.type.choices?.choice(key: key) else {
      return ChangePlan()
    }
    let falls = status == .choice(OpportunityStatus.lost) && !stage.isWinning
    let wanted = falls ? OpportunityStatus.lost : OpportunityStatus.status(in: stage)
    try confirmOutcome(.choice(wanted), given.constant, entity, targets.span)
    let now = try outcomes(of: targets)
    var plan = ChangePlan()
    func step(_ ids: [Int64], _ consequences: [FieldAssignment]) {
      guard !ids.isEmpty else { return }
      var assigned = given
      assigned.follow(consequences)
      plan.steps.append(
        .update(Update(entity: entity, ids: ids, assignments: assigned.fields, labels: given.labels)))
    }
    let entering = stageAssignments(key, status: status, given, entity)
    let alone = [FieldAssignment(field, .choice(key))]
    step(now.open, entering)
    for (standing, ids) in [(OpportunityStatus.won, now.won), (OpportunityStatus.lost, now.lost)] {
      if wanted == standing {
        step(ids, alone)
        continue
      }
      // Where the configuration dropped a stage, its records only change their label.
      let relabelled = wanted == 1 ? try stranded(ids, field, targets) : []
      step(relabelled, alone)
      let moving = ids.filter { !relabelled.contains($0) }
      step(moving, entering + withdrawal(of: standing, entity))
      if !moving.isEmpty { plan.remarks.append(remark(moving, from: standing, to: wanted, entity)) }
    }
    return plan
  }

  private func stranded(_ ids: [Int64], _ stage: Field, _ targets: Targets) throws(BindingError) -> [Int64] {
    var found: [Int64] = []
    let subset = Targets(entity: targets.entity, ids: ids, span: targets.span)
    for choice in stage.type.choices?.current ?? [] where choice.isKept {
      found += try select(subset, where: stage, is: choice.key)
    }
    return found
  }

  /// What belonged to an outcome that no longer is.
  func withdrawal(of outcome: Int, _ entity: Entity) -> [FieldAssignment] {
    let names = outcome == OpportunityStatus.won ? ["actual_amount"] : ["lost_reason", "lost_to"]
    return names.compactMap { name in entity.field(named: name).map { FieldAssignment($0, FieldValue.empty) } }
  }

  private func remark(_ ids: [Int64], from old: Int, to new: Int, _ entity: Entity) -> Wording {
    let list = ids.prefix(3).map { entity.reference($0) }.joined(separator: ", ") + (ids.count > 3 ? ", …" : "")
    let choices = entity.field(named: "status")?.type.choices
    func name(_ key: Int) -> Wording {
      let names = choices?.choice(key: key)?.names
      return Wording(names?.englishName ?? "", names?.chineseName ?? "")
    }
    return Wording(
      "\(list): \(name(old).english) before, \(name(new).english) now",
      "\(list)：原为\(name(old).chinese)，现为\(name(new).chinese)")
  }

  // MARK: Closing

  /// `set status = won` or `lost`: what is open is closed; what has the outcome only takes what else is given; what has
  /// the other one changes over.
  func concluding(_ targets: Targets, _ key: Int, beside given: Assigned) throws(BindingError) -> ChangePlan {
    let entity = targets.entity
    try confirmOutcome(.choice(key), given.constant, entity, targets.span)
    let now = try outcomes(of: targets)
    var assigned = given
    assigned.follow(statusAssignments(key, given, entity))
    func among(_ ids: [Int64]) -> Targets { Targets(entity: entity, ids: ids, span: targets.span) }
    var plan = now.open.isEmpty ? ChangePlan() : try winning(among(now.open), assigned, given.labels)
    let standing = key == OpportunityStatus.won ? now.won : now.lost
    let rest = given.without("status")
    if !standing.isEmpty, !rest.fields.isEmpty || !rest.labels.isEmpty {
      plan.steps.append(
        .update(Update(entity: entity, ids: standing, assignments: rest.fields, labels: rest.labels)))
    }
    let other = key == OpportunityStatus.won ? OpportunityStatus.lost : OpportunityStatus.won
    let turning = key == OpportunityStatus.won ? now.lost : now.won
    if !turning.isEmpty {
      assigned.follow(withdrawal(of: other, entity))
      plan.steps += try winning(among(turning), assigned, given.labels).steps
      plan.remarks.append(remark(turning, from: other, to: key, entity))
    }
    return plan
  }

  /// An outcome is given to what is open; what is closed is opened again first.
  func refuseClosed(_ targets: Targets) throws(BindingError) {
    let now = try outcomes(of: targets)
    guard let first = (now.won + now.lost).sorted().first else { return }
    let reference = targets.entity.reference(first)
    let outcome = now.won.contains(first) ? Wording("won", "赢单") : Wording("lost", "输单")
    let count = now.won.count + now.lost.count
    let others =
      count > 1 ? Wording(" and \(count - 1) more are closed", "，另有 \(count - 1) 条也已结束") : Wording(verbatim: "")
    throw .failed(
      Diagnostic(
        "already-closed",
        Wording(
          "\(reference) is \(outcome.english) already\(others.english)",
          "\(reference) 已是\(outcome.chinese)\(others.chinese)"),
        kind: .failure, at: .init(targets.span),
        help: [
          Wording("to close it otherwise: reopen \(reference)", "要改为其他结果：先 reopen \(reference)"),
          Wording(
            "to put the figures right: update \(reference) set actual_amount = …, lost_reason = …",
            "只改金额或原因：update \(reference) set actual_amount = …, lost_reason = …"),
        ]))
  }

  /// The plan of winning: what was offered in another currency is worth what the rate of this day makes of it, from now
  /// on.
  func winning(_ targets: Targets, _ assigned: Assigned, _ labels: [LabelEdit]) throws(BindingError) -> ChangePlan {
    var plan = ChangePlan()
    var ids = targets.ids
    if case .computed? = assigned.fields.first(where: { $0.field.name == "actual_amount" })?.value {
      for (id, amount) in try foreignAmounts(of: targets) {
        guard let worth = try? binder.context.reader.worth(of: amount, "") else { continue }
        var own = assigned
        own.set(targets.entity.field(named: "actual_amount"), .money(amount, base: worth))
        plan.steps.append(.update(Update(entity: targets.entity, ids: [id], assignments: own.fields, labels: labels)))
        ids.removeAll { $0 == id }
      }
    }
    guard !ids.isEmpty else { return plan }
    plan.steps.append(.update(Update(entity: targets.entity, ids: ids, assignments: assigned.fields, labels: labels)))
    return plan
  }
}
