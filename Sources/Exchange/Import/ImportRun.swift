internal import Diagnostics
internal import Domain
internal import Engine
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// One import on its way: the state that its rows share.
///
/// A row is read cell by cell into values in the order of the entity's fields, judged (required fields, references,
/// duplicates), and written. What it makes on the side, it makes only when nothing speaks against the row any more.
final class ImportRun {
  let plan: FileImport
  let rows: RowWriter
  private let file: ChangeSource
  let entity: Entity
  let refused: RefusedRows
  var report: LoadReport
  var remarks = ImportRemarks()
  var cells: [CellReader] = []
  var references: [ReferenceReader] = []
  var labelColumns: [ImportColumn] = []
  var knownLabels: [ByteCache<LabelSet>] = []
  var finder: DuplicateFinder?
  var later = LaterReferences()
  var primaries: PrimaryContacts?
  let completion: RowCompletion
  let invariants: RowInvariants
  /// By the column that holds them.
  var nestedRules: [Int: NestedRules] = [:]
  /// The row at hand.
  var values: [FieldValue]
  var labels: [LabelSet] = []
  var absent: [(column: Int, name: String)] = []
  var pending: [(column: Int, text: String)] = []
  var pace: ImportPace
  var bulk = BulkDecision.undecided
  /// Rows that somebody must decide, the first of them in full; and where answers are looked up, what was made and
  /// changed by the file itself.
  var questions: [RowQuestion] = []
  var doubtful = 0
  var madeOnLine: [Int64: Int] = [:]
  /// The first record that got its number here: those from it on are the file's.
  var firstMade: Int64?
  var changed: Set<Int64> = []

  enum BulkDecision { case undecided, bulk, live }

  var request: ImportRequest { plan.request }

  init(_ plan: FileImport, _ rows: RowWriter) throws {
    file = ChangeSource(name: plan.request.file, text: nil)
    self.plan = plan
    self.rows = rows
    entity = plan.entity
    report = plan.report
    values = Array(repeating: .empty, count: entity.fields.count)
    refused = RefusedRows(
      of: plan.request.refusedBeside, headings: plan.layout.headings,
      delimiter: plan.request.delimiter ?? CSVByte.comma,
      language: plan.hooks.language)
    invariants = try RowInvariants(entity, plan.dictionary, rows, now: plan.now)
    var rules = plan.dictionary.rules
    if try invariants.canAssign(rules.defaultAssignee, rows) == false {
      remarks.unassignable = rules.defaultAssignee
      rules.defaultAssignee = nil
    }
    completion = RowCompletion(entity, rules, author: plan.author, now: plan.now)
    pace = ImportPace(plan.request.file, plan.hooks)
    let reader = FieldReader(dictionary: plan.dictionary, now: plan.now)
    for column in plan.layout.columns {
      if let target = column.field.type.referenced.flatMap({ plan.dictionary.entity($0) }) {
        references.append(ReferenceReader(column, target, in: entity))
      } else if column.field.type == .labels {
        labelColumns.append(column)
        knownLabels.append(ByteCache())
      } else {
        cells.append(CellReader(column, reader))
      }
    }
    primaries = PrimaryContacts(entity)
    if plan.dictionary.rules.checksDuplicates {
      let finder = try DuplicateFinder(entity, rows)
      if !finder.isEmpty { self.finder = finder }
    }
  }

  // MARK: The file

  func run(_ opened: consuming ImportReader) throws -> LoadReport {
    var reader = opened
    let headings = try FileImport.headings(&reader, request)
    guard plan.layout.isHeading(headings) else { throw ImportProblem.changedMeanwhile(path: request.path) }
    while try next(&reader) {
      report.read += 1
      if report.read & 0xFF == 0 { try breathe(reader) }
      if let refusal = try take(reader) {
        refused.add(refusal, reader)
      }
    }
    pace.tell(reader, report.read, isIndexing: true, always: true)
    try endBulk()
    // With rows left to decide nothing is kept: what refers to them need not be found yet.
    if doubtful == 0 {
      try completeLater()
      if let settled = try primaries?.settle(rows) { remarks.lostPrimacy = settled }
    }
    return try conclude(reader.encoding)
  }

  private func next(_ reader: inout ImportReader) throws -> Bool {
    do throws(CSVError) { return try reader.next() } catch {
      throw FileImport.problem(reader.supply?.failure ?? error, request)
    }
  }

  private func breathe(_ reader: borrowing ImportReader) throws {
    if plan.hooks.isCancelled() { throw ImportProblem.cancelled }
    pace.tell(reader, report.read, isIndexing: false)
    try decideBulk(reader)
  }

