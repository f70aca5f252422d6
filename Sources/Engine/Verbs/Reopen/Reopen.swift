internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage

extension Verb {
  /// `reopen opp_001`: back to the stage before it was closed.
  package static let reopen = Verb(
    VerbSignature(
      "reopen", [Word("reopen", zh: "重新打开", "重开")], [.slot("target", .target)], effect: .writes,
      holding: ["target": .records(["opportunity"])]),
    Wording("opens closed opportunities again, in the stage before", "重新打开已结束的商机，回到之前的阶段"),
    examples: ["reopen opp_001"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "reopen", allowed: [.opportunity]) else {
      return .undetermined
    }
    guard !planning.isCheck else { return .undetermined }
    return .change(try planning.reopening(targets))
  }
}

extension Planning {
  /// Closed opportunities go back to the stage before; those that are open only take what else is given.
  func reopening(_ targets: Targets, beside given: Assigned = Assigned()) throws(BindingError) -> ChangePlan {
    let entity = targets.entity
    let stages = entity.field(named: "stage")?.type.choices?.choices ?? []
    var untouched: [Int64] = []
    var byState: [Standing: [Int64]] = [:]
    for id in targets.ids {
      if let stage = try stageToReturnTo(id, entity, stages) {
        byState[Standing(stage: stage, probability: try probabilityToReturnTo(id, entity)), default: []].append(id)
      } else {
        untouched.append(id)
      }
    }
    let states = byState.sorted {
      ($0.key.stage, $0.key.probability ?? -1) < ($1.key.stage, $1.key.probability ?? -1)
    }
    var steps: [ChangeStep] = states.map { state, ids in
      var assigned = given
      for name in ["actual_amount", "lost_reason", "lost_to"] {
        guard let field = entity.field(named: name) else { continue }
        assigned.follow([FieldAssignment(field, FieldValue.empty)])
      }
      if let probability = state.probability, let field = entity.field(named: "probability") {
        assigned.follow([FieldAssignment(field, .integer(probability))])
      }
      assigned.follow(stageAssignments(state.stage, status: nil, given, entity))
      return .update(Update(entity: entity, ids: ids, assignments: assigned.fields, labels: given.labels))
    }
    if !untouched.isEmpty, !given.fields.isEmpty || !given.labels.isEmpty {
      steps.append(.update(Update(entity: entity, ids: untouched, assignments: given.fields, labels: given.labels)))
    }
    return ChangePlan(steps)
  }

  /// Where an opportunity stood before it was closed. Without a probability it takes that of the stage.
  private struct Standing: Hashable {
    let stage: Int
    let probability: Int64?
  }

  private func probabilityToReturnTo(_ id: Int64, _ entity: Entity) throws(BindingError) -> Int64? {
    guard let store, let status = entity.field(named: "status"), let probability = entity.field(named: "probability")
    else { return nil }
    do throws(StorageError) {
      return try store.probabilityBeforeClosing(of: id, status: status, probability: probability)
    } catch {
      throw .failed(error.diagnostic)
    }
  }

  /// Nil for an opportunity that is open, and in a check.
  private func stageToReturnTo(_ id: Int64, _ entity: Entity, _ stages: [Choice]) throws(BindingError) -> Int? {
    guard let store, let status = entity.field(named: "status") else { return nil }
    // To a stage that is gone from the configuration nothing returns.
    let closing = stages.filter { $0.isWinning || $0.isLosing || $0.isRetired }.map(\.key)
    do throws(StorageError) {
      guard let values = try store.values(of: [status], record: id, entity: entity),
        values.first != .integer(Int64(OpportunityStatus.open))
      else {
        return nil
      }
      return try store.stageBeforeClosing(of: id, closing: closing) ?? stages.first { !closing.contains($0.key) }?.key
    } catch {
      throw .failed(error.diagnostic)
    }
  }
}
