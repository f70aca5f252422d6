internal import Calendar
internal import Diagnostics
internal import Domain
internal import Engine
internal import Glibc
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// The tasks and events of a calendar file, as they become tasks: read, checked and compared with what is there before
/// anything is written.
struct CalendarImport: ReportingSource, AskingSource {
  let entity: Entity
  private(set) var report: LoadReport
  private var records: [LoadedRecord] = []
  private var remarkCounts: [Wording: Int] = [:]
  private var refusals: [(line: Int, reason: Wording)] = []
  /// What follows from tasks that the file completes.
  private var followed: [Wording] = []
  let asks: Bool
  let unaskable: Diagnostic
  private(set) var questions: [RowQuestion] = []
  private(set) var questionCount = 0

  /// A calendar larger than this is none that a person has.
  private static let sizeLimit = 64 << 20

  init(_ request: ImportRequest, _ planning: Planning) throws(BindingError) {
    entity = request.entity
    report = LoadReport(entity: entity, file: request.file)
    asks = request.duplicate == .ask
    unaskable = request.unaskable
    guard entity.key == .task else {
      throw .failed(
        Diagnostic(
          "not-tasks", Wording("a calendar file holds tasks", "日历文件只能导入为任务"), kind: .failure,
          at: .init(request.fileSpan),
          help: [Wording("import tasks from \"\(request.file)\"", "导入 任务 从 \"\(request.file)\"")]))
    }
    let bytes = try Self.read(request)
    let scan: CalendarScan
    do throws(CalendarScan.Problem) { scan = try CalendarScan(bytes) } catch {
      throw .failed(error.diagnostic(request.file, at: request.fileSpan))
    }
    try take(scan, request, planning)
    report.remarks = remarkCounts.map { (count: $0.value, text: $0.key) }.sorted { $0.text.english < $1.text.english }
    if scan.others > 0 {
      report.remarks.append(
        (scan.others, Wording("components that are neither tasks nor events are left out", "既非任务也非日程的内容，已忽略")))
    }
  }

  func load(_ accept: (LoadedRecord) throws -> Void) throws { for record in records { try accept(record) } }

  private static func read(_ request: ImportRequest) throws(BindingError) -> [UInt8] {
    func failed(_ english: String, _ chinese: String) -> BindingError {
      .failed(
        Diagnostic(
          "cannot-read", Wording("\(request.file): \(english)", "\(request.file)：\(chinese)"), kind: .failure,
          at: .init(request.fileSpan)))
    }
    let descriptor = open(request.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let why = String(cString: strerror(errno))
      throw failed(why, why)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let why = String(cString: strerror(errno))
        throw failed(why, why)
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > sizeLimit { throw failed("the file is larger than 64 MiB", "文件超过 64 MiB") }
    }
  }

  // MARK: Items

  private mutating func take(
    _ scan: CalendarScan, _ request: ImportRequest, _ planning: Planning
  ) throws(BindingError) {
    let origin = planning.calendarOrigin
    var seen: [String: Int] = [:]
    for piece in scan.pieces {
      report.read += 1
      let item: CalendarItem
      do throws(CalendarItem.Refusal) {
        item = try Self.item(piece, of: scan, planning.rules.zone)
        if let first = seen[item.uid], !item.uid.isEmpty {
          throw .init("its UID stands on line \(first) already", "UID 与第 \(first) 行的重复")
        }
      } catch {
        refusals.append((piece.line, error.reason))
        continue
      }
      seen[item.uid] = piece.line
      for remark in item.remarks { remarkCounts[remark, default: 0] += 1 }
      do throws(BindingError) { try place(item, origin, request, planning) } catch {
        // The store could not answer: that is no fault of the entry, and none of the others can be judged either.
        if case .failed(let told) = error, told.kind == .storage || told.code == "interrupted" { throw error }
        refusals.append((piece.line, error.diagnostic().message))
      }
    }
    report.notices += Self.shortened(followed)
    report.refused = refusals.count
    guard !refusals.isEmpty else { return }
    guard request.skipsRefused else { throw .failed(refusal(request)) }
    report.notices += shownRefusals
  }

