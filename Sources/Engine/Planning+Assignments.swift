internal import Diagnostics
package import Domain
package import Language
internal import Layout
package import Query
internal import Values

/// `field = value, field += value`: read, checked, and turned into what a plan holds.
extension Planning {
  /// What assignments amount to. Stage, status and owner set by `update` do what their verbs do: the caller looks.
  package struct Assigned {
    package var fields: [FieldAssignment] = []
    package var labels: [LabelEdit] = []

    package init(fields: [FieldAssignment] = [], labels: [LabelEdit] = []) {
      self.fields = fields
      self.labels = labels
    }

    package func constant(_ name: String) -> FieldValue? {
      for assignment in fields where assignment.field.name == name {
        if case .constant(let value) = assignment.value { return value }
      }
      return nil
    }

    func without(_ name: String) -> Assigned {
      Assigned(fields: fields.filter { $0.field.name != name }, labels: labels)
    }

    package mutating func set(_ field: Field?, _ value: FieldValue) {
      guard let field else { return }
      fields.removeAll { $0.field.key == field.key }
      fields.append(FieldAssignment(field, value))
    }
  }

  package func assign(
    _ assignments: [Assignment], to entity: Entity, isNew: Bool
  ) throws(BindingError) -> Assigned {
    var assigned = Assigned()
    for assignment in assignments {
      guard let name = assignment.field.names.first, assignment.field.names.count == 1 else {
        if let first = assignment.field.names.first, let score = try? binder.field(first, of: entity), score.isScore {
          throw .derivedField(score, entity, assignment.field.span)
        }
        throw .notAReference(assignment.field.text, entity: entity, assignment.field.span)
      }
      let field = try binder.field(name, of: entity)
      if assigned.fields.contains(where: { $0.field.key == field.key }) { throw .duplicateField(field, name.span) }
      try permit(field, of: entity, isNew: isNew, name.span)
      if field.type == .labels {
        assigned.labels.append(try labelEdit(assignment, field))
      } else {
        assigned.fields.append(FieldAssignment(field, try value(of: assignment, field, entity, isNew: isNew)))
      }
    }
    return assigned
  }

  private func permit(_ field: Field, of entity: Entity, isNew: Bool, _ span: SourceSpan) throws(BindingError) {
    if field.isDerived { throw .derivedField(field, entity, span) }
    if field.type == .identity || field.traits.contains(.automatic) {
      throw .guidedField(field, entity, verb: nil, span)
    }
    guard field.traits.contains(.guided), !isNew else { return }
    let verb: String? =
      switch (entity.key, field.name) {
      case (.opportunity, "closed_at"): "close \(entity.idPrefix)_001 won"
      case (.task, "completed_at"): "complete \(entity.idPrefix)_001"
      case (.lead, "converted_customer"), (.lead, "converted_contact"), (.lead, "converted_opportunity"),
        (.lead, "converted_at"):
        "convert \(entity.idPrefix)_001"
      case (.opportunity, "lost_to"): "close \(entity.idPrefix)_001 lost to competitor …"
      default: nil
      }
    // A score that somebody gives stands until what it hangs on changes.
    if entity.key == .lead, field.name == "score" { return }
    throw .guidedField(field, entity, verb: verb, span)
  }

  /// The texts of a list of labels.
  package func labels(_ expression: Expression) throws(BindingError) -> [String] {
    switch expression.kind {
    case .list(let items):
      var found: [String] = []
      for item in items { found += try labels(item) }
      return found
    case .atom(let atom) where FieldReader.isEmptyWord(atom.text): return []
    case .variable(let variable, nil):
      if case .list(let values) = try binder.context.value(of: variable) {
        return values.map { $0.plainText(dictionary) }
      }
      return [try text(expression)]
    default:
      let text = try text(expression)
      // As a file's labels are read: without the blanks around them.
      let label = FieldReader.trimmed(text)
      if label.isEmpty, !text.isEmpty { throw .failed(emptyLabel(expression.span)) }
      return label.isEmpty ? [] : [label]
    }
  }

