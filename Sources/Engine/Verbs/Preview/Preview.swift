internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `preview update customers where city = 深圳 set source = 展会`
  package static let preview = Verb(
    VerbSignature("preview", [Word("preview", zh: "预览")], [.slot("statement", .statement)], effect: .reads),
    Wording("shows what a statement would change, record by record, and writes nothing", "逐条显示语句将改动什么，不写入任何内容"),
    examples: ["preview update customers where industry = 软件 set source = 展会"]
  ) { command, _ throws(BindingError) in
    guard case .statement(let statement)? = command["statement"] else { return .undetermined }
    return .report(.preview(statement))
  }
}
