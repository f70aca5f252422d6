internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `explain find customers where tag = VIP`
  package static let explain = Verb(
    VerbSignature("explain", [Word("explain", zh: "解释")], [.slot("statement", .statement)], effect: .reads),
    Wording("shows how a statement would run, and runs nothing", "说明语句将如何执行，不会执行"),
    examples: ["explain find customers where tag = VIP"]
  ) { command, _ throws(BindingError) in
    guard case .statement(let statement)? = command["statement"] else { return .undetermined }
    return .report(.explain(statement))
  }
}
