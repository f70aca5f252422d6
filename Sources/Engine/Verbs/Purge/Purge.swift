internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `purge cust_001`: for good. Only what lies in the recycle bin, so that it takes two statements to lose anything.
  package static let purge = Verb(
    VerbSignature("purge", [Word("purge", zh: "彻底删除", "清除")], [.slot("target", .target)], effect: .writes),
    Wording("removes records from the recycle bin for good; no way back", "从回收站彻底删除，无法恢复"),
    examples: ["purge cust_001", "purge leads all"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "purge", deleted: true) else {
      return .undetermined
    }
    return .change(ChangePlan([.remove(Removal(entity: targets.entity, ids: targets.ids, manner: .purge))]))
  }
}
