internal import Diagnostics
internal import Domain
internal import Engine
internal import Query
internal import Values

/// A task as a calendar file changes it: one of a series that the file completes comes again, as by `complete`.
struct CalendarCompletion {
  private enum Manner { case none, comesAgain, endsSeries, undecided }

  private let id: Int64
  private let entity: Entity
  private let manner: Manner
  private let moment: FieldValue
  private let title: String
  /// Tasks made by it.
  private(set) var created = 0
  private(set) var notices: [Wording] = []

  private static let completed = FieldValue.choice(TaskStatus.completed)

  /// - Parameters:
  ///   - values: what the file says, by the fields' names.
  ///   - standing: what the task has.
  init(of id: Int64, _ entity: Entity, _ values: [String: FieldValue], _ standing: [String: FieldValue]) {
    self.id = id
    self.entity = entity
    moment = values["completed_at"] ?? .empty
    if case .text(let text)? = standing["title"] { title = text } else { title = entity.reference(id) }
    let isOpen = [TaskStatus.pending, TaskStatus.inProgress].contains { standing["status"] == .choice($0) }
    let rule = standing["recurrence"] ?? .empty
    if !isOpen || rule.isEmpty || values["status"] != Self.completed {
      manner = .none
    } else if values["recurrence"] == rule {
      manner = .comesAgain
    } else {
      manner = (values["recurrence"] ?? .empty).isEmpty ? .endsSeries : .undecided
    }
  }

  /// Whether file and task say the same of a field although their values differ: the rule of a task that is done went
  /// on with the next one, and a file need not say when it was done.
  static func agrees(_ values: [String: FieldValue], _ standing: [String: FieldValue], on field: String) -> Bool {
    guard values["status"] == completed, standing["status"] == completed else { return false }
    switch field {
    case "recurrence": return (standing[field] ?? .empty).isEmpty
    case "completed_at": return (values[field] ?? .empty).isEmpty
    default: return false
    }
  }

  /// Whether a file says of a task that was done here, and whose rule went on with the next, that it is still to be
  /// done and comes again: it was written before. Taken as it says, the series would run twice.
  static func wentOn(_ values: [String: FieldValue], _ standing: [String: FieldValue]) -> Bool {
    standing["status"] == completed && (standing["recurrence"] ?? .empty).isEmpty
      && values["status"] != completed && !(values["recurrence"] ?? .empty).isEmpty
  }

  mutating func records(
    _ assignments: [FieldAssignment], _ planning: Planning
  ) throws(BindingError) -> [LoadedRecord] {
    switch manner {
    case .none: break
    case .endsSeries: notices.append(Wording("“\(title)” will not come again", "“\(title)”不再重复"))
    case .undecided:
      let reference = entity.reference(id)
      notices.append(
        Wording(
          "\(reference): completed in the file, by another rule than it had; it stays open, "
            + "and `complete \(reference)` makes the next one",
          "\(reference)：文件中已完成，但重复规则不同；保持未完成，“完成 \(reference)”会生成下一次"))
      let rest = assignments.filter { !["status", "completed_at"].contains($0.field.name) }
      return [.change(Update(entity: entity, ids: [id], assignments: rest))]
    case .comesAgain: return try succession(assignments, planning)
    }
    return [.change(Update(entity: entity, ids: [id], assignments: assignments))]
  }

  private mutating func succession(
    _ assignments: [FieldAssignment], _ planning: Planning
  ) throws(BindingError) -> [LoadedRecord] {
    let plan = try planning.completing(id, of: entity, beside: assignments)
    notices += plan.remarks
    var records: [LoadedRecord] = []
    for step in plan.steps {
      switch step {
      case .insert(let next):
        records.append(.new(next))
        created += 1
      case .update(var update):
        // The file knows when it was done.
        update.assignments = update.assignments.map {
          $0.field.name == "completed_at" && !moment.isEmpty ? FieldAssignment($0.field, moment) : $0
        }
        records.append(.change(update))
      case .remove, .load, .repair, .revert: continue
      }
    }
    return records
  }
}
