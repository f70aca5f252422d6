internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `assign cust_001 to sales_001`
  package static let assign = Verb(
    VerbSignature(
      "assign", [Word("assign", zh: "分配", "指派")],
      [.slot("target", .target), .word(Word("to", zh: "给", "到")), .slot("owner", .value)], effect: .writes,
      holding: ["target": .records(["customer", "lead", "opportunity", "task"]), "owner": .user]),
    Wording("gives records an owner", "给记录指定负责人"),
    examples: ["assign cust_001 to sales_001", "assign leads where status = new to sales_002"]
  ) { command, planning throws(BindingError) in
    let allowed: [EntityKey] = [.customer, .lead, .opportunity, .task]
    guard let targets = try planning.targets(command["target"], verb: "assign", allowed: allowed),
      case .value(let owner)? = command["owner"],
      let field = planning.dictionary.field(named: "owner", of: targets.entity)
    else { return .undetermined }
    let value = try planning.fieldValue(owner, as: field, of: targets.entity)
    if case .reference(let id) = value { try planning.confirmActive(id, owner.span) }
    return .change(
      ChangePlan([
        .update(Update(entity: targets.entity, ids: targets.ids, assignments: [FieldAssignment(field, value)]))
      ]))
  }
}
