internal import CSQLite
internal import Domain
internal import Layout
internal import Query

/// What is left of changes that were changed again: an undo in a sandbox, a tag put on and taken off.
extension DifferenceReader {
  /// The records of which a field or a label is not what it was before the sets, and that neither came nor went.
  ///
  /// One statement for all of them: only what was changed twice is looked at twice, so that the figures of a large
  /// sandbox stay as quick as they were.
  func standingChanged() throws -> Set<RecordKey> {
    var found: Set<RecordKey> = []
    for sql in [try changedFields(), Self.changedLabels] {
      try connection.each(SQLStatement(sql, bounds)) { row in
        found.insert(RecordKey(EntityKey(rawValue: Int(sqlite3_column_int64(row, 0))), sqlite3_column_int64(row, 1)))
        return true
      }
    }
    return found
  }

  private func changedFields() throws -> String {
    // The signs keep the planner from walking an index of the whole log.
    let groups =
      "SELECT entity AS e, record AS r, field AS f, count(*) AS n, min(id) AS first, max(id) AS last FROM changes "
      + "WHERE \(Self.rows(of: "changes", "change")) AND field <> \(Self.deletion) GROUP BY +entity, +record, +field"
    let before = "(SELECT before FROM changes WHERE id = first)"
    return "SELECT DISTINCT e, r FROM (\(groups)) WHERE n = 1 OR \(before) IS NOT \(try left())"
  }

  private static let changedLabels =
    "SELECT DISTINCT e, r FROM (SELECT entity AS e, record AS r FROM member_changes "
    + "WHERE \(rows(of: "member_changes", "member")) GROUP BY +entity, +record, +field, +label HAVING sum(sign) <> 0)"

  /// What the last change of a field left, of a group `(e, r, f, last)`: of a text, what the change after it found or
  /// what stands there.
  private func left() throws -> String {
    let logged = "(SELECT after FROM changes WHERE id = last)"
    var texts: [String] = []
    try connection.each(
      SQLStatement("SELECT DISTINCT entity, field FROM changes WHERE \(Self.rows(of: "changes", "change"))", bounds)
    ) { row in
      let key = EntityKey(rawValue: Int(sqlite3_column_int64(row, 0)))
      guard let entity = dictionary.entity(key), let field = entity.field(key: Int(sqlite3_column_int64(row, 1))),
        field.type.isText
      else { return true }
      let later =
        "FROM changes WHERE entity = \(key.rawValue) AND record = r AND id > last AND field = \(field.key) "
        + "ORDER BY id LIMIT 1"
      texts.append(
        "WHEN e = \(key.rawValue) AND f = \(field.key) THEN CASE WHEN EXISTS(SELECT 1 \(later)) THEN (SELECT before "
          + "\(later)) ELSE (SELECT \(self.logged(field)) FROM \(EntityTable(entity).name) WHERE id = r) END")
      return true
    }
    return texts.isEmpty ? logged : "CASE \(texts.joined(separator: " ")) ELSE \(logged) END"
  }
}
