internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// Queries: shown, piped on, written to files.
extension Interpreter {
  func show(_ query: Language.Query, in statement: Statement) throws(Diagnostic) {
    // `$2` shows a row of the last result, which stays the last result.
    let before = session.lastResult
    defer { if query.source.isLastResult { session.lastResult = before } }
    if let part = query.part { return try showPart(part, query, in: statement) }
    let binder = Binder(session.context())
    if case .profile = query.head, query.stages.isEmpty,
      try binding({ () throws(BindingError) in try binder.groupedView(query) }) == nil
    {
      try showProfiles(query)
      return
    }
    let bound = try binding { () throws(BindingError) in try binder.bindQuery(query) }
    let isProfile = query.head == .profile
    guard let stage = query.stages.first else {
      try present(bound, .usual, isProfile: isProfile)
      return
    }
    guard query.stages.count == 1 else {
      throw BindingError.useNotBuilt(
        Wording("more than one step after |", "| 之后的多个步骤"), query.stages[1].span
      ).diagnostic()
    }
    switch stage.kind {
    case .format(let format): try present(bound, .format(format), isProfile: isProfile)
    case .chart(let kind, let file):
      if let file {
        return try draw(kind, into: file) { sink throws(Diagnostic) in
          try self.rows(of: bound, style: .person, into: &sink).count
        }
      }
      do throws(Diagnostic) { try present(bound, .chart(kind.text)) } catch { throw error.located(at: stage.span) }
    case .file(let file):
      try export(bound, to: try path(writing: file), at: stage.span)
    case .update where bound.past != nil:
      throw BindingError.past(.write(verb: stage.kind.verb), query.asOf?.span ?? stage.span).diagnostic()
    case .update where bound.isGrouped, .each where bound.isGrouped:
      throw BindingError.groupsAreNoRecords(stage.kind.verb, stage.span).diagnostic()
    case .update(let assignments): try update(query, assignments, statement, stage.span)
    case .each(let variable, let body): try each(bound, variable, body)
    }
  }

  /// Rows to the face, and what `$_` means from here on.
  ///
  /// - Parameter isProfile: of records that are named one by one, of which programs get what lists leave out.
  private func present(
    _ query: BoundQuery, _ manner: Presentation, isProfile: Bool = false
  ) throws(Diagnostic) {
    let pivoted = query.pivot
    if let pivoted {
      // The limit counts the rows of what is shown.
      var whole = query
      whole.limit = nil
      var table = Pivot.table(try self.table(whole), key: pivoted)
      if let limit = query.limit, table.rows.count > limit { table.rows.removeLast(table.rows.count - limit) }
      try face.present(manner) { sink throws(Diagnostic) in
        table.send(to: &sink)
      }
      return
    }
    var ids: [Int64] = []
    let style = styleWanted(manner)
    let wanted = style == .exchange ? wholeRecord(query, isScored: isProfile) : query
    try face.present(manner) { sink throws(Diagnostic) in ids = try rows(of: wanted, style: style, into: &sink) }
    if let remark = session.remark(on: query.past) { face.tell(.notice(remark)) }
    if style == .person, let labels = query.groupedLabels {
      face.tell(
        .notice(
          Wording(
            "a record counts under each of its \(labels.name)", "一条记录在它的每个\(labels.names.chineseName)下各计一次")))
    }
    if style == .person, let remark = session.conversionRemark(on: query) { face.tell(.notice(remark)) }
    if !query.isGrouped { session.lastResult = .init(entity: query.entity.key, ids: ids) }
  }

  /// Where nobody said which columns, programs get all of a record.
  ///
  /// - Parameter isScored: with places among all.
  func wholeRecord(_ query: BoundQuery, isScored: Bool = false) -> BoundQuery {
    guard query.showsRecord, !query.isGrouped else { return query }
    var whole = query
    whole.columns = Binder(session.context(), scope: query.entity).recordColumns(
      of: query.entity, isExact: session.settings.isExact, isScored: isScored)
    return whole
  }

  /// People read titles, programs read ids.
  func styleWanted(_ manner: Presentation) -> QueryWriter.Style {
    switch manner {
    case .format(.json), .format(.jsonl), .format(.csv): return .exchange
    case .format(.table), .format(.card), .format(.markdown), .chart: return .person
    case .usual:
      switch session.settings.output {
      case .json, .jsonl, .csv: return .exchange
      case .auto, .table, .card, .markdown: return .person
      }
    }
  }

