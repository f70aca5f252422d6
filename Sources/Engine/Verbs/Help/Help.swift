internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `help move`
  package static let help = Verb(
    VerbSignature(
      "help", [Word("help", zh: "帮助")], [.trailing("topic", .value)], effect: .reads, holding: ["topic": .topic]),
    Wording("explains a verb or lists them all", "查看命令用法"),
    examples: ["help", "help move"]
  ) { command, planning throws(BindingError) in
    guard case .value(let topic)? = command["topic"] else { return .report(.help(topic: nil)) }
    return .report(.help(topic: try planning.text(topic)))
  }
}
