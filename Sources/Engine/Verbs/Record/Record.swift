internal import Diagnostics
internal import Language
internal import Query
internal import Values

extension Verb {
  /// `record "morning.crm"`, `record off`
  package static let record = Verb(
    VerbSignature(
      "record", [Word("record", zh: "录制")], [.slot("file", .value)], effect: .session,
      holding: ["file": .either([.words([Word("off", zh: "停止")]), .file(["crm"])])]),
    Wording("writes what is typed and answered from here on to a transcript", "从现在起把输入与回答写成对话记录"),
    examples: ["record \"morning.crm\"", "record off"]
  ) { command, planning throws(BindingError) in
    guard case .value(let file)? = command["file"] else { return .undetermined }
    let name = try planning.text(file)
    if case .atom = file.kind, ["off", "停止", "关"].contains(TextFolding.folded(name)) { return .session(.record(nil)) }
    return .session(.record(try planning.path(writing: name, file.span)))
  }
}