  private static func item(
    _ piece: CalendarScan.Piece, of scan: CalendarScan, _ zone: Zone
  ) throws(CalendarItem.Refusal) -> CalendarItem {
    guard let component = CalendarComponent(scan.calendar(of: piece)) else {
      throw .init("libical cannot read it", "libical 无法读取")
    }
    return try CalendarItem(component, line: piece.line, zone: zone)
  }

  private var shownRefusals: [Wording] {
    Self.shortened(
      refusals.map { refusal in
        Wording(
          "line \(refusal.line): \(refusal.reason.english)", "第 \(refusal.line) 行：\(refusal.reason.chinese)")
      })
  }

  private static func shortened(_ list: [Wording]) -> [Wording] {
    let rest = list.count - RefusedRows.shownReasons
    guard rest > 0 else { return list }
    return list.prefix(RefusedRows.shownReasons) + [Wording("and \(rest) more", "另有 \(rest) 个")]
  }

  private func refusal(_ request: ImportRequest) -> Diagnostic {
    Diagnostic(
      "import-refused",
      Wording(
        "\(refusals.count) of \(report.read) entries of \(request.file) cannot be taken; nothing was written",
        "\(request.file) 的 \(report.read) 条中有 \(refusals.count) 条无法导入，没有写入任何内容"), kind: .failure,
      at: .init(request.fileSpan),
      help: shownRefusals + [
        Wording(
          "ways out: on duplicate skip  ·  on duplicate update  ·  skip refused",
          "可选的处理：on duplicate skip  ·  on duplicate update  ·  skip refused")
      ])
  }

  /// A new task, a change of the one that has the same UID, or nothing where they agree.
  private mutating func place(
    _ item: CalendarItem, _ origin: String, _ request: ImportRequest, _ planning: Planning
  ) throws(BindingError) {
    var values = item.stated.merging(item.extra) { stated, _ in stated }
    for reference in item.references {
      if let id = try planning.record(reference, of: entity) {
        values[reference.field] = .reference(id)
      } else {
        remarkCounts[
          Wording("records that are not here are left out", "引用的记录在这里不存在，已忽略"), default: 0] += 1
      }
    }
    let sets = try readAdded(item, &values, planning)
    guard let id = try planning.task(uid: item.uid, origin, entity) else {
      if let refusal = try refusal(of: values, status: values["status"], planning) {
        refusals.append((item.line, refusal))
        return
      }
      var new = try insertion(item, values, request, planning)
      new.labels = sets.map { LabelEdit(field: $0.field, added: $0.texts) }
      records.append(.new(new))
      report.created += 1
      return
    }
    let fields = entity.fields.filter { values[$0.name] != nil }
    let stored = try planning.stored(fields + sets.map(\.field), of: id, entity)
    let current = Array(stored.fields.prefix(fields.count))
    let edits = sets.filter { set in
      Set(stored.labels.first { $0.field.key == set.field.key }?.added ?? []) != Set(set.texts)
    }.map { LabelEdit(field: $0.field, added: $0.texts, replacesAll: true) }
    let standing = Dictionary(zip(fields.map(\.name), current)) { first, _ in first }
    let changed = zip(fields, current).filter { field, now in
      values[field.name] != now && !CalendarCompletion.agrees(values, standing, on: field.name)
    }
    guard !changed.isEmpty || !edits.isEmpty else {
      report.skipped += 1
      remarkCounts[Wording("unchanged", "没有变化"), default: 0] += 1
      return
    }
    var rest = Dictionary(uniqueKeysWithValues: changed.map { ($0.0.name, values[$0.0.name] ?? .empty) })
    // From when to when is judged together, whichever of them is another.
    for name in ["start_at", "end_at"] { rest[name] = values[name] }
    if let refusal = try refusal(of: rest, status: values["status"], planning) {
      refusals.append((item.line, refusal))
      return
    }
    if request.duplicate != .fail, CalendarCompletion.wentOn(values, standing) {
      report.skipped += 1
      remarkCounts[
        Wording(
          "older than what is here: the task is done, and its series goes on with the next one; passed over",
          "比现有内容旧：任务已完成，系列已由下一个任务继续，已跳过"), default: 0] += 1
      return
    }
    switch try decision(on: id, item, changed.map(\.0) + edits.map(\.field), values, request, planning) {
    case .skip: report.skipped += 1
    // It is asked first, and the file read again.
    case .ask: report.skipped += 1
    case .update:
      let assignments = changed.map { FieldAssignment($0.0, values[$0.0.name] ?? .empty) }
      var completion = CalendarCompletion(of: id, entity, values, standing)
      records += try completion.records(assignments, planning)
      if !edits.isEmpty { records.append(.change(Update(entity: entity, ids: [id], labels: edits))) }
      report.created += completion.created
      followed += completion.notices
      report.updated += 1
    case .fail:
      let names = (changed.map(\.0) + edits.map(\.field)).map(\.name).joined(separator: ", ")
      refusals.append(
        (item.line, Wording("\(entity.reference(id)) differs in \(names)", "与 \(entity.reference(id)) 不同：\(names)")))
    }
  }

