internal import Diagnostics
internal import Language
internal import Query

/// What a plan leaves to somebody: it is asked with no transaction open, and the plan is made anew with the answer.
extension Interpreter {
  /// What the verb has at hand, with what was answered so far.
  func planningWithAnswer() -> Planning {
    var planning = session.planning(folder: folder)
    planning.answer = answer
    return planning
  }

  func ask(about choice: PlanChoice) throws(Diagnostic) {
    switch face.choose(choice) {
    case .option(let key)?: answer = PlanChoice.Answer(key, among: choice.offered)
    case .nothing?:
      throw Diagnostic(
        "not-confirmed", Wording("left as it was; nothing was written", "已取消，没有写入任何内容"), severity: .note,
        kind: .guarded)
    case nil: throw choice.refusal
    }
  }
}