  private func conclude(_ encoding: CSVEncoding) throws -> LoadReport {
    report.refused = refused.count
    report.refusedFile = refused.finish()
    report.encoding = encoding.rawValue
    report.ignoredColumns = plan.layout.ignored
    if report.read == 0 {
      report.notices.append(
        request.isJSON
          ? Wording("the file holds no records", "文件中没有记录")
          : Wording("the file has column names and no rows below them", "文件只有列名，没有数据行"))
    }
    if refused.count > 0, !request.skipsRefused {
      throw ImportProblem.refused(
        RefusalReport(
          file: request.file, read: report.read, refused: refused.count, reasons: refused.reasons,
          refusedFile: report.refusedFile, kinds: refused.kinds, ignored: passedOver))
    }
    for cell in cells { remarks.add(cell) }
    remarks.add(ignored: plan.layout.derived, rows: report.read)
    report.remarks = remarks.listed + (plan.cards?.remarks ?? [])
    return report
  }

  /// The columns that fill nothing, each with the fields whose names are like its.
  private var passedOver: [(heading: String, nearest: [String])] {
    let filled = Set(plan.layout.columns.map(\.field.key))
    let open = entity.fields.filter { !$0.isDerived && $0.type != .identity && !filled.contains($0.key) }
    let names = open.flatMap { $0.names.english + $0.names.chinese }
    let derived = Set(plan.layout.derived.flatMap { $0.names.english + $0.names.chinese })
    return plan.layout.ignored.filter { !derived.contains($0) }.map {
      ($0, NearestName.suggestions(for: $0, among: names, limit: 1))
    }
  }

  // MARK: A row

  /// Takes the record that `reader` stands on; the reason why not.
  private func take(_ reader: borrowing ImportReader) throws -> RowRefusal? {
    if let refusal = reader.refusal { return refusal }
    let expected = plan.layout.headings.count
    if reader.fieldCount > expected, (expected..<reader.fieldCount).contains(where: { !reader.bytes($0).isEmpty }) {
      return .tooManyCells(reader.fieldCount, of: expected)
    }
    for position in values.indices { values[position] = .empty }
    labels.removeAll(keepingCapacity: true)
    absent.removeAll(keepingCapacity: true)
    pending.removeAll(keepingCapacity: true)
    if let refusal = readCells(reader) { return refusal }
    var isSkipped = false
    if let refusal = try readReferences(reader, &isSkipped) { return refusal }
    if isSkipped {
      report.skipped += 1
      return nil
    }
    return try place(reader)
  }

  private func readCells(_ reader: borrowing ImportReader) -> RowRefusal? {
    for cell in cells {
      let bytes = reader.bytes(cell.index)
      guard !bytes.isEmpty else { continue }
      do throws(FieldValueError) { values[cell.position] = try cell.read(bytes) } catch {
        return RowRefusal(error, cell.column, entity)
      }
    }
    for (index, column) in labelColumns.enumerated() {
      let bytes = reader.bytes(column.index)
      guard !bytes.isEmpty else { continue }
      let set: LabelSet
      if let known = knownLabels[index].index(of: bytes) {
        set = knownLabels[index][known]
      } else {
        var texts = CellText.labels(bytes, isMarked: request.isJSON)
        do throws(FieldValueError) {
          for index in texts.indices { texts[index] = try column.field.element(texts[index]) }
        } catch {
          return RowRefusal(error, column, entity)
        }
        set = LabelSet(column.field, texts)
        knownLabels[index].insert(bytes, set)
      }
      if !set.texts.isEmpty { labels.append(set) }
    }
    return nil
  }

  private func readReferences(_ reader: borrowing ImportReader, _ isSkipped: inout Bool) throws -> RowRefusal? {
    for index in references.indices {
      let reference = references[index]
      let bytes = reader.bytes(reference.index)
      guard !bytes.isEmpty, let answer = try reference.read(bytes, rows, plan.dictionary) else { continue }
      switch answer {
      case .found(let id): values[reference.position] = .reference(id)
      case .later(let text): pending.append((index, text))
      case .absent(let name):
        switch request.missing {
        case .create: absent.append((index, name))
        case .skip: isSkipped = true
        case .fail:
          return RowRefusal(.unknownReference(name, reference.target.key, nearest: []), reference.column, entity)
        }
      case .refused(let error):
        if case .unknownReference = error, request.missing == .skip {
          isSkipped = true
        } else {
          return RowRefusal(error, reference.column, entity)
        }
      }
    }
    if isSkipped { remarks.skippedForReference += 1 }
    return nil
  }

