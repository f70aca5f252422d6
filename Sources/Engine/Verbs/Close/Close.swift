internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `close opp_001 won amount 95000`, `close opp_001 lost because 价格 to competitor "…"`
  package static let close = Verb(
    VerbSignature(
      "close", [Word("close", zh: "关闭", "结单")],
      [
        .slot("target", .target),
        .oneOf("outcome", [.init("won", Word("won", zh: "赢单", "成交")), .init("lost", Word("lost", zh: "输单", "丢单"))]),
        .clauses([
          [.word(Word("amount", zh: "金额")), .slot("amount", .value)],
          [.word(Word("because", zh: "因为", "原因")), .slot("reason", .value)],
          [.word(Word("to", zh: "输给")), .word(Word("competitor", zh: "竞品")), .slot("competitor", .value)],
        ]),
      ], effect: .writes,
      holding: [
        "target": .records(["opportunity"]), "reason": .field("lost_reason", of: "opportunity"),
        "competitor": .records(["competitor"]),
      ]),
    Wording("ends opportunities, won or lost", "结束商机：赢单或输单"),
    examples: ["close opp_001 won amount 95000", "close opp_002 lost because 价格 to competitor \"钉钉CRM\""]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "close", allowed: [.opportunity]),
      case .choice(let outcome, _)? = command["outcome"]
    else { return .undetermined }
    let entity = targets.entity
    try planning.refuseClosed(targets)
    func value(_ label: String, _ field: String) throws(BindingError) -> FieldValue? {
      guard case .value(let expression)? = command[label], let field = entity.field(named: field) else { return nil }
      return try planning.fieldValue(expression, as: field, of: entity)
    }
    let amount = try value("amount", "actual_amount")
    var assigned = Planning.Assigned()
    if let amount { assigned.set(entity.field(named: "actual_amount"), amount) }
    let key = outcome == "won" ? OpportunityStatus.won : OpportunityStatus.lost
    if let reason = try value("reason", "lost_reason") { assigned.set(entity.field(named: "lost_reason"), reason) }
    let competitor = try value("competitor", "lost_to")
    if let competitor { assigned.set(entity.field(named: "lost_to"), competitor) }
    try planning.confirmOutcome(.choice(key), assigned.constant, entity, targets.span)
    try planning.confirm(assigned, targets, command.span)
    assigned.follow(planning.statusAssignments(key, assigned, entity))
    var labels: [LabelEdit] = []
    if case .text(let name)? = competitor, let field = entity.field(named: "competitors") {
      labels = [LabelEdit(field: field, added: [name])]
    }
    return .change(try planning.winning(targets, assigned, labels))
  }
}
