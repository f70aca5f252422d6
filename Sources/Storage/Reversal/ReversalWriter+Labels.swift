internal import CSQLite
internal import Domain
internal import Layout
internal import Query

/// Labels gained are lost again and labels lost are gained again.
extension ReversalWriter {
  private func rows(_ entity: Entity) -> String {
    guard let members = reversal.members else { return "0" }
    return "id BETWEEN \(members.lowerBound) AND \(members.upperBound) AND entity = \(entity.key.rawValue)"
  }

  /// What the change set did to labels, net, into `temp.relabelled`; when the records were touched before, into
  /// `temp.reverted`. Returns whether it gave and took the same label.
  func gatherLabels(_ entity: Entity, touch: String) throws -> Bool {
    try connection.runOnce("DROP TABLE IF EXISTS temp.relabelled")
    try connection.runOnce(
      "CREATE TEMP TABLE relabelled(record INTEGER, field INTEGER, label INTEGER, sign INTEGER, "
        + "PRIMARY KEY(field, label, record)) WITHOUT ROWID")
    guard reversal.labels.contains(where: { $0.entity == entity.key }) else { return false }
    let net = try connection.runOnce(
      "INSERT INTO temp.relabelled SELECT record, field, label, sum(sign) FROM member_changes NOT INDEXED "
        + "WHERE \(rows(entity)) AND \(stays(entity)) GROUP BY field, label, record HAVING sum(sign) <> 0")
    // One that came back brought its own time with it.
    let came =
      reversal.unmade.contains(entity.key)
      ? "NOT EXISTS(SELECT 1 FROM undone_records u WHERE u.entity = \(entity.key.rawValue) AND u.record = "
        + "member_changes.record AND u.change_set = \(undone))" : "1"
    let written = try connection.runOnce(
      "INSERT INTO temp.reverted(r$id, r$touched) SELECT record, touched FROM member_changes NOT INDEXED "
        + "WHERE \(rows(entity)) AND \(stays(entity)) AND \(came) ORDER BY id ON CONFLICT(r$id) DO UPDATE SET \(touch)")
    return written > net
  }

  /// A label that somebody gave or took since, and that stands.
  func refuseRelabelling(_ field: Field, _ entity: Entity) throws {
    guard !reversal.isForced, hasLaterMembers else { return }
    try noteRelabelled(
      field, entity,
      "m.newer IS NOT NULL AND (m.field, m.label, m.record) IN (SELECT field, label, record FROM temp.relabelled)")
  }

  /// Notes the later gains and losses of labels, `m`, that a condition names as newer than the change set.
  func noteRelabelled(_ field: Field, _ entity: Entity, _ condition: String) throws {
    let labels = "\"\(EntityTable(entity).labelTable(field))\""
    var found: [(conflict: ReversalConflict, changeSet: Int64)] = []
    try connection.each(
      SQLStatement(
        "SELECT m.record, l.text, EXISTS(SELECT 1 FROM \(labels) x WHERE x.label = m.label AND x.record = m.record), "
          + "ifnull(m.newer, m.change_set) FROM temp.later_members m JOIN labels l ON l.id = m.label "
          + "WHERE m.field = \(field.key) AND (\(condition)) ORDER BY m.record")
    ) { row in
      let reason = ReversalConflict.Reason.relabelled(
        field, label: Connection.text(row, 1) ?? "", isGained: sqlite3_column_int64(row, 2) > 0)
      found.append(
        (ReversalConflict(entity, sqlite3_column_int64(row, 0), reason), sqlite3_column_int64(row, 3)))
      return true
    }
    for (place, pair) in found.enumerated() {
      var conflict = pair.conflict
      if place < ReversalConflicts.shown { conflict.since = try entry(of: pair.changeSet) }
      note(conflict, yields: true)
    }
  }

