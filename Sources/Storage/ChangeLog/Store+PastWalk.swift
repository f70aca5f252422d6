internal import CSQLite
internal import Domain
internal import Layout
package import Query
package import Values

/// A page of an earlier state, found by walking its order, where that is the better way.
extension Store {
  /// The records of a page, in its order; nil where what the condition selects is found at less cost by itself.
  ///
  /// The order that a state had by a key is read once and kept until the data changes. How often the first of it meet
  /// the condition says how far the walk will go; the records that meet the condition's leading term say what the
  /// other way costs.
  package func page(of query: BoundQuery, startsFromLabel: Bool, now: Instant) -> PastPage? {
    var writer = QueryWriter(rules: dictionary.rules, now: now, style: .bare)
    writer.startsFromLabel = startsFromLabel
    guard let walk = writer.walk(of: query), walk.limit <= 1000 else { return nil }
    // What cannot be read here is told of by the query itself.
    return try? perform { connection in
      try connection.reading {
        let few = pastWalkFloor
        if few > 0 {
          let counting = writer.startingCount(of: query, most: few)
          guard (try connection.integer(counting.text, counting.arguments) ?? 0) >= few else { return nil }
        }
        guard let order = try order(of: walk, on: connection) else { return nil }
        let chosen = writer.chosen(query, rarelyChanged: order.rarelyChanged)
        let found = try find(walk, chosen, in: order, on: connection) { most in
          try order.count(writer.startingCount(of: query, most: most), on: connection)
        }
        return found.map { PastPage(records: $0, rarelyChanged: order.rarelyChanged) }
      }
    }
  }

  /// - Parameters:
  ///   - chosen: of the numbers in a JSON array, the places of those that belong to the page.
  ///   - starting: what the other way starts from, counted to a bound.
  private func find(
    _ walk: PastWalk, _ chosen: SQLStatement, in order: PastOrder, on connection: Connection,
    starting: (Int) throws -> Int64
  ) throws -> [Int64]? {
    var start: PastOrder.Entry?
    if let after = walk.after {
      let statement = SQLStatement(walk.keyOfOne.text, walk.keyOfOne.arguments + [.integer(after)])
      start = (.null, after)
      try connection.each(statement) { row in
        start?.key = Connection.value(row, 0)
        return false
      }
    }
    var found: [Int64] = []
    var waiting: [Int64] = []
    var seen = 0
    var bound = Int.max
    var isBetter = true
    let first = 2 * walk.limit + 50
    var batch = first
    func look() throws {
      try choose(chosen, among: waiting, walk.limit, on: connection, into: &found)
      seen += waiting.count
      waiting.removeAll(keepingCapacity: true)
      guard found.count < walk.limit else { return }
      let expected = min(seen * walk.limit / max(1, found.count), 50_000)
      if bound == .max {
        if pastWalkFloor > 0 { isBetter = try starting(expected) >= expected }
        bound = pastWalkFloor > 0 ? 4 * expected : .max
      } else if seen > bound {
        isBetter = false
      }
      batch = min(max(first, (expected - seen) * 5 / 4), 4 * seen)
    }
    try order.each(after: start, on: connection) { id in
      waiting.append(id)
      guard waiting.count >= batch else { return true }
      try look()
      return isBetter && found.count < walk.limit
    }
    guard isBetter || found.count >= walk.limit else { return nil }
    // At the end of the order, what was found is all.
    if found.count < walk.limit, !waiting.isEmpty { try look() }
    return found
  }

  /// Those of some records that belong to the answer, up to the limit.
  private func choose(
    _ chosen: SQLStatement, among ids: [Int64], _ limit: Int, on connection: Connection, into found: inout [Int64]
  ) throws {
    let list = "[\(ids.map(String.init).joined(separator: ","))]"
    var last: Int64 = -1
    try connection.each(SQLStatement(chosen.text, [.text(list)] + chosen.arguments)) { row in
      let place = sqlite3_column_int64(row, 0)
      // It stops early, which is right only where they come in their order.
      guard place > last, place < ids.count else { throw StorageError.failed("the order of a page") }
      last = place
      found.append(ids[Int(place)])
      return found.count < limit
    }
  }

  private func order(of walk: PastWalk, on connection: Connection) throws -> PastOrder? {
    let identity = PastOrderIdentity(
      entity: walk.entity.key, changeSet: walk.past.changeSet, field: walk.field?.key, isDescending: walk.isDescending,
      version: try connection.integer("PRAGMA data_version") ?? 0, written: connection.writtenRows)
    if let known = pastOrder, known.identity == identity { return known.order }
    pastOrder = nil
    guard let order = try PastOrder(walk, on: connection) else { return nil }
    pastOrder = (identity, order)
    return order
  }
}

/// Of which state and key an order is, and the state of the data that it was read from.
struct PastOrderIdentity: Hashable {
  let entity: EntityKey
  let changeSet: Int64
  let field: Int?
  let isDescending: Bool
  let version: Int64
  /// Rows that this connection ever wrote, those of what was taken back with them.
  let written: Int64
}

extension Connection {
  /// Rows that were written since the connection was opened.
  var writtenRows: Int64 { sqlite3_total_changes64(database.sqliteConnection) }

  /// What `body` reads is of one state of the data.
  func reading<Result>(_ body: () throws -> Result) throws -> Result {
    guard sqlite3_get_autocommit(database.sqliteConnection) != 0 else { return try body() }
    try run("BEGIN")
    defer { _ = try? run("COMMIT") }
    return try body()
  }
}
