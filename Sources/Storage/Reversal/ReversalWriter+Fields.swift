internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Records that were changed: each field becomes what the log says it was.
///
/// `temp.reverted` has a row for each record: when it was touched before, and for each field `h$KEY`, whether the
/// change set wrote it, with `v$KEY`, the value to restore. No field of an entity is named with a `$`.
extension ReversalWriter {
  func restore(_ entity: Entity) throws {
    let fields = try restorable(entity)
    let repeats = try gather(fields, entity)
    try refuseGone(entity)
    for field in fields { try refuseDangling(field, entity) }
    if hasLaterChanges || hasLaterMembers {
      try gatherLater(entity, "SELECT r$id FROM temp.reverted")
      try takeOutcomes(fields, entity)
      for field in fields { try refuseOverwriting(field, entity) }
      for field in entity.labelFields { try refuseRelabelling(field, entity) }
      try keepNewerTouch(entity)
    }
    for field in fields { try log(field, entity) }
    let relabelled = try relabel(entity)
    if repeats { try mirror(fields, entity) }
    if entity.key == .opportunity, let stage = fields.first(where: { $0.name == "stage" }) { try turnVisits(stage) }
    let (restored, deleted) = try binned(fields, entity)
    let changed = try write(fields, entity, isMirrored: repeats)
    // Those that came back and got their labels again are counted as such.
    let counted = reversal.unmade.contains(entity.key) ? changed : max(changed, relabelled)
    summary.note(entity) {
      $0.updated += max(0, counted - restored - deleted)
      $0.restored += restored
      $0.deleted += deleted
    }
  }

  /// How many records come out of the recycle bin again, and how many go back into it.
  private func binned(_ fields: [Field], _ entity: Entity) throws -> (restored: Int, deleted: Int) {
    guard let bin = fields.first(where: { $0.name == "deleted_at" }) else { return (0, 0) }
    func count(_ back: String, _ now: String) throws -> Int {
      let found = try connection.integer(
        "SELECT count(*) FROM temp.reverted r CROSS JOIN \(EntityTable(entity).name) t ON t.id = r.r$id "
          + "WHERE r.h$\(bin.key) AND r.v$\(bin.key) IS \(back) AND t.deleted_at IS \(now)")
      return Int(clamping: found ?? 0)
    }
    return (try count("NULL", "NOT NULL"), try count("NOT NULL", "NULL"))
  }

  /// The fields that the change set wrote and the dictionary knows.
  private func restorable(_ entity: Entity) throws -> [Field] {
    var known: [Field] = []
    for logged in reversal.fields where logged.entity == entity.key {
      if let field = entity.field(key: logged.field) {
        known.append(field)
      } else {
        let record = try connection.integer(
          "SELECT record FROM changes NOT INDEXED WHERE \(rows(of: logged.field, entity)) LIMIT 1")
        note(ReversalConflict(entity, record ?? 0, .unknownField(logged.field)), yields: true)
      }
    }
    guard hasLaterChanges, entity.decisiveFields.contains(where: known.contains) else { return known }
    return known + entity.outcomeFields.filter { !known.contains($0) }
  }

  /// The rows of the change set's log that say what a field was.
  private func rows(of field: Int, _ entity: Entity) -> String {
    guard let changes = reversal.changes else { return "0" }
    return "id BETWEEN \(changes.lowerBound) AND \(changes.upperBound) AND entity = \(entity.key.rawValue) "
      + "AND field = \(field)"
  }

  /// Records that go anyway need no restoring.
  func stays(_ entity: Entity) -> String {
    reversal.made.contains(entity.key)
      ? "NOT EXISTS(SELECT 1 FROM temp.withdrawn w WHERE w.entity = \(entity.key.rawValue) AND w.id = record)" : "1"
  }

