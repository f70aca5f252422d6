internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `restore cust_001`
  package static let restore = Verb(
    VerbSignature(
      "restore", [Word("restore", zh: "恢复")], [.slot("target", .target)], effect: .writes, holding: ["target": .deleted]
    ),
    Wording("brings records back from the recycle bin", "从回收站恢复记录"),
    examples: ["restore cust_001", "restore customers where city = 深圳"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "restore", deleted: true) else {
      return .undetermined
    }
    return .change(ChangePlan([.remove(Removal(entity: targets.entity, ids: targets.ids, manner: .restore))]))
  }
}
