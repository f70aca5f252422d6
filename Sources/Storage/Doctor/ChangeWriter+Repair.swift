internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Makes again what follows from the rest of the data, whole tables at a time. No field changes, so nothing stands in
/// the log but the change set itself.
extension ChangeWriter {
  func mend(_ repair: Repair, _ summary: inout ChangeSummary, on connection: Connection) throws {
    summary.left = repair.left
    guard !repair.findings.isEmpty else { return }
    let trial = repair.damage > 0 ? try tried(repair, on: connection) : nil
    if let trial, !trial.helps {
      summary.left = repair.findings + repair.left
      return
    }
    try connection.runOnce("SAVEPOINT mending")
    let mended = try mendAll(repair, on: connection)
    let outcome = try trial ?? outcome(of: repair, on: connection)
    // What helps nothing is not kept, and what harms is not either.
    if !outcome.helps { try connection.runOnce("ROLLBACK TO mending") }
    try connection.runOnce("RELEASE mending")
    guard outcome.helps else {
      summary.left = repair.findings + repair.left
      return
    }
    summary.mended = mended.filter { !outcome.remains($0.finding) }
    summary.left = outcome.left
    _ = try changeSet(on: connection)
    state.hasWritten = true
  }

  /// What is found once all is mended: only what is found no more is mended.
  private struct MendingOutcome {
    let repair: Repair
    let left: [Finding]

    func remains(_ finding: Finding) -> Bool { left.contains { $0.isSame(as: finding) } }

    var helps: Bool {
      Repair(left).damage <= repair.damage && repair.findings.contains { !remains($0) }
    }
  }

  private func outcome(of repair: Repair, on connection: Connection) throws -> MendingOutcome {
    var control = Examination(connection, dictionary) { _ in }
    try control.run()
    return MendingOutcome(repair: repair, left: control.findings)
  }

  /// Where damage stays, SQLite writes nothing more in a transaction that has met it, so that the work cannot be looked
  /// at before it is kept: it is done on a copy, which goes with its holder, and looked at there.
  ///
  /// Nothing was written in this transaction before: what another connection sees is what this one does.
  private func tried(_ repair: Repair, on connection: Connection) throws -> MendingOutcome {
    guard let path = connection.database.path else { return MendingOutcome(repair: repair, left: repair.findings) }
    let copy = try OpenDatabase("")
    try OpenDatabase(path, isReadOnly: true).copy(to: copy)
    copy.obey(like: connection.database)
    let trial = Connection(database: copy)
    try trial.run("BEGIN")
    _ = try mendAll(repair, on: trial)
    try trial.run("COMMIT")
    try trial.run("BEGIN")
    return try outcome(of: repair, on: trial)
  }

  /// An index that lies would hide rows from what comes after it.
  private func mendAll(_ repair: Repair, on connection: Connection) throws -> [(finding: Finding, count: Int)] {
    var mended: [(finding: Finding, count: Int)] = []
    for finding in repair.findings.sorted(by: { Self.rank($0.flaw) < Self.rank($1.flaw) }) {
      let count = try mend(finding, on: connection)
      if count > 0 { mended.append((finding, count)) }
    }
    return mended
  }

  /// Indexes first; days after the moments that they are of.
  private static func rank(_ flaw: Flaw) -> Int {
    switch flaw {
    case .damagedIndex: 0
    case .index, .missingIndex: 1
    case .visitEnd, .stageMask, .stageSince: 2
    case .key, .sortKey, .day, .labelKey, .counter: 3
    case .searchIndex: 4
    case .file, .unreadable, .orphan, .labelOrphan, .choice, .range, .amount, .log, .labelLog, .logOrder, .logGap,
      .unmade, .lost, .visits:
      5
    }
  }

  private func mend(_ finding: Finding, on connection: Connection) throws -> Int {
    switch finding.flaw {
    case .index:
      guard let name = finding.detail else { return 0 }
      try connection.run("REINDEX \(name.quotedIdentifier)")
      return finding.count
    case .damagedIndex: return try replace(finding, on: connection)
    case .missingIndex:
      guard let index = SchemaStatements.indexes(dictionary).first(where: { $0.name == finding.detail }) else {
        return 0
      }
      try connection.run(index.statement)
      return 1
    case .searchIndex: return try finding.entity.map { try rebuildSearch(of: $0, on: connection) } ?? 0
    case .key, .sortKey, .day: return try mendColumns(finding, on: connection)
    case .labelKey: return try mendLabels(on: connection)
    case .counter: return try finding.entity.map { try mendCounter(of: $0, on: connection) } ?? 0
    case .stageMask:
      return try each(Examination.wrongMasks, on: connection) { row in
        ("UPDATE opportunities SET stage_mask = ? WHERE id = ?", [row[1], row[0]])
      }
    case .stageSince:
      return try each(Examination.wrongMoments, on: connection) { row in
        guard case .integer(let moment) = row[1] else { return nil }
        let day = Int64(zone.day(of: Instant(milliseconds: moment)).daysSinceEpoch)
        return (
          "UPDATE opportunities SET stage_since = ?, stage_since_day = ? WHERE id = ?", [row[1], .integer(day), row[0]]
        )
      }
    case .visitEnd:
      return try each(Examination.wrongEnds, on: connection) { row in
        ("UPDATE stage_visits SET left = ? WHERE id = ?", [row[2], row[1]])
      }
    case .file, .unreadable, .orphan, .labelOrphan, .choice, .range, .amount, .log, .labelLog, .logOrder, .logGap,
      .unmade, .lost, .visits:
      return 0
    }
  }

