internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `sandbox`: what follows stays with this session until `commit`.
  package static let sandbox = Verb(
    VerbSignature("sandbox", [Word("sandbox", zh: "沙盒")], [], effect: .session),
    Wording("works on a private copy until `commit` or `discard`", "在私有副本上工作，直到 提交 或 放弃"),
    examples: ["sandbox"]
  ) { _, _ throws(BindingError) in .session(.sandbox) }

  package static let diff = Verb(
    VerbSignature("diff", [Word("diff", zh: "差异")], [], effect: .reads),
    Wording("shows what the sandbox holds that the workspace has not", "显示沙盒与正式数据的差异"),
    examples: ["diff"]
  ) { _, planning throws(BindingError) in planning.isCheck ? .undetermined : .report(.difference) }

  package static let discard = Verb(
    VerbSignature("discard", [Word("discard", zh: "放弃")], [], effect: .session),
    Wording("drops the sandbox with all that was done in it", "丢弃沙盒及其中的全部改动"),
    examples: ["discard"]
  ) { _, _ throws(BindingError) in .session(.discard) }
}
