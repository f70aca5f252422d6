internal import Domain
internal import Layout

/// Queries of an earlier state: exact in themselves, narrowed to the records that can matter.
extension QueryWriter {
  /// The records of a page are found first; only they are asked what their other columns held.
  ///
  /// - Parameter selected: the columns, of `frame`.
  func page(_ query: BoundQuery, _ frame: Frame, _ selected: [SQLStatement]) -> SQLStatement {
    let rows = expressions.frame(query.entity)
    var keys = [SQLStatement("\(rows.alias).id AS id")]
    var order: [String] = []
    for (index, key) in query.order.enumerated() {
      keys.append(expressions.wrap("", sortKey(key.expression, rows), " AS k\(index)"))
      order.append("page.k\(index)\(key.isDescending ? " DESC" : " ASC NULLS LAST")")
    }
    order.append("page.id\(query.order.last?.isDescending == true ? " DESC" : "")")
    let found = assemble(query, rows, keys)
    var statement = SQLStatement("SELECT ")
    for (index, piece) in selected.enumerated() { statement += index == 0 ? piece : SQLStatement(", ") + piece }
    statement += expressions.wrap(" FROM (", found, ") page CROSS JOIN \(frame.source) \(frame.alias)")
    statement += SQLStatement(
      " ON \(frame.alias).id = page.id\(frame.joins) ORDER BY \(order.joined(separator: ", "))")
    return statement
  }

  /// The records that can meet the condition, where one of its terms says so at less cost than looking at each.
  func narrowing(_ query: BoundQuery, _ frame: Frame) -> SQLStatement? {
    guard let past = frame.past, !query.namesItsRecords else { return nil }
    let terms = query.condition?.terms ?? []
    var best: (term: BoundExpression, fields: [Field], rank: Int)?
    for term in terms {
      // The search index holds no record of the recycle bin.
      if term.soughtText != nil, query.records == .deleted { continue }
      guard let (fields, rank) = term.reach(in: query.entity), rank < best?.rank ?? .max else { continue }
      best = (term, fields, rank)
    }
    guard let best else { return nil }
    let present = expressions.reading(nil)
    let rows = present.frame(query.entity)
    let found = candidates(best.term, rows, present)
    let all = past.candidates(found.text, changing: best.fields, of: query.entity)
    return SQLStatement("\(frame.alias).id IN (\(all))", found.arguments)
  }

  /// The records that meet a term as things stand.
  private func candidates(_ term: BoundExpression, _ rows: Frame, _ present: ExpressionWriter) -> SQLStatement {
    if let text = term.soughtText, let table = EntityTable(rows.entity).searchTable,
      let query = SearchGrams.query(for: text)
    {
      // Live ones. What was deleted or restored since comes with the changes.
      return SQLStatement("SELECT rowid FROM \(table) WHERE \(table) MATCH ?", [.text(query.match)])
    }
    let condition = present.write(term, rows)
    return present.wrap("SELECT \(rows.alias).id FROM \(rows.source) \(rows.alias) WHERE ", condition, "")
  }
}

extension BoundQuery {
  /// It asks for a few rows of an earlier state.
  var isPagedFromPast: Bool { past != nil && limit != nil && !isGrouped && !namesItsRecords }

  /// Its condition names the few records that it is about.
  var namesItsRecords: Bool {
    (condition?.terms ?? []).contains { term in
      switch term.kind {
      case .comparison(let subject, .equal, let value): subject.isOwnNumber && value.isLiteral
      case .membership(let subject, let values): subject.isOwnNumber && values.count <= 100
      default: false
      }
    }
  }
}

extension BoundExpression {
  /// What must all hold.
  fileprivate var terms: [BoundExpression] {
    if case .all(let terms) = kind { terms.flatMap(\.terms) } else { [self] }
  }

  fileprivate var isOwnNumber: Bool {
    if case .identity = type, case .field(_, let via) = kind { via.isEmpty } else { false }
  }

  /// The text that the search index is asked for.
  fileprivate var soughtText: String? {
    switch kind {
    case .search(let text), .textMatch(_, .contains, let text): text
    default: nil
    }
  }

  /// The fields that decide a term which an index answers, and how many records it leaves, roughly: less is better.
  fileprivate func reach(in entity: Entity) -> (fields: [Field], rank: Int)? {
    func own(_ expression: BoundExpression) -> Field? {
      guard case .field(let field, let via) = expression.kind, via.isEmpty, field.isLogged else { return nil }
      return field
    }
    switch kind {
    case .search(let text):
      guard SearchGrams.query(for: text) != nil, let deleted = entity.field(named: "deleted_at") else { return nil }
      return (entity.searchableFields + [deleted], 2)
    case .textMatch(let subject, let match, let text):
      guard let field = own(subject) else { return nil }
      switch match {
      case .equals: return EntityTable.keyColumn(field) == nil ? nil : ([field], 1)
      case .startsWith: return EntityTable.keyColumn(field) == nil ? nil : ([field], 2)
      case .contains:
        guard field.traits.contains(.searchable), SearchGrams.query(for: text) != nil,
          let deleted = entity.field(named: "deleted_at")
        else { return nil }
        return ([field, deleted], 3)
      case .endsWith: return nil
      }
    case .comparison(let subject, .equal, let value) where value.isLiteral:
      guard let field = own(subject), field.traits.contains(.indexed) else { return nil }
      return ([field], field.type.referenced == nil ? 4 : 1)
    case .range(let subject, _, _):
      guard let field = own(subject), field.traits.contains(.indexed) else { return nil }
      return ([field], 3)
    default: return nil
    }
  }
}