  /// Returns whether a field or label of a record was written more than once.
  private func gather(_ fields: [Field], _ entity: Entity) throws -> Bool {
    try connection.runOnce("DROP TABLE IF EXISTS temp.reverted")
    let columns = fields.map { ", h$\($0.key) INTEGER, v$\($0.key)" }.joined()
    try connection.runOnce("CREATE TEMP TABLE reverted(r$id INTEGER PRIMARY KEY, r$touched INTEGER\(columns))")
    // Within the set the value that is not its own time is the earlier one.
    let touch =
      "r$touched = CASE WHEN r$touched = \(reversal.at.milliseconds) THEN excluded.r$touched ELSE r$touched END"
    var repeats = false
    for field in fields {
      let (has, value) = ("h$\(field.key)", "v$\(field.key)")
      let written = try connection.runOnce(
        "INSERT INTO temp.reverted(r$id, r$touched, \(has), \(value)) SELECT record, touched, 1, before "
          + "FROM changes NOT INDEXED WHERE \(rows(of: field.key, entity)) AND \(stays(entity)) ORDER BY id "
          + "ON CONFLICT(r$id) DO UPDATE SET \(touch), \(has) = 1, "
          + "\(value) = CASE WHEN \(has) THEN \(value) ELSE excluded.\(value) END")
      let held = try connection.integer("SELECT count(\(has)) FROM temp.reverted") ?? 0
      if written > held { repeats = true }
      if field.type == .money { try convert(value) }
    }
    return try gatherLabels(entity, touch: touch) || repeats
  }

  /// Amounts that were logged in another base currency name it from now on.
  private func convert(_ value: String) throws {
    let (old, new) = (reversal.baseCurrency.code, dictionary.rules.baseCurrency.code)
    guard old != new else { return }
    try connection.runOnce(
      "UPDATE temp.reverted SET \(value) = CASE typeof(\(value)) WHEN 'integer' THEN \(value) || ' \(old) ' || \(value) "
        + "ELSE CASE WHEN \(value) LIKE '% \(new) %' THEN CAST(\(value) AS INTEGER) ELSE \(value) END END "
        + "WHERE \(value) IS NOT NULL")
  }

  // MARK: Conflicts

  private func refuseGone(_ entity: Entity) throws {
    let missing = "r$id NOT IN (SELECT id FROM \(EntityTable(entity).name))"
    for id in try connection.integers(SQLStatement("SELECT r$id FROM temp.reverted WHERE \(missing)")) {
      var conflict = ReversalConflict(entity, id, .gone)
      conflict.since = try entry(
        of: connection.integer(
          "SELECT max(change_set) FROM created WHERE entity = ? AND first <= ? AND last >= ? AND sign < 0",
          [.integer(entity.key.rawValue), .integer(id), .integer(id)]))
      note(conflict, yields: true)
    }
    try connection.runOnce("DELETE FROM temp.reverted WHERE \(missing)")
  }

  /// A reference comes back only to a record that is there.
  private func refuseDangling(_ field: Field, _ entity: Entity) throws {
    guard let target = field.type.referenced.flatMap({ dictionary.entity($0) }) else { return }
    let (has, value) = ("h$\(field.key)", "v$\(field.key)")
    let dangling =
      "\(has) AND \(value) IS NOT NULL AND NOT EXISTS(SELECT 1 FROM \(EntityTable(target).name) WHERE id = \(value))"
    try connection.each(SQLStatement("SELECT r$id, \(value) FROM temp.reverted WHERE \(dangling)")) { row in
      let missing = RecordKey(target.key, sqlite3_column_int64(row, 1))
      self.note(ReversalConflict(entity, sqlite3_column_int64(row, 0), .dangling(field, missing)), yields: true)
      return true
    }
    if reversal.isForced { try connection.runOnce("UPDATE temp.reverted SET \(has) = NULL WHERE \(dangling)") }
  }

