internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// The stages' visits. Undoing a move takes its visit away and opens the one before; redo brings it back with its
/// times. Where later moves stand on it, going back is a move like any other.
///
/// A visit names the change set that entered it, whatever was undone and redone since.
extension ReversalWriter {
  private enum Way: Int { case move, take, put }

  /// Where visits lie that may come back: with the change set itself those of a move, with the last that did the same
  /// those of a record that went whole.
  enum Place: String { case lain, gone }

  /// The visits that lie there, as `u`.
  private func visits(_ place: Place) -> String {
    "temp.\(place.rawValue) n CROSS JOIN undone_visits u ON u.undone_by = n.undone_by AND u.opportunity = n.opportunity"
  }

  func gatherLain() throws {
    func gather(_ table: String, _ choice: String, _ lineage: [Int64]) throws {
      try connection.runOnce("DROP TABLE IF EXISTS temp.\(table)")
      try connection.runOnce("CREATE TEMP TABLE \(table)(opportunity INTEGER PRIMARY KEY, undone_by INTEGER)")
      guard !lineage.isEmpty else { return }
      try connection.runOnce(
        "INSERT INTO temp.\(table) SELECT opportunity, \(choice)(undone_by) FROM undone_visits WHERE undone_by IN "
          + "(\(lineage.map(String.init).joined(separator: ", "))) GROUP BY opportunity")
    }
    try gather(Place.lain.rawValue, "min", reversal.lineage)
    try gather(Place.gone.rawValue, "max", reversal.lineage)
    try gather("sourced", "min", reversal.sources)
    // A number that was set aside is given again: what comes back from both places may claim the same.
    let claimed = "SELECT u.id FROM \(visits(.lain)) UNION ALL SELECT u.id FROM \(visits(.gone))"
    let shared = try connection.integer("SELECT count(*) > count(DISTINCT id) FROM (\(claimed))")
    keepsNumbers = try shared == 0 && haveFreeNumbers(.lain) && haveFreeNumbers(.gone)
  }

  /// Visits follow one another by number; others may have theirs now, or stand behind them.
  private func haveFreeNumbers(_ place: Place) throws -> Bool {
    let clash = try connection.integer(
      "SELECT 1 FROM \(visits(place)) WHERE EXISTS(SELECT 1 FROM stage_visits v WHERE v.id = u.id) OR EXISTS(SELECT 1 "
        + "FROM stage_visits v WHERE v.opportunity = u.opportunity AND v.id > u.id) LIMIT 1")
    return clash == nil
  }

  func turnVisits(_ stage: Field) throws {
    try gatherMoved(stage)
    try chooseWays()
    // One that went to and fro within the set is in its stage already: only its visits go.
    let stays = "(SELECT t.stage FROM opportunities t WHERE t.id = moved.id) IS moved.stage"
    try connection.runOnce("DELETE FROM temp.moved WHERE way = \(Way.move.rawValue) AND \(stays)")
    try mirrorSteady(stage, stays)
    try take()
    try put(into: "SELECT id FROM temp.moved WHERE way = \(Way.put.rawValue)", from: .lain)
    try move()
  }

  private func gatherMoved(_ stage: Field) throws {
    try connection.runOnce("DROP TABLE IF EXISTS temp.moved")
    try connection.runOnce("CREATE TEMP TABLE moved(id INTEGER PRIMARY KEY, stage INTEGER, way INTEGER)")
    try connection.runOnce(
      "INSERT INTO temp.moved SELECT r.r$id, r.v$\(stage.key), \(Way.move.rawValue) FROM temp.reverted r "
        + "CROSS JOIN opportunities t ON t.id = r.r$id WHERE r.h$\(stage.key)")
    try connection.runOnce("DROP TABLE IF EXISTS temp.own_visits")
    try connection.runOnce(
      "CREATE TEMP TABLE own_visits(opportunity INTEGER, id INTEGER, PRIMARY KEY(opportunity, id)) WITHOUT ROWID")
    // Those that the change set entered; or those that it brought back, where it entered none.
    try connection.runOnce(
      "INSERT INTO temp.own_visits SELECT m.id, v.id FROM temp.moved m CROSS JOIN stage_visits v ON v.opportunity = m.id "
        + "AND v.change_set = \(undone)")
    try connection.runOnce(
      "INSERT OR IGNORE INTO temp.own_visits SELECT m.id, v.id FROM temp.sourced n CROSS JOIN temp.moved m "
        + "ON m.id = n.opportunity CROSS JOIN undone_visits u ON u.undone_by = n.undone_by AND u.opportunity = m.id "
        + "CROSS JOIN stage_visits v ON v.opportunity = m.id AND v.entered = u.entered AND v.stage = u.stage "
        + "AND v.change_set IS u.change_set WHERE NOT EXISTS(SELECT 1 FROM stage_visits w WHERE w.opportunity = m.id "
        + "AND w.change_set = \(undone))")
  }

