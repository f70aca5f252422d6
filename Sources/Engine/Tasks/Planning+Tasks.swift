internal import Calendar
internal import Diagnostics
package import Domain
internal import Language
internal import Layout
package import Query
internal import Storage
internal import Values

/// What becomes of tasks: done, put off, called off; and those that come again.
extension Planning {
  // MARK: Completing

  /// Those that are open are done now; one that recurs comes again, in the same change set.
  ///
  /// - Parameter given: what an `update` sets beside the status; nil for `complete`, which leaves cancelled ones alone.
  package func completing(_ targets: Targets, beside given: Assigned?) throws(BindingError) -> ChangePlan {
    guard !isCheck else { return ChangePlan() }
    let entity = targets.entity
    let facts = try taskFacts(targets.ids, entity)
    let changed = facts.filter { $0.isOpen || given != nil && $0.status == TaskStatus.cancelled }
    var plan = ChangePlan()
    if var rest = given {
      rest.fields.removeAll { ["status", "completed_at"].contains($0.field.name) }
      if !rest.fields.isEmpty || !rest.labels.isEmpty {
        plan.steps.append(
          .update(Update(entity: entity, ids: targets.ids, assignments: rest.fields, labels: rest.labels)))
      }
    }
    var done = Assigned()
    done.set(entity.field(named: "status"), .choice(TaskStatus.completed))
    done.set(entity.field(named: "completed_at"), .instant(now))
    let endsSeries = given?.fields.contains { $0.field.name == "recurrence" } ?? false
    var handedOn: Set<Int64> = []
    for fact in endsSeries ? [] : changed where fact.isOpen {
      guard let next = try comeAgain(fact, entity, &plan.remarks) else { continue }
      handedOn.insert(fact.id)
      plan.steps.append(.insert(next))
    }
    let others = changed.map(\.id).filter { !handedOn.contains($0) }
    if !others.isEmpty {
      plan.steps.append(.update(Update(entity: entity, ids: others, assignments: done.fields)))
    }
    if !handedOn.isEmpty {
      // The rule goes on with the next, so that nothing comes twice.
      done.set(entity.field(named: "recurrence"), .empty)
      plan.steps.append(.update(Update(entity: entity, ids: handedOn.sorted(), assignments: done.fields)))
    }
    if given == nil { plan.remarks += facts.compactMap { leftAlone($0, entity) } }
    plan.remarks = Self.shortened(plan.remarks)
    return plan
  }

  /// The same for one task that a calendar file says is done.
  package func completing(
    _ id: Int64, of entity: Entity, beside fields: [FieldAssignment]
  ) throws(BindingError) -> ChangePlan {
    try completing(Targets(entity: entity, ids: [id], span: .zero), beside: Assigned(fields: fields))
  }

  private func leftAlone(_ fact: TaskFact, _ entity: Entity) -> Wording? {
    let reference = entity.reference(fact.id)
    switch fact.status {
    case TaskStatus.completed:
      let day = fact.completed.map { " (\(rules.zone.day(of: $0)))" } ?? ""
      return Wording("\(reference) was completed already\(day)", "\(reference) 已经完成过\(day)")
    case TaskStatus.cancelled:
      return Wording(
        "\(reference) is cancelled and stays so; `update \(reference) set status = completed` completes it anyway",
        "\(reference) 已取消，保持不变；如需完成：更新 \(reference) 设为 状态 = 已完成")
    default: return nil
    }
  }

  /// The next of a series: a copy for its day; nil where there is none.
  private func comeAgain(
    _ fact: TaskFact, _ entity: Entity, _ remarks: inout [Wording]
  ) throws(BindingError) -> Insertion? {
    guard let rule = fact.rule else { return nil }
    let today = rules.zone.day(of: now)
    let anchor = fact.due ?? fact.start.map { rules.zone.day(of: $0) } ?? today
    guard let next = Occurrences(of: rule, from: anchor).next(notBefore: today) else {
      remarks.append(
        Wording("“\(fact.title)” was the last of its series", "“\(fact.title)”是这个重复任务的最后一次"))
      return nil
    }
    let spoken = rule.spoken
    let missed = next.missed
    remarks.append(
      Wording(
        "“\(fact.title)” comes again on \(next.day) (\(spoken.english))"
          + (missed > 0 ? "; \(missed) missed \(missed == 1 ? "day is" : "days are") passed over" : ""),
        "“\(fact.title)”下一次：\(next.day)（\(spoken.chinese)）" + (missed > 0 ? "，跳过已错过的 \(missed) 次" : "")))
    return try occurrence(of: fact, on: next, after: anchor, entity)
  }

