import Domain
import Engine
import Layout
import Storage

/// What undo must bring back: every table but the log, column by column, and the search index by its terms.
struct StandingState: Equatable {
  /// The lines of each table.
  let tables: [String: [String]]

  /// The log, and numbers that are never used again.
  private static let log: Set<String> = [
    "change_sets", "changes", "member_changes", "created", "purged", "undone_records", "undone_visits", "places",
    "sources", "labels",
    "dictionaries", "counters", "meta",
  ]

  init(of bench: Workbench) throws {
    var tables: [String: [String]] = [:]
    for (name, rows) in try bench.dump() where !Self.log.contains(name) && !name.contains("_search_") {
      tables[name] = rows.split(separator: "\n").map(String.init)
    }
    // One that comes back gets another number where its own is taken; their order is what counts.
    let visits =
      "SELECT group_concat(opportunity || ',' || stage || ',' || entered || ',' || ifnull(left, '-') || ',' || author "
      + "|| ',' || change_set, char(10)) FROM (SELECT * FROM stage_visits ORDER BY opportunity, id)"
    tables["stage_visits"] = try Self.lines(bench, visits)
    for entity in bench.session.dictionary.entities {
      guard let search = EntityTable(entity).searchTable else { continue }
      _ = try bench.sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.\(search)_terms USING fts5vocab(main, \(search), instance)")
      tables[search] = try Self.lines(
        bench,
        "SELECT group_concat(doc || ' ' || term, char(10)) FROM (SELECT doc, term FROM temp.\(search)_terms ORDER BY 1, 2)"
      )
    }
    self.tables = tables
  }

  private static func lines(_ bench: Workbench, _ query: String) throws -> [String] {
    guard case .text(let text) = try bench.sql(query) else { return [] }
    return text.split(separator: "\n").map(String.init)
  }

  func differences(from other: StandingState) -> String {
    Set(tables.keys).union(other.tables.keys).sorted().compactMap { name in
      let (mine, theirs) = (tables[name] ?? [], other.tables[name] ?? [])
      guard mine != theirs else { return nil }
      let (more, less) = (Set(mine).subtracting(theirs).sorted(), Set(theirs).subtracting(mine).sorted())
      return
        "\(name):\n  is  \(more.prefix(3).joined(separator: "\n      "))\n  was \(less.prefix(3).joined(separator: "\n      "))"
    }.joined(separator: "\n")
  }
}
