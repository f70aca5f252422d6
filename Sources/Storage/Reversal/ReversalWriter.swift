internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Takes a change set back inside a new one, set by set in SQL: one record or a hundred thousand take the same
/// statements.
///
/// What the set made goes, what it changed becomes what the log says it was, what it unmade comes back. All of it is
/// logged as any other write is.
final class ReversalWriter {
  let writer: ChangeWriter
  let reversal: Reversal
  let connection: Connection
  /// The number of the new change set.
  let changeSet: Int64
  private(set) var conflicts: ReversalConflicts
  var summary = ChangeSummary()
  var keepsNumbers = true

  init(_ reversal: Reversal, _ writer: ChangeWriter, on connection: Connection) throws {
    self.writer = writer
    self.reversal = reversal
    self.connection = connection
    conflicts = ReversalConflicts(changeSet: reversal.changeSet, isRedo: reversal.isRedo)
    changeSet = try writer.changeSet(on: connection)
  }

  var dictionary: DataDictionary { writer.dictionary }
  /// The number of what is taken back.
  var undone: Int64 { reversal.changeSet }
  var lineage: String { "(\(reversal.lineage.map(String.init).joined(separator: ", ")))" }

  func write() throws -> ChangeSummary {
    defer { dropTemporaryTables() }
    try claim()
    try gatherWithdrawn()
    try turnRanges()
    try gatherLain()
    let returned = entities(reversal.unmade)
    for entity in returned { try bringBack(entity) }
    for entity in returned { try refuseDangling(entity) }
    for entity in entities(reversal.fields.map(\.entity) + reversal.labels.map(\.entity)) { try restore(entity) }
    let withdrawn = entities(reversal.made)
    for entity in withdrawn { try refuseReferred(entity) }
    for entity in withdrawn { try refuseChanged(entity) }
    guard conflicts.count == 0 else { throw StorageError.conflicts(conflicts) }
    for entity in withdrawn { try withdraw(entity) }
    summary.changeSet = changeSet
    summary.reversal = reversal
    return summary
  }

  /// In the order of the dictionary, each once.
  private func entities(_ keys: [EntityKey]) -> [Entity] {
    let wanted = Set(keys)
    return dictionary.entities.filter { wanted.contains($0.key) }
  }

  /// Another session may have undone it while this one waited for the lock.
  private func claim() throws {
    if let other = try Store.standing(of: undone, on: connection).undoneBy {
      throw StorageError.alreadyUndone(changeSet: undone, by: other)
    }
    try connection.run(
      "UPDATE change_sets SET undoes = ? WHERE id = ?", [.integer(undone), .integer(changeSet)])
    writer.state.isReversal = true
    writer.state.hasWritten = true
  }

  private func dropTemporaryTables() {
    for table in [
      "withdrawn", "reverted", "relabelled", "later", "later_members", "moved", "own_visits", "lain", "gone", "sourced",
      "steady", "unaffected", "left_at", "settled", "decided",
    ] {
      _ = try? connection.runOnce("DROP TABLE IF EXISTS temp.\(table)")
    }
  }

  // MARK: Conflicts

  /// - Parameter yields: whether `force` may go over it.
  func note(_ conflict: ReversalConflict, yields: Bool) {
    if yields, reversal.isForced { return }
    conflicts.note(conflict, yields: yields)
  }

  /// The change set behind a row of the log.
  func entry(of changeSet: Int64?) throws -> ChangeSetEntry? {
    try changeSet.flatMap { try Store.entry($0, on: connection) }
  }

  /// The last change set before this one that wrote a field of a record.
  func lastChange(of field: Field, _ entity: Entity, _ id: Int64) throws -> ChangeSetEntry? {
    try entry(
      of: connection.integer(
        "SELECT change_set FROM changes WHERE entity = ? AND record = ? AND id <= ? AND field = ? ORDER BY id DESC LIMIT 1",
        [
          .integer(entity.key.rawValue), .integer(id), .integer(writer.state.lastChange), .integer(field.key),
        ]))
  }

  // MARK: What is newer

  /// Whether anything was written to the log of fields, or of labels, after the change set.
  var hasLaterChanges: Bool { writer.state.lastChange > reversal.lastChange }
  var hasLaterMembers: Bool { writer.state.lastMember > reversal.lastMember }

