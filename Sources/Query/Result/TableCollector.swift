/// Holds the rows of a query in memory.
package struct TableCollector: ResultSink {
  package private(set) var table: ResultTable?
  /// Rows beyond are counted and not kept.
  private let limit: Int
  package private(set) var count = 0

  package init(limit: Int = .max) { self.limit = limit }

  package mutating func begin(_ shape: ResultShape) { table = ResultTable(shape: shape, rows: []) }

  package mutating func row(_ row: any ResultRow) -> Bool {
    count += 1
    if count <= limit, let columns = table?.shape.columns.indices { table?.rows.append(columns.map { row.cell($0) }) }
    return true
  }

  package mutating func end() {}
}
