internal import Domain
internal import Layout
internal import Values

/// Writes what a record's columns held in an earlier state: the value before the first change since, or, where there
/// was none, the one that stands.
///
/// Whatever it writes is exact by itself; `QueryWriter` adds what narrows a query to the records that can matter.
struct PastReader {
  let past: Past
  let currency: Currency
  /// For a few records each is asked for its own changes. Otherwise the records that changed are gathered first, once
  /// in a statement, so that the many others cost no look into the log.
  var isFew: Bool
  /// The fields of an entity in which few records changed since, where that is known: to gather those costs less than
  /// to ask each record.
  var rarelyChanged: (entity: EntityKey, fields: Set<Int>)?

  // MARK: Columns

  func column(_ field: Field, _ part: ColumnPart, of entity: Entity, _ alias: String) -> String {
    let stands = "\(alias).\(part.column(of: field))"
    switch field.name {
    case "updated_at" where field.traits.contains(.automatic):
      let moment = updatedAt(entity, alias, stands: "\(alias).\"updated_at\"")
      return part == .day ? "crm_day(\(moment))" : moment
    case "stage_since" where entity.key == .opportunity:
      let moment = stageSince(entity, alias)
      return part == .day ? "crm_day(\(moment))" : moment
    default: break
    }
    guard field.isLogged else { return stands }
    let before = part.read("before", of: field, base: currency)
    let first =
      "SELECT \(before) FROM changes INDEXED BY changes_record WHERE \(changes(of: entity, alias)) "
      + "AND field = \(field.key) ORDER BY id LIMIT 1"
    return "CASE WHEN \(hasChanged(field, of: entity, alias)) THEN (\(first)) ELSE \(stands) END"
  }

  /// The rows of the log that tell of one record since.
  private func changes(of entity: Entity, _ alias: String) -> String {
    "entity = \(entity.key.rawValue) AND record = \(alias).id AND id > \(past.lastChange)"
  }

  private func hasChanged(_ field: Field, of entity: Entity, _ alias: String) -> String {
    let isRare = rarelyChanged?.entity == entity.key && rarelyChanged?.fields.contains(field.key) == true
    guard isFew, !isRare else { return "\(alias).id IN (\(changed([field], of: entity)))" }
    return "EXISTS(SELECT 1 FROM changes INDEXED BY changes_record WHERE \(changes(of: entity, alias)) "
      + "AND field = \(field.key))"
  }

  /// The records in which one of the fields changed since.
  func changed(_ fields: [Field], of entity: Entity) -> String {
    fields.map {
      "SELECT record FROM changes WHERE entity = \(entity.key.rawValue) AND field = \($0.key) "
        + "AND change_set > \(past.changeSet)"
    }.joined(separator: " UNION ALL ")
  }

  // MARK: Times beside the log

  /// Each row of the log keeps the record's `updated_at` from before. Within one change set the value that is not the
  /// set's own time is the earlier one. A log from before format 2 says nothing: then it is the time of the last
  /// change set that wrote the record, else of its making.
  private func updatedAt(_ entity: Entity, _ alias: String, stands: String) -> String {
    let key = "entity = \(entity.key.rawValue) AND record = \(alias).id"
    func latest(_ log: String, to last: Int64) -> String {
      "ifnull((SELECT s.at FROM \(log) l INDEXED BY \(log)_record JOIN change_sets s ON s.id = l.change_set "
        + "WHERE l.entity = \(entity.key.rawValue) AND l.record = \(alias).id AND l.id <= \(last) "
        + "ORDER BY l.id DESC LIMIT 1), \(alias).\"created_at\")"
    }
    let written =
      "max(\(latest("changes", to: past.lastChange)), \(latest("member_changes", to: past.lastMember)))"
    func first(_ log: String, after last: Int64, _ shown: String = "min(id)") -> String {
      "SELECT \(shown) FROM \(log) INDEXED BY \(log)_record WHERE \(key) AND id > \(last)"
    }
    let hasChange = "EXISTS(\(first("changes", after: past.lastChange, "1")))"
    let hasMember = "EXISTS(\(first("member_changes", after: past.lastMember, "1")))"
    let change = first("changes", after: past.lastChange)
    let member = first("member_changes", after: past.lastMember)
    let both =
      "SELECT CASE WHEN m.change_set < c.change_set OR m.change_set = c.change_set AND c.touched IS s.at "
      + "THEN m.touched ELSE c.touched END FROM changes c CROSS JOIN member_changes m CROSS JOIN change_sets s "
      + "WHERE c.id = (\(change)) AND m.id = (\(member)) AND s.id = c.change_set"
    func touched(_ log: String, _ first: String) -> String { "(SELECT touched FROM \(log) WHERE id = (\(first)))" }
    return "CASE WHEN \(hasMember) THEN "
      + "ifnull(CASE WHEN \(hasChange) THEN (\(both)) "
      + "ELSE \(touched("member_changes", member)) END, \(written)) "
      + "WHEN \(hasChange) "
      + "THEN ifnull(\(touched("changes", change)), \(written)) ELSE \(stands) END"
  }