  /// Judges the row whole: a new record, a change of one that is there, or neither.
  private func place(_ reader: borrowing ImportReader) throws -> RowRefusal? {
    rows.stand(at: ChangePlace(file, line: reader.line))
    var given: Int64?
    try finder?.take(values)
    if let column = plan.layout.identity {
      let text = CellText.trimmed(reader.bytes(column))
      if !text.isEmpty {
        guard let number = entity.number(of: text) else {
          throw ImportProblem.notAnIdentity(text, line: reader.line, column: plan.layout.headings[column], entity)
        }
        switch try rows.presence(of: number, entity) {
        case .free: given = number
        case .deleted: return .deleted(entity.reference(number))
        case .live:
          return try double([.init(id: number, fields: entity.fields.filter { $0.type == .identity })], reader)
        }
      }
    }
    if given == nil, !request.allowsDuplicates, let matches = try finder?.matches(), !matches.isEmpty {
      return try double(matches, reader)
    }
    return try make(given, reader)
  }

  func make(_ given: Int64?, _ reader: borrowing ImportReader) throws -> RowRefusal? {
    let guess = completion.complete(&values)
    try linkCustomer()
    let missing = completion.missing(values, labels).filter { field in
      !absent.contains { references[$0.column].column.field.key == field.key }
        && !pending.contains { references[$0.column].column.field.key == field.key }
    }
    if !missing.isEmpty, !request.allowsMissing { return .missing(missing) }
    let isMadeCertain = invariants.makeCertain(&values)
    if let refusal = try invariants.refusal(of: values, rows) { return refusal }
    let nested: [(NestedColumn, [NestedRecord])]
    switch try readNested(reader) {
    case .success(let records): nested = records
    case .failure(let refusal): return refusal.refusal
    }
    if request.allowsMissing { noteEmpty(missing) }
    try makeAbsent()
    invariants.settle(&values, isPrimaryGiven: plan.layout.columns.contains { $0.field.name == "is_primary" })
    let id = try rows.insert(values, labels: labels, id: given)
    if given == nil, firstMade == nil { firstMade = id }
    report.created += 1
    if isMadeCertain { remarks.madeCertain += 1 }
    if let guess { remarks.guessed[guess, default: 0] += 1 }
    invariants.note(id, values)
    primaries?.note(id, values, isNew: true)
    if remarks.unassignable != nil, entity.field(named: "assignee").map({ isEmpty($0) }) == true {
      remarks.unassigned += 1
    }
    finder?.note(id)
    if request.duplicate == .ask { madeOnLine[id] = reader.line }
    for (column, text) in pending { later.add(id, column: column, text, line: reader.line, of: .made) }
    for (column, records) in nested { try write(records, of: column, under: id) }
    return nil
  }

  private func isEmpty(_ field: Field) -> Bool {
    entity.fields.firstIndex { $0.key == field.key }.map { values[$0].isEmpty } ?? true
  }

  private func noteEmpty(_ missing: [Field]) {
    for field in missing { remarks.leftEmpty[field, default: 0] += 1 }
    for reference in references where values[reference.column.position].isEmpty {
      let field = reference.column.field
      let isToCome =
        absent.contains { references[$0.column].column.field.key == field.key }
        || pending.contains { references[$0.column].column.field.key == field.key }
      if !isToCome, !missing.contains(field) { remarks.leftEmpty[field, default: 0] += 1 }
    }
  }

  /// Makes the records that the row refers to and that are missing.
  func makeAbsent() throws {
    for (index, name) in absent {
      values[references[index].column.position] = .reference(try makeReferenced(name, references[index].target))
    }
    guard !absent.isEmpty else { return }
    for index in references.indices { references[index].forget() }
  }

  func makeReferenced(_ name: String, _ target: Entity) throws -> Int64 {
    // Two columns of one row may name the same.
    if case .found(let id) = try ReferenceReader.look(for: name, target, rows, plan.dictionary) { return id }
    var record = NewRecord(target)
    record[target.title] = .text(name)
    record.complete(rules: plan.dictionary.rules, author: plan.author, now: plan.now)
    let id = try rows.insert(Insertion(entity: target, values: record.assignments))
    remarks.made[target, default: 0] += 1
    return id
  }

  /// The customer of a row's contact or opportunity is the row's, where it names none.
  private func linkCustomer() throws {
    guard let place = completion.customer, values[place].isEmpty, entity.key != .contact, entity.key != .opportunity,
      !absent.contains(where: { references[$0.column].column.position == place })
    else { return }
    for (position, parent, field) in completion.parentsOfCustomer(plan.dictionary) {
      guard case .reference(let id) = values[position] else { continue }
      if let customer = try rows.reference(field, of: id, parent) {
        values[place] = .reference(customer)
        return
      }
    }
  }
}