  /// Fields of the configuration: their values go to `values`, the lists are returned.
  private mutating func readAdded(
    _ item: CalendarItem, _ values: inout [String: FieldValue], _ planning: Planning
  ) throws(BindingError) -> [(field: Field, texts: [String])] {
    var sets: [(field: Field, texts: [String])] = []
    func add(_ text: String, to field: Field) throws(FieldValueError) {
      let element = try field.element(text)
      if let place = sets.firstIndex(where: { $0.field.key == field.key }) {
        if !sets[place].texts.contains(element) { sets[place].texts.append(element) }
      } else {
        sets.append((field, [element]))
      }
    }
    let reader = FieldReader(dictionary: planning.dictionary, now: planning.now)
    for (name, text) in item.added {
      guard let field = planning.dictionary.field(named: name, of: entity), !field.isDerived else {
        remarkCounts[
          Wording("fields that are not configured here are left out", "这里没有配置的字段，已忽略"), default: 0] += 1
        continue
      }
      do throws(FieldValueError) {
        if field.type == .labels {
          try add(text, to: field)
        } else if field.type.referenced == nil {
          values[field.name] = try reader.read(text, as: field, isQuoted: true)
        }
      } catch { throw .value(error, field: field, entity: entity, .zero) }
    }
    // Categories of another program, where there is one list that they can mean.
    let lists = entity.fields.filter { $0.type == .labels }
    for category in item.categories {
      do throws(FieldValueError) {
        guard lists.count == 1, let list = lists.first else { throw .notAChoice(category, field: entity.fields[0]) }
        try add(category, to: list)
      } catch {
        remarkCounts[Wording("categories have no place in a task", "任务没有对应的分类字段，已忽略"), default: 0] += 1
      }
    }
    return sets
  }

  /// What becomes of a task that is there already and differs: `ask` where somebody has still to say.
  private mutating func decision(
    on id: Int64, _ item: CalendarItem, _ fields: [Field], _ values: [String: FieldValue], _ request: ImportRequest,
    _ planning: Planning
  ) throws(BindingError) -> ImportRequest.Duplicate {
    guard request.duplicate == .ask else { return request.duplicate }
    let reference = entity.reference(id)
    let key = RowQuestion.Key(line: item.line, record: reference)
    let shown =
      [entity.titleField].compactMap { $0 }
      + fields.filter { $0.key != entity.titleField?.key && $0.type != .labels }
    let stands = try planning.logged(shown, of: RecordKey(entity.key, id))
    if let answer = planning.rowAnswers.answer(to: key, stands) ?? planning.rowAnswers.rest {
      return answer == .update ? .update : .skip
    }
    questionCount += 1
    let differing = fields.map(\.name).joined(separator: ", ")
    questions.append(
      RowQuestion(
        key, file: request.file,
        reason: Wording("\(reference) differs in \(differing)", "与 \(reference) 不同：\(differing)"),
        values: zip(shown, stands).map { field, stood in
          let given = EntityTable.spread(values[field.name] ?? .empty, over: field, zone: planning.rules.zone)
          return RowQuestion.Value(field, stands: stood, given: given.first ?? .null)
        }, offered: [.skip, .update]))
    return .ask
  }

