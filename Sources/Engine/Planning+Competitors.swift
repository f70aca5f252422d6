internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Opportunities name their competitors by text: what a competitor is called anew, they call it too.
extension Planning {
  /// The opportunities that name renamed competitors take the new name with them, those in the recycle bin as well:
  /// otherwise the outcomes against a competitor would be forgotten with its name.
  func carryName(of targets: Targets, _ assigned: Assigned, _ plan: inout ChangePlan) throws(BindingError) {
    guard targets.entity.key == .competitor, !isCheck, case .text(let new)? = assigned.constant("name"),
      let name = targets.entity.field(named: "name")
    else { return }
    let deals = entity(.opportunity)
    guard let list = deals.field(named: "competitors"), let lostTo = deals.field(named: "lost_to") else { return }
    var carried: Set<Int64> = []
    for id in targets.ids {
      guard case .text(let old)? = try values(of: [name], id, targets.entity).first, old != new else { continue }
      let key = TextFolding.folded(old)
      let naming = try everywhere(deals, BoundExpression(.hasLabel(list, via: [], key: key), .truth))
      if !naming.isEmpty, key != TextFolding.folded(new) {
        plan.steps.append(
          .update(
            Update(entity: deals, ids: naming, labels: [LabelEdit(field: list, added: [new], removed: [old])])))
        carried.formUnion(naming)
      }
      let text = BoundExpression(.field(lostTo, via: []), ValueType(lostTo, of: deals))
      let lost = try everywhere(deals, BoundExpression(.textMatch(text, .equals, key), .truth))
      if !lost.isEmpty {
        plan.steps.append(
          .update(Update(entity: deals, ids: lost, assignments: [FieldAssignment(lostTo, FieldValue.text(new))])))
        carried.formUnion(lost)
      }
    }
    guard !carried.isEmpty else { return }
    let noun = carried.count == 1 ? "opportunity names" : "opportunities name"
    plan.remarks.append(
      Wording("\(carried.count) \(noun) it so too", "\(carried.count) 个商机里的名称一并更改"))
  }

  private func everywhere(_ entity: Entity, _ condition: BoundExpression) throws(BindingError) -> [Int64] {
    try select(BoundQuery(entity: entity, records: .live, condition: condition))
      + select(BoundQuery(entity: entity, records: .deleted, condition: condition))
  }
}
