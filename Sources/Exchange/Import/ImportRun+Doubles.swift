internal import Diagnostics
internal import Domain
internal import Engine
internal import Layout
internal import Query
internal import Storage
internal import Values

/// Rows that double a record that is there.
extension ImportRun {
  func double(_ matches: [DuplicateFinder.Match], _ reader: borrowing ImportReader) throws -> RowRefusal? {
    guard let match = matches.first else { return nil }
    if request.duplicate == .skip || request.duplicate == .update { passOverNested(reader) }
    switch request.duplicate {
    case .fail: return RowRefusal(.duplicate, try reason(match, reader))
    case .skip: skipDouble()
    case .update: return try updateDouble(matches, reader)
    case .ask:
      switch try decide(matches, reader) {
      case .create?: return try make(nil, reader)
      case .update?: return try updateDouble(matches, reader)
      // What is not decided yet waits for its answer; the file is read again.
      case .skip?, nil: skipDouble()
      }
    }
    return nil
  }

  private func skipDouble() {
    report.skipped += 1
    remarks.skippedDoubles += 1
  }

  private func updateDouble(
    _ matches: [DuplicateFinder.Match], _ reader: borrowing ImportReader
  ) throws -> RowRefusal? {
    guard let id = matches.first?.id, matches.count == 1 else {
      return .ambiguousDuplicate(matches.map { entity.reference($0.id) })
    }
    return try change(id, reader)
  }

  // MARK: What is said and asked of them

  /// `cust_001 科技有限公司 has the same phone: 0755-12345678 (entered: 075512345678)`
  private func reason(_ match: DuplicateFinder.Match, _ reader: borrowing ImportReader) throws -> Wording {
    let reference = named(match.id)
    guard let field = match.fields.first, field.type != .identity else {
      return Wording("\(reference) is there already", "\(reference) 已存在")
    }
    let stood = try rows.loggedValues(of: [field, entity.titleField ?? field], match.id)
    let texts = stood.map { if case .text(let text) = $0 { text } else { "" } }
    return LikelyDuplicate(
      entity: entity, reference: reference, title: texts.last ?? "", field: field,
      entered: given(field, reader), written: texts.first ?? ""
    ).line
  }

  /// A record as it is told of: one that the file made has no number that anybody knows.
  private func named(_ id: Int64) -> String {
    let isChinese = plan.hooks.language == .chinese
    if let line = madeOnLine[id] { return isChinese ? "第 \(line) 行" : "line \(line)" }
    if let firstMade, id >= firstMade { return isChinese ? "前面的一行" : "a row before it" }
    return entity.reference(id)
  }

  /// The row's cell of a field, as it is written.
  private func given(_ field: Field, _ reader: borrowing ImportReader) -> String {
    guard let column = plan.layout.columns.first(where: { $0.field.key == field.key }) else { return "" }
    return CellText.trimmed(reader.bytes(column.index))
  }

  /// What somebody has said of the row; nil where that is still to be asked.
  private func decide(
    _ matches: [DuplicateFinder.Match], _ reader: borrowing ImportReader
  ) throws -> RowAnswer? {
    guard let match = matches.first else { return nil }
    let key = RowQuestion.Key(line: reader.line, record: named(match.id))
    let isIdentity = match.fields.contains { $0.type == .identity }
    let offered = RowAnswer.allCases.filter { answer in
      switch answer {
      case .skip: true
      case .update: matches.count == 1
      // A number is given once.
      case .create: !isIdentity
      }
    }
    let fields = askedFields(match)
    let stands = try rows.loggedValues(of: fields, match.id)
    let known = plan.answers.answer(to: key, changed.contains(match.id) ? nil : stands)
    if let answer = known ?? plan.answers.rest {
      // What is said of all holds where it can.
      return offered.contains(answer) ? answer : .skip
    }
    doubtful += 1
    guard questions.count < Self.questionLimit else { return nil }
    let others = matches.dropFirst().map { named($0.id) }.joined(separator: ", ")
    let first = try reason(match, reader)
    questions.append(
      RowQuestion(
        key, file: request.file,
        reason: others.isEmpty
          ? first : Wording("\(first.english); so has \(others)", "\(first.chinese)；另有 \(others)"),
        values: zip(fields, stands).map { field, stood in
          let text = given(field, reader)
          return RowQuestion.Value(field, stands: stood, given: text.isEmpty ? .null : .text(text))
        }, offered: offered))
    return nil
  }

  /// Its name, in what it agrees, and what the file has.
  private func askedFields(_ match: DuplicateFinder.Match) -> [Field] {
    var fields = entity.titleField.map { [$0] } ?? []
    for field in match.fields + plan.layout.columns.map(\.field)
    where field.isStored && field.type != .labels && field.type != .identity
      && !fields.contains(where: { $0.key == field.key })
    { fields.append(field) }
    return fields
  }

  /// So many are answered before the file is read again.
  private static let questionLimit = 100

  /// Writes the row's cells that are not empty over the record.
  private func change(_ id: Int64, _ reader: borrowing ImportReader) throws -> RowRefusal? {
    var differing = try differing(from: id, reader)
    if let refusal = try invariants.refusal(of: differing, id, values, rows) { return refusal }
    if !absent.isEmpty {
      try makeAbsent()
      differing = try self.differing(from: id, reader)
    }
    let update = Update(
      entity: entity, ids: [id], assignments: differing,
      labels: labels.map { LabelEdit(field: $0.field, added: $0.texts) })
    let isChanged = try rows.update(update)
    if isChanged { invariants.note(id, values) }
    primaries?.note(id, values, isNew: false)
    if request.duplicate == .ask { changed.insert(id) }
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
    return nil
  }

  /// What the row's cells that are not empty would change in a record.
  private func differing(from id: Int64, _ reader: borrowing ImportReader) throws -> [FieldAssignment] {
    var assignments: [FieldAssignment] = []
    var byDay: [Int] = []
    for column in plan.layout.columns where column.field.isStored && !column.field.traits.contains(.automatic) {
      let value = values[column.position]
      if !value.isEmpty { assignments.append(FieldAssignment(column.field, value)) }
      if column.field.type == .instant, !ClockReader.isSaid(in: given(column.field, reader)) {
        byDay.append(column.field.key)
      }
    }
    try follow(&assignments, id)
    return try rows.differing(assignments, from: id, byDay: byDay)
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
