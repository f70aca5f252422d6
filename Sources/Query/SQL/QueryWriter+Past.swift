internal import Domain
package import Layout

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
      order.append("k\(index)\(key.isDescending ? " DESC" : " ASC NULLS LAST")")
    }
    order.append("id\(query.order.last?.isDescending == true ? " DESC" : "")")
    let found = assemble(query, rows, keys, order: order)
    var statement = SQLStatement("SELECT ")
    for (index, piece) in selected.enumerated() { statement += index == 0 ? piece : SQLStatement(", ") + piece }
    statement += expressions.wrap(" FROM (", found, ") page CROSS JOIN \(frame.source) \(frame.alias)")
    statement += SQLStatement(
      " ON \(frame.alias).id = page.id\(frame.joins) ORDER BY \(order.map { "page.\($0)" }.joined(separator: ", "))")
    return statement
  }

  /// The records that can meet the condition, where one of its terms says so at less cost than looking at each; with
  /// what of the condition is left to look at.
  func narrowing(_ query: BoundQuery, _ frame: Frame) -> (records: SQLStatement, rest: [BoundExpression])? {
    guard let past = frame.past, let (place, reach) = lead(of: query) else { return nil }
    var rest = query.condition?.terms ?? []
    let (records, isExact) = candidates(rest[place], reach, past, query.entity)
    if isExact { rest.remove(at: place) }
    return (expressions.wrap("\(frame.alias).id IN (", records, ")"), rest)
  }

  /// The term of the condition that leads, by its place.
  private func lead(of query: BoundQuery) -> (place: Int, reach: Reach)? {
    guard query.past != nil, !query.namesItsRecords else { return nil }
    var best: (place: Int, reach: Reach)?
    for (place, term) in (query.condition?.terms ?? []).enumerated() {
      // The search index holds no record of the recycle bin.
      if term.soughtText != nil, query.records == .deleted { continue }
      guard let reach = term.reach(in: query.entity, startsFromLabel: startsFromLabel),
        reach.rank < best?.reach.rank ?? .max
      else { continue }
      best = (place, reach)
    }
    return best
  }

  /// Counts, to `most` at the furthest, what the present way to a page starts from: the records that meet the leading
  /// term as things stand, or all.
  package func startingCount(of query: BoundQuery, most: Int) -> SQLStatement {
    let rows: SQLStatement
    if let (place, reach) = lead(of: query), let term = query.condition?.terms[place] {
      rows = standing(term, reach, query.entity)
    } else {
      rows = SQLStatement("SELECT 1 FROM \(EntityTable(query.entity).name)")
    }
    return expressions.wrap("SELECT count(*) FROM (SELECT 1 FROM (", rows, ") LIMIT \(most))")
  }

  /// The records that meet a term as things stand.
  private func standing(_ term: BoundExpression, _ reach: Reach, _ entity: Entity) -> SQLStatement {
    if case .hasLabel(let field, _, let key) = term.kind {
      let label = ExpressionWriter.label(key)
      let table = EntityTable(entity).labelTable(field)
      return SQLStatement("SELECT record FROM \(table) WHERE label = \(label.text)", label.arguments)
    }
    if let text = term.soughtText, let table = EntityTable(entity).searchTable, let query = SearchGrams.query(for: text)
    {
      return SQLStatement("SELECT rowid FROM \(table) WHERE \(table) MATCH ?", [.text(query.match)])
    }
    let present = expressions.reading(nil)
    let rows = present.frame(entity)
    return present.wrap(
      "SELECT \(rows.alias).id FROM \(rows.source) \(rows.alias) WHERE ", present.write(term, rows), "")
  }

  /// The records that can meet a term, or just those that do.
  private func candidates(
    _ term: BoundExpression, _ reach: Reach, _ past: PastReader, _ entity: Entity
  ) -> (records: SQLStatement, isExact: Bool) {
    if case .hasLabel(let field, _, let key) = term.kind {
      return (past.holders(of: ExpressionWriter.label(key), field, of: entity), true)
    }
    // Of a search, live ones: what was deleted or restored since comes with the changes.
    let found = standing(term, reach, entity)
    guard term.soughtText == nil, reach.fields.count == 1, let field = reach.fields.first,
      !past.past.unmade.contains(entity.key)
    else {
      return (SQLStatement(past.candidates(found.text, changing: reach.fields, of: entity), found.arguments), false)
    }
    // As it stands where it stood, as it was where it changed.
    let own = "entity = \(entity.key.rawValue) AND field = \(field.key)"
    let isFirst =
      "NOT EXISTS(SELECT 1 FROM changes y INDEXED BY changes_record WHERE y.\(own) "
      + "AND y.record = x.record AND y.id > \(past.past.lastChange) AND y.id < x.id)"
    let present = expressions.reading(nil)
    let rows = present.frame(entity)
    let former = present.write(
      term, Frame(rows, field, logged: "x.before", base: present.rules.baseCurrency))
    return (
      present.wrap("SELECT id FROM (", found, ") WHERE id NOT IN (\(past.changed([field], of: entity)))")
        + present.wrap(
          " UNION ALL SELECT x.record FROM changes x WHERE x.\(own) AND x.change_set > \(past.past.changeSet) AND ",
          former, " AND \(isFirst)"), true
    )
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
  var terms: [BoundExpression] {
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

  /// What decides a term that an index answers.
  fileprivate func reach(in entity: Entity, startsFromLabel: Bool) -> Reach? {
    func own(_ expression: BoundExpression) -> Field? {
      guard case .field(let field, let via) = expression.kind, via.isEmpty, field.isLogged else { return nil }
      return field
    }
    switch kind {
    case .hasLabel(let field, let via, _):
      return via.isEmpty ? Reach(fields: [field], rank: startsFromLabel ? 2 : 5) : nil
    case .search(let text):
      guard SearchGrams.query(for: text) != nil, let deleted = entity.field(named: "deleted_at") else { return nil }
      return Reach(fields: entity.searchableFields + [deleted], rank: 2)
    case .textMatch(let subject, let match, let text):
      guard let field = own(subject) else { return nil }
      switch match {
      case .equals, .startsWith:
        return EntityTable.keyColumn(field) == nil ? nil : Reach(fields: [field], rank: match == .equals ? 1 : 2)
      case .contains:
        guard field.traits.contains(.searchable), SearchGrams.query(for: text) != nil,
          let deleted = entity.field(named: "deleted_at")
        else { return nil }
        return Reach(fields: [field, deleted], rank: 3)
      case .endsWith: return nil
      }
    case .comparison(let subject, .equal, let value) where value.isLiteral:
      guard let field = own(subject), field.traits.contains(.indexed) else { return nil }
      return Reach(fields: [field], rank: field.type.referenced == nil ? 4 : 1)
    case .range(let subject, _, _):
      guard let field = own(subject), field.traits.contains(.indexed) else { return nil }
      return Reach(fields: [field], rank: 3)
    default: return nil
    }
  }
}

/// The fields that decide a term, and how many records it leaves, roughly: less is better.
private struct Reach {
  let fields: [Field]
  let rank: Int
}
