internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `begin`: what follows can be taken back by `rollback` as one.
  package static let begin = Verb(
    VerbSignature("begin", [Word("begin", zh: "开始")], [], effect: .session),
    Wording("opens a part of a script that `rollback` takes back as one", "开始一段可以用 rollback 整体撤回的语句"),
    examples: ["begin"]
  ) { _, _ throws(BindingError) in .session(.begin) }

  package static let commit = Verb(
    VerbSignature("commit", [Word("commit", zh: "提交")], [], effect: .session),
    Wording("keeps what was done since `begin`", "保留 begin 之后的改动"),
    examples: ["commit"]
  ) { _, _ throws(BindingError) in .session(.commit) }

  package static let rollback = Verb(
    VerbSignature("rollback", [Word("rollback", zh: "回滚")], [], effect: .session),
    Wording("takes back what was done since `begin`", "撤回 begin 之后的改动"),
    examples: ["rollback"]
  ) { _, _ throws(BindingError) in .session(.rollback) }
}
