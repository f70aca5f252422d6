package import Query

/// Rows that stand inside other rows: the interactions of each contact, as an array under a name of its own. The first
/// column says to which record a row belongs; the others are the object.
package struct NestedRows: Sendable {
  let name: String
  let shape: ResultShape
  private let rows: [String: [[Cell]]]

  package init(name: String, table: ResultTable) {
    self.name = name
    shape = ResultShape(
      columns: Array(table.shape.columns.dropFirst()), entity: nil, isGrouped: false, isScalar: false,
      zone: table.shape.zone)
    var found: [String: [[Cell]]] = [:]
    for row in table.rows {
      guard case .reference(let id, _, _)? = row.first else { continue }
      found[id, default: []].append(Array(row.dropFirst()))
    }
    rows = found
  }

  /// All rows belong to one record.
  package init(name: String, table: ResultTable, of reference: String) {
    self.name = name
    shape = table.shape
    rows = [reference: table.rows]
  }

  /// The rows that belong to the record of an outer row, whose first column is its id.
  func rows(of outer: any ResultRow) -> [[Cell]] {
    guard case .reference(let id, _, _) = outer.cell(0) else { return [] }
    return rows[id] ?? []
  }
}
