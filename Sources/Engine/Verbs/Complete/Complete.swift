internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `complete task_001`
  package static let complete = Verb(
    VerbSignature("complete", [Word("complete", zh: "完成")], [.slot("target", .target)], effect: .writes),
    Wording("marks tasks as done", "完成任务"),
    examples: ["complete task_001", "complete tasks where customer = cust_001"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "complete", allowed: [.task]) else {
      return .undetermined
    }
    var assigned = Planning.Assigned()
    assigned.set(targets.entity.field(named: "status"), .choice(3))
    assigned.set(targets.entity.field(named: "completed_at"), .instant(planning.now))
    return .change(
      ChangePlan([.update(Update(entity: targets.entity, ids: targets.ids, assignments: assigned.fields))]))
  }
}
