internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
package import Query
internal import Storage
internal import Values

/// What must hold of records beyond the types of their fields, whichever verb writes them; and what is said of a change
/// that may stand.
extension Planning {
  /// What a new record must fulfil.
  func confirm(_ record: NewRecord, _ assigned: Assigned, _ span: SourceSpan) throws(BindingError) {
    try confirmValues(assigned, record.entity, span)
    try confirmConstraints(record, span)
    guard record.entity.key == .target, !isCheck else { return }
    try confirm(
      TargetIdentity(user: record["user"], team: record["team"], period: record["period"]), besides: nil, span)
  }

  /// What an update must fulfil.
  func confirm(_ assigned: Assigned, _ targets: Targets, _ span: SourceSpan) throws(BindingError) {
    try confirmValues(assigned, targets.entity, span)
    try confirmConstraints(assigned, targets, span)
    let names = ["user", "team", "period"]
    guard targets.entity.key == .target, !isCheck, assigned.fields.contains(where: { names.contains($0.field.name) })
    else { return }
    var seen: [TargetIdentity] = []
    for id in targets.ids {
      var identity = try targetIdentity(of: id, targets.entity)
      identity.user = assigned.constant("user") ?? identity.user
      identity.team = assigned.constant("team") ?? identity.team
      identity.period = assigned.constant("period") ?? identity.period
      try confirm(identity, besides: id, span)
      if seen.contains(identity) { throw .failed(duplicate(of: id, span)) }
      seen.append(identity)
    }
  }

  private func confirmValues(_ assigned: Assigned, _ entity: Entity, _ span: SourceSpan) throws(BindingError) {
    for assignment in assigned.fields {
      guard case .constant(let value) = assignment.value else { continue }
      switch value {
      case .money(let money, _):
        if let refusal = RecordInvariants.refusal(of: money, in: assignment.field, of: entity) {
          throw .failed(Diagnostic("negative-amount", refusal, kind: .failure, at: .init(span)))
        }
      case .reference(let id) where assignment.field.type == .reference(.user):
        if RecordInvariants.owners.contains(assignment.field.name) { try confirmActive(id, span) }
      case .date(let day):
        if let refusal = RecordInvariants.refusal(of: day, in: assignment.field, today: rules.zone.day(of: now)) {
          throw .failed(Diagnostic("future-birthday", refusal, kind: .failure, at: .init(span)))
        }
      case .empty, .text, .phone, .email, .choice, .integer, .number, .instant, .duration, .flag, .reference:
        continue
      }
    }
  }

  // MARK: Users

  /// Nobody is given work who is no longer there to do it.
  func confirmActive(_ id: Int64, _ span: SourceSpan) throws(BindingError) {
    guard try isInactive(id) else { return }
    let user = entity(.user)
    let reference = user.reference(id)
    throw .failed(
      Diagnostic(
        "inactive-user", RecordInvariants.inactive(reference), kind: .failure, at: .init(span),
        help: [
          Wording(verbatim: "find users where active = true"),
          Wording(verbatim: "update \(reference) set active = true"),
        ]))
  }

  package func isInactive(_ id: Int64) throws(BindingError) -> Bool {
    let user = entity(.user)
    guard !isCheck, let store, let active = user.field(named: "active") else { return false }
    do throws(StorageError) {
      return try store.values(of: [active], record: id, entity: user) == [.integer(0)]
    } catch {
      throw .failed(error.diagnostic)
    }
  }

  /// The configured assignee takes the tasks that say nobody, and the leads and opportunities that nobody enters: the
  /// system user owns nothing. A row of an import says itself whose it is, or that it is nobody's. One who is not there, or not active, gets nothing: a task stands without one, and that is
  /// said.
  func assignByDefault(_ record: inout NewRecord, _ assigned: Assigned) throws(BindingError) -> Wording? {
    let isTask = record.entity.key == .task
    guard let field = isTask ? "assignee" : [.lead, .opportunity].contains(record.entity.key) ? "assigned_to" : nil,
      !assigned.fields.contains(where: { $0.field.name == field })
    else { return nil }
    let user = entity(.user)
    if !isTask {
      guard !record.has(field), let id = rules.defaultAssignee.flatMap({ user.number(of: $0) }) else { return nil }
      record[field] = .reference(id)
    }
    guard case .reference(let id) = record[field], let store else { return nil }
    let exists: Bool
    do throws(StorageError) { exists = try store.existing([id], of: user, deleted: false).contains(id) } catch {
      throw .failed(error.diagnostic)
    }
    if exists, !(try isInactive(id)) { return nil }
    record[field] = .empty
    guard isTask else { return nil }
    let name = user.reference(id)
    let why = exists ? Wording("is not active", "已停用") : Wording("is no user", "不是现有用户")
    return Wording(
      "nobody is assigned: tasks.default_assignee \(name) \(why.english)",
      "未分配负责人：tasks.default_assignee 的 \(name) \(why.chinese)")
  }