  /// A label that nobody sees is none.
  func emptyLabel(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "empty-label", Wording("a label has something to read in it", "标签不能是空白"), kind: .failure, at: .init(span))
  }

  private func labelEdit(_ assignment: Assignment, _ field: Field) throws(BindingError) -> LabelEdit {
    let given = try labels(assignment.value)
    // What is to go may be an option of an earlier list.
    let isLoss = assignment.operator == .remove
    let texts =
      try isLoss
      ? given.flatMap { field.spellings(ofElement: $0) ?? [$0] }
      : given.map { text throws(BindingError) in
        do throws(FieldValueError) { return try field.element(text) } catch {
          throw .value(error, field: field, entity: nil, assignment.value.span)
        }
      }
    switch assignment.operator {
    case .set: return LabelEdit(field: field, added: texts, replacesAll: true)
    case .add: return LabelEdit(field: field, added: texts)
    case .remove: return LabelEdit(field: field, removed: texts)
    }
  }

  private func value(
    of assignment: Assignment, _ field: Field, _ entity: Entity, isNew: Bool
  ) throws(BindingError) -> AssignedValue {
    switch assignment.operator {
    case .set:
      if !isNew, assignment.value.mentionsSubject { return .computed(try computed(assignment.value, field, entity)) }
      return .constant(try fieldValue(assignment.value, as: field, of: entity))
    case .add, .remove:
      guard !isNew, ValueType(field, of: entity).isFigure || field.type == .date || field.type == .instant else {
        throw .notAList(field, assignment.field.span)
      }
      let current = BoundExpression(.field(field, via: []), ValueType(field, of: entity))
      let sign: ArithmeticTerm.Operator = assignment.operator == .add ? .plus : .minus
      if let later = binder.moved(current, sign, assignment.value) { return .computed(later) }
      let change = try amount(sign, assignment.value, field, entity)
      return .computed(BoundExpression(.arithmetic(current, sign, change), current.type))
    }
  }

  /// What is added: read by the field's type; a duration for dates.
  private func amount(
    _ sign: ArithmeticTerm.Operator, _ expression: Expression, _ field: Field, _ entity: Entity
  ) throws(BindingError) -> BoundExpression {
    if field.type == .date || field.type == .instant { return try binder.bind(expression) }
    if let percent = binder.percentage(expression), !field.countsToHundred {
      throw .percentOfWhat(sign, percent, expression.span)
    }
    switch try fieldValue(expression, as: field, of: entity) {
    case .integer(let number): return binder.literal(Value.integer(number))
    case .number(let number): return binder.literal(Value.number(number))
    case .money(let money, _):
      // `¥10` where nothing is converted.
      do throws(FieldValueError) {
        return .literal(.integer(try binder.context.reader.worth(of: money, "\(money)")), .money)
      } catch {
        throw .value(error, field: field, entity: entity, expression.span)
      }
    case .duration(let seconds): return binder.literal(Value.duration(seconds))
    default: return binder.literal(Value.integer(0))
    }
  }

  private func computed(_ expression: Expression, _ field: Field, _ entity: Entity) throws(BindingError)
    -> BoundExpression
  {
    let bound = try Binder(binder.context, scope: entity).bind(expression)
    let wanted = ValueType(field, of: entity)
    let minor = (0..<rules.baseCurrency.minorDigits).reduce(1) { factor, _ in factor * 10 }
    func scaled(_ sign: ArithmeticTerm.Operator, _ factor: Int) -> BoundExpression {
      BoundExpression(.arithmetic(bound, sign, .literal(.integer(factor), .integer)), wanted)
    }
    // A phone or an address is taken only from a field that was checked as one.
    if field.type.isText, field.type != .text, bound.field?.type != field.type {
      throw .wrongKind(field, bound.type, expression.span)
    }
    switch (wanted, bound.type) {
    case _ where wanted == bound.type: return bound
    // Each type is stored in units of its own.
    case (.number, .integer): return scaled(.times, 1_000_000)
    case (.integer, .number): return scaled(.over, 1_000_000)
    case (.money, .integer): return scaled(.times, minor)
    case (.money, .number): return scaled(.over, max(1, 1_000_000 / minor))
    case (.text, .text), (_, .unknown): return bound
    default: throw .wrongKind(field, bound.type, expression.span)
    }
  }
}

extension Expression {
  /// Whether it names the record at hand: `it.amount * 1.1`.
  var mentionsSubject: Bool {
    switch kind {
    case .path(_, let isSubject): isSubject
    case .group(let inner), .negative(let inner): inner.mentionsSubject
    case .arithmetic(let first, let terms):
      first.mentionsSubject || terms.contains { $0.operand.mentionsSubject }
    case .call(let call): call.arguments.contains { $0.mentionsSubject }
    case .text(let literal):
      literal.segments.contains { if case .interpolation(let inner) = $0 { inner.mentionsSubject } else { false } }
    default: false
    }
  }
}
