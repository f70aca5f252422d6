internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `pause`, `pause "第二步"`
  package static let pause = Verb(
    VerbSignature("pause", [Word("pause", zh: "暂停")], [.trailing("text", .value)], effect: .session),
    Wording("waits for a key, where somebody sits there", "有人在场时，等待按键"),
    examples: ["pause", "pause \"接下来看商机\""]
  ) { command, planning throws(BindingError) in
    guard case .value(let text)? = command["text"] else { return .session(.pause(nil)) }
    return .session(.pause(try planning.text(text)))
  }
}
