internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `postpone task_001 to +3d`
  package static let postpone = Verb(
    VerbSignature(
      "postpone", [Word("postpone", zh: "推迟", "延期")],
      [.slot("target", .target), .word(Word("to", zh: "到", "至")), .slot("date", .value)], effect: .writes,
      holding: ["target": .records(["task"]), "date": .moment]),
    Wording("gives tasks another due date, counted from today", "推迟任务的截止日期（相对日期从今天算起）"),
    examples: ["postpone task_001 to +3d", "postpone task_001 to 2026-12-01"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "postpone", allowed: [.task]),
      case .value(let date)? = command["date"], let field = targets.entity.field(named: "due_date")
    else { return .undetermined }
    let value = try planning.fieldValue(date, as: field, of: targets.entity)
    guard !planning.isCheck else { return .undetermined }
    return .change(try planning.postponing(targets, to: value, at: date.span))
  }
}
