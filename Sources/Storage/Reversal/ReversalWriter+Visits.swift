internal import Domain
internal import GRDBSQLite
internal import Layout
internal import Query
internal import Values

/// The stages' visits. Undoing a move takes its visit away and opens the one before; redo brings it back with its
/// times. Where later moves stand on it, going back is a move like any other.
///
/// A visit names the change set that entered it, whatever was undone and redone since.
extension ReversalWriter {
  private enum Way: Int { case move, take, put }

  func turnVisits(_ stage: Field) throws {
    try connection.runOnce("DROP TABLE IF EXISTS temp.moved")
    try connection.runOnce("CREATE TEMP TABLE moved(id INTEGER PRIMARY KEY, stage INTEGER, way INTEGER)")
    let moved = try connection.runOnce(
      "INSERT INTO temp.moved SELECT r.r$id, r.v$\(stage.key), \(Way.move.rawValue) FROM temp.reverted r "
        + "CROSS JOIN opportunities t ON t.id = r.r$id WHERE r.h$\(stage.key) AND t.stage IS NOT r.v$\(stage.key)")
    guard moved > 0 else { return }
    try chooseWays()
    try take()
    try put(into: "SELECT id FROM temp.moved WHERE way = \(Way.put.rawValue)", closesEarlier: true)
    try move()
  }

  /// Visits follow one another by number: the set's own must be the last there are, and what it took away must follow
  /// the last there is.
  private func chooseWays() throws {
    try gatherOwn()
    let own = "SELECT min(o.id) FROM temp.own_visits o WHERE o.opportunity = moved.id"
    let others =
      "FROM stage_visits v WHERE v.opportunity = moved.id AND NOT EXISTS(SELECT 1 FROM temp.own_visits o "
      + "WHERE o.opportunity = v.opportunity AND o.id = v.id)"
    try connection.runOnce(
      "UPDATE temp.moved SET way = \(Way.take.rawValue) WHERE stage = (SELECT v.stage \(others) ORDER BY v.id DESC LIMIT 1) "
        + "AND (SELECT max(v.id) \(others)) < (\(own))")
    try connection.runOnce(
      "UPDATE temp.moved SET way = \(Way.put.rawValue) FROM (SELECT g.opportunity, g.came, v.stage FROM "
        + "(SELECT opportunity, max(id) AS last, min(entered) AS came FROM undone_visits WHERE undone_by = \(latest) "
        + "GROUP BY opportunity) g CROSS JOIN undone_visits v ON v.undone_by = \(latest) AND v.id = g.last) u "
        + "WHERE u.opportunity = moved.id AND u.stage = moved.stage AND way = \(Way.move.rawValue) "
        + "AND (SELECT max(v.entered) FROM stage_visits v WHERE v.opportunity = moved.id) <= u.came")
  }

  /// The visits that the change set entered, and those that it brought back.
  private func gatherOwn() throws {
    try connection.runOnce("DROP TABLE IF EXISTS temp.own_visits")
    try connection.runOnce(
      "CREATE TEMP TABLE own_visits(opportunity INTEGER, id INTEGER, PRIMARY KEY(opportunity, id)) WITHOUT ROWID")
    try connection.runOnce(
      "INSERT INTO temp.own_visits SELECT m.id, v.id FROM temp.moved m CROSS JOIN stage_visits v ON v.opportunity = m.id "
        + "AND v.change_set = \(undone)")
    guard let source = reversal.source else { return }
    try connection.runOnce(
      "INSERT OR IGNORE INTO temp.own_visits SELECT m.id, v.id FROM undone_visits u CROSS JOIN temp.moved m "
        + "ON m.id = u.opportunity CROSS JOIN stage_visits v ON v.opportunity = u.opportunity AND v.entered = u.entered "
        + "AND v.stage = u.stage AND v.change_set IS u.change_set WHERE u.undone_by = \(source)")
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
  func put(into opportunities: String, closesEarlier: Bool) throws {
    if closesEarlier {
      try connection.runOnce(
        "UPDATE stage_visits SET left = u.came FROM (SELECT opportunity AS who, min(entered) AS came FROM undone_visits "
          + "WHERE undone_by = \(latest) AND opportunity IN (\(opportunities)) GROUP BY opportunity) u "
          + "WHERE stage_visits.opportunity = u.who AND stage_visits.left IS NULL")
    }
    try connection.runOnce(
      "INSERT INTO stage_visits(id, opportunity, stage, entered, left, author, change_set) SELECT "
        + "\(keepsNumbers ? "id" : "NULL"), opportunity, stage, entered, left, author, change_set FROM undone_visits "
        + "WHERE undone_by = \(latest) AND opportunity IN (\(opportunities)) ORDER BY id")
  }

  /// Visits that come back keep their numbers, unless others have them now or stand behind them: visits follow one
  /// another by number.
  func visitsKeepNumbers() throws -> Bool {
    try connection.integer(
      "SELECT 1 FROM undone_visits u WHERE u.undone_by = ? AND (EXISTS(SELECT 1 FROM stage_visits v "
        + "WHERE v.id = u.id) OR EXISTS(SELECT 1 FROM stage_visits v WHERE v.opportunity = u.opportunity "
        + "AND v.id > u.id)) LIMIT 1", [.integer(latest)]) == nil
  }

  private func move() throws {
    let moving = "SELECT id FROM temp.moved WHERE way = \(Way.move.rawValue)"
    let now = writer.origin.at.milliseconds
    try connection.runOnce(
      "UPDATE stage_visits SET left = \(now) WHERE left IS NULL AND opportunity IN (\(moving))")
    try connection.runOnce(
      "INSERT INTO stage_visits(opportunity, stage, entered, author, change_set) SELECT id, stage, \(now), "
        + "\(writer.origin.author), \(changeSet) FROM temp.moved WHERE way = \(Way.move.rawValue) AND stage IS NOT NULL")
  }

  /// What the visits say of an opportunity whose stage is restored.
  func visited(_ has: String, _ stage: String) -> [String] {
    let isMoved = "\(has) AND stage IS NOT \(stage)"
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
