internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage

extension Verb {
  /// `reopen opp_001`: back to the stage before it was closed.
  package static let reopen = Verb(
    VerbSignature("reopen", [Word("reopen", zh: "重新打开", "重开")], [.slot("target", .target)], effect: .writes),
    Wording("opens closed opportunities again, in the stage before", "重新打开已结束的商机，回到之前的阶段"),
    examples: ["reopen opp_001"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "reopen", allowed: [.opportunity]) else {
      return .undetermined
    }
    let entity = targets.entity
    guard let store = planning.store else { return .undetermined }
    let stages = entity.field(named: "stage")?.type.choices?.current ?? []
    let closing = stages.filter { $0.isWinning || $0.isLosing }.map(\.key)
    var steps: [ChangeStep] = []
    for id in targets.ids {
      let before: Int?
      do throws(StorageError) { before = try store.stageBeforeClosing(of: id, closing: closing) } catch {
        throw .failed(error.diagnostic)
      }
      guard let stage = before ?? stages.first(where: { !closing.contains($0.key) })?.key else { continue }
      var assigned = Planning.Assigned(
        fields: planning.stageAssignments(stage, status: nil, amount: nil, entity), labels: [])
      for name in ["actual_amount", "lost_reason", "lost_to"] { assigned.set(entity.field(named: name), .empty) }
      steps.append(.update(Update(entity: entity, ids: [id], assignments: assigned.fields)))
    }
    return .change(ChangePlan(steps))
  }
}
