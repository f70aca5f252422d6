internal import Diagnostics
package import Domain
package import Language
internal import Layout
internal import Values

/// Queries: sources, clauses, columns.
extension Binder {
  package func bindQuery(_ query: Query) throws(BindingError) -> BoundQuery {
    for stage in query.stages { try ChartKind.check(stage) }
    return try asking(query.asOf).bindAsked(query)
  }

  private func bindAsked(_ query: Query) throws(BindingError) -> BoundQuery {
    let saved = try bareView(query)
    if let saved, saved.isGrouped { return saved }
    // A part of a profile is shown, and is no source: what it stands for is.
    if let part = query.part {
      throw .failed(
        Diagnostic(
          "part-is-shown",
          Wording("“\(part.text)” is a part of a profile, which is only shown", "“\(part.text)”是档案的一部分，只能用于查看"),
          kind: .failure, at: .init(part.span),
          help: [
            Wording(
              "name the records themselves: find contacts where customer = cust_001",
              "请直接写出记录：查找 联系人 其中 客户 = cust_001")
          ]))
    }
    var base: BoundQuery
    if let saved { base = saved.asSource } else { base = try bindSource(query.source) }
    base.past = context.past ?? base.past
    if case .find(true) = query.head { base.records = .deleted }
    let rows = nested(base.entity)
    var terms: [BoundExpression] = base.condition.map { [$0] } ?? []
    if let search = query.search { terms.append(try rows.bindSearch(search)) }
    if let condition = query.condition { terms.append(try rows.bindCondition(condition)) }
    for relation in query.relations { terms.append(try rows.bindRelationClause(relation)) }
    base.condition = terms.isEmpty ? nil : terms.count == 1 ? terms[0] : BoundExpression(.all(terms), .truth)
    let isAggregate: Bool
    switch query.head {
    case .count, .aggregate: isAggregate = true
    case .find, .profile: isAggregate = false
    }
    if isAggregate || !query.grouping.isEmpty {
      return try rows.bindGroups(query, base)
    }
    if query.having != nil { throw .clauseWithoutGroup("having", query.having?.span ?? query.span) }
    if let across = query.across { throw .clauseWithoutGroup("across", across.span) }
    return try rows.bindRows(query, base)
  }

  // MARK: Sources

  private func bindSource(_ source: Query.Source) throws(BindingError) -> BoundQuery {
    switch source {
    case .entity(let name): return BoundQuery(entity: try entity(name))
    case .view(let name): return try bindView(name)
    case .variable(let variable, let path):
      guard path == nil else { throw .noSubject(source.span) }
      let value = try context.value(of: variable)
      guard let (key, ids) = value.asRecords, let entity = dictionary.entity(key) else {
        if context.isCheck, context.types[variable.name] == nil { return BoundQuery(entity: dictionary.entities[0]) }
        throw .wrongArguments("find", expected: "find $records", source.span)
      }
      return selection(entity, ids)
    case .references(let atoms):
      guard let first = atoms.first, let (entity, _) = dictionary.identify(first.text) else {
        let name = atoms.first.map { Name($0.text, span: $0.span) } ?? Name("")
        return BoundQuery(entity: try entity(name))
      }
      var ids: [Int64] = []
      for atom in atoms { ids.append(try reference(atom, of: entity)) }
      return selection(entity, ids)
    }
  }

  private func selection(_ entity: Entity, _ ids: [Int64]) -> BoundQuery {
    let identity = identityExpression(entity)
    return BoundQuery(
      entity: entity, condition: BoundExpression(.membership(identity, ids.map { .integer($0) }), .truth))
  }

  /// The query of a saved view, as a source.
  package func bindView(_ name: Name) throws(BindingError) -> BoundQuery {
    let bound = try bindSaved(name)
    guard !bound.isGrouped else { throw .useNotBuilt(Wording("a view of groups as a source", "以分组视图为查询来源"), name.span) }
    return bound.asSource
  }

