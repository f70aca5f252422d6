internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// A customer has one primary contact: who becomes it takes the place of another in the same change set.
extension Planning {
  /// What goes with a new contact. The first of a customer is the primary one, unless it is said that it is not.
  func settlingPrimary(_ insertion: Insertion) throws(BindingError) -> ChangePlan {
    var insertion = insertion
    let contact = insertion.entity
    let given = Assigned(fields: insertion.values)
    guard contact.key == .contact, case .reference(let customer)? = given.constant("customer"),
      let flag = contact.field(named: "is_primary"), store != nil
    else { return ChangePlan([.insert(insertion)]) }
    switch given.constant("is_primary") {
    case nil where try contacts(of: customer, atMost: 1).isEmpty:
      insertion.values.append(FieldAssignment(flag, FieldValue.flag(true)))
      return ChangePlan([.insert(insertion)])
    case .flag(true)?:
      var plan = ChangePlan([.insert(insertion)])
      try yield(try contacts(of: customer, primary: true), to: customer, &plan)
      return plan
    default: return ChangePlan([.insert(insertion)])
    }
  }

  /// What goes with an update of contacts: another primary one, a move to another company.
  func settlePrimary(_ targets: Targets, _ assigned: Assigned, _ plan: inout ChangePlan) throws(BindingError) {
    guard targets.entity.key == .contact, store != nil, targets.ids.count == 1, let id = targets.ids.first,
      let flag = targets.entity.field(named: "is_primary"), let link = targets.entity.field(named: "customer")
    else {
      if targets.entity.key == .contact, targets.ids.count > 1, assigned.constant("is_primary") == .flag(true) {
        throw .failed(Self.onePrimary(targets.span))
      }
      return
    }
    let stands = try values(of: [link, flag], id, targets.entity)
    let old: Int64? = if case .integer(let customer)? = stands.first { customer } else { nil }
    var customer = old
    if let moved = assigned.constant("customer") {
      if case .reference(let to) = moved { customer = to } else { customer = nil }
    }
    let wasPrimary = stands.last == .integer(1)
    let becomes = assigned.constant("is_primary")
    if let customer, becomes == .flag(true) {
      try yield(try contacts(of: customer, primary: true).filter { $0 != id }, to: customer, &plan)
    }
    guard customer != old else { return }
    let reference = targets.entity.reference(id)
    plan.remarks.append(
      Wording(
        "what was logged with \(reference) stays with \(old.map { entity(.customer).reference($0) } ?? "no customer")",
        "\(reference) 以前的沟通记录仍属于 \(old.map { entity(.customer).reference($0) } ?? "原处")"))
    guard becomes == nil else { return }
    let isFirst =
      try customer.map { customer throws(BindingError) in try contacts(of: customer, atMost: 1).isEmpty }
      ?? false
    if isFirst != wasPrimary {
      // One change of one record, with the move itself.
      for (place, step) in plan.steps.enumerated() {
        guard case .update(var update) = step, update.ids == [id] else { continue }
        update.assignments.append(FieldAssignment(flag, isFirst ? .flag(true) : .empty))
        plan.steps[place] = .update(update)
      }
    }
    if wasPrimary, let old {
      let home = entity(.customer).reference(old)
      plan.remarks.append(
        Wording("\(home) has no primary contact now", "\(home) 现在没有主要联系人"))
    }
  }

  /// Says of contacts that they do not want to be contacted.
  func remarkUnwanted(_ ids: [Int64], _ plan: inout ChangePlan) throws(BindingError) {
    let contact = entity(.contact)
    guard store != nil, !ids.isEmpty, let flag = contact.field(named: "do_not_contact"), let title = contact.titleField
    else { return }
    for id in ids {
      let stands = try values(of: [flag, title], id, contact)
      guard stands.first == .integer(1) else { continue }
      let name: String = if case .text(let text)? = stands.last { " \(text)" } else { "" }
      plan.remarks.append(
        Wording(
          "\(contact.reference(id))\(name) asked not to be contacted", "注意：\(contact.reference(id))\(name) 已标记为勿联系"))
    }
  }

  // MARK: What stands

  /// Primary contacts give the place up.
  private func yield(_ primary: [Int64], to customer: Int64, _ plan: inout ChangePlan) throws(BindingError) {
    let contact = entity(.contact)
    guard !primary.isEmpty, let flag = contact.field(named: "is_primary") else { return }
    plan.steps.append(
      .update(Update(entity: contact, ids: primary, assignments: [FieldAssignment(flag, FieldValue.empty)])))
    let names = primary.map { contact.reference($0) }
    let home = entity(.customer).reference(customer)
    plan.remarks.append(
      Wording(
        "\(UserLanguage.english.joined(names)) is no longer the primary contact of \(home)",
        "\(UserLanguage.chinese.joined(names)) 不再是 \(home) 的主要联系人"))
  }

  private func contacts(
    of customer: Int64, primary: Bool = false, atMost limit: Int? = nil
  ) throws(BindingError) -> [Int64] {
    let contact = entity(.contact)
    func equals(_ name: String, _ number: Int64) -> BoundExpression? {
      guard let field = contact.field(named: name) else { return nil }
      let type = ValueType(field, of: contact)
      return BoundExpression(
        .comparison(BoundExpression(.field(field, via: []), type), .equal, .literal(.integer(number), type)), .truth)
    }
    let terms = [equals("customer", customer), primary ? equals("is_primary", 1) : nil].compactMap(\.self)
    return try select(BoundQuery(entity: contact, condition: BoundExpression(.all(terms), .truth), limit: limit))
  }

  func values(of fields: [Field], _ id: Int64, _ entity: Entity) throws(BindingError) -> [SQLValue] {
    guard let store else { return [] }
    do throws(StorageError) { return try store.values(of: fields, record: id, entity: entity) ?? [] } catch {
      throw .failed(error.diagnostic)
    }
  }

  private static func onePrimary(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "one-primary", Wording("a customer has one primary contact", "一个客户只有一位主要联系人"), at: .init(span),
      help: [Wording("name one contact: update contact_001 set is_primary = true", "请指定一位：更新 contact_001 设为 主要联系人 = 是")]
    )
  }
}
