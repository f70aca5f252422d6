internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Values

/// What a step would change, on the first few of its records: `中型 → 大型`.
extension Interpreter {
  private static let shown = 5

  func differences(of step: ChangeStep) throws(Diagnostic) -> ResultTable {
    switch step {
    case .update(let update): return try differences(of: update)
    case .remove(let removal): return try table(of: removal.entity, Array(removal.ids.prefix(Self.shown)))
    case .insert(let insertion): return try table(of: insertion.entity, [])
    case .load(let source): return try table(of: source.entity, [])
    case .revert: return try table(of: .customer, [])
    }
  }

  private func differences(of update: Update) throws(Diagnostic) -> ResultTable {
    let entity = update.entity
    let binder = Binder(session.context(), scope: entity)
    let touched = update.assignments.map(\.field) + update.labels.map(\.field)
    let head = entity.fields.filter { $0.type == .identity || $0.name == entity.title }
    let columns = (head + touched).map { binder.plainColumn($0, of: entity) }
    let selection = BoundExpression(
      .membership(binder.identity(of: entity), update.ids.prefix(Self.shown).map { .integer($0) }), .truth)
    let before = try table(BoundQuery(entity: entity, condition: selection, columns: columns))
    let after = update.assignments.map { text(of: $0) } + update.labels.map { text(of: $0) }
    let rows = before.rows.map { row in
      row.enumerated().map { index, cell -> Cell in
        guard index >= head.count, index - head.count < after.count else { return cell }
        return .text("\(cell.plain) → \(after[index - head.count])")
      }
    }
    let shape = ResultShape(
      columns: before.shape.columns.enumerated().map { index, column in
        index < head.count ? column : ResultColumn(name: column.name, heading: column.heading, type: .text)
      }, entity: entity, isGrouped: false, isScalar: false, zone: before.shape.zone)
    return ResultTable(shape: shape, rows: rows)
  }

  private func text(of assignment: FieldAssignment) -> String {
    switch assignment.value {
    case .computed: return "…"
    case .constant(let value):
      switch value {
      case .empty: return "—"
      case .text(let text), .phone(let text, _), .email(let text): return text
      case .choice(let key): return assignment.field.type.choices?.choice(key: key)?.name ?? String(key)
      case .integer(let number), .duration(let number): return String(number)
      case .number(let number): return number.description
      case .money(let money, _): return money.displayed
      case .date(let day): return day.description
      case .instant(let instant): return session.dictionary.rules.zone.day(of: instant).description
      case .flag(let flag): return flag ? "true" : "false"
      case .reference(let id):
        guard let key = assignment.field.type.referenced else { return String(id) }
        return (try? session.text(of: .record(key, id))) ?? String(id)
      }
    }
  }

  private func text(of edit: LabelEdit) -> String {
    (edit.replacesAll
      ? ["= \(edit.added.joined(separator: ", "))"] : edit.added.map { "+\($0)" } + edit.removed.map { "−\($0)" })
      .joined(separator: " ")
  }
}