  /// The visits to stages that stood then, as SQL: rows of id, opportunity, stage, entered, left and author. When a stage
  /// was left is what the row says now.
  ///
  /// - Parameter opportunities: SQL of whose, behind their number: `= 7`, `IN (…)`.
  func visits(of opportunities: String) -> String {
    func visits(_ table: String, _ more: String) -> String {
      "SELECT id, opportunity, stage, entered, left, author FROM \(table) WHERE opportunity \(opportunities) "
        + "AND change_set <= \(past.changeSet)\(more)"
    }
    // A visit that was undone by then, and not redone by then, was not there, wherever it lies now: what was redone may
    // have another number.
    func standing(_ table: String) -> String {
      " AND NOT EXISTS(SELECT 1 FROM undone_visits g WHERE g.opportunity = \(table).opportunity "
        + "AND g.entered = \(table).entered AND g.stage = \(table).stage AND g.change_set IS \(table).change_set "
        + "AND g.undone_by <= \(past.changeSet) AND NOT EXISTS(SELECT 1 FROM change_sets r "
        + "WHERE r.undoes = g.undone_by AND r.id <= \(past.changeSet)))"
    }
    let standingNow = visits("stage_visits", past.hasUndoneVisits ? standing("stage_visits") : "")
    guard past.hasUndoneVisits else { return standingNow }
    let since = " AND undone_by > \(past.changeSet)\(standing("undone_visits"))"
    return standingNow + " UNION ALL \(visits("undone_visits", since))"
  }

  /// The moment at which the visit began that was the last one then.
  private func stageSince(_ entity: Entity, _ alias: String) -> String {
    let stands = "\(alias).\"stage_since\""
    guard let stage = entity.field(named: "stage") else { return stands }
    let all = visits(of: "= \(alias).id")
    return "CASE WHEN \(hasChanged(stage, of: entity, alias)) "
      + "THEN (SELECT entered FROM (\(all)) ORDER BY id DESC LIMIT 1) ELSE \(stands) END"
  }

  // MARK: Records

  /// Whether a row's record was there then. Deleted ones were.
  func existence(of entity: Entity, _ alias: String) -> String {
    let made = past.made[entity.key] ?? []
    let key = entity.key.rawValue
    guard made.count <= 8 else {
      // Made since, unless its making had first been undone since.
      return "\(alias).id NOT IN (WITH RECURSIVE made(id, last, place) AS (SELECT first, last, rowid FROM created "
        + "WHERE rowid > \(past.createdThen) AND entity = \(key) AND sign = 1 "
        + "UNION ALL SELECT id + 1, last, place FROM made WHERE id < last) SELECT id FROM made m "
        + "WHERE NOT EXISTS(SELECT 1 FROM created u WHERE u.rowid > \(past.createdThen) AND u.rowid < m.place "
        + "AND u.entity = \(key) AND u.sign = -1 AND m.id BETWEEN u.first AND u.last))"
    }
    let ranges = made.map { "\(alias).id NOT BETWEEN \($0.lowerBound) AND \($0.upperBound) AND " }.joined()
    // What another process made since the ranges were read.
    return "(\(ranges)((SELECT max(rowid) FROM created) IS \(past.createdNow) OR NOT EXISTS(SELECT 1 FROM created n "
      + "WHERE n.rowid > \(past.createdNow) AND n.entity = \(key) AND \(alias).id BETWEEN n.first AND n.last)))"
  }

