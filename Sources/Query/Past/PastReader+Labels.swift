internal import Domain
internal import Layout
internal import Values

/// Labels as they were: those that stand, with what happened since turned back.
extension PastReader {
  /// The rows of the log that tell of a labels field since.
  private func changes(_ field: Field, of entity: Entity) -> String {
    "entity = \(entity.key.rawValue) AND field = \(field.key) AND id > \(past.lastMember)"
  }

  /// The records that had one label. `label` is SQL for its number, with one binding.
  func holders(of label: SQLStatement, _ field: Field, of entity: Entity) -> SQLStatement {
    let table = EntityTable(entity).labelTable(field)
    let since = "\(changes(field, of: entity)) AND label = \(label.text)"
    // The first change since says what was before it.
    let text =
      "SELECT record FROM \(table) WHERE label = \(label.text) AND record NOT IN "
      + "(SELECT record FROM member_changes NOT INDEXED WHERE \(since)) "
      + "UNION ALL SELECT record FROM (SELECT record, sign, min(id) FROM member_changes NOT INDEXED WHERE \(since) "
      + "GROUP BY record) WHERE sign = -1"
    return SQLStatement(text, label.arguments + label.arguments + label.arguments)
  }

  /// Whether one record had a label.
  func has(_ label: SQLStatement, _ field: Field, of entity: Entity, _ alias: String) -> SQLStatement {
    let own =
      "x.entity = \(entity.key.rawValue) AND x.record = \(alias).id AND x.id > \(past.lastMember) "
      + "AND x.field = \(field.key) AND x.label = \(label.text)"
    let log = "FROM member_changes x INDEXED BY member_changes_record WHERE \(own)"
    let stands =
      "EXISTS(SELECT 1 FROM \(EntityTable(entity).labelTable(field)) m WHERE m.label = \(label.text) "
      + "AND m.record = \(alias).id)"
    let changed =
      isFew
      ? "EXISTS(SELECT 1 \(log))"
      : "\(alias).id IN (SELECT record FROM member_changes NOT INDEXED WHERE \(changes(field, of: entity)) "
        + "AND label = \(label.text))"
    return SQLStatement(
      "CASE WHEN \(changed) THEN (SELECT x.sign = -1 \(log) ORDER BY x.id LIMIT 1) ELSE \(stands) END",
      label.arguments + label.arguments + label.arguments)
  }

  /// The numbers of one record's labels.
  func labels(_ field: Field, of entity: Entity, _ alias: String) -> String {
    let table = EntityTable(entity).labelTable(field)
    let since =
      "x.entity = \(entity.key.rawValue) AND x.record = \(alias).id AND x.id > \(past.lastMember) "
      + "AND x.field = \(field.key)"
    let log = "member_changes x INDEXED BY member_changes_record"
    return
      "SELECT m.label FROM \(table) m WHERE m.record = \(alias).id AND NOT EXISTS(SELECT 1 FROM \(log) "
      + "WHERE \(since) AND x.label = m.label) UNION ALL SELECT label FROM "
      + "(SELECT x.label AS label, x.sign AS sign, min(x.id) FROM \(log) WHERE \(since) GROUP BY x.label) "
      + "WHERE sign = -1"
  }

  /// Every record with each of its labels, as a table.
  func memberships(_ field: Field, of entity: Entity) -> String {
    let table = EntityTable(entity).labelTable(field)
    let since = changes(field, of: entity)
    return
      "(SELECT m.record AS record, m.label AS label FROM \(table) m WHERE (m.record, m.label) NOT IN "
      + "(SELECT record, label FROM member_changes NOT INDEXED WHERE \(since)) UNION ALL SELECT record, label FROM "
      + "(SELECT record, label, sign, min(id) FROM member_changes NOT INDEXED WHERE \(since) "
      + "GROUP BY record, label) WHERE sign = -1)"
  }
}