  /// The later rows of a log that belong to the records of a temporary table, as `c`: by the records' own index where
  /// they are few, by walking what is newer where they are many.
  ///
  /// - Parameter records: a query of one column, `r$id`.
  func laterRows(of log: String, _ entity: Entity, _ records: String) throws -> String {
    let (from, to) =
      log == "changes"
      ? (reversal.lastChange, writer.state.lastChange) : (reversal.lastMember, writer.state.lastMember)
    let count = try connection.integer("SELECT count(*) FROM (\(records))") ?? 0
    let key = entity.key.rawValue
    if count < (to - from) / 4 {
      return "(\(records)) r CROSS JOIN \(log) c INDEXED BY \(log)_record ON c.entity = \(key) AND c.record = r.r$id "
        + "AND c.id > \(from) AND c.id <= \(to)"
    }
    return "\(log) c NOT INDEXED CROSS JOIN (\(records)) r ON r.r$id = c.record AND c.entity = \(key) "
      + "AND c.id > \(from) AND c.id <= \(to)"
  }

  /// The later change sets that come to nothing, into `temp.settled`: each that was undone, with what undid it, and those
  /// that only undid and redid what stood before. What the others wrote is newer, and whoever wrote it meant it.
  private func gatherSettled() throws {
    try connection.runOnce("DROP TABLE IF EXISTS temp.settled")
    try connection.runOnce("CREATE TEMP TABLE settled(id INTEGER PRIMARY KEY)")
    let undoers = try connection.integers(
      SQLStatement(
        "SELECT id FROM change_sets WHERE id > ? AND id <> ? AND undoes IS NOT NULL",
        [.integer(undone), .integer(changeSet)]))
    let own = try Store.origin(of: undone, on: connection)
    for origin in Set(try undoers.map { try Store.origin(of: $0, on: connection) }) {
      let heldThen = try origin < undone && Store.standing(of: origin, before: undone, on: connection).undoneBy == nil
      let holdsNow = try Store.standing(of: origin, before: changeSet, on: connection).undoneBy == nil
      guard origin == own || heldThen == holdsNow else { continue }
      for id in try Store.family(of: origin, on: connection) where id > undone {
        try connection.run("INSERT OR IGNORE INTO temp.settled VALUES (?)", [.integer(id)])
      }
    }
  }

  /// Gathers the first later change of each field, and the later gains and losses of labels, of some records; `newer` is
  /// the last change set in effect that wrote there.
  func gatherLater(_ entity: Entity, _ records: String) throws {
    try connection.runOnce("DROP TABLE IF EXISTS temp.later")
    try connection.runOnce("DROP TABLE IF EXISTS temp.later_members")
    try gatherSettled()
    try connection.runOnce(
      "CREATE TEMP TABLE later(record INTEGER, field INTEGER, was, touched INTEGER, change_set INTEGER, newer INTEGER, "
        + "PRIMARY KEY(record, field)) WITHOUT ROWID")
    try connection.runOnce(
      "CREATE TEMP TABLE later_members(record INTEGER, field INTEGER, label INTEGER, net INTEGER, touched INTEGER, "
        + "change_set INTEGER, number INTEGER, newer INTEGER, PRIMARY KEY(record, field, label)) WITHOUT ROWID")
    let newer = "iif(c.change_set IN (SELECT id FROM temp.settled), NULL, c.change_set)"
    if hasLaterChanges {
      try connection.runOnce(
        "INSERT INTO temp.later SELECT c.record, c.field, c.before, c.touched, c.change_set, \(newer) FROM "
          + "\(try laterRows(of: "changes", entity, records)) WHERE 1 ORDER BY c.id "
          + "ON CONFLICT DO UPDATE SET newer = excluded.newer WHERE excluded.newer IS NOT NULL")
    }
    if hasLaterMembers {
      let rows = try laterRows(of: "member_changes", entity, records)
      // What touched it is that of the first row: a second extreme would leave open whose it is.
      try connection.runOnce(
        "INSERT INTO temp.later_members SELECT c.record, c.field, c.label, sum(c.sign), c.touched, c.change_set, min(c.id), "
          + "NULL FROM \(rows) GROUP BY c.record, c.field, c.label")
      try connection.runOnce(
        "UPDATE temp.later_members AS m SET newer = n.newer FROM (SELECT c.record, c.field, c.label, max(\(newer)) AS newer "
          + "FROM \(rows) GROUP BY c.record, c.field, c.label) n "
          + "WHERE n.record = m.record AND n.field = m.field AND n.label = m.label")
    }
  }
}
