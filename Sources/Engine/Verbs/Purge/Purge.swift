internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage

extension Verb {
  /// `purge cust_001`: for good. Only what lies in the recycle bin, so that it takes two statements to lose anything.
  package static let purge = Verb(
    VerbSignature(
      "purge", [Word("purge", zh: "彻底删除", "清除")], [.slot("target", .target)], effect: .writes,
      holding: ["target": .deleted]),
    Wording("removes records from the recycle bin for good; no way back", "从回收站彻底删除，无法恢复"),
    examples: ["purge cust_001", "purge leads all"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "purge", deleted: true) else {
      return .undetermined
    }
    try planning.refuseDangling(targets)
    return .change(ChangePlan([.remove(Removal(entity: targets.entity, ids: targets.ids, manner: .purge))]))
  }
}

extension Planning {
  /// A record that others still refer to cannot go for good.
  fileprivate func refuseDangling(_ targets: Targets) throws(BindingError) {
    guard let store, !targets.ids.isEmpty else { return }
    let referrers: [(entity: Entity, field: Field, count: Int64)]
    do throws(StorageError) { referrers = try store.referrers(to: targets.ids, of: targets.entity) } catch {
      throw .failed(error.diagnostic)
    }
    guard referrers.isEmpty else { throw .stillReferred(targets.entity, targets.ids, by: referrers, targets.span) }
  }
}
