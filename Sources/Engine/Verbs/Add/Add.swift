package import Diagnostics
package import Domain
internal import Language
internal import Layout
package import Query
internal import Storage

extension Verb {
  /// `add customer name = 科技有限公司, industry = 软件`
  package static let add = Verb(
    VerbSignature(
      "add", [Word("add", "create", zh: "添加", "新建", "新增")],
      [.slot("entity", .entity), .trailing("values", .assignments), .allowingDuplicates], effect: .writes),
    Wording("makes a new record", "新建一条记录"),
    examples: [
      "add customer name = 蓝海软件有限公司, industry = 软件, phone = 0755-26001234",
      "add task title = 回访客户, due_date = in 3d",
      "add customer name = 科技集团, phone = 0755-87654321 allow duplicate",
    ]
  ) { command, planning throws(BindingError) in
    guard case .entity(let name)? = command["entity"] else { return .undetermined }
    let entity = try planning.binder.entity(name)
    guard case .assignments(let assignments)? = command["values"] else {
      throw .missingFields(entity.fields.filter(\.isRequired), entity, command.span)
    }
    let assigned = try planning.assign(assignments, to: entity, isNew: true)
    var remarks: [Wording] = []
    let insertion = try planning.insertion(entity, assigned, command.span, remarks: &remarks)
    var plan = ChangePlan([.insert(insertion)])
    if entity.key == .contact { plan = try planning.settlingPrimary(insertion) }
    plan.remarks += remarks + planning.remarks(on: insertion)
    if entity.key == .interaction, case .reference(let contact)? = assigned.constant("contact") {
      try planning.remarkUnwanted([contact], &plan)
    }
    plan.allowsDuplicates = command.allowsDuplicates
    return .change(plan)
  }
}

extension Planning {
  /// A complete new record: defaults filled in, required fields there, links that follow from others set.
  package func insertion(_ entity: Entity, _ assigned: Assigned, _ span: SourceSpan) throws(BindingError) -> Insertion {
    var remarks: [Wording] = []
    return try insertion(entity, assigned, span, remarks: &remarks)
  }

  package func insertion(
    _ entity: Entity, _ assigned: Assigned, _ span: SourceSpan, remarks: inout [Wording]
  ) throws(BindingError) -> Insertion {
    var record = NewRecord(entity)
    for assignment in assigned.fields {
      if case .constant(let value) = assignment.value { record[assignment.field.name] = value }
    }
    try link(&record)
    record.beginSeries(rules, now: now)
    record.complete(rules: rules, author: author, now: now)
    // What is said to be empty takes no default.
    if case .constant(.empty)? = assigned.fields.last(where: { $0.field.name == "reminders" })?.value {
      record["reminders"] = .empty
    }
    if let remark = try assignByDefault(&record, assigned) { remarks.append(remark) }
    try confirm(record, assigned, span)
    if assigned.fields.count + assigned.labels.count > 0 || !isCheck { try require(record, assigned, span) }
    return Insertion(entity: entity, values: record.assignments, labels: assigned.labels)
  }

  private func require(_ record: NewRecord, _ assigned: Assigned, _ span: SourceSpan) throws(BindingError) {
    // In a check a value may be unknown; what counts is that it is given.
    let missing = record.missing.filter { field in
      !assigned.labels.contains { $0.field.key == field.key }
        && !(isCheck && assigned.fields.contains { $0.field.key == field.key })
    }
    if !missing.isEmpty { throw .missingFields(missing, record.entity, span) }
  }

  /// A contact's customer is the interaction's, an opportunity's customer the task's, where none was given.
  private func link(_ record: inout NewRecord) throws(BindingError) {
    guard record.entity.field(named: "customer") != nil, !record.has("customer") else { return }
    for name in ["contact", "opportunity"] {
      guard case .reference(let id) = record[name], let field = record.entity.field(named: name),
        let key = field.type.referenced, let store
      else { continue }
      let parent = entity(key)
      guard let customer = parent.field(named: "customer") else { continue }
      let values: [SQLValue]?
      do throws(StorageError) { values = try store.values(of: [customer], record: id, entity: parent) } catch {
        throw .failed(error.diagnostic)
      }
      guard let first = values?.first, case .integer(let found) = first else { continue }
      record["customer"] = .reference(found)
      return
    }
  }
}
