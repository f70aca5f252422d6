internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// Whose target it is, and for when.
struct TargetIdentity: Hashable {
  var user: FieldValue
  var team: FieldValue
  var period: FieldValue
}

/// A target is one person's or one team's, and one for each period.
extension Planning {
  func confirm(_ identity: TargetIdentity, besides id: Int64?, _ span: SourceSpan) throws(BindingError) {
    guard identity.user.isEmpty != identity.team.isEmpty else {
      throw .failed(
        Diagnostic(
          "target-of-whom", RecordInvariants.targetOfWhom,
          kind: .failure, at: .init(span),
          help: [
            Wording(verbatim: "add target user = sales_001, period = 2026-Q1, amount = 100万"),
            Wording(verbatim: "add target team = 华东, period = 2026, amount = 500万"),
          ]))
    }
    let entity = entity(.target)
    for other in try same(identity, entity) where other != id { throw .failed(duplicate(of: other, span)) }
  }

  func duplicate(of id: Int64, _ span: SourceSpan) -> Diagnostic {
    let reference = entity(.target).reference(id)
    return Diagnostic(
      "duplicate-target", RecordInvariants.duplicateTarget(reference),
      kind: .failure, at: .init(span), help: [Wording(verbatim: "update \(reference) set amount = …")])
  }

  private func same(_ identity: TargetIdentity, _ entity: Entity) throws(BindingError) -> [Int64] {
    var terms: [BoundExpression] = []
    func field(_ name: String) -> BoundExpression? {
      entity.field(named: name).map { BoundExpression(.field($0, via: []), ValueType($0, of: entity)) }
    }
    func text(_ name: String, _ value: FieldValue) {
      guard case .text(let text) = value, let field = field(name) else { return }
      terms.append(BoundExpression(.textMatch(field, .equals, TextFolding.folded(text)), .truth))
    }
    text("period", identity.period)
    if case .reference(let user) = identity.user, let field = field("user") {
      terms.append(BoundExpression(.membership(field, [.integer(user)]), .truth))
    }
    text("team", identity.team)
    guard terms.count == 2 else { return [] }
    return try select(BoundQuery(entity: entity, condition: BoundExpression(.all(terms), .truth)))
  }

  func targetIdentity(of id: Int64, _ entity: Entity) throws(BindingError) -> TargetIdentity {
    let fields = ["user", "team", "period"].compactMap { entity.field(named: $0) }
    guard let store else { return TargetIdentity(user: .empty, team: .empty, period: .empty) }
    let values: [SQLValue]
    do throws(StorageError) { values = try store.values(of: fields, record: id, entity: entity) ?? [] } catch {
      throw .failed(error.diagnostic)
    }
    func value(_ place: Int) -> FieldValue {
      switch values.indices.contains(place) ? values[place] : .null {
      case .integer(let number): .reference(number)
      case .text(let text): text.isEmpty ? .empty : .text(text)
      case .null, .real: .empty
      }
    }
    return TargetIdentity(user: value(0), team: value(1), period: value(2))
  }
}
