internal import CSQLite
internal import Domain
internal import Layout
internal import Query

/// The file itself, by SQLite's own checks.
extension Examination {
  mutating func examineFile() throws {
    var lines: [String] = []
    // Pages that nothing uses are told first, and must not use up the lines that may be told.
    let most = 1000 + (try connection.integer("PRAGMA page_count") ?? 0)
    do { try check("PRAGMA integrity_check(\(most))", &lines) } catch {
      if connection.wasInterrupted { throw error }
      // It has looked at every page and at the list of free ones where it said anything.
      if lines.isEmpty { add(Finding(.file, count: 1, detail: connection.message)) }
      // A page stopped it: what it says of the other tables is asked of each.
      for table in try connection.texts("SELECT name FROM sqlite_schema WHERE type = 'table'") {
        do { try check("PRAGMA integrity_check(\(table.quotedIdentifier))", &lines) } catch {
          if connection.wasInterrupted { throw error }
        }
      }
    }
    var indexes: [String: Int] = [:]
    var pages: [(line: String, page: Int64)] = []
    var order: [String] = []
    for line in lines {
      if let index = Self.index(in: line) {
        if indexes[index] == nil { order.append(index) }
        indexes[index, default: 0] += 1
      } else if !Self.isOfFreePages(line), let page = Self.page(in: line) {
        pages.append((line, page))
      } else {
        add(Finding(.file, count: 1, detail: line))
      }
    }
    let damaged = try add(pages: pages)
    for index in order where !damaged.contains(index) {
      add(Finding(.index, count: indexes[index] ?? 1, detail: index, table: try table(of: index)))
    }
  }

  /// Each index that a workspace is made with is there.
  mutating func examineIndexes() throws {
    let names = Set(try connection.texts("SELECT name FROM sqlite_schema WHERE type = 'index'"))
    for index in SchemaStatements.indexes(dictionary) where !names.contains(index.name) {
      add(Finding(.missingIndex, count: 1, detail: index.name, table: index.table))
    }
  }

  private func table(of index: String) throws -> String? {
    try connection.text("SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = ?", [.text(index)])
  }

  /// Each line once. A page that nothing uses is no damage.
  private func check(_ pragma: String, _ lines: inout [String]) throws {
    var known = Set(lines)
    defer { lines = lines.filter { !$0.hasSuffix(" is never used") } }
    try connection.each(SQLStatement(pragma)) { row in
      for line in (Connection.text(row, 0) ?? "").split(separator: "\n").map(String.init)
      where line != "ok" && !line.hasPrefix("***") && known.insert(line).inserted {
        lines.append(line)
      }
      return true
    }
  }

  /// Damaged pages by what lies on them. Returns the names of the indexes among those, which can be made again.
  private mutating func add(pages: [(line: String, page: Int64)]) throws -> Set<String> {
    guard !pages.isEmpty else { return [] }
    var owners: [Int64: String] = [:]
    let numbers = Set(pages.map(\.page)).map(String.init).joined(separator: ", ")
    // On a damaged file even this may fail: then the page has to say it all.
    try? connection.each(SQLStatement("SELECT pageno, name FROM dbstat WHERE pageno IN (\(numbers))")) { row in
      owners[sqlite3_column_int64(row, 0)] = Connection.text(row, 1)
      return true
    }
    var indexes: Set<String> = []
    var order: [String] = []
    var byOwner: [String: [Int64]] = [:]
    for (line, page) in pages {
      guard let owner = owners[page] else {
        add(Finding(.file, count: 1, detail: line))
        continue
      }
      if byOwner[owner] == nil { order.append(owner) }
      if byOwner[owner]?.contains(page) != true { byOwner[owner, default: []].append(page) }
    }
    for owner in order {
      let pages = byOwner[owner] ?? []
      let searched = dictionary.entities.first { entity in
        EntityTable(entity).searchTable.map { owner.hasPrefix($0 + "_") } ?? false
      }
      let isIndex =
        try connection.text(
          "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND name = ?", [.text(owner)]) != nil
      if let searched {
        add(Finding(.damagedIndex, entity: searched, count: pages.count, detail: EntityTable(searched).searchTable))
      } else if isIndex {
        indexes.insert(owner)
        add(Finding(.damagedIndex, count: pages.count, detail: owner, table: try table(of: owner)))
      } else {
        let named = pages.prefix(Finding.named).map { "page \($0)" }.joined(separator: ", ")
        // An index that carries a constraint is part of its table.
        let table = try table(of: owner) ?? owner
        add(Finding(.file, count: pages.count, detail: "\(owner): \(named)", table: table))
      }
    }
    return indexes
  }

  /// Two claim one page, or the list of free ones is wrong: no index's own damage, and nothing may be written.
  private static func isOfFreePages(_ line: String) -> Bool {
    line.contains("2nd reference") || line.lowercased().contains("freelist")
  }

  /// The page that a line is about: `Page 21: …`, `On tree page 3 cell 0: …`.
  private static func page(in line: String) -> Int64? {
    for mark in ["Page ", " page "] {
      guard let range = line.firstRange(of: mark) else { continue }
      if let number = Int64(line[range.upperBound...].prefix { $0.isNumber }) { return number }
    }
    return nil
  }

  /// The index that a line of the check finds at odds with its table; an index can be made again from it.
  private static func index(in line: String) -> String? {
    let marks = ["missing from index ", "wrong # of entries in index ", "non-unique entry in index "]
    for mark in marks {
      guard let range = line.firstRange(of: mark) else { continue }
      let name = String(line[range.upperBound...])
      // What carries a constraint is part of its table.
      return name.isEmpty || name.hasPrefix("sqlite_autoindex_") ? nil : name
    }
    return nil
  }
}
