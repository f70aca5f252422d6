internal import CSQLite
internal import Domain
internal import Layout
internal import Query

/// The order that an earlier state's records had by one key, read as far as it is walked.
///
/// A record lies where an index of today has it, unless its key was another: those lie in `moved`. Of `updated_at` all
/// that were touched since count as moved; the log says when they were touched before. Merging the two gives the order
/// exactly, whatever the clocks and the imports said.
final class PastOrder {
  typealias Entry = (key: SQLValue, id: Int64)

  private let walk: PastWalk
  /// In the order that is asked for; a number that is in it counts only here.
  private let moved: [Entry]
  private let isMoved: RecordPlaces
  /// What the index gave so far, without those that moved or were made since.
  private var standing: [Entry] = []
  /// Rows of the index that were looked at.
  private var looked = 0
  private var isExhausted = false
  private let made: [ClosedRange<Int64>]
  /// The fields, by their keys, in which few records changed since.
  let rarelyChanged: Set<Int>
  /// What was counted while this held.
  private var counts: [SQLStatement: Int64] = [:]

  /// - Returns: nil where the log does not say what the keys were.
  init?(_ walk: PastWalk, on connection: Connection) throws {
    self.walk = walk
    made = walk.past.made[walk.entity.key] ?? []
    var entries: [Entry] = []
    let largest = try connection.integer("SELECT max(id) FROM \(EntityTable(walk.entity).name)") ?? 0
    var places = RecordPlaces(largest: largest)
    if let statement = walk.moved {
      try connection.each(statement) { row in
        entries.append((Connection.value(row, 0), sqlite3_column_int64(row, 1)))
        return true
      }
    }
    if walk.isByTouch {
      guard var touched = try TouchesSince(walk: walk, connection: connection).times(&places) else { return nil }
      let isDescending = walk.isDescending
      if !entries.isEmpty {
        // Those whose making was undone are in `entries`, by the same rule.
        let unmade = Set(entries.map(\.id))
        touched.removeAll { unmade.contains($0.id) }
      }
      touched.sort { $0.at == $1.at ? $0.id < $1.id : $0.at < $1.at }
      if isDescending { touched.reverse() }
      entries = PastOrder.merged(entries, touched.map { (SQLValue.integer($0.at), $0.id) }, isDescending)
    }
    moved = entries
    for entry in entries { places[entry.id] = 0 }
    isMoved = places
    rarelyChanged = try PastOrder.rarelyChanged(walk, on: connection)
  }

  private static func rarelyChanged(_ walk: PastWalk, on connection: Connection) throws -> Set<Int> {
    let few: Int64 = 200
    let counting =
      "SELECT count(*) FROM (SELECT 1 FROM changes WHERE entity = ? AND field = ? AND change_set > ? LIMIT \(few))"
    return try Set(
      walk.entity.fields.filter(\.isLogged).map(\.key).filter { key in
        let bound = [SQLValue.integer(walk.entity.key.rawValue), .integer(key), .integer(walk.past.changeSet)]
        return try connection.integer(counting, bound) ?? 0 < few
      })
  }

  /// What a statement counts, counted once.
  func count(_ statement: SQLStatement, on connection: Connection) throws -> Int64 {
    if let known = counts[statement] { return known }
    let count = try connection.integer(statement.text, statement.arguments) ?? 0
    counts[statement] = count
    return count
  }

  /// Calls `body` with the records in their order, until it returns false or all are told.
  ///
  /// - Parameter start: the place behind which it begins.
  func each(after start: Entry?, on connection: Connection, _ body: (Int64) throws -> Bool) throws {
    var places = (moved: 0, standing: 0)
    while true {
      if places.standing == standing.count, !isExhausted {
        try readOn(connection)
        continue
      }
      let entry: Entry
      let hasMoved = places.moved < moved.count
      if places.standing < standing.count,
        !hasMoved || PastOrder.lies(standing[places.standing], before: moved[places.moved], walk.isDescending)
      {
        entry = standing[places.standing]
        places.standing += 1
      } else if hasMoved {
        entry = moved[places.moved]
        places.moved += 1
      } else {
        return
      }
      if let start, !PastOrder.lies(start, before: entry, walk.isDescending) { continue }
      guard try body(entry.id) else { return }
    }
  }

  /// Reads on in the index, each time four times as far.
  private func readOn(_ connection: Connection) throws {
    let count = max(1024, 3 * looked)
    let statement = SQLStatement(
      "\(walk.standing.text) LIMIT \(count) OFFSET \(looked)", walk.standing.arguments)
    var read = 0
    try connection.each(statement) { row in
      read += 1
      let id = sqlite3_column_int64(row, 1)
      if isMoved[id] == nil, !wasMade(id) { standing.append((Connection.value(row, 0), id)) }
      return true
    }
    looked += read
    isExhausted = read < count
  }

  private func wasMade(_ id: Int64) -> Bool {
    var low = 0
    var high = made.count
    while low < high {
      let middle = (low + high) / 2
      if made[middle].upperBound < id { low = middle + 1 } else { high = middle }
    }
    return low < made.count && made[low].contains(id)
  }

  // MARK: Order

  private static func merged(_ one: [Entry], _ other: [Entry], _ isDescending: Bool) -> [Entry] {
    guard !one.isEmpty else { return other }
    var all: [Entry] = []
    var place = 0
    for entry in other {
      while place < one.count, lies(one[place], before: entry, isDescending) {
        all.append(one[place])
        place += 1
      }
      all.append(entry)
    }
    return all + one[place...]
  }

  /// As `ORDER BY key …, id …` has it: texts by their bytes, what has no key last.
  static func lies(_ one: Entry, before other: Entry, _ isDescending: Bool) -> Bool {
    switch (one.key, other.key) {
    case (.null, .null): break
    case (.null, _): return false
    case (_, .null): return true
    case (.text(let first), .text(let second)):
      if first.utf8.lexicographicallyPrecedes(second.utf8) { return !isDescending }
      if second.utf8.lexicographicallyPrecedes(first.utf8) { return isDescending }
    case (.integer(let first), .integer(let second)):
      if first != second { return (first > second) == isDescending }
    case (.text, _): return isDescending
    case (_, .text): return !isDescending
    default:
      // An index of a strict table holds no reals.
      break
    }
    return one.id == other.id ? false : (one.id > other.id) == isDescending
  }
}
