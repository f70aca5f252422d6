package import Domain
internal import Language
package import Layout
package import Values

/// Writes a bound query as one SELECT, and says how its columns are read back.
package struct QueryWriter {
  package enum Style: Sendable {
    /// References with their titles, for a person.
    case person
    /// References as ids, for a program.
    case exchange
    /// The bare values, for a subquery.
    case bare
  }

  package var style: Style = .person
  private(set) var expressions: ExpressionWriter

  package init(rules: DomainRules, now: Instant, style: Style) {
    self.style = style
    expressions = ExpressionWriter(rules: rules, now: now)
  }

  init(_ expressions: ExpressionWriter) { self.expressions = expressions }

  /// The records of a page of an earlier state, where walking its order has found them.
  package var page: PastPage?

  package var startsFromLabel: Bool {
    get { expressions.startsFromLabel }
    set { expressions.startsFromLabel = newValue }
  }

  /// Amounts of the row are read in their own currency: for a record whose amounts are all of the one that the rules
  /// name.
  package var countsOwnCurrency: Bool {
    get { expressions.countsOwnCurrency }
    set { expressions.countsOwnCurrency = newValue }
  }

  /// The statement with its readers.
  package func compile(_ query: BoundQuery) -> CompiledQuery {
    let writer = reading(query)
    return writer.compiled(query)
  }

  private func compiled(_ query: BoundQuery) -> CompiledQuery {
    let isPaged = query.isPagedFromPast
    let frame =
      isPaged
      ? expressions.reading(query.past, isFew: true, rarelyChanged: page.map { (query.entity.key, $0.rarelyChanged) })
        .frame(query.entity) : expressions.frame(query.entity)
    var selected: [SQLStatement] = []
    if !query.isGrouped { selected.append(SQLStatement("\(frame.alias).id")) }
    var columns: [CompiledQuery.Column] = []
    for column in query.columns {
      var (reader, pieces) = read(column.expression, frame)
      if style == .exchange, !query.isGrouped, let scores = scores(column.expression, frame) {
        (reader, pieces) = (.scores(expressions.rules.rfm), [scores])
      }
      if query.isGrouped, let named = segment(column.expression, pieces) { (reader, pieces) = named }
      if let currency = column.currency { reader = .money(currency) }
      columns.append(.init(name: column.name, heading: column.heading, reader: reader, offset: selected.count))
      selected += pieces
    }
    let statement =
      !isPaged
      ? assemble(query, frame, selected)
      : page.map { records($0.records, frame, selected) } ?? page(query, frame, selected)
    return CompiledQuery(
      statement: statement, columns: columns, hasIdentity: !query.isGrouped,
      shape: ResultShape(
        columns: columns.map { ResultColumn(name: $0.name, heading: $0.heading, type: $0.reader.columnType) },
        entity: query.entity, isGrouped: query.isGrouped, isScalar: query.isScalar && columns.count == 1,
        zone: expressions.rules.zone, asOf: query.past?.name), isForPrograms: style == .exchange)
  }

  /// The same for the state that a query asks of.
  private func reading(_ query: BoundQuery) -> QueryWriter {
    var writer = self
    writer.expressions = expressions.reading(query.past, isFew: query.namesItsRecords)
    return writer
  }

  /// Without readers: the values only.
  func statement(_ query: BoundQuery) -> SQLStatement {
    let writer = reading(query)
    let frame = writer.expressions.frame(query.entity)
    let selected = query.columns.map { writer.expressions.write($0.expression, frame) }
    return writer.assemble(query, frame, selected.isEmpty ? [SQLStatement("\(frame.alias).id")] : selected)
  }

  /// `SELECT id FROM …`: the targets of a write.
  package func identities(_ query: BoundQuery) -> SQLStatement {
    let writer = reading(query)
    let frame = writer.expressions.frame(query.entity)
    var plain = query
    plain.order = query.limit == nil ? [] : query.order
    return writer.assemble(plain, frame, [SQLStatement("\(frame.alias).id")])
  }

  /// One value that belongs to no row.
  package func scalar(_ expression: BoundExpression) -> SQLStatement {
    // A literal needs a frame only in form: no field can stand in it.
    let frame = Frame(DataDictionary.builtIn[0], names: expressions.names)
    return expressions.wrap("SELECT ", expressions.write(expression, frame), "")
  }

  /// An assignment's right side, worked out for the row `outer_row` that it is to change.
  package func rowValue(_ expression: BoundExpression, of entity: Entity) -> SQLStatement {
    let frame = Frame(entity, names: expressions.names)
    let value = expressions.write(expression, frame)
    let source = "FROM \(entity.pluralEnglish) \(frame.alias)\(frame.joins) WHERE \(frame.alias).id = outer_row.id"
    return expressions.wrap("(SELECT ", value, " \(source))")
  }

  /// - Parameter named: the order by the names of selected columns; nil for the query's own.
  func assemble(
    _ query: BoundQuery, _ frame: Frame, _ selected: [SQLStatement], order named: [String]? = nil
  ) -> SQLStatement {
    let lead = searchLead(of: query)
    var expressions = expressions
    expressions.isLedBySearch = lead != nil
    expressions.seesBin = query.records == .deleted
    if let lead, let count = countAlone(query, lead) { return count }
    let narrowing = narrowing(query, frame)
    let terms = narrowing.map { $0.rest.isEmpty ? nil : BoundExpression(.all($0.rest), .truth) } ?? query.condition
    let condition = terms.map { expressions.write($0, frame) }
    let having = query.having.map { expressions.write($0, frame) }
    let keys = query.grouping.map { groupKey($0, frame) }
    let order =
      named.map { SQLStatement(" ORDER BY \($0.joined(separator: ", "))") } ?? orderClause(query, frame, lead)
    let page = query.after.map { pageCondition(query, after: $0, frame) }
    var statement = SQLStatement("SELECT ")
    for (index, piece) in selected.enumerated() { statement += index == 0 ? piece : SQLStatement(", ") + piece }
    // CROSS JOIN: the search index comes first, whatever the planner thinks.
    let source = lead.map { "\($0.table) CROSS JOIN " } ?? ""
    let link = lead.map { " ON \(frame.alias).id = \($0.table).rowid" } ?? ""
    statement += SQLStatement(
      " FROM \(source)\(frame.source) \(frame.alias)\(link)\(frame.joins)\(labelJoin(query, frame))")
    // Terms are looked at in their order, and few rows lie in the bin: what is read off the row leaves fewer of them.
    let isPlainFirst = query.past == nil && narrowing == nil && (terms?.isReadOffRow ?? false)
    statement += SQLStatement(" WHERE ")
    if isPlainFirst, let condition { statement += expressions.wrap("", condition, " AND ") }
    statement += SQLStatement(frame.presence(query.records))
    if let narrowing { statement += expressions.wrap(" AND ", narrowing.records, "") }
    if let lead { statement += SQLStatement(" AND \(lead.table) MATCH ?", [.text(lead.match)]) }
    if !isPlainFirst, let condition { statement += expressions.wrap(" AND ", condition, "") }
    if let page { statement += expressions.wrap(" AND ", page, "") }
    if !keys.isEmpty {
      statement += SQLStatement(" GROUP BY \(keys.map(\.text).joined(separator: ", "))", keys.flatMap(\.arguments))
    }
    if let having { statement += expressions.wrap(" HAVING ", having, "") }
    statement += order
    if let limit = query.limit { statement += SQLStatement(" LIMIT \(limit)") }
    return statement
  }

  // MARK: Search

  /// The search index where it leads a statement.
  private struct Lead {
    let table: String
    let match: String
    let isExact: Bool
  }

  /// A search over live records is led by its index: records in the recycle bin are not in it.
  private func searchLead(of query: BoundQuery) -> Lead? {
    guard query.records == .live, query.past == nil, let text = query.condition?.searched,
      let table = EntityTable(query.entity).searchTable,
      let found = SearchGrams.query(for: text)
    else { return nil }
    return Lead(table: table, match: found.match, isExact: found.isExact)
  }

  /// `count customers "科技"` needs the index and nothing else.
  private func countAlone(_ query: BoundQuery, _ lead: Lead) -> SQLStatement? {
    guard lead.isExact, query.isScalar, query.grouping.isEmpty, query.having == nil, query.columns.count == 1,
      case .search? = query.condition?.kind, case .aggregate(.count, nil) = query.columns[0].expression.kind
    else { return nil }
    return SQLStatement("SELECT count(*) FROM \(lead.table) WHERE \(lead.table) MATCH ?", [.text(lead.match)])
  }

  private func groupKey(_ expression: BoundExpression, _ frame: Frame) -> SQLStatement {
    if case .groupLabel(let field) = expression.kind, field.formerElements.isEmpty { return SQLStatement("gl.id") }
    return expression.type == .text ? expressions.folded(expression, frame) : expressions.write(expression, frame)
  }

  private func labelJoin(_ query: BoundQuery, _ frame: Frame) -> String {
    guard let field = query.groupedLabels else { return "" }
    let table =
      frame.past?.memberships(field, of: query.entity) ?? EntityTable(query.entity).labelTable(field)
    return " LEFT JOIN \(table) gm ON gm.record = \(frame.alias).id LEFT JOIN labels gl ON gl.id = gm.label"
  }

  // MARK: Order

  private func orderClause(_ query: BoundQuery, _ frame: Frame, _ lead: Lead?) -> SQLStatement {
    guard style != .bare || query.limit != nil else { return SQLStatement("") }
    if query.isScalar { return SQLStatement("") }
    var pieces: [SQLStatement] = query.order.map { key in
      expressions.wrap("", sortKey(key.expression, frame), key.isDescending ? " DESC" : " ASC NULLS LAST")
    }
    if !query.isGrouped {
      let isDescending = query.order.last?.isDescending ?? false
      // The index gives its records in the order of their numbers.
      let number = query.order.isEmpty ? lead.map { "\($0.table).rowid" } ?? "\(frame.alias).id" : "\(frame.alias).id"
      pieces.append(SQLStatement("\(number)\(isDescending ? " DESC" : "")"))
    }
    guard !pieces.isEmpty else { return SQLStatement("") }
    return SQLStatement(" ORDER BY \(pieces.map(\.text).joined(separator: ", "))", pieces.flatMap(\.arguments))
  }

  /// What a column sorts by: Chinese by pinyin, a choice by its configured place, a reference by its title.
  func sortKey(_ expression: BoundExpression, _ frame: Frame) -> SQLStatement {
    switch expression.kind {
    case .field(let field, let via):
      if EntityTable.sortColumn(field) != nil { return SQLStatement(frame.column(field, .sort, via: via)) }
      if let key = field.type.referenced, let target = DataDictionary.builtIn.first(where: { $0.key == key }),
        let title = target.titleField, let column = EntityTable.sortColumn(title)
      {
        if frame.past != nil {
          return SQLStatement(frame.column(title, .sort, via: via + [.init(field: field, target: target)]))
        }
        let alias = frame.alias(via: via)
        return SQLStatement(
          "(SELECT \"\(column)\" FROM \(target.pluralEnglish) WHERE id = \(alias).\"\(field.name)\")")
      }
      if field.type.isText { return expressions.wrap("crm_sort(", expressions.write(expression, frame), ")") }
    case .groupLabel: return expressions.wrap("crm_sort(", expressions.write(expression, frame), ")")
    default: break
    }
    let plain = expressions.write(expression, frame)
    if case .choice(let list) = expression.type, let place = Self.places(list) {
      return expressions.wrap("CASE ", plain, place)
    }
    if case .literal = expression.kind { return SQLStatement("NULL") }
    return plain
  }

  /// ` WHEN 3 THEN 0 WHEN 1 THEN 1 END` where the stored keys do not lie in the configured order.
  private static func places(_ list: ChoiceList) -> String? {
    let keys = list.choices.map(\.key)
    guard keys != keys.sorted() else { return nil }
    return keys.enumerated().map { " WHEN \($0.element) THEN \($0.offset)" }.joined() + " END"
  }

  /// The rows behind one record in the query's own order; empty keys lie last.
  private func pageCondition(_ query: BoundQuery, after id: Int64, _ frame: Frame) -> SQLStatement {
    let other = expressions.frame(query.entity)
    var alternatives: [SQLStatement] = []
    var equal = SQLStatement("")
    for key in query.order {
      let mine = sortKey(key.expression, frame)
      let theirs = sortKey(key.expression, other)
      let value = expressions.wrap(
        "(SELECT ", theirs,
        " FROM \(other.source) \(other.alias)\(other.joins) WHERE \(other.alias).id = \(id))")
      let sign = key.isDescending ? "<" : ">"
      let later =
        expressions.wrap("(", mine, " \(sign) ") + expressions.wrap("", value, " OR (")
        + expressions.wrap("", mine, " IS NULL AND ") + expressions.wrap("", value, " IS NOT NULL))")
      alternatives.append(equal + later)
      equal += expressions.wrap("", mine, " IS ") + expressions.wrap("", value, " AND ")
    }
    let isDescending = query.order.last?.isDescending ?? false
    alternatives.append(equal + SQLStatement("\(frame.alias).id \(isDescending ? "<" : ">") \(id)"))
    var whole = SQLStatement("(")
    for (index, alternative) in alternatives.enumerated() {
      whole += SQLStatement(index == 0 ? "(" : " OR (") + alternative + SQLStatement(")")
    }
    return whole + SQLStatement(")")
  }

  // MARK: Columns

  private func read(_ expression: BoundExpression, _ frame: Frame) -> (CellReader, [SQLStatement]) {
    let value = expressions.write(expression, frame)
    let base = expressions.rules.baseCurrency
    switch expression.type {
    case .text:
      guard style == .person, case .field(let field, _) = expression.kind, field.traits.contains(.recurrence) else {
        return (.text, [value])
      }
      return (.recurrence, [value])
    case .integer: return (.integer, [value])
    case .number:
      if style == .person, case .field(let field, let via) = expression.kind,
        let share = expressions.share(field.derivation, frame, via)
      {
        return (.share(share.isMoney ? base : nil), [value, SQLStatement(share.part), SQLStatement(share.whole)])
      }
      return (.number, [value])
    case .date: return (.date, [value])
    case .instant: return (.instant, [value])
    case .duration: return (.duration, [value])
    case .flag, .truth: return (.flag, [value])
    case .labels: return (.labels, [value])
    case .choice(let list): return (.choice(list), [value])
    case .identity(let key): return (.identity(entity(key)), [value])
    case .unknown: return (.text, [value])
    case .money:
      guard case .field(let field, let via) = expression.kind, !field.isDerived else { return (.money(base), [value]) }
      return (
        .ownMoney(base), [ColumnPart.value, .currency].map { SQLStatement(frame.column(field, $0, via: via)) }
      )
    case .reference(let key):
      guard let target = entity(key), style == .person, let title = target.titleField else {
        return (.reference(entity(key), hasTitle: false), [value])
      }
      if frame.past != nil, case .field(let field, let via) = expression.kind {
        let up = via + [.init(field: field, target: target)]
        let deleted = "\(frame.column(named: "deleted_at", via: up)) IS NOT NULL"
        return (
          .reference(target, hasTitle: true),
          [value, SQLStatement(frame.column(title, via: up)), SQLStatement(deleted)]
        )
      }
      let source = "FROM \(target.pluralEnglish) WHERE id = "
      func lookup(_ column: String) -> SQLStatement { expressions.wrap("(SELECT \(column) \(source)", value, ")") }
      return (
        .reference(target, hasTitle: true), [value, lookup("\"\(title.name)\""), lookup("deleted_at IS NOT NULL")]
      )
    }
  }

  /// Programs get the scores of which a total is made.
  private func scores(_ expression: BoundExpression, _ frame: Frame) -> SQLStatement? {
    guard case .field(let field, let via) = expression.kind, field.derivation == .rfm(.total), field.name == "rfm_score"
    else { return nil }
    return SQLStatement(expressions.score(ExpressionWriter.allScores, frame, via))
  }

  /// The segments of a group, with a name of their own for customers that have none.
  private func segment(
    _ expression: BoundExpression, _ pieces: [SQLStatement]
  ) -> (CellReader, [SQLStatement])? {
    guard case .field(let field, _) = expression.kind, field.derivation == .rfm(.segment), let value = pieces.first,
      case .choice(let list) = expression.type
    else { return nil }
    let none = Choice(0, RFMRules.noPurchase.chineseName, RFMRules.noPurchase)
    return (.choice(ChoiceList(list.choices + [none])), [expressions.wrap("ifnull(", value, ", 0)")])
  }

  private func entity(_ key: EntityKey) -> Entity? { DataDictionary.builtIn.first { $0.key == key } }
}

extension BoundExpression {
  /// The text that every row must hold somewhere: a search on the top level.
  fileprivate var searched: String? {
    switch kind {
    case .search(let text): text
    case .all(let terms): terms.lazy.compactMap { if case .search(let text) = $0.kind { text } else { nil } }.first
    default: nil
    }
  }
}
