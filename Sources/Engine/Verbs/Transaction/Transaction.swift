internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `begin`: what follows is kept by `commit` or taken back by `rollback` as one. In a script it is a part of the
  /// script's own change set; at the prompt a sandbox, so that nobody waits for the one who thinks.
  package static let begin = Verb(
    VerbSignature("begin", [Word("begin", zh: "开始")], [], effect: .session),
    Wording("begins what `commit` keeps and `rollback` takes back as one", "开始一段用 提交 一起保留、用 回滚 一起撤回的语句"),
    examples: ["begin"]
  ) { _, _ throws(BindingError) in .session(.transaction(.begin)) }

  /// `commit force` goes over what others did meanwhile, as far as a `commit` has named it.
  package static let commit = Verb(
    VerbSignature(
      "commit", [Word("commit", zh: "提交")], [.optional([.oneOf("force", [.init("force", Word("force", zh: "强制"))])])],
      effect: .session),
    Wording("keeps what was done since `begin` or `sandbox`", "保留 开始 或 沙盒 之后的改动"),
    examples: ["commit"]
  ) { command, _ throws(BindingError) in .session(.transaction(.commit(force: command["force"] != nil))) }

  package static let rollback = Verb(
    VerbSignature("rollback", [Word("rollback", zh: "回滚")], [], effect: .session),
    Wording("takes back what was done since `begin`", "撤回 开始 之后的改动"),
    examples: ["rollback"]
  ) { _, _ throws(BindingError) in .session(.transaction(.rollback)) }
}