  func export(_ query: BoundQuery, to path: String, at span: SourceSpan) throws(Diagnostic) {
    let wanted =
      switch path.lowercased() {
      case let name where name.hasSuffix(".ics"): try calendarRecord(query, at: span)
      case let name where name.hasSuffix(".vcf") || name.hasSuffix(".vcard"): try cardRecord(query, at: span)
      // A file is asked for once and kept: it may cost the reading of all purchases.
      default: wholeRecord(query, isScored: true)
      }
    try write(to: path, at: span) { sink throws(Diagnostic) in
      // Groups and figures are no records, and are counted as rows.
      guard wanted.isGrouped || wanted.isScalar else {
        return try self.rows(of: wanted, style: .exchange, into: &sink).count
      }
      var collector: any ResultSink = TableCollector()
      _ = try self.rows(of: wanted, style: .exchange, into: &collector)
      guard let table = (collector as? TableCollector)?.table else { return 0 }
      table.send(to: &sink)
      return table.rows.count
    }
    if let remark = daysRemark(on: wanted, in: path) { face.tell(.notice(remark)) }
  }

  /// What a file of data leaves out where it shows moments as days, as the records of the contract do.
  private func daysRemark(on query: BoundQuery, in path: String) -> Wording? {
    guard !session.settings.isExact,
      [".csv", ".json", ".jsonl", ".ndjson"].contains(where: path.lowercased().hasSuffix)
    else { return nil }
    let moments = query.columns.filter {
      $0.expression.type == .instant && !["created_at", "updated_at"].contains($0.name)
    }
    guard !moments.isEmpty else { return nil }
    let names = moments.map(\.name)
    return Wording(
      "\(names.joined(separator: ", ")) without the time of day; `set exact on` or --exact keeps it",
      "\(names.joined(separator: "、")) 只写日期；要保留时刻请用 set exact on 或 --exact")
  }

  private func update(
    _ query: Language.Query, _ assignments: [Assignment], _ statement: Statement, _ span: SourceSpan
  ) throws(Diagnostic) {
    let expected = try expectation(of: statement)
    let done = try carryOut(expecting: expected, at: statement.span) { () throws(Diagnostic) in
      let planning = planningWithAnswer()
      return try binding { () throws(BindingError) in
        let bound = try planning.binder.bindQuery(query)
        let targets = Planning.Targets(entity: bound.entity, ids: try planning.select(bound), span: span)
        return try planning.update(targets, assignments)
      }
    }
    face.tell(.changed(done.summary))
  }

  private func each(_ query: BoundQuery, _ variable: Variable, _ body: [Statement]) throws(Diagnostic) {
    let compiled = session.compile(query, style: .exchange)
    let ids: [Int64]
    do throws(StorageError) { ids = try session.store.identities(compiled.statement) } catch { throw error.diagnostic }
    let before = (session.variables[variable.name], session.subject)
    for id in ids {
      session.variables[variable.name] = .record(query.entity.key, id)
      session.subject = .record(query.entity.key, id)
      for inner in body { try execute(inner) }
    }
    (session.variables[variable.name], session.subject) = before
  }

  // MARK: Profiles

  /// One record with what belongs to it; several as a table.
  private func showProfiles(_ query: Language.Query) throws(Diagnostic) {
    let (asker, found) = try profileTargets(query)
    guard let first = found.ids.first else { return }
    session.lastResult = .init(entity: found.entity.key, ids: found.ids)
    if found.ids.count == 1 {
      if session.settings.output == .auto || session.settings.output == .card {
        face.tell(.profile(try profile(found.entity, first, asker, isWhole: false)))
        return
      }
    }
    let binder = Binder(session.context(), scope: found.entity)
    let columns = try binding { () throws(BindingError) in
      try binder.defaultColumns(of: found.entity, all: found.ids.count == 1)
    }
    let selection = BoundExpression(
      .membership(binder.identity(of: found.entity), found.ids.map { .integer($0) }), .truth)
    var shown = BoundQuery(entity: found.entity, condition: selection, columns: columns)
    shown.past = asker.context.past
    shown.showsRecord = true
    try present(shown, .usual, isProfile: true)
  }