  /// A saved view of groups, shown as it is: `find @K`, `show @K`. Nil for anything else.
  package func groupedView(_ query: Query) throws(BindingError) -> BoundQuery? {
    guard let bound = try bareView(query) else { return nil }
    return bound.isGrouped ? bound : nil
  }

  /// A saved view that nothing is said about. It is bound once here: twice at each of many views in one another would
  /// take for ever.
  private func bareView(_ query: Query) throws(BindingError) -> BoundQuery? {
    guard case .view(let name) = query.source, query.asOf == nil, query.isBare else { return nil }
    return try bindSaved(name)
  }

  private func bindSaved(_ name: Name) throws(BindingError) -> BoundQuery {
    guard let view = context.views?(name.text) else {
      throw .unknownView(
        name.text, suggestions: NearestName.suggestions(for: name.text, among: context.viewNames), name.span)
    }
    let folded = TextFolding.folded(view.name)
    guard !context.openViews.contains(folded) else { throw .circularView(view.name, name.span) }
    // A view sees no variables. What is wrong inside it is told at its name: its own text is not at hand.
    do throws(BindingError) { return try Binder(context.forView(folded)).bindQuery(view.query) } catch {
      if case .circularView = error { throw .circularView(view.name, name.span) }
      throw .insideView(view.name, error.diagnostic(), name.span)
    }
  }

  /// A reference by id, for reading.
  func reference(_ atom: Atom, of entity: Entity) throws(BindingError) -> Int64 {
    let ids = try records(named: atom.text, of: entity, atom.span)
    guard let id = ids.first else { throw .noSuchRecord(atom.text, atom.span) }
    return id
  }

  // MARK: Conditions

  private func bindSearch(_ literal: TextLiteral) throws(BindingError) -> BoundExpression {
    let folded = TextFolding.folded(try text(literal))
    guard !folded.isEmpty else { return .literal(.integer(1), .truth) }
    return BoundExpression(.search(folded), .truth)
  }

  private func bindRelationClause(_ clause: RelationClause) throws(BindingError) -> BoundExpression {
    guard let scope, let (relation, _) = try relation([clause.relation], of: scope),
      let child = dictionary.entity(relation.child)
    else {
      let known = scope.map { dictionary.relations(of: $0).map(\.name) } ?? []
      throw .unknownRelation(
        clause.relation.text, entity: scope ?? dictionary.entities[0],
        suggestions: NearestName.suggestions(for: clause.relation.text, among: known), clause.relation.span)
    }
    let inner = nested(child)
    let condition: BoundExpression? = try clause.condition.map { expression throws(BindingError) in
      try inner.bindCondition(expression)
    }
    let exists = BoundExpression(
      .relation(
        RelationAggregate(
          function: .any, relation: relation, child: child, parentVia: [], value: nil, condition: condition)), .truth)
    return clause.isNegated ? BoundExpression(.not(exists), .truth) : exists
  }

  // MARK: Rows

  private func bindRows(_ query: Query, _ base: BoundQuery) throws(BindingError) -> BoundQuery {
    var bound = base
    var binder = self
    bound.showsRecord = query.shown == nil
    if let shown = query.shown {
      for item in shown { bound.columns.append(try binder.column(item)) }
    } else {
      bound.columns = try defaultColumns(of: base.entity, all: query.head == .profile)
    }
    for (item, column) in zip(query.shown ?? [], bound.columns) where item.alias != nil {
      binder.aliases[TextFolding.folded(column.name)] = column.expression
    }
    for key in query.sorting {
      bound.order.append(.init(expression: try binder.bind(key.expression), isDescending: key.isDescending))
    }
    if let top = query.top {
      bound.order = [.init(expression: try binder.bind(top.key), isDescending: true)]
      bound.limit = try count(top.count.text, top.count.span)
    }
    if let limit = query.limit {
      bound.limit = try count(limit.count)
      if let cursor = limit.cursor, case .atom(let atom) = cursor.kind {
        bound.after = try reference(atom, of: base.entity)
      }
    }
    return bound
  }

