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

  /// The least that amounts of an entity may be, in minor units; nil where they may be anything.
  package static func leastAmount(of entity: Entity) -> Int64? {
    switch entity.key {
    case .target: 1
    case .opportunity: 0
    default: nil
    }
  }

  /// Why an amount cannot stand; nil where it can.
  package static func refusal(of money: Money, in field: Field, of entity: Entity) -> Wording? {
    guard let least = leastAmount(of: entity), money.minorUnits < least else { return nil }
    let bound = least > 0 ? Wording("more than 0", "大于 0") : Wording("0 or more", "0 或以上")
    return Wording(
      "\(field.name) of \(entity.key == .opportunity ? "an" : "a") \(entity.name) is \(bound.english)",
      "\(entity.names.chineseName)的\(field.names.chineseName)应\(bound.chinese)")
  }

  /// Why a task cannot be from one moment to another.
  package static func times(_ start: FieldValue, _ end: FieldValue, _ zone: Zone) -> Wording? {
    guard case .instant(let start) = start, case .instant(let end) = end, end < start else { return nil }
    func text(_ instant: Instant) -> String { "\(zone.day(of: instant)) \(zone.time(of: instant))" }
    return Wording(
      "it would end (\(text(end))) before it starts (\(text(start)))",
      "结束时间（\(text(end))）早于开始时间（\(text(start))）")
  }

  /// Why a date cannot be a field's, today being what it is.
  package static func refusal(of day: CivilDate, in field: Field, today: CivilDate) -> Wording? {
    guard field.name == "birthday", day > today else { return nil }
    return Wording(
      "\(day) is yet to come: nobody is born on it", "\(day) 还没有到，不能作为\(field.names.chineseName)")
  }

  /// What is wrong where the way up from `above` comes back to a record.
  package static func circle(_ reference: String, _ field: Field, above: String) -> Wording {
    reference == above
      ? Wording("\(reference) cannot be its own \(field.name)", "\(reference) 不能是自己的\(field.names.chineseName)")
      : Wording("\(above) stands below \(reference) itself", "\(above) 本身就在 \(reference) 之下")
  }

  /// Whether a stage and a status mean the same. An opportunity can be lost in any stage; it is won in the closing one.
  package static func agree(_ stage: Choice, _ status: Int, among stages: ChoiceList) -> Bool {
    guard stage.isWinning || stage.isLosing else {
      return status != OpportunityStatus.won || !stages.current.contains(where: \.isWinning)
    }
    return status == OpportunityStatus.status(in: stage)
  }

  /// The probability of what is over; nil where it is open.
  package static func certainProbability(_ status: FieldValue) -> FieldValue? {
    switch status {
    case .choice(OpportunityStatus.won): .integer(100)
    case .choice(OpportunityStatus.lost): .integer(0)
    default: nil
    }
  }

  package static func staysConverted(_ reference: String) -> Wording {
    Wording("\(reference) is converted and stays so", "\(reference) 已转化，状态不再变动")
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
    case (.opportunity, .choice(let key)): key != OpportunityStatus.open
    case (.task, .choice(let key)): !TaskStatus.open.contains(key)
    case (.lead, .choice(let key)): !LeadStatus.open.contains(key)
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
