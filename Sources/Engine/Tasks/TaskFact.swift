internal import Diagnostics
package import Domain
internal import Language
internal import Layout
package import Query
internal import Storage
internal import Values

/// What decides what may become of a task.
struct TaskFact {
  let id: Int64
  let title: String
  let status: Int
  let due: CivilDate?
  let start: Instant?
  let end: Instant?
  let completed: Instant?
  let rule: RecurrenceRule?

  var isOpen: Bool { status == TaskStatus.pending || status == TaskStatus.inProgress }

  fileprivate static let fields = ["title", "status", "due_date", "start_at", "end_at", "completed_at", "recurrence"]

  fileprivate init(_ id: Int64, _ cells: [Cell]) {
    self.id = id
    title = if case .text(let text) = cells[0] { text } else { "" }
    status = if case .choice(let choice) = cells[1] { choice.key } else { TaskStatus.pending }
    due = if case .date(let day) = cells[2] { day } else { nil }
    func instant(_ cell: Cell) -> Instant? { if case .instant(let moment) = cell { moment } else { nil } }
    start = instant(cells[3])
    end = instant(cells[4])
    completed = instant(cells[5])
    rule = if case .text(let text) = cells[6] { try? RecurrenceRule(reading: text) } else { nil }
  }
}

extension Planning {
  /// In the order of the numbers.
  func taskFacts(_ ids: [Int64], _ entity: Entity) throws(BindingError) -> [TaskFact] {
    let fields = TaskFact.fields.compactMap { entity.field(named: $0) }
    let rows = try rows(of: fields, ids, entity)
    return zip(rows.ids, rows.cells).map { TaskFact($0, $1) }
  }

  /// The values of fields as a new record would have them.
  package func stored(
    _ fields: [Field], of id: Int64, _ entity: Entity
  ) throws(BindingError) -> (fields: [FieldValue], labels: [LabelEdit]) {
    let cells = try rows(of: fields, [id], entity).cells.first ?? []
    var values: [FieldValue] = []
    var labels: [LabelEdit] = []
    for (field, cell) in zip(fields, cells) {
      if case .labels(let texts) = cell, !texts.isEmpty { labels.append(LabelEdit(field: field, added: texts)) }
      values.append(try value(of: cell, field))
    }
    return (values, labels)
  }

  private func rows(
    of fields: [Field], _ ids: [Int64], _ entity: Entity
  ) throws(BindingError) -> (ids: [Int64], cells: [[Cell]]) {
    guard let store, !ids.isEmpty else { return ([], []) }
    let query = BoundQuery(
      entity: entity,
      condition: BoundExpression(.membership(binder.identity(of: entity), ids.map { .integer($0) }), .truth),
      columns: fields.map { binder.plainColumn($0, of: entity) })
    var sink = TableCollector()
    let compiled = QueryWriter(rules: rules, now: now, style: .exchange).compile(query)
    do throws(StorageError) {
      let found = try store.run(compiled, into: &sink)
      return (found, sink.table?.rows ?? [])
    } catch { throw .failed(error.diagnostic) }
  }

  private func value(of cell: Cell, _ field: Field) throws(BindingError) -> FieldValue {
    switch cell {
    case .empty, .labels, .share, .scores: return .empty
    case .text(let text):
      // What was stored before it had a form is taken over as it is.
      guard field.type != .text else { return .text(text) }
      do throws(FieldValueError) { return try binder.context.reader.read(text, as: field, isQuoted: true) } catch {
        throw .value(error, field: field, entity: nil, .zero)
      }
    case .integer(let number): return .integer(number)
    case .number(let number): return .number(number)
    case .money(let money):
      return .money(money, base: (try? binder.context.reader.worth(of: money, "")) ?? money.minorUnits)
    case .date(let day): return .date(day)
    case .instant(let moment): return .instant(moment)
    case .duration(let seconds): return .duration(seconds)
    case .flag(let flag): return .flag(flag)
    case .choice(let choice): return .choice(choice.key)
    case .reference(let reference, _, _):
      return field.type.referenced.flatMap { entity($0).number(of: reference) }.map { .reference($0) } ?? .empty
    }
  }
}