  /// Where the change set decided an outcome, all that belongs to it and stands otherwise goes back to what stood then: a
  /// deal that is open again has no reason for its loss.
  private func takeOutcomes(_ fields: [Field], _ entity: Entity) throws {
    let decided = entity.decisiveFields.filter(fields.contains)
    guard !decided.isEmpty else { return }
    let isDecided = decided.map { "h$\($0.key)" }.joined(separator: " OR ")
    try connection.runOnce("DROP TABLE IF EXISTS temp.decided")
    try connection.runOnce("CREATE TEMP TABLE decided AS SELECT r$id AS id FROM temp.reverted WHERE \(isDecided)")
    // An amount of another base currency is logged as a bare number: it stays where it is.
    let isSameCurrency = reversal.baseCurrency == dictionary.rules.baseCurrency
    for field in entity.outcomeFields where fields.contains(field) && (isSameCurrency || field.type != .money) {
      let (has, value) = ("h$\(field.key)", "v$\(field.key)")
      try connection.runOnce(
        "UPDATE temp.reverted SET \(has) = 1, \(value) = l.was FROM temp.later l WHERE l.record = r$id "
          + "AND l.field = \(field.key) AND \(has) IS NULL AND r$id IN (SELECT id FROM temp.decided) "
          + "AND (SELECT \(logged(field)) FROM \(EntityTable(entity).name) t WHERE t.id = r$id) IS NOT l.was")
    }
  }

  /// Where a newer change set wrote the field and is in effect, or something else stands now than what the set left: the
  /// first later `before`. A later decision is one also where it came to the same value.
  private func refuseOverwriting(_ field: Field, _ entity: Entity) throws {
    guard !reversal.isForced, hasLaterChanges else { return }
    try noteNewer(
      field, entity,
      "SELECT r.r$id, l.l$was, l.l$now, l.l$newer FROM temp.reverted r JOIN (\(standing(field, entity))) l "
        + "ON l.l$id = r.r$id WHERE r.h$\(field.key) AND (l.l$newer IS NOT NULL "
        + "OR l.l$now IS NOT l.l$was AND l.l$now IS NOT r.v$\(field.key)) ORDER BY r.r$id")
  }

  /// What a set left in a field, where somebody wrote it since, beside what stands there: `l$id`, `l$was`, `l$now`; and
  /// the change set in effect that did, `l$newer`.
  func standing(_ field: Field, _ entity: Entity) -> String {
    "SELECT t.id AS l$id, l$was, \(logged(field)) AS l$now, l$newer FROM "
      + "(SELECT record AS l$record, was AS l$was, newer AS l$newer FROM temp.later WHERE field = \(field.key)) n "
      + "CROSS JOIN \(EntityTable(entity).name) t ON t.id = n.l$record"
  }

  /// Notes each row of a query (a record, what was left in the field, what stands there, the change set that wrote it or
  /// nothing) as newer than the change set.
  func noteNewer(_ field: Field, _ entity: Entity, _ query: String) throws {
    var found: [(conflict: ReversalConflict, newer: Int64)] = []
    try connection.each(SQLStatement(query)) { row in
      let reason = ReversalConflict.Reason.changed(
        field, left: Connection.value(row, 1), now: Connection.value(row, 2))
      found.append((ReversalConflict(entity, sqlite3_column_int64(row, 0), reason), sqlite3_column_int64(row, 3)))
      return true
    }
    for (place, pair) in found.enumerated() {
      var conflict = pair.conflict
      if place < ReversalConflicts.shown {
        conflict.since =
          try pair.newer > 0 ? entry(of: pair.newer) : lastChange(of: field, entity, conflict.id)
      }
      note(conflict, yields: true)
    }
  }

  /// What touched a record since keeps its time; only what the set left is set back.
  ///
  /// What the set left is what the first later set found: of its rows, those that are not its own time were written first.
  private func keepNewerTouch(_ entity: Entity) throws {
    try connection.runOnce("DROP TABLE IF EXISTS temp.left_at")
    try connection.runOnce("CREATE TEMP TABLE left_at(record INTEGER PRIMARY KEY, touched INTEGER)")
    try connection.runOnce(
      "INSERT OR IGNORE INTO temp.left_at SELECT l.record, l.touched FROM (SELECT record, change_set, touched FROM temp.later "
        + "UNION ALL SELECT record, change_set, touched FROM temp.later_members) l CROSS JOIN change_sets s "
        + "ON s.id = l.change_set ORDER BY l.record, l.change_set, l.touched IS s.at")
    let now = "(SELECT t.updated_at FROM \(EntityTable(entity).name) t WHERE t.id = r$id)"
    try connection.runOnce(
      "UPDATE temp.reverted SET r$touched = \(now) WHERE EXISTS(SELECT 1 FROM temp.left_at l WHERE l.record = r$id "
        + "AND l.touched IS NOT \(now))")
  }

