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
    for log in [PlaceLog.Kind.change, .member] {
      let before = state.places.placed[log] ?? (log == .change ? state.lastChange : state.lastMember)
      let last = try lastRow(log, on: connection)
      state.places.placed[log] = last
      if last > before { try note(log, (before + 1)...last, on: connection) }
    }
  }

  /// Writes the places that are held back.
  func writePlaces(on connection: Connection) throws {
    for run in state.places.pending() { try write(run, on: connection) }
  }

  private func note(_ kind: PlaceLog.Kind, _ numbers: ClosedRange<Int64>, on connection: Connection) throws {
    guard let place else { return }
    // The change set's own place says it already.
    if state.places.isEmpty(kind), place.line == origin.place?.line, place.source == origin.place?.source { return }
    let source = try number(of: place, on: connection)
    guard let ended = state.places.note(kind, numbers, source: source, line: Int64(place.line)) else { return }
    try write(ended, on: connection)
  }

  private func write(_ run: PlaceLog.Run, on connection: Connection) throws {
    let insert = try prepared(
      "INSERT OR REPLACE INTO places(change_set, kind, first, source, line, step) VALUES (?, ?, ?, ?, ?, ?)",
      on: connection)
    insert.bind(try changeSet(on: connection), 1)
    insert.bind(run.kind.stored, 2)
    insert.bind(run.first, 3)
    insert.bind(run.source, 4)
    insert.bind(run.line, 5)
    insert.bind(run.step ?? 0, 6)
    try insert.run()
  }

  private func lastRow(_ log: PlaceLog.Kind, on connection: Connection) throws -> Int64 {
    let table = log == .member ? "member_changes" : "changes"
    return try prepared("SELECT max(id) FROM \(table)", on: connection).first() ?? 0
  }

  private func number(of place: ChangePlace, on connection: Connection) throws -> Int64 {
    if let known = state.places.sources[place.source] { return known }
    let kept = place.text.flatMap { $0.utf8.count <= Self.longestText ? $0 : nil }
    let values: [SQLValue] = [.text(place.source), kept.map { .text($0) } ?? .null]
    var number = try connection.integer("SELECT id FROM sources WHERE name = ? AND text IS ?", values)
    if number == nil {
      try connection.run("INSERT INTO sources(name, text) VALUES (?, ?)", values)
      number = connection.lastInserted
    }
    let found = number ?? 0
    state.places.sources[place.source] = found
    return found
  }
}
