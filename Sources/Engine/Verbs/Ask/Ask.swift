internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `ask $budget "客户的预算是多少？"`
  package static let ask = Verb(
    VerbSignature(
      "ask", [Word("ask", zh: "询问")], [.slot("name", .value), .trailing("question", .value)], effect: .session),
    Wording("asks for a value, which the variable then holds", "询问一个值，存入变量"),
    examples: ["ask $budget \"客户的预算是多少？\""]
  ) { command, planning throws(BindingError) in
    guard case .value(let name)? = command["name"] else { return .undetermined }
    guard case .variable(let variable, nil) = name.kind, variable.row == nil, !variable.isLastResult else {
      throw .wrongArguments("ask", expected: "ask $name \"…\"", name.span)
    }
    guard case .value(let question)? = command["question"] else {
      return .session(.ask(variable.name, question: nil))
    }
    return .session(.ask(variable.name, question: try planning.text(question)))
  }
}
