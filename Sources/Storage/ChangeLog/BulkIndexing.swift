internal import Layout
internal import Query

/// The indexes of a table taken down while very many rows are written to it, and built again behind them: sorting once
/// costs less than so many insertions at random places.
struct BulkIndexing {
  /// Name and statement of each.
  let indexes: [(name: String, statement: String)]
  /// What the planner was told of them: SQLite forgets that with the index.
  let statistics: [(index: String, figures: String)]
  let searchTable: String?
}

extension RowWriter {
  /// Readies the table for more rows than it holds. Until the load's end its keys are not indexed: probes must go by
  /// number.
  package func beginBulk() throws {
    guard bulk == nil else { return }
    let table = EntityTable(entity)
    let indexes = try pairs(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", table.name)
    let hasStatistics = try connection.integer("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'") != nil
    let statistics =
      hasStatistics ? try pairs("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = ? AND idx IS NOT NULL", table.name) : []
    for (name, _) in indexes { try connection.run("DROP INDEX \"\(name)\"") }
    if let search = table.searchTable { try setSearch(search, pending: BulkIndexing.largePending, merges: 0) }
    bulk = BulkIndexing(
      indexes: indexes.map { (name: $0.0, statement: $0.1) }, statistics: statistics.map { (index: $0.0, figures: $0.1) },
      searchTable: table.searchTable)
    try writer.statements(for: entity).inserter(on: connection).defersLateNumbers = true
  }

  /// Builds what `beginBulk` took down.
  package func endBulk() throws {
    guard let bulk else { return }
    self.bulk = nil
    // FTS5 writes what it has gathered at a savepoint, and gives its memory back before the sorting needs some.
    try connection.run("SAVEPOINT gathered")
    try connection.run("RELEASE gathered")
    for index in bulk.indexes { try connection.run(index.statement) }
    try restore(bulk.statistics)
    let inserter = try writer.statements(for: entity).inserter(on: connection)
    inserter.defersLateNumbers = false
    try writer.addToSearch(entity, late: inserter.takeUnsearched(), on: connection)
    if let search = bulk.searchTable {
      try setSearch(search, pending: BulkIndexing.usualPending, merges: BulkIndexing.usualMerges)
    }
  }

  private func pairs(_ query: String, _ table: String) throws -> [(String, String)] {
    var found: [(String, String)] = []
    try connection.each(SQLStatement(query, [.text(table)])) { row in
      if let first = Connection.text(row, 0), let second = Connection.text(row, 1) { found.append((first, second)) }
      return true
    }
    return found
  }

  private func restore(_ statistics: [(index: String, figures: String)]) throws {
    guard !statistics.isEmpty else { return }
    let table = EntityTable(entity).name
    for (index, figures) in statistics {
      try connection.run("DELETE FROM sqlite_stat1 WHERE tbl = ? AND idx = ?", [.text(table), .text(index)])
      try connection.run(
        "INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES (?, ?, ?)", [.text(table), .text(index), .text(figures)])
    }
    // Reads them again; it analyses nothing.
    try connection.run("ANALYZE sqlite_master")
  }

  /// How many bytes of new documents FTS5 gathers before it writes a segment, and how many segments it merges.
  private func setSearch(_ table: String, pending: Int64, merges: Int64) throws {
    for (option, value) in [("hashsize", pending), ("automerge", merges)] {
      try connection.run("INSERT INTO \(table)(\(table), rank) VALUES (?, ?)", [.text(option), .integer(value)])
    }
  }
}

extension BulkIndexing {
  static let largePending: Int64 = 32 << 20
  /// FTS5's own.
  static let usualPending: Int64 = 1 << 20
  static let usualMerges: Int64 = 4
}