  /// Why a task cannot be whose the file says it is: nobody is given work who is no longer there to do it.
  private func refusal(
    of values: [String: FieldValue], status: FieldValue?, _ planning: Planning
  ) throws(BindingError) -> Wording? {
    if let start = values["start_at"], let end = values["end_at"],
      let refusal = RecordInvariants.times(start, end, planning.rules.zone)
    {
      return refusal
    }
    guard case .reference(let id)? = values["assignee"],
      !RecordInvariants.isOver(entity, status: status ?? .empty), try planning.isInactive(id)
    else { return nil }
    return RecordInvariants.inactive(planning.entity(.user).reference(id))
  }

  /// As `add` makes it.
  private mutating func insertion(
    _ item: CalendarItem, _ values: [String: FieldValue], _ request: ImportRequest, _ planning: Planning
  ) throws(BindingError) -> Insertion {
    var assigned = Planning.Assigned()
    for (name, value) in values where name != "assignee" { assigned.set(entity.field(named: name), value) }
    // Whose it is was judged already; a file that says nothing means whoever is configured.
    let assignee = values["assignee"] ?? .empty
    var remarks: [Wording] = []
    var insertion = try planning.insertion(entity, assigned, request.fileSpan, remarks: &remarks)
    if assignee.isEmpty {
      for remark in remarks { remarkCounts[remark, default: 0] += 1 }
    }
    var own: [(String, FieldValue)] = item.uid.isEmpty ? [] : [("uid", .text(item.uid))]
    if !assignee.isEmpty { own.append(("assignee", assignee)) }
    // A calendar file says by itself how important something is and when to remind.
    for name in ["reminders", "priority"] { own.append((name, values[name] ?? .empty)) }
    for (name, value) in own {
      guard let field = entity.field(named: name) else { continue }
      insertion.values.removeAll { $0.field.key == field.key }
      if !value.isEmpty { insertion.values.append(FieldAssignment(field, value)) }
    }
    return insertion
  }
}

extension Planning {
  /// What tells the tasks of this workspace from those of others in a UID.
  fileprivate var calendarOrigin: String { store?.calendarOrigin ?? "" }

  /// The task that has a UID: one of our own by its number, one that came from a file by what was kept.
  fileprivate func task(uid: String, _ origin: String, _ entity: Entity) throws(BindingError) -> Int64? {
    guard !uid.isEmpty, let store else { return nil }
    if let at = uid.firstIndex(of: "@"), uid[uid.index(after: at)...] == origin, let id = entity.number(of: uid[..<at])
    {
      for deleted in [false, true] {
        guard try !asked({ () throws(StorageError) in try store.existing([id], of: entity, deleted: deleted) }).isEmpty
        else { continue }
        if deleted { throw .inRecycleBin(entity.reference(id), .zero) }
        return id
      }
    }
    let same = try asked { () throws(StorageError) in try store.tasks(uid: uid) }
    if let live = same.first(where: { !$0.isDeleted }) { return live.id }
    if let deleted = same.first { throw .inRecycleBin(entity.reference(deleted.id), .zero) }
    return nil
  }

  /// The record that a file names: by its number where that has the name, else by its name where only one has it.
  fileprivate func record(
    _ reference: (field: String, id: String?, title: String), of entity: Entity
  ) throws(BindingError) -> Int64? {
    guard let store, let key = entity.field(named: reference.field)?.type.referenced else { return nil }
    let target = self.entity(key)
    let named = try asked { () throws(StorageError) in
      try store.records(titled: TextFolding.folded(reference.title), of: target)
    }
    if let id = reference.id.flatMap({ target.number(of: $0) }), named.contains(id) { return id }
    return named.count == 1 ? named.first : nil
  }

  fileprivate func logged(_ fields: [Field], of record: RecordKey) throws(BindingError) -> [SQLValue] {
    guard let store else { return [] }
    return try asked { () throws(StorageError) in try store.loggedValues(of: fields, record) } ?? []
  }

  /// What the store answers. That it cannot is never taken for "there is none", which would make a duplicate.
  private func asked<Answer>(_ question: () throws(StorageError) -> Answer) throws(BindingError) -> Answer {
    do throws(StorageError) { return try question() } catch { throw .failed(error.diagnostic) }
  }
}
