internal import Domain
internal import Engine
internal import Query
internal import Storage
internal import Values

/// Rows that double a record that is there.
extension ImportRun {
  func double(_ matches: [DuplicateFinder.Match], _ reader: borrowing ImportReader) throws -> RowRefusal? {
    guard let match = matches.first else { return nil }
    switch request.duplicate {
    case .fail: return .duplicate(entity.reference(match.id), by: match.fields)
    case .skip:
      report.skipped += 1
      remarks.skippedDoubles += 1
      return nil
    case .update:
      guard matches.count == 1 else { return .ambiguousDuplicate(matches.map { entity.reference($0.id) }) }
      try makeAbsent()
      try change(match.id, reader)
      return nil
    }
  }

  /// Writes the row's cells that are not empty over the record.
  private func change(_ id: Int64, _ reader: borrowing ImportReader) throws {
    var assignments: [FieldAssignment] = []
    for column in plan.layout.columns where column.field.isStored && !column.field.traits.contains(.automatic) {
      let value = values[column.position]
      if !value.isEmpty { assignments.append(FieldAssignment(column.field, value)) }
    }
    try follow(&assignments, id)
    let update = Update(
      entity: entity, ids: [id], assignments: try rows.differing(assignments, from: id),
      labels: labels.map { LabelEdit(field: $0.field, added: $0.texts) })
    let isChanged = try rows.update(update)
    primaries?.note(id, values, isNew: false)
    if isChanged {
      report.updated += 1
    } else {
      report.skipped += 1
      remarks.unchanged += 1
    }
    finder?.note(id)
    for (column, text) in pending {
      later.add(id, column: column, text, line: reader.line, of: isChanged ? .changed : .unchanged)
    }
  }

  /// Setting a stage or a status does what its verb does, where it becomes another.
  private func follow(_ assignments: inout [FieldAssignment], _ id: Int64) throws {
    func given(_ name: String) -> FieldValue? {
      for assignment in assignments where assignment.field.name == name {
        if case .constant(let value) = assignment.value { return value }
      }
      return nil
    }
    func fill(_ name: String, _ value: FieldValue?) {
      guard let value, given(name) == nil, let field = entity.field(named: name) else { return }
      assignments.append(FieldAssignment(field, value))
    }
    func becomes(_ name: String) throws -> Int? {
      guard case .choice(let key)? = given(name), let field = entity.field(named: name) else { return nil }
      return try rows.reference(field, of: id, entity) == Int64(key) ? nil : key
    }
    let today = plan.dictionary.rules.zone.day(of: plan.now)
    if entity.key == .task, let status = try becomes("status") {
      fill("completed_at", status == TaskStatus.completed ? .instant(plan.now) : .empty)
    }
    guard entity.key == .opportunity else { return }
    let stages = entity.field(named: "stage")?.type.choices?.current ?? []
    if let status = try becomes("status"), given("stage") == nil {
      let isWon = status == OpportunityStatus.won
      let isLost = status == OpportunityStatus.lost
      let stage = isWon ? stages.first { $0.isWinning } : isLost ? stages.first { $0.isLosing } : nil
      fill("stage", stage.map { .choice($0.key) })
      fill("probability", isWon ? .integer(100) : isLost ? .integer(0) : nil)
      fill("closed_at", status == OpportunityStatus.open ? .empty : .date(today))
      if isWon { fill("actual_amount", given("amount")) }
    }
    guard let key = try becomes("stage"), let stage = stages.first(where: { $0.key == key }) else { return }
    fill("probability", stage.probability.map { .integer(Int64($0)) })
    let isClosing = stage.isWinning || stage.isLosing
    fill("status", .choice(OpportunityStatus.status(in: stage)))
    fill("closed_at", isClosing ? .date(today) : .empty)
    if stage.isWinning { fill("actual_amount", given("amount")) }
  }

  // MARK: References among the file's own rows

  /// Completes the records that refer to others of the file.
  func completeLater() throws {
    var answers: [ReferenceReader.Answer?] = Array(repeating: nil, count: later.texts.count)
    var failures: [Int: RowRefusal] = [:]
    for entry in later.entries {
      let reference = references[entry.column]
      let answer = try answers[entry.text] ?? found(later.texts[entry.text], reference.target)
      answers[entry.text] = answer
      switch answer {
      case .found(let id): try complete(entry, reference.column.field, id)
      case .absent, .later:
        let name = later.texts[entry.text]
        try missing(.unknownReference(name, reference.target.key, nearest: []), entry, reference, &failures)
      case .refused(let error): try missing(error, entry, reference, &failures)
      }
    }
    try refuseLate(failures)
  }

  private func found(_ text: String, _ target: Entity) throws -> ReferenceReader.Answer {
    let answer = try ReferenceReader.look(for: text, target, rows, plan.dictionary)
    guard case .absent(let name) = answer, request.missing == .create else { return answer }
    return .found(try makeReferenced(name, target))
  }

  private func complete(_ entry: LaterReferences.Entry, _ field: Field, _ id: Int64) throws {
    guard entry.kind != .made else { return try rows.complete(entry.record, field, with: id) }
    let update = Update(entity: entity, ids: [entry.record], assignments: [FieldAssignment(field, .reference(id))])
    if try rows.update(update), entry.kind == .unchanged {
      report.updated += 1
      report.skipped -= 1
      remarks.unchanged -= 1
    }
  }

  /// Where refused rows are skipped the record is written already: it stays, without the reference.
  private func missing(
    _ error: FieldValueError, _ entry: LaterReferences.Entry, _ reference: ReferenceReader,
    _ failures: inout [Int: RowRefusal]
  ) throws {
    if request.skipsRefused || request.missing == .skip {
      remarks.leftEmpty[reference.column.field, default: 0] += 1
    } else if failures[entry.line] == nil {
      failures[entry.line] = RowRefusal(error, reference.column, entity)
    }
  }

  /// Reads the file again for the cells of rows that were refused at the end.
  private func refuseLate(_ failures: [Int: RowRefusal]) throws {
    guard !failures.isEmpty else { return }
    var reader = try plan.open()
    do throws(CSVError) {
      while try reader.next() {
        if let refusal = failures[reader.line] { refused.add(refusal, reader) }
      }
    } catch { throw ImportProblem.file(error, path: request.path) }
  }
}