  /// What stands after FROM: the entity's table, with the records whose making was undone since.
  func source(of entity: Entity) -> String {
    let table = EntityTable(entity)
    guard past.unmade.contains(entity.key) else { return table.name }
    let columns = table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let kept = table.columns.map { $0.name == "id" ? "record" : "json_extract(content, '$.\"\($0.name)\"')" }
      .joined(separator: ", ")
    return "(SELECT \(columns) FROM \(table.name) UNION ALL SELECT \(kept) FROM undone_records u "
      + "WHERE \(unmade(entity)))"
  }

  /// The rows `u` of `undone_records` that stand for a record of then: its last ones, where it is not back.
  private func unmade(_ entity: Entity) -> String {
    let key = entity.key.rawValue
    return "u.entity = \(key) AND u.change_set > \(past.changeSet) "
      + "AND NOT EXISTS(SELECT 1 FROM \(EntityTable(entity).name) b WHERE b.id = u.record) "
      + "AND NOT EXISTS(SELECT 1 FROM undone_records l WHERE l.entity = \(key) AND l.record = u.record "
      + "AND l.change_set > u.change_set) "
      + "AND NOT EXISTS(SELECT 1 FROM purged p WHERE p.entity = \(key) AND p.record = u.record)"
  }

  // MARK: Narrowing

  /// The records that can have met a condition on `fields`: those that `present` selects as things stand, and those
  /// in which one of the fields changed since.
  func candidates(_ present: String, changing fields: [Field], of entity: Entity) -> String {
    var all = [present]
    let logged = fields.filter(\.isLogged)
    if !logged.isEmpty { all.append(changed(logged, of: entity)) }
    if past.unmade.contains(entity.key) {
      all.append(
        "SELECT record FROM undone_records WHERE entity = \(entity.key.rawValue) AND change_set > \(past.changeSet)")
    }
    return all.joined(separator: " UNION ALL ")
  }

  /// The records that can have referred to a record by `field`. `parent` is SQL for the record's number.
  func referring(_ field: Field, of child: Entity, to parent: String) -> String {
    let moved =
      "WITH moved(record, parent) AS MATERIALIZED (SELECT record, before FROM changes "
      + "WHERE entity = \(child.key.rawValue) AND field = \(field.key) AND change_set > \(past.changeSet) "
      + "AND before IS NOT NULL) SELECT record FROM moved WHERE parent = \(parent) "
      // Most lost none: they need not look through those that moved.
      + "AND \(parent) IN (SELECT before FROM changes WHERE entity = \(child.key.rawValue) "
      + "AND field = \(field.key) AND change_set > \(past.changeSet))"
    let table = EntityTable(child)
    var all =
      "SELECT id FROM \(table.name) WHERE \"\(field.name)\" = \(parent) "
      + "UNION ALL SELECT * FROM (\(moved))"
    if past.unmade.contains(child.key) {
      all += " UNION ALL SELECT record FROM undone_records u WHERE \(unmade(child))"
    }
    return all
  }
}

extension Field {
  /// Whether a change of it stands in the log: not what never changes, nor what is kept beside the log.
  package var isLogged: Bool {
    guard isStored, type != .identity else { return false }
    switch name {
    case "created_at", "created_by", "updated_at", "stage_since": return !traits.contains(.automatic)
    default: return true
    }
  }
}