  package func defaultColumns(of entity: Entity, all: Bool) throws(BindingError) -> [BoundQuery.Column] {
    var columns: [BoundQuery.Column] = []
    for field in entity.fields where all || entity.columns.contains(field.name) {
      guard !field.isScore, field.name != "deleted_at" else {
        continue
      }
      columns.append(plainColumn(field, of: entity))
    }
    guard !all else { return columns }
    return entity.columns.compactMap { name in columns.first { $0.name == name } }
  }

  package func plainColumn(_ field: Field, of entity: Entity) -> BoundQuery.Column {
    .init(
      name: field.name, heading: field.names,
      expression: BoundExpression(.field(field, via: []), ValueType(field, of: entity)))
  }

  func column(_ item: ShowItem) throws(BindingError) -> BoundQuery.Column {
    let expression = try bind(item.expression)
    if let alias = item.alias { return .init(name: alias.text, heading: Names(alias.text), expression: expression) }
    return .init(
      name: columnName(item.expression), heading: heading(item.expression, expression), expression: expression)
  }

  func columnName(_ expression: Expression) -> String {
    if case .path(let path, _) = expression.kind, let scope, let (via, field, _) = try? follow(path.names, from: scope)
    {
      return (via.map(\.field.name) + [field.name]).joined(separator: ".")
    }
    return Printer(vocabulary: VerbVocabulary([])).print(expression)
  }

  func heading(_ expression: Expression, _ bound: BoundExpression) -> Names {
    if case .field(let field, let via) = bound.kind {
      let english = (via.map(\.field.names.englishName) + [field.names.englishName]).joined(separator: ".")
      let chinese = (via.map(\.field.names.chineseName) + [field.names.chineseName]).joined(separator: ".")
      return Names(english: [english], chinese: [chinese])
    }
    return Names(columnName(expression))
  }

  // MARK: Counts

  /// How many: what stands behind `limit`.
  package func count(_ expression: Expression) throws(BindingError) -> Int {
    switch expression.kind {
    case .atom(let atom): return try count(atom.text, atom.span)
    default:
      guard let evaluate = context.evaluate else { return 1 }
      guard case .integer(let value) = try evaluate(try Binder(context).bind(expression), expression.span) else {
        throw .wrongLimit("…", expression.span)
      }
      return try count(String(value), expression.span)
    }
  }

  func count(_ text: String, _ span: SourceSpan) throws(BindingError) -> Int {
    guard let number = (try? ExactDecimal(reading: text))?.int64Value, number >= 0, let count = Int(exactly: number)
    else {
      throw .wrongLimit(text, span)
    }
    return count
  }
}

extension BindingContext {
  /// What the saved view of this (folded) name may see: no variables, no `it`, not itself.
  package func forView(_ folded: String) -> BindingContext {
    var copy = self
    copy.variables = [:]
    copy.declared = []
    copy.subject = nil
    copy.lastResult = nil
    copy.openViews.insert(folded)
    return copy
  }
}

extension AggregateFunction {
  package var chineseName: String {
    switch self {
    case .count: "数量"
    case .sum: "合计"
    case .avg: "平均"
    case .min: "最小"
    case .max: "最大"
    case .latest: "最近"
    case .first: "最早"
    case .any: "任一"
    case .all: "全部"
    }
  }
}

extension Query {
  /// It says no more than where from: `find @K`, `show @K`.
  fileprivate var isBare: Bool {
    switch head {
    case .find(deleted: false), .profile: break
    case .find(deleted: true), .count, .aggregate: return false
    }
    return search == nil && condition == nil && relations.isEmpty && shown == nil && grouping.isEmpty && having == nil
      && sorting.isEmpty && top == nil && limit == nil && across == nil && currency == nil
  }
}

extension BoundQuery {
  /// The records alone, as another query's source.
  fileprivate var asSource: BoundQuery {
    var source = self
    source.columns = []
    source.order = []
    return source
  }
}