  /// Reads all that is wrong, then corrects it: a row is not changed under the statement that stands on it.
  private func each(
    _ query: String, on connection: Connection, _ correction: ([SQLValue]) -> (String, [SQLValue])?
  ) throws -> Int {
    var wrong: [[SQLValue]] = []
    try connection.each(SQLStatement(query)) { row in
      wrong.append((0..<3).map { $0 < sqlite3_column_count(row) ? Connection.value(row, $0) : .null })
      return true
    }
    var count = 0
    for row in wrong {
      guard let (statement, arguments) = correction(row) else { continue }
      count += try connection.run(statement, arguments)
    }
    return count
  }

  private func mendColumns(_ finding: Finding, on connection: Connection) throws -> Int {
    guard let entity = finding.entity, let field = finding.field else { return 0 }
    var wrong: [(id: Int64, correction: RowExamination.Correction)] = []
    try RowExamination(of: entity, zone: zone).run(on: connection) { id, flaw, examined, corrections in
      guard flaw == finding.flaw, examined.key == field.key else { return }
      for correction in corrections { wrong.append((id, correction)) }
    }
    let table = EntityTable(entity).name
    for (id, correction) in wrong {
      try connection.run(
        "UPDATE \(table) SET \"\(correction.column)\" = ? WHERE id = ?", [correction.value, .integer(id)])
    }
    return wrong.count
  }

  private func mendCounter(of entity: Entity, on connection: Connection) throws -> Int {
    try connection.run(
      "INSERT INTO counters(entity, last) SELECT ?1, max((SELECT ifnull(max(id), 0) FROM \(EntityTable(entity).name)), "
        + "(SELECT ifnull(max(last), 0) FROM created WHERE entity = ?1)) WHERE true "
        + "ON CONFLICT(entity) DO UPDATE SET last = excluded.last WHERE excluded.last > last",
      [.integer(entity.key.rawValue)])
  }

  /// Two labels that would have one key stay as they are: merging them is a decision.
  private func mendLabels(on connection: Connection) throws -> Int {
    var count = 0
    for (id, key) in try connection.labelsWithWrongKey() {
      count += try connection.run("UPDATE OR IGNORE labels SET key = ? WHERE id = ?", [.text(key), .integer(id)])
    }
    return count
  }

  /// What cannot be read cannot be emptied either: the schema forgets it, with its pages left to nobody, and it is made
  /// anew. Nothing else may have met the damage in this transaction.
  private func replace(_ finding: Finding, on connection: Connection) throws -> Int {
    guard let name = finding.detail else { return 0 }
    if let entity = finding.entity {
      try forget(["", "_data", "_idx", "_docsize", "_config", "_content"].map { name + $0 }, on: connection)
      try makeSearch(of: entity, name, on: connection)
      _ = try fillSearch(of: entity, on: connection)
      return finding.count
    }
    guard
      let made = try connection.text(
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?", [.text(name)])
    else { return 0 }
    try forget([name], on: connection)
    try connection.runOnce(made)
    return finding.count
  }

  private func forget(_ names: [String], on connection: Connection) throws {
    try connection.runOnce("PRAGMA writable_schema = ON")
    defer { _ = try? connection.runOnce("PRAGMA writable_schema = RESET") }
    for name in names { try connection.run("DELETE FROM sqlite_schema WHERE name = ?", [.text(name)]) }
  }

  private func makeSearch(of entity: Entity, _ search: String, on connection: Connection) throws {
    for statement in SchemaStatements.statements(for: entity)
    where statement.hasPrefix("CREATE VIRTUAL TABLE \(search)") {
      try connection.run(statement)
    }
  }

  /// Empties the search index and puts every live record in.
  private func rebuildSearch(of entity: Entity, on connection: Connection) throws -> Int {
    guard let search = EntityTable(entity).searchTable else { return 0 }
    try connection.run("SAVEPOINT search_index")
    do {
      try connection.run("INSERT INTO \(search)(\(search)) VALUES ('delete-all')")
    } catch {
      // It cannot even be emptied: it is made anew.
      try connection.run("ROLLBACK TO search_index")
      try connection.run("DROP TABLE \(search)")
      try makeSearch(of: entity, search, on: connection)
    }
    try connection.run("RELEASE search_index")
    return try fillSearch(of: entity, on: connection)
  }

  private func fillSearch(of entity: Entity, on connection: Connection) throws -> Int {
    guard let insert = statements(for: entity).insertSearch else { return 0 }
    let inserter = try PreparedStatement(insert, on: connection)
    var count = 0
    try RowExamination(of: entity, zone: zone).run(
      on: connection,
      document: { id, grams in
        inserter.bind(id, 1)
        grams.withBytes { inserter.bind($0, 2) }
        try inserter.run()
        count += 1
      }, { _, _, _, _ in })
    return max(1, count)
  }
}

extension Connection {
  /// Labels with the key that each should have.
  func labelsWithWrongKey() throws -> [(id: Int64, key: String)] {
    var found: [(id: Int64, key: String)] = []
    try each(SQLStatement("SELECT id, text, key FROM labels")) { row in
      let folded = TextFolding.folded(Connection.text(row, 1) ?? "")
      if !folded.utf8.elementsEqual((Connection.text(row, 2) ?? "").utf8) {
        found.append((sqlite3_column_int64(row, 0), folded))
      }
      return true
    }
    return found
  }
}
