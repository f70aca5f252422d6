internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `complete task_001`
  package static let complete = Verb(
    VerbSignature(
      "complete", [Word("complete", zh: "完成")], [.slot("target", .target)], effect: .writes,
      holding: ["target": .records(["task"])]),
    Wording("marks tasks as done; one that recurs comes again", "完成任务；重复任务会生成下一次"),
    examples: ["complete task_001", "complete tasks where customer = cust_001"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "complete", allowed: [.task]),
      !planning.isCheck
    else { return .undetermined }
    return .change(try planning.completing(targets, beside: nil))
  }
}
