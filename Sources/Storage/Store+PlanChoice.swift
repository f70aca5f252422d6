internal import Domain
internal import Layout
package import Query
package import Values

/// Where a plan has two ways, counts decide and not luck.
extension Store {
  /// A query for a label's records that wants the first few in an index's order can walk that order and probe each row
  /// for the label, or start from the label's records and sort them. A look at the first rows of the walk says how
  /// often it meets the label; the number of the label's records says what the other way costs.
  package func startsFromLabel(_ query: BoundQuery, now: Instant) -> Bool {
    guard let (table, keys) = query.condition?.labels(in: query.entity) else { return false }
    if query.past != nil { return isRare(keys, in: table) }
    guard let limit = query.limit, query.order.count == 1, !query.isGrouped, limit > 0 else { return true }
    let statement = QueryWriter(rules: dictionary.rules, now: now, style: .bare).identities(query)
    return chosen(for: statement) { (try? sampled(query, table, keys, limit, now)) ?? true }
  }

  /// The choice that was made for the data as they are, or the one that `choose` makes.
  private func chosen(for statement: SQLStatement, _ choose: () -> Bool) -> Bool {
    let version = dataVersion
    if let known = planChoices.first(where: { $0.version == version && $0.statement == statement }) {
      return known.startsFromLabel
    }
    let choice = choose()
    if planChoices.count > 64 { planChoices.removeAll() }
    planChoices.append(LabelChoice(statement: statement, version: version, startsFromLabel: choice))
    return choice
  }

  /// An earlier state has no index to walk: a label leads where few have it.
  private func isRare(_ keys: [String], in table: String) -> Bool {
    let few = 5_000
    let labels = ExpressionWriter.labels(keys)
    let counting = "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE label IN \(labels.text) LIMIT \(few))"
    return chosen(for: SQLStatement(counting, labels.arguments)) {
      ((try? perform { try $0.integer(counting, labels.arguments) ?? 0 }) ?? 0) < few
    }
  }

  private func sampled(
    _ query: BoundQuery, _ table: String, _ keys: [String], _ limit: Int, _ now: Instant
  ) throws(StorageError) -> Bool {
    var walk = query
    walk.condition = query.condition?.withoutLabel
    let looked = limit + 50
    walk.limit = looked
    let rows = QueryWriter(rules: dictionary.rules, now: now, style: .bare).identities(walk)
    let labels = ExpressionWriter.labels(keys)
    let met = try perform {
      try $0.integer(
        "SELECT count(*) FROM (\(rows.text)) s WHERE EXISTS(SELECT 1 FROM \(table) WHERE label IN \(labels.text) AND record = s.id)",
        rows.arguments + labels.arguments) ?? 0
    }
    guard met > 0 else { return true }
    // The rows that the walk must look at; a record of the label costs about as much to fetch and sort.
    let expected = Int64(looked) * Int64(limit) / met
    let tagged = try perform {
      try $0.integer(
        "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE label IN \(labels.text) LIMIT \(expected))",
        labels.arguments) ?? 0
    }
    return tagged < expected
  }

  /// Changes whenever anybody changes the file.
  package var dataVersion: Int64 {
    ((try? perform { try $0.integer("PRAGMA data_version") ?? 0 }) ?? 0) &+ Int64(writeCount) << 32
  }
}

/// The plan that was chosen for a query, and the state of the data that it was chosen for.
struct LabelChoice {
  let statement: SQLStatement
  let version: Int64
  let startsFromLabel: Bool
}

extension BoundExpression {
  /// The labels of which every row must have one, with their table.
  fileprivate func labels(in entity: Entity) -> (table: String, keys: [String])? {
    if let (field, keys) = anyLabel { return (EntityTable(entity).labelTable(field), keys) }
    guard case .all(let terms) = kind else { return nil }
    return terms.lazy.compactMap { $0.labels(in: entity) }.first
  }

  /// The other conditions.
  fileprivate var withoutLabel: BoundExpression? {
    if anyLabel != nil { return nil }
    guard case .all(let terms) = kind else { return self }
    let rest = terms.filter { $0.anyLabel == nil }
    return rest.isEmpty ? nil : BoundExpression(.all(rest), .truth)
  }
}
