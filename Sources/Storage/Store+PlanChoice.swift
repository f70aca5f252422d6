internal import Domain
internal import Layout
package import Query

/// Where a plan has two ways, counts decide and not luck.
extension Store {
  /// A query for a label's records that wants the first few in an index's order can walk that order and probe each row
  /// for the label, or start from the label's records and sort them. The walk meets its rows early where the label is
  /// common among those that pass the other conditions, and late where it is rare.
  package func startsFromLabel(_ query: BoundQuery) -> Bool {
    guard let (table, key) = query.condition?.label(in: query.entity) else { return false }
    guard let limit = query.limit, query.order.count == 1, !query.isGrouped else { return true }
    // Few records have the label: sorting them is cheap whatever the walk would meet.
    let bound = 4000 + 40 * limit
    let counted: Int64? = try? perform {
      try $0.integer(
        "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE label = (SELECT id FROM labels WHERE key = ?) LIMIT \(bound))",
        [.text(key)])
    }
    return (counted ?? 0) < Int64(bound)
  }
}

extension BoundExpression {
  /// The label that every row must have, with its table.
  fileprivate func label(in entity: Entity) -> (table: String, key: String)? {
    switch kind {
    case .hasLabel(let field, let via, let key) where via.isEmpty: (EntityTable(entity).labelTable(field), key)
    case .all(let terms): terms.lazy.compactMap { $0.label(in: entity) }.first
    default: nil
    }
  }
}