  /// Returns how many records gained or lost one.
  func relabel(_ entity: Entity) throws -> Int {
    var count: Int64 = 0
    for field in entity.labelFields where reversal.labels.contains(.init(entity: entity.key, field: field.key)) {
      let (table, labels) = (EntityTable(entity).name, "\"\(EntityTable(entity).labelTable(field))\"")
      let before = try connection.integer("SELECT max(id) FROM member_changes") ?? 0
      try connection.runOnce(
        "INSERT INTO member_changes(change_set, entity, field, label, record, sign, touched) SELECT \(changeSet), "
          + "\(entity.key.rawValue), \(field.key), m.label, m.record, -m.sign, t.updated_at FROM temp.relabelled m "
          + "CROSS JOIN \(table) t ON t.id = m.record WHERE m.field = \(field.key) AND (m.sign > 0) = "
          + "EXISTS(SELECT 1 FROM \(labels) x WHERE x.label = m.label AND x.record = m.record)")
      try connection.runOnce(
        "DELETE FROM \(labels) WHERE (label, record) IN (SELECT label, record FROM temp.relabelled "
          + "WHERE field = \(field.key) AND sign > 0)")
      try connection.runOnce(
        "INSERT OR IGNORE INTO \(labels)(label, record) SELECT m.label, m.record FROM temp.relabelled m "
          + "CROSS JOIN \(table) t ON t.id = m.record WHERE m.field = \(field.key) AND m.sign < 0")
      let records = try connection.integer(
        "SELECT count(DISTINCT record) FROM member_changes WHERE id > ?", [.integer(before)])
      count = max(count, records ?? 0)
    }
    return Int(count)
  }

  /// Whether a log has said something of a record of `temp.reverted`, as `r`, since the reversal began.
  func isLogged(in log: String, after last: Int64, _ entity: Entity) -> String {
    "EXISTS(SELECT 1 FROM \(log) c WHERE c.entity = \(entity.key.rawValue) AND c.record = r.r$id AND c.id > \(last))"
  }

  /// A record that the change set changed to and fro is as it was, but for the time of its last change. Its log is
  /// written backwards, so that this undoing can be undone like any other.
  func mirror(_ fields: [Field], _ entity: Entity) throws {
    let (table, key) = (EntityTable(entity).name, entity.key.rawValue)
    try connection.runOnce("DROP TABLE IF EXISTS temp.unaffected")
    try connection.runOnce("CREATE TEMP TABLE unaffected(id INTEGER PRIMARY KEY)")
    let count = try connection.runOnce(
      "INSERT INTO temp.unaffected SELECT r.r$id FROM temp.reverted r CROSS JOIN \(table) t ON t.id = r.r$id "
        + "WHERE t.updated_at IS NOT r.r$touched AND NOT \(isLogged(in: "changes", after: writer.state.lastChange, entity)) "
        + "AND NOT \(isLogged(in: "member_changes", after: writer.state.lastMember, entity))")
    guard count > 0 else { return }
    for field in fields { try mirror(field, entity, of: "unaffected") }
    if let members = reversal.members {
      try connection.runOnce(
        "INSERT INTO member_changes(change_set, entity, field, label, record, sign, touched) SELECT \(changeSet), \(key), "
          + "c.field, c.label, c.record, -c.sign, t.updated_at FROM temp.unaffected x "
          + "CROSS JOIN member_changes c ON c.entity = \(key) AND c.record = x.id "
          + "AND c.id BETWEEN \(members.lowerBound) AND \(members.upperBound) "
          + "JOIN \(table) t ON t.id = x.id ORDER BY c.id DESC")
    }
  }

  /// The change set's log of a field, backwards, for the records of a temporary table.
  func mirror(_ field: Field, _ entity: Entity, of records: String) throws {
    guard let changes = reversal.changes else { return }
    let (table, key, value) = (EntityTable(entity).name, entity.key.rawValue, "r.v$\(field.key)")
    try connection.runOnce(
      "INSERT INTO changes(change_set, entity, record, field, before, after, touched) SELECT \(changeSet), \(key), "
        + "record, \(field.key), was, \(field.type.isText ? "NULL" : "back"), touched FROM (SELECT c.id AS number, "
        + "c.record, lead(c.before, 1, \(value)) OVER (PARTITION BY c.record ORDER BY c.id) AS was, "
        + "c.before AS back, t.updated_at AS touched FROM temp.\(records) x CROSS JOIN changes c ON c.entity = \(key) "
        + "AND c.record = x.id AND c.id BETWEEN \(changes.lowerBound) AND \(changes.upperBound) "
        + "AND c.field = \(field.key) JOIN temp.reverted r ON r.r$id = x.id JOIN \(table) t ON t.id = x.id) "
        + "ORDER BY number DESC")
  }
}