  // MARK: Writing

  func logged(_ field: Field) -> String {
    EntityTable.loggedValue(field, baseCurrency: dictionary.rules.baseCurrency)
  }

  private func log(_ field: Field, _ entity: Entity) throws {
    let value = "r.v$\(field.key)"
    try connection.runOnce(
      "INSERT INTO changes(change_set, entity, record, field, before, after, touched) SELECT \(changeSet), "
        + "\(entity.key.rawValue), r.r$id, \(field.key), \(logged(field)), \(field.type.isText ? "NULL" : value), "
        + "updated_at FROM temp.reverted r CROSS JOIN \(EntityTable(entity).name) t ON t.id = r.r$id "
        + "WHERE r.h$\(field.key) AND \(logged(field)) IS NOT \(value)")
  }

  /// The rows themselves, and the search index around them. A record of which nothing was logged keeps its time: nothing
  /// would say what to set it back to.
  ///
  /// - Parameter isMirrored: what went to and fro was logged, and its time alone may differ.
  /// - Returns: how many were changed.
  private func write(_ fields: [Field], _ entity: Entity, isMirrored: Bool) throws -> Int {
    let table = EntityTable(entity).name
    var sets: [String] = []
    var differs: [String] = []
    if isMirrored {
      differs.append("updated_at IS NOT r.r$touched")
    } else if reversal.labels.contains(where: { $0.entity == entity.key }) {
      differs.append(isLogged(in: "member_changes", after: writer.state.lastMember, entity))
    }
    for field in fields {
      let (has, value) = ("r.h$\(field.key)", "r.v$\(field.key)")
      let isPartial =
        try connection.integer("SELECT 1 FROM temp.reverted WHERE h$\(field.key) IS NULL LIMIT 1") != nil
      for (column, part) in LoggedColumns(field, value, baseCurrency: dictionary.rules.baseCurrency).parts {
        sets.append("\"\(column)\" = " + (isPartial ? "CASE WHEN \(has) THEN \(part) ELSE \"\(column)\" END" : part))
      }
      if entity.key == .opportunity, field.name == "stage" {
        sets += visited()
        // One that went to and fro is in its stage already: what its visits say is what differs.
        differs.append("r.r$id IN (SELECT id FROM temp.moved)")
      }
      differs.append("(\(has) AND \(logged(field)) IS NOT \(value))")
    }
    guard !differs.isEmpty else { return 0 }
    // One of the first format does not say when it was touched.
    try connection.runOnce(
      "UPDATE temp.reverted SET r$touched = \(writer.origin.at.milliseconds) WHERE r$touched IS NULL")
    sets.append("updated_at = r.r$touched, updated_at_day = crm_day(r.r$touched)")
    let searched = fields.filter { $0.traits.contains(.searchable) || $0.name == "deleted_at" }
    let affected = RecordSelection.query(
      "SELECT r$id FROM temp.reverted WHERE "
        + (searched.isEmpty ? "0" : searched.map { "h$\($0.key)" }.joined(separator: " OR ")))
    if !searched.isEmpty { try writer.removeFromSearch(entity, affected, on: connection) }
    let count = try connection.runOnce(
      "UPDATE \(table) SET \(sets.joined(separator: ", ")) FROM temp.reverted r WHERE \(table).id = r.r$id "
        + "AND (\(differs.joined(separator: " OR ")))")
    if !searched.isEmpty { try writer.addToSearch(entity, affected, on: connection) }
    return count
  }
}
