internal import Domain
internal import Layout
internal import Query

/// The indexes of a table taken down while very many rows are written to it, and built again behind them: sorting once
/// costs less than so many insertions at random places.
struct BulkIndexing {
  /// Name and statement of each.
  let indexes: [(name: String, statement: String)]
  /// What the planner was told of them: SQLite forgets that with the index.
  let statistics: [(table: String, index: String, figures: String)]
  let searchTable: String?
  /// The records that got each label, by the field's key and the label: written label by label, as their table lies.
  var labels: [Int: [Int64: [Int64]]] = [:]
  var labelCount = 0
}

extension RowWriter {
  /// Readies the table for more rows than it holds. Until the load's end its keys are not indexed: probes must go by
  /// number.
  package func beginBulk() throws {
    guard bulk == nil else { return }
    let table = EntityTable(entity)
    let tables = [table.name] + entity.labelFields.map { table.labelTable($0) }
    var indexes: [(name: String, statement: String)] = []
    var statistics: [(table: String, index: String, figures: String)] = []
    let hasStatistics = try connection.integer("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'") != nil
    for name in tables {
      let known = try pairs(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", name)
      indexes += known.map { (name: $0.0, statement: $0.1) }
      guard hasStatistics else { continue }
      for (index, figures) in try pairs("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = ? AND idx IS NOT NULL", name)
      where indexes.contains(where: { $0.name == index }) {
        statistics.append((name, index, figures))
      }
    }
    for (name, _) in indexes { try connection.run("DROP INDEX \"\(name)\"") }
    if let search = table.searchTable { try setSearch(search, pending: BulkIndexing.largePending, merges: 0) }
    bulk = BulkIndexing(indexes: indexes, statistics: statistics, searchTable: table.searchTable)
    try writer.statements(for: entity).inserter(on: connection).defersLateNumbers = true
  }

  /// Builds what `beginBulk` took down.
  package func endBulk() throws {
    guard let bulk else { return }
    try writeLabels()
    self.bulk = nil
    // FTS5 writes what it has gathered at a savepoint, and gives its memory back before the sorting needs some.
    try connection.run("SAVEPOINT gathered")
    try connection.run("RELEASE gathered")
    // What is sorted lies in memory beside the pages, which are read but once for it.
    try connection.run("PRAGMA cache_size = -\(BulkIndexing.sortingCache)")
    defer { _ = try? connection.run("PRAGMA cache_size = -\(Store.usualCache)") }
    for index in bulk.indexes { try connection.run(index.statement) }
    try restore(bulk.statistics)
    try searchLate()
    try writer.statements(for: entity).inserter(on: connection).defersLateNumbers = false
    if let search = bulk.searchTable {
      try setSearch(search, pending: BulkIndexing.usualPending, merges: BulkIndexing.usualMerges)
    }
  }

  /// Puts the records into the search index whose numbers came out of order.
  func searchLate() throws {
    try writer.addToSearch(
      entity, late: try writer.statements(for: entity).inserter(on: connection).takeUnsearched(), on: connection)
  }

  /// The load failed: what is held back belongs to rows that will not be.
  func abandon() {
    bulk = nil
    writer.forgetInserters()
  }

  /// Gives a record that was just written its labels.
  func label(_ id: Int64, _ set: LabelSet) throws {
    let numbers = try set.numbers ?? set.texts.map { try writer.label($0, on: connection) }
    set.numbers = numbers
    guard bulk != nil else {
      for number in numbers { try writer.add(number, set.field, entity, to: id, on: connection) }
      return
    }
    for number in numbers { bulk?.labels[set.field.key, default: [:]][number, default: []].append(id) }
    bulk?.labelCount += numbers.count
    if let count = bulk?.labelCount, count >= BulkIndexing.heldLabels { try writeLabels() }
  }

  /// Writes the labels that are held back.
  func writeLabels() throws {
    guard let held = bulk?.labels, !held.isEmpty else { return }
    bulk?.labels = [:]
    bulk?.labelCount = 0
    for field in entity.labelFields {
      for (label, records) in (held[field.key] ?? [:]).sorted(by: { $0.key < $1.key }) {
        for record in records { try writer.add(label, field, entity, to: record, on: connection) }
      }
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

  private func restore(_ statistics: [(table: String, index: String, figures: String)]) throws {
    guard !statistics.isEmpty else { return }
    for (table, index, figures) in statistics {
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
  /// 8 MiB of them.
  static let heldLabels = 1 << 20
  /// Of pages while indexes are built, in KiB.
  static let sortingCache = 24 << 10
  static let largePending: Int64 = 24 << 20
  /// FTS5's own.
  static let usualPending: Int64 = 1 << 20
  static let usualMerges: Int64 = 4
}