  /// Of whom a part is shown, and how many more were named.
  func profileSubject(_ query: Language.Query) throws(Diagnostic) -> (subject: ProfileSubject?, others: Int) {
    let (asker, found) = try profileTargets(query)
    let subject = found.ids.first.map { ProfileSubject(entity: found.entity, id: $0, asker: asker) }
    return (subject, found.ids.count - 1)
  }

  private func profileTargets(
    _ query: Language.Query
  ) throws(Diagnostic) -> (asker: Binder, found: (entity: Entity, ids: [Int64])) {
    let asker = try binding { () throws(BindingError) in try Binder(session.context()).asking(query.asOf) }
    return (asker, try query.asOf == nil ? profileTargets(query.source) : formerTargets(query, asker))
  }

  private func profileTargets(_ source: Language.Query.Source) throws(Diagnostic) -> (entity: Entity, ids: [Int64]) {
    let planning = session.planning(folder: folder)
    let target: Target =
      switch source {
      case .references(let atoms): Target(kind: .references(atoms), span: source.span)
      case .variable(let variable, let path): Target(kind: .variable(variable, path), span: source.span)
      case .entity(let name): Target(kind: .references([Atom(name.text, span: name.span)]), span: source.span)
      case .view(let name): Target(kind: .view(name, condition: nil), span: source.span)
      }
    return try binding { () throws(BindingError) in
      guard let targets = try planning.targets(.target(target), verb: "show") else {
        throw BindingError.noSubject(source.span)
      }
      return (targets.entity, targets.ids)
    }
  }
}

extension Language.Stage.Kind {
  /// The stages that act on records.
  var verb: String { if case .update = self { "update" } else { "each" } }
}

extension Language.Query.Source {
  /// `$_` or `$3`.
  fileprivate var isLastResult: Bool {
    guard case .variable(let variable, _) = self else { return false }
    return variable.isLastResult || variable.row != nil
  }
}

/// `across`: the values of one key become columns.
enum Pivot {
  static func table(_ table: ResultTable, key: Int) -> ResultTable {
    let columns = table.shape.columns
    let figures = columns.indices.filter { columns[$0].type.isFigure && $0 != key }
    let rowKeys = columns.indices.filter { $0 != key && !figures.contains($0) }
    var heads: [Cell] = []
    var order: [[Cell]] = []
    var cells: [[Cell]: [Cell: [Cell]]] = [:]
    for row in table.rows {
      let head = row[key]
      let keys = rowKeys.map { row[$0] }
      if !heads.contains(head) { heads.append(head) }
      if cells[keys] == nil { order.append(keys) }
      cells[keys, default: [:]][head] = figures.map { row[$0] }
    }
    var shown = rowKeys.map { columns[$0] }
    for head in heads {
      for figure in figures {
        let name = head.plain + (figures.count > 1 ? " \(columns[figure].name)" : "")
        shown.append(
          ResultColumn(name: name, heading: Names(english: [name], chinese: [name]), type: columns[figure].type))
      }
    }
    let rows = order.map { keys in
      keys + heads.flatMap { cells[keys]?[$0] ?? figures.map { _ in .empty } }
    }
    let shape = ResultShape(
      columns: shown, entity: table.shape.entity, isGrouped: true, isScalar: false, zone: table.shape.zone,
      asOf: table.shape.asOf)
    return ResultTable(shape: shape, rows: rows)
  }
}

extension Cell {
  /// The cell as a bare text: a pivot's column name, one side of a difference.
  var plain: String {
    switch self {
    case .empty: "—"
    case .text(let text): text
    case .integer(let number): String(number)
    case .choice(let choice): choice.name
    case .reference(let reference, let title, _): title ?? reference
    case .date(let day): day.description
    case .flag(let flag): flag ? "true" : "false"
    case .labels(let labels): labels.joined(separator: ";")
    case .number(let number): number.description
    case .money(let money): money.description
    case .share(let percent, _, _, _): "\(percent)%"
    case .scores(let score): String(score.total)
    case .instant(let instant): instant.description
    case .duration(let seconds): String(seconds)
    }
  }
}