  private func occurrence(
    of fact: TaskFact, on next: Occurrences.Next, after anchor: CivilDate, _ entity: Entity
  ) throws(BindingError) -> Insertion {
    let own: Set = ["status", "completed_at", "uid", "due_date", "start_at", "end_at", "recurrence"]
    let copied = entity.fields.filter {
      !$0.isDerived && $0.type != .identity && !$0.traits.contains(.automatic) && !own.contains($0.name)
    }
    let values = try stored(copied, of: fact.id, entity)
    var record = NewRecord(entity)
    if fact.due != nil || fact.start == nil { record["due_date"] = .date(next.day) }
    record["start_at"] = moved(fact.start, by: anchor.days(until: next.day))
    record["end_at"] = moved(fact.end, by: anchor.days(until: next.day))
    record["recurrence"] = .text(next.rule.text)
    record.complete(rules: rules, author: author, now: now)
    // What the first had not, the next has not.
    for (field, value) in zip(copied, values.fields) where field.type != .labels { record[field.name] = value }
    return Insertion(entity: entity, values: record.assignments, labels: values.labels)
  }

  private func moved(_ moment: Instant?, by days: Int) -> FieldValue {
    guard let moment, let day = rules.zone.day(of: moment).adding(days: days) else { return .empty }
    return .instant(rules.zone.instant(of: day, at: rules.zone.time(of: moment)))
  }

  // MARK: Putting off and calling off

  /// A task's day, and with it the time that it takes. What is done or called off stays as it is.
  func postponing(_ targets: Targets, to value: FieldValue, at span: SourceSpan) throws(BindingError) -> ChangePlan {
    let entity = targets.entity
    let facts = try taskFacts(targets.ids, entity)
    var plan = ChangePlan()
    let open = facts.filter(\.isOpen)
    guard case .date(let day) = value else {
      throw .failed(
        Diagnostic(
          "missing-date", Wording("postpone needs a day", "推迟需要一个日期"), kind: .failure, at: .init(span),
          help: [Wording("postpone \(entity.reference(1)) to +3d", "推迟 \(entity.reference(1)) 到 +3d")]))
    }
    func step(_ ids: [Int64], _ values: [(String, FieldValue)]) {
      var assigned = Assigned()
      for (name, value) in values { assigned.set(entity.field(named: name), value) }
      if !ids.isEmpty { plan.steps.append(.update(Update(entity: entity, ids: ids, assignments: assigned.fields))) }
    }
    step(open.filter { $0.start == nil }.map(\.id), [("due_date", value)])
    for fact in open {
      guard let start = fact.start else { continue }
      let days = (fact.due ?? rules.zone.day(of: start)).days(until: day)
      var values = [("start_at", moved(start, by: days))]
      if fact.end != nil { values.append(("end_at", moved(fact.end, by: days))) }
      if fact.due != nil { values.append(("due_date", value)) }
      step([fact.id], values)
    }
    plan.remarks = Self.shortened(
      facts.filter { !$0.isOpen }.map { fact in
        let reference = entity.reference(fact.id)
        let isDone = fact.status == TaskStatus.completed
        return Wording(
          "\(reference) is \(isDone ? "completed" : "cancelled") and was not postponed",
          "\(reference) 已\(isDone ? "完成" : "取消")，没有推迟")
      })
    return plan
  }

  /// A series ends with the task that is called off.
  func cancelling(_ targets: Targets, _ assigned: Assigned) throws(BindingError) -> ChangePlan {
    guard !isCheck else { return ChangePlan() }
    var plan = ChangePlan([
      .update(
        Update(entity: targets.entity, ids: targets.ids, assignments: assigned.fields, labels: assigned.labels))
    ])
    plan.remarks = Self.shortened(
      try taskFacts(targets.ids, targets.entity).filter { $0.isOpen && $0.rule != nil }.map { fact in
        Wording("“\(fact.title)” will not come again", "“\(fact.title)”不再重复")
      })
    return plan
  }
}
