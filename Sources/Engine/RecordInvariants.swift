internal import Calendar
package import Diagnostics
package import Domain
internal import Layout
internal import Query
package import Values

/// What must hold of records beyond the types of their fields, however they come: by a verb or from a file.
package enum RecordInvariants {
  /// The fields that say whose work something is.
  package static let owners = ["owner", "assigned_to", "assignee"]

  /// Why an amount cannot stand; nil where it can.
  package static func refusal(of money: Money, in field: Field, of entity: Entity) -> Wording? {
    let isTarget = entity.key == .target
    guard isTarget || entity.key == .opportunity else { return nil }
    guard isTarget ? money.minorUnits <= 0 : money.minorUnits < 0 else { return nil }
    let bound = isTarget ? Wording("more than 0", "大于 0") : Wording("0 or more", "0 或以上")
    return Wording(
      "\(field.name) of \(entity.key == .opportunity ? "an" : "a") \(entity.name) is \(bound.english)",
      "\(entity.names.chineseName)的\(field.names.chineseName)应\(bound.chinese)")
  }

  package static func inactive(_ reference: String) -> Wording {
    Wording("\(reference) is not active", "\(reference) 已停用")
  }

  package static var targetOfWhom: Wording {
    Wording("a target is of a user or of a team", "目标应属于一个用户或一个团队，二者取一")
  }

  package static func duplicateTarget(_ reference: String) -> Wording {
    Wording("\(reference) is the target of this period already", "这一期间已有目标 \(reference)")
  }

  /// Whether a record is over and no work any more: who did it may have left since.
  package static func isOver(_ entity: Entity, status: FieldValue) -> Bool {
    switch (entity.key, status) {
    case (.opportunity, .choice(let key)): key != 1
    case (.task, .choice(let key)): key == TaskStatus.completed || key == TaskStatus.cancelled
    // Converted and disqualified.
    case (.lead, .choice(let key)): key > 3
    default: false
    }
  }
}

extension NewRecord {
  /// A task that recurs and has no date begins with the first day of its rule.
  package mutating func beginSeries(_ rules: DomainRules, now: Instant) {
    guard entity.key == .task, !has("due_date"), !has("start_at"), case .text(let text) = self["recurrence"],
      let rule = try? RecurrenceRule(reading: text)
    else { return }
    let today = rules.zone.day(of: now)
    let first = Occurrences(of: rule, from: today).days(in: today..<CivilDate.end, limit: 1).first
    self["due_date"] = .date(first ?? today)
  }
}
