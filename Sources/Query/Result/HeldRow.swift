/// A row of a table in memory.
package final class HeldRow: ResultRow {
  package let cells: [Cell]

  package init(cells: [Cell]) { self.cells = cells }

  /// Empty beyond the last.
  package func cell(_ column: Int) -> Cell { cells.indices.contains(column) ? cells[column] : .empty }
}

extension ResultTable {
  /// Sends the rows to a sink, from `begin` to `end`.
  package func send(to sink: inout some ResultSink) {
    sink.begin(shape)
    for cells in rows where !sink.row(HeldRow(cells: cells)) { break }
    sink.end()
  }

  /// The same for a sink of any kind.
  package func send(to sink: inout any ResultSink) {
    sink.begin(shape)
    for cells in rows where !sink.row(HeldRow(cells: cells)) { break }
    sink.end()
  }
}
