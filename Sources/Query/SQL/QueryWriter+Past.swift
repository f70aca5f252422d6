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
    guard let past = frame.past, !query.namesItsRecords else { return nil }
    let terms = query.condition?.terms ?? []
    var best: (place: Int, reach: Reach)?
    for (place, term) in terms.enumerated() {
      // The search index holds no record of the recycle bin.
      if term.soughtText != nil, query.records == .deleted { continue }
      guard let reach = term.reach(in: query.entity, startsFromLabel: startsFromLabel),
        reach.rank < best?.reach.rank ?? .max
      else { continue }
      best = (place, reach)
    }
    guard let best else { return nil }
    let (records, isExact) = candidates(terms[best.place], best.reach, past, query.entity)
    var rest = terms
    if isExact { rest.remove(at: best.place) }
    return (expressions.wrap("\(frame.alias).id IN (", records, ")"), rest)
  }

  /// The records that can meet a term, or just those that do.
  private func candidates(
    _ term: BoundExpression, _ reach: Reach, _ past: PastReader, _ entity: Entity
  ) -> (records: SQLStatement, isExact: Bool) {
    if case .hasLabel(let field, _, let key) = term.kind {
      return (past.holders(of: ExpressionWriter.label(key), field, of: entity), true)
    }
    let present = expressions.reading(nil)
    let rows = present.frame(entity)
    if let text = term.soughtText, let table = EntityTable(entity).searchTable, let query = SearchGrams.query(for: text)
    {
      // Live ones. What was deleted or restored since comes with the changes.
      let found = "SELECT rowid FROM \(table) WHERE \(table) MATCH ?"
      return (SQLStatement(past.candidates(found, changing: reach.fields, of: entity), [.text(query.match)]), false)
    }
    let found = present.wrap(
      "SELECT \(rows.alias).id FROM \(rows.source) \(rows.alias) WHERE ", present.write(term, rows), "")
    guard reach.fields.count == 1, let field = reach.fields.first, !past.past.unmade.contains(entity.key) else {
      return (SQLStatement(past.candidates(found.text, changing: reach.fields, of: entity), found.arguments), false)
    }
    // As it stands where it stood, as it was where it changed.
    let own = "entity = \(entity.key.rawValue) AND field = \(field.key)"
    let isFirst =
      "NOT EXISTS(SELECT 1 FROM changes y INDEXED BY changes_record WHERE y.\(own) "
      + "AND y.record = x.record AND y.id > \(past.past.lastChange) AND y.id < x.id)"
    let former = present.write(
      term, Frame(rows, field, logged: "x.before", base: present.rules.baseCurrency))
    return (
      present.wrap("", found, " AND \(rows.alias).id NOT IN (\(past.changed([field], of: entity)))")
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