  /// What somebody who leaves still has open, with the statement that passes it on.
  func remainders(of targets: Targets, _ assigned: Assigned) throws(BindingError) -> [Wording] {
    assigned.constant("active") == .flag(false) ? try remainders(of: targets) : []
  }

  func remainders(of targets: Targets) throws(BindingError) -> [Wording] {
    guard targets.entity.key == .user, !isCheck else { return [] }
    var remarks: [Wording] = []
    for id in targets.ids {
      let user = targets.entity.reference(id)
      for holding in Holding.all {
        let count = try open(holding, of: id)
        guard count > 0 else { continue }
        let child = entity(holding.entity)
        let condition = holding.condition.map { " and \($0)" } ?? ""
        let more = count > 3 ? " expecting at most \(count)" : ""
        let statement = "assign \(child.pluralEnglish) where owner = \(user)\(condition) to …\(more)"
        let noun = count == 1 ? child.name : child.pluralEnglish
        remarks.append(
          Wording(
            "\(user) still has \(count) \(holding.word.english)\(noun): \(statement)",
            "\(user) 还有 \(count) 条\(holding.word.chinese)\(child.names.chineseName)：\(statement)"))
      }
    }
    return remarks
  }

  /// What a person may have in hand.
  private struct Holding {
    let entity: EntityKey
    let word: Wording
    /// The statement's condition; nil takes all.
    let condition: String?
    let statuses: [Int]

    static let all = [
      Holding(
        entity: .opportunity, word: Wording("open ", "进行中的"), condition: "status = open",
        statuses: [OpportunityStatus.open]),
      Holding(
        entity: .task, word: Wording("open ", "未完成的"), condition: "status in (pending, in_progress)",
        statuses: TaskStatus.open),
      Holding(
        entity: .lead, word: Wording("open ", "未结束的"), condition: "status in (new, contacted, qualified)",
        statuses: LeadStatus.open),
      Holding(entity: .customer, word: Wording(verbatim: ""), condition: nil, statuses: []),
    ]
  }

  private func open(_ holding: Holding, of user: Int64) throws(BindingError) -> Int {
    let child = entity(holding.entity)
    guard let owner = dictionary.field(named: "owner", of: child) else { return 0 }
    func terms(_ field: Field, _ values: [Int64]) -> BoundExpression {
      BoundExpression(
        .membership(BoundExpression(.field(field, via: []), ValueType(field, of: child)), values.map { .integer($0) }),
        .truth)
    }
    var conditions = [terms(owner, [user])]
    if let status = child.field(named: "status"), !holding.statuses.isEmpty {
      conditions.append(terms(status, holding.statuses.map { Int64($0) }))
    }
    return try select(BoundQuery(entity: child, condition: BoundExpression(.all(conditions), .truth))).count
  }

  /// What is worth saying of a new record that may stand.
  func remarks(on insertion: Insertion) -> [Wording] {
    func value(_ name: String) -> FieldValue? {
      for assignment in insertion.values where assignment.field.name == name {
        if case .constant(let value) = assignment.value { return value }
      }
      return nil
    }
    if insertion.entity.key == .task, case .text(let text)? = value("recurrence"),
      case .date(let due)? = value("due_date"), let rule = try? RecurrenceRule(reading: text),
      let day = rule.skipsMonths(from: due)
    {
      return [
        Wording(
          "months without a day \(day) are passed over; the last day of each month: recurrence = \"FREQ=MONTHLY;BYMONTHDAY=-1\"",
          "没有 \(day) 日的月份会跳过；每月最后一天请写 recurrence = \"FREQ=MONTHLY;BYMONTHDAY=-1\"")
      ]
    }
    guard insertion.entity.key == .opportunity, value("status") == .choice(OpportunityStatus.open),
      case .date(let day)? = value("expected_close_date"), day < rules.zone.day(of: now)
    else { return [] }
    return [
      Wording("expected_close_date \(day) lies before today", "预计成交日期 \(day) 早于今天")
    ]
  }
}

extension RecurrenceRule {
  /// The day of the month that some months do not have, where it is the one on which a monthly rule comes; nil where it
  /// comes every month.
  fileprivate func skipsMonths(from first: CivilDate) -> Int? {
    guard frequency == .monthly, weekdays.isEmpty, positions.isEmpty, yearDays.isEmpty else { return nil }
    let days = monthDays.isEmpty ? [first.components.day] : monthDays
    guard let last = days.min(), last > 28 else { return nil }
    return last
  }
}