  /// The set's own visits must be the last there are, and what it took away must follow the last there is.
  private func chooseWays() throws {
    let own = "SELECT min(o.id) FROM temp.own_visits o WHERE o.opportunity = moved.id"
    let others =
      "FROM stage_visits v WHERE v.opportunity = moved.id AND NOT EXISTS(SELECT 1 FROM temp.own_visits o "
      + "WHERE o.opportunity = v.opportunity AND o.id = v.id)"
    try connection.runOnce(
      "UPDATE temp.moved SET way = \(Way.take.rawValue) WHERE stage = (SELECT v.stage \(others) ORDER BY v.id DESC LIMIT 1) "
        + "AND (SELECT max(v.id) \(others)) < (\(own))")
    // What another set brought back already stands there.
    let isThere =
      "EXISTS(SELECT 1 FROM stage_visits s WHERE s.opportunity = moved.id AND s.entered = u.entered AND s.stage = u.stage "
      + "AND s.change_set IS u.change_set)"
    try connection.runOnce(
      "UPDATE temp.moved SET way = \(Way.put.rawValue) FROM (SELECT g.opportunity, g.came, v.stage, v.entered, v.change_set FROM "
        + "(SELECT u.opportunity, max(u.id) AS last, min(u.entered) AS came, u.undone_by FROM \(visits(.lain)) "
        + "GROUP BY u.opportunity, u.undone_by) g CROSS JOIN undone_visits v ON v.undone_by = g.undone_by AND v.id = g.last) u "
        + "WHERE u.opportunity = moved.id AND u.stage = moved.stage AND way = \(Way.move.rawValue) AND NOT \(isThere) "
        + "AND (SELECT max(v.entered) FROM stage_visits v WHERE v.opportunity = moved.id) <= u.came")
  }

  /// The log of those whose visits go while their stage stays: redo finds it there.
  private func mirrorSteady(_ stage: Field, _ stays: String) throws {
    try connection.runOnce("DROP TABLE IF EXISTS temp.steady")
    try connection.runOnce("CREATE TEMP TABLE steady(id INTEGER PRIMARY KEY)")
    let count = try connection.runOnce(
      "INSERT INTO temp.steady SELECT id FROM temp.moved WHERE \(stays) AND NOT EXISTS(SELECT 1 FROM changes c "
        + "WHERE c.entity = \(EntityKey.opportunity.rawValue) AND c.record = moved.id AND c.field = \(stage.key) "
        + "AND c.id > \(writer.state.lastChange))")
    if count > 0 { try mirror(stage, .opportunity, of: "steady") }
  }

  private func take() throws {
    let taken = "SELECT id FROM temp.moved WHERE way = \(Way.take.rawValue)"
    try setAside("id IN (SELECT o.id FROM temp.own_visits o WHERE o.opportunity IN (\(taken)))")
    try connection.runOnce(
      "UPDATE stage_visits SET left = NULL WHERE id IN "
        + "(SELECT max(id) FROM stage_visits WHERE opportunity IN (\(taken)) GROUP BY opportunity)")
  }

  /// Moves visits to where redo finds them.
  func setAside(_ condition: String) throws {
    try connection.runOnce(
      "INSERT INTO undone_visits SELECT \(changeSet), id, opportunity, stage, entered, left, author, change_set "
        + "FROM stage_visits WHERE \(condition)")
    try connection.runOnce("DELETE FROM stage_visits WHERE \(condition)")
  }

  /// Brings back the visits that the undone change set took away from some opportunities.
  func put(into opportunities: String, from place: Place) throws {
    // A record that comes back has no others.
    if place == .lain {
      try connection.runOnce(
        "UPDATE stage_visits SET left = u.came FROM (SELECT u.opportunity AS who, min(u.entered) AS came "
          + "FROM \(visits(place)) WHERE u.opportunity IN (\(opportunities)) GROUP BY u.opportunity) u "
          + "WHERE stage_visits.opportunity = u.who AND stage_visits.left IS NULL")
    }
    try connection.runOnce(
      "INSERT INTO stage_visits(id, opportunity, stage, entered, left, author, change_set) SELECT "
        + "\(keepsNumbers ? "u.id" : "NULL"), u.opportunity, u.stage, u.entered, u.left, u.author, u.change_set "
        + "FROM \(visits(place)) WHERE u.opportunity IN (\(opportunities)) ORDER BY u.id")
  }

  private func move() throws {
    let moving = "SELECT id FROM temp.moved WHERE way = \(Way.move.rawValue)"
    let now = writer.origin.at.milliseconds
    try connection.runOnce(
      "UPDATE stage_visits SET left = \(now) WHERE left IS NULL AND opportunity IN (\(moving))")
    try connection.runOnce(
      "INSERT INTO stage_visits(opportunity, stage, entered, author, change_set) SELECT id, stage, \(now), "
        + "\(writer.origin.author), \(changeSet) FROM temp.moved WHERE way = \(Way.move.rawValue) AND stage IS NOT NULL"
    )
  }

  /// What the visits say of an opportunity whose stage is restored.
  func visited() -> [String] {
    let isMoved = "opportunities.id IN (SELECT id FROM temp.moved)"
    let mask =
      "(SELECT sum(DISTINCT 1 << min(62, v.stage)) FROM stage_visits v WHERE v.opportunity = opportunities.id)"
    let since =
      "(SELECT v.entered FROM stage_visits v WHERE v.opportunity = opportunities.id AND v.left IS NULL)"
    return [
      "stage_mask = CASE WHEN \(isMoved) THEN ifnull(\(mask), 0) ELSE stage_mask END",
      "stage_since = CASE WHEN \(isMoved) THEN ifnull(\(since), stage_since) ELSE stage_since END",
      "stage_since_day = CASE WHEN \(isMoved) THEN crm_day(ifnull(\(since), stage_since)) ELSE stage_since_day END",
    ]
  }
}
