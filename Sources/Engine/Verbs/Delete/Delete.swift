internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `delete cust_001`
  package static let delete = Verb(
    VerbSignature("delete", [Word("delete", zh: "删除")], [.slot("target", .target)], effect: .writes),
    Wording("moves records to the recycle bin", "把记录移入回收站"),
    examples: ["delete cust_001", "delete leads where status = disqualified"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "delete") else { return .undetermined }
    var plan = ChangePlan([.remove(Removal(entity: targets.entity, ids: targets.ids, manner: .delete))])
    plan.remarks = try planning.remainders(of: targets)
    return .change(plan)
  }
}
