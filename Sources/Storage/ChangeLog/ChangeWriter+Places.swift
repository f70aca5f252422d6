internal import Domain
internal import Layout

/// Where in a script or a file each row of the log comes from.
extension ChangeWriter {
  /// A script longer than this (in bytes) is not kept: its lines are named, not quoted.
  private static let longestText = 1 << 20

  /// A new record stands at the place at hand.
  func placeCreated(_ entity: EntityKey, _ id: Int64, on connection: Connection) throws {
    try note(.created(entity), id...id, on: connection)
  }

  /// What the log gained since it was last asked stands at the place at hand.
  func placeRows(on connection: Connection) throws {
    guard place != nil, state.hasWritten else { return }
    let before = state.places.placed ?? (state.lastChange, state.lastMember)
    let now = (change: try lastRow("changes", on: connection), member: try lastRow("member_changes", on: connection))
    state.places.placed = now
    if now.change > before.change { try note(.change, (before.change + 1)...now.change, on: connection) }
    if now.member > before.member { try note(.member, (before.member + 1)...now.member, on: connection) }
  }

  /// Writes the places that are held back.
  func writePlaces(on connection: Connection) throws {
    for run in state.places.pending() { try write(run, on: connection) }
  }

  private func note(_ kind: PlaceLog.Kind, _ numbers: ClosedRange<Int64>, on connection: Connection) throws {
    guard let place else { return }
    try note(place, numbers, PlaceLog.Track(kind: kind, isWord: false), on: connection)
    // A row of a file says nothing of the statement that read it.
    let word = PlaceLog.Track(kind: kind, isWord: true)
    if let statementPlace, statementPlace.source !== place.source {
      try note(statementPlace, numbers, word, on: connection)
    } else if !state.places.isEmpty(word), let ended = state.places.note(word, numbers, source: 0, line: 0) {
      // What follows was read from no file.
      try write(ended, on: connection)
    }
  }

  private func note(
    _ place: ChangePlace, _ numbers: ClosedRange<Int64>, _ track: PlaceLog.Track, on connection: Connection
  ) throws {
    // The change set's own place says it already.
    if state.places.isEmpty(track), let own = origin.place, place.line == own.line, place.source === own.source {
      return
    }
    let source = try number(of: place.source, on: connection)
    guard let ended = state.places.note(track, numbers, source: source, line: Int64(place.line)) else { return }
    try write(ended, on: connection)
  }

  private func write(_ run: PlaceLog.Run, on connection: Connection) throws {
    let insert = try prepared(
      "INSERT OR REPLACE INTO places(change_set, kind, first, source, line, step) VALUES (?, ?, ?, ?, ?, ?)",
      on: connection)
    insert.bind(try changeSet(on: connection), 1)
    insert.bind(run.track.stored, 2)
    insert.bind(run.first, 3)
    insert.bind(run.source, 4)
    insert.bind(run.line, 5)
    insert.bind(run.step ?? 0, 6)
    try insert.run()
  }

  private func lastRow(_ log: String, on connection: Connection) throws -> Int64 {
    try prepared("SELECT max(id) FROM \(log)", on: connection).first() ?? 0
  }

  private func number(of source: ChangeSource, on connection: Connection) throws -> Int64 {
    if let known = state.places.number(of: source) { return known }
    let kept = source.text.flatMap { $0.utf8.count <= Self.longestText ? $0 : nil }
    let values: [SQLValue] = [.text(source.name), kept.map { .text($0) } ?? .null]
    // A script that changes between its runs is compared with its last texts, not with all that it ever had.
    var number = try connection.integer(
      "SELECT id FROM (SELECT id, text FROM sources WHERE name = ? ORDER BY id DESC LIMIT 4) WHERE text IS ?", values)
    if number == nil {
      try connection.run("INSERT INTO sources(name, text) VALUES (?, ?)", values)
      number = connection.lastInserted
    }
    let found = number ?? 0
    state.places.name(source, found)
    return found
  }
}
