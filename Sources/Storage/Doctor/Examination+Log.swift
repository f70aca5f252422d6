internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// The log against the tables.
extension Examination {
  /// The last `after` of each field is what the row holds; a text's is the row itself, and cannot differ.
  mutating func examineLog(of entity: Entity) throws {
    let table = EntityTable(entity)
    for field in entity.fields where field.isStored && !field.type.isText && field.type != .identity {
      let value = EntityTable.loggedValue(of: field, baseCurrency: dictionary.rules.baseCurrency)
      try note(
        .log, entity, field,
        """
        SELECT t.id FROM (SELECT record, max(id) AS last FROM changes WHERE entity = ? AND field = ? GROUP BY record) l
          CROSS JOIN changes c ON c.id = l.last CROSS JOIN \(table.name) t ON t.id = l.record
          WHERE (\(value)) IS NOT c.after
        """, [.integer(entity.key.rawValue), .integer(field.key)])
    }
    for field in entity.labelFields {
      try note(
        .labelLog, entity, field,
        """
        SELECT DISTINCT t.id FROM (SELECT record, label, max(id) AS last FROM member_changes
            WHERE entity = ? AND field = ? GROUP BY record, label) l
          CROSS JOIN member_changes m ON m.id = l.last CROSS JOIN \(table.name) t ON t.id = l.record
          WHERE (m.sign > 0) <> EXISTS(SELECT 1 FROM "\(table.labelTable(field))" x
            WHERE x.label = l.label AND x.record = l.record)
        """, [.integer(entity.key.rawValue), .integer(field.key)])
    }
  }

  /// Every row of the log lies in the range that its change set names.
  mutating func examineChangeSets() throws {
    for (log, first, last) in [
      ("changes", "first_change", "last_change"), ("member_changes", "first_member", "last_member"),
    ] {
      let strays = try connection.integer(
        "SELECT count(*) FROM \(log) c LEFT JOIN change_sets s ON s.id = c.change_set "
          + "WHERE s.id IS NULL OR c.id NOT BETWEEN ifnull(s.\(first), 0) AND ifnull(s.\(last), 0)")
      if let strays, strays > 0 { add(Finding(.logOrder, count: Int(clamping: strays), detail: log)) }
    }
    // A purge takes rows out of the log; nothing else does.
    if try connection.integer("SELECT 1 FROM purged LIMIT 1") == nil {
      for (log, kind) in [("changes", "change"), ("member_changes", "member")] {
        let gone = try connection.integer(
          "SELECT ifnull(sum(last_\(kind) - first_\(kind) + 1), 0) - (SELECT count(*) FROM \(log)) FROM change_sets "
            + "WHERE first_\(kind) <= last_\(kind)")
        if let gone, gone > 0 { add(Finding(.logGap, count: Int(clamping: gone), detail: log)) }
      }
    }
    let makings = try connection.integer(
      "SELECT count(*) FROM created WHERE first > last OR change_set NOT IN (SELECT id FROM change_sets)")
    if let makings, makings > 0 { add(Finding(.logOrder, count: Int(clamping: makings), detail: "created")) }
  }

  // MARK: Stage visits

  /// The last visit of each opportunity.
  static let lastVisits =
    "(SELECT v.* FROM (SELECT max(id) AS last FROM stage_visits GROUP BY opportunity) l CROSS JOIN stage_visits v "
    + "ON v.id = l.last)"

  /// Opportunities and what their stages reached should be.
  static let wrongMasks =
    "SELECT o.id, ifnull(m.mask, 0) FROM opportunities o LEFT JOIN (SELECT opportunity, "
    + "sum(DISTINCT 1 << max(0, min(62, stage))) AS mask FROM stage_visits GROUP BY opportunity) m "
    + "ON m.opportunity = o.id WHERE o.stage_mask IS NOT ifnull(m.mask, 0)"

  /// Opportunities and when they entered their stage.
  static let wrongMoments =
    // From the visits to their opportunities: the other way every opportunity would walk through all last visits.
    "SELECT o.id, v.entered FROM \(lastVisits) v CROSS JOIN opportunities o ON o.id = v.opportunity "
    + "WHERE o.stage = v.stage AND o.stage_since IS NOT v.entered"

  /// Opportunities, their visits, and when each ended: a visit ends where the next begins, and the present one not.
  static let wrongEnds =
    "SELECT v.opportunity, v.id, v.next FROM (SELECT id, opportunity, stage, left, "
    + "lead(entered) OVER (PARTITION BY opportunity ORDER BY id) AS next FROM stage_visits) v "
    + "CROSS JOIN opportunities o ON o.id = v.opportunity "
    + "WHERE v.next IS NULL AND v.left IS NOT NULL AND o.stage = v.stage OR v.next IS NOT NULL AND v.left IS NULL"

  mutating func examineVisits() throws {
    guard let entity = dictionary.entity(.opportunity) else { return }
    let stage = entity.field(named: "stage")
    try note(
      .visits, entity, stage,
      "SELECT o.id FROM opportunities o LEFT JOIN \(Self.lastVisits) v ON v.opportunity = o.id "
        + "WHERE o.stage IS NOT NULL AND o.stage IS NOT v.stage OR o.stage IS NULL AND v.id NOT NULL AND v.left IS NULL"
    )
    try note(.stageMask, entity, stage, Self.wrongMasks)
    try note(.stageSince, entity, entity.field(named: "stage_since"), Self.wrongMoments)
    try note(.visitEnd, entity, stage, Self.wrongEnds)
  }
}

extension EntityTable {
  /// What the log keeps of a field: whole numbers as they are; an amount in another currency with its worth.
  static func loggedValue(of field: Field, baseCurrency: Currency) -> String {
    let column = "\"\(valueColumn(field))\""
    guard field.type == .money else { return column }
    return "CASE WHEN \"\(field.name)_currency\" = '\(baseCurrency.code)' THEN \(column) "
      + "ELSE \(column) || ' ' || \"\(field.name)_currency\" || ' ' || \"\(field.name)_base\" END"
  }
}
