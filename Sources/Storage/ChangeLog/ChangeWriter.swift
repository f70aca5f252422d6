internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Writes one change set: rows, log, search index, stage visits and counters together. There is no other way to write.
final class ChangeWriter {
  private(set) var origin: ChangeOrigin
  let dictionary: DataDictionary
  /// The number under which the workspace keeps that dictionary.
  let dictionaryNumber: Int64
  /// What a rollback to a savepoint must bring back.
  struct State {
    var changeSet: Int64?
    /// The last number used of each entity.
    var counters: [EntityKey: Int64] = [:]
    var movedCounters: Set<EntityKey> = []
    /// The run of new records not yet in the log.
    var created: (entity: EntityKey, first: Int64, last: Int64)?
    var labels: [String: Int64] = [:]
    var hasWritten = false
    /// Entities of which records were purged.
    var purged: Set<EntityKey> = []
    /// It takes another change set back, and does nothing beside.
    var isReversal = false
    /// Records written, as far as the plans know.
    var records = 0
    /// The last rows of the log before this change set.
    var lastChange: Int64 = 0
    var lastMember: Int64 = 0
    /// Where the file is copied to before any of it is kept.
    var copy: String?
    /// Where in a script or a file it all came from.
    var places = PlaceLog()
  }
  var state = State()
  /// Where in a script or a file the plan at hand stands; nil where the change set's own source says all.
  var place: ChangePlace?
  /// The statement of the plan at hand, while `place` names the rows of a file that it reads.
  private(set) var statementPlace: ChangePlace?
  private var tables: [EntityKey: TableStatements] = [:]
  /// Statements kept prepared, since they run for every statement of a script.
  private var statements: [String: PreparedStatement] = [:]

  init(origin: ChangeOrigin, dictionary: DataDictionary, number: Int64) {
    self.origin = origin
    self.dictionary = dictionary
    dictionaryNumber = number
  }

  /// The plans from here on are those of the statement at `place`.
  func stand(at place: ChangePlace?) {
    self.place = place
    statementPlace = place
  }

  var zone: Zone { dictionary.rules.zone }
  var today: Int64 { Int64(zone.day(of: origin.at).daysSinceEpoch) }

  func statements(for entity: Entity) -> TableStatements {
    if let known = tables[entity.key] { return known }
    let made = TableStatements(entity)
    tables[entity.key] = made
    return made
  }

  /// The change set comes from here, unless something was written already; its moment and its author stay.
  func begins(with first: ChangeOrigin, on connection: Connection) throws {
    guard !state.hasWritten else { return }
    origin = ChangeOrigin(
      author: origin.author, source: first.source, statement: first.statement, place: first.place, at: origin.at)
    // What looked for something to change and found nothing has made its number.
    guard let id = state.changeSet else { return }
    try connection.run(
      "UPDATE change_sets SET source = ?, statement = ? WHERE id = ?",
      [.text(origin.source), origin.statement.map { .text($0) } ?? .null, .integer(id)])
  }

  /// Statements that hold something back for rows to come start anew.
  func forgetInserters() { tables = [:] }

  func prepared(_ sql: String, on connection: Connection) throws -> PreparedStatement {
    if let known = statements[sql] { return known }
    let made = try PreparedStatement(sql, on: connection)
    statements[sql] = made
    return made
  }

  // MARK: Plans

  func apply(_ plan: ChangePlan, on connection: Connection) throws -> ChangeSummary {
    var summary = ChangeSummary()
    guard !state.isReversal || plan.steps.isEmpty else { throw StorageError.reversalNotAlone }
    for step in plan.steps {
      switch step {
      case .insert(let insertion):
        let id = try insert(insertion, on: connection)
        summary.note(insertion.entity) { $0.created += 1 }
        summary.created.append(RecordKey(insertion.entity.key, id))
      case .update(let update):
        let count = try self.update(update, on: connection)
        try placeRows(on: connection)
        summary.note(update.entity) { $0.updated += count }
      case .remove(let removal):
        let count = try remove(removal, on: connection)
        try placeRows(on: connection)
        summary.note(removal.entity) {
          switch removal.manner {
          case .delete: $0.deleted += count
          case .restore: $0.restored += count
          case .purge: $0.purged += count
          }
        }
      case .load(let source):
        try load(source, &summary, on: connection)
        try placeRows(on: connection)
      case .repair(let repair):
        try mend(repair, &summary, on: connection)
        try placeRows(on: connection)
      case .revert(let reversal):
        guard !state.hasWritten, plan.steps.count == 1 else { throw StorageError.reversalNotAlone }
        summary = try ReversalWriter(reversal, self, on: connection).write()
      }
    }
    summary.changeSet = state.changeSet
    state.records &+= summary.total
    return summary
  }

  private func load(
    _ source: any RecordSource, _ summary: inout ChangeSummary, on connection: Connection
  ) throws {
    if let source = source as? any RowSource {
      let rows = RowWriter(self, source.entity, connection)
      do {
        try source.load(into: rows)
        try rows.finish()
      } catch {
        rows.abandon()
        throw error
      }
      summary.add(rows.summary)
      return
    }
    try source.load { record in
      switch record {
      case .new(let insertion):
        let id = try insert(insertion, on: connection)
        summary.note(insertion.entity) { $0.created += 1 }
        if summary.created.count < 10_000 { summary.created.append(RecordKey(insertion.entity.key, id)) }
      case .change(let update):
        let count = try self.update(update, on: connection)
        summary.note(update.entity) { $0.updated += count }
      }
    }
  }

  /// The number of this change set, made with its first write.
  func changeSet(on connection: Connection) throws -> Int64 {
    if let id = state.changeSet { return id }
    state.lastChange = try connection.integer("SELECT max(id) FROM changes") ?? 0
    state.lastMember = try connection.integer("SELECT max(id) FROM member_changes") ?? 0
    try connection.run(
      "INSERT INTO change_sets(at, author, source, statement, dictionary) VALUES (?, ?, ?, ?, ?)",
      [
        .integer(origin.at.milliseconds), .integer(origin.author), .text(origin.source),
        origin.statement.map { .text($0) } ?? .null, .integer(dictionaryNumber),
      ])
    let id = connection.lastInserted
    state.changeSet = id
    return id
  }

  /// Writes what was held back; nil where the change set wrote nothing.
  func finish(on connection: Connection) throws -> Int64? {
    guard state.hasWritten else { return nil }
    try flush(on: connection)
    for key in state.movedCounters {
      guard let last = state.counters[key] else { continue }
      try connection.run(
        "INSERT INTO counters(entity, last) VALUES (?, ?) ON CONFLICT(entity) DO UPDATE SET last = max(last, excluded.last)",
        [.integer(key.rawValue), .integer(last)])
    }
    try noteRanges(on: connection)
    try forgetGrams(on: connection)
    return state.changeSet
  }

  /// Where the change set's own rows of the log begin and end.
  private func noteRanges(on connection: Connection) throws {
    guard let id = state.changeSet else { return }
    let change = try connection.integer("SELECT max(id) FROM changes") ?? 0
    let member = try connection.integer("SELECT max(id) FROM member_changes") ?? 0
    func range(_ before: Int64, _ last: Int64) -> [SQLValue] {
      last > before ? [.integer(before + 1), .integer(last)] : [.null, .null]
    }
    try connection.run(
      "UPDATE change_sets SET first_change = ?, last_change = ?, first_member = ?, last_member = ?, records = ? "
        + "WHERE id = ?",
      range(state.lastChange, change) + range(state.lastMember, member) + [.integer(state.records), .integer(id)])
  }

  // MARK: Numbers

  /// The next number of an entity; a number once used is never used again.
  private func nextNumber(of entity: Entity, given: Int64?, on connection: Connection) throws -> Int64 {
    var last = state.counters[entity.key] ?? -1
    if last < 0 {
      last = try connection.integer("SELECT last FROM counters WHERE entity = ?", [.integer(entity.key.rawValue)]) ?? 0
    }
    let id = given ?? last + 1
    state.counters[entity.key] = max(last, id)
    state.movedCounters.insert(entity.key)
    return id
  }

  private func noteCreated(_ entity: EntityKey, _ id: Int64, on connection: Connection) throws {
    if place != nil { try placeCreated(entity, id, on: connection) }
    if let run = state.created, run.entity == entity, run.last + 1 == id {
      state.created = (entity, run.first, id)
      return
    }
    try flushCreated(on: connection)
    state.created = (entity, id, id)
  }

  /// Writes what is held back for the log, which is about to be read.
  func flush(on connection: Connection) throws {
    try flushCreated(on: connection)
    try writePlaces(on: connection)
  }

  /// Writes the run of new records that is held back.
  private func flushCreated(on connection: Connection) throws {
    guard let run = state.created else { return }
    state.created = nil
    try connection.run(
      "INSERT INTO created(change_set, entity, first, last) VALUES (?, ?, ?, ?)",
      [.integer(try changeSet(on: connection)), .integer(run.entity.rawValue), .integer(run.first), .integer(run.last)])
  }

  // MARK: New records

  func insert(_ insertion: Insertion, on connection: Connection) throws -> Int64 {
    let entity = insertion.entity
    var values: [FieldValue] = Array(repeating: .empty, count: entity.fields.count)
    for assignment in insertion.values {
      guard case .constant(let value) = assignment.value,
        let position = entity.fields.firstIndex(where: { $0.key == assignment.field.key })
      else { continue }
      values[position] = value
    }
    let id = try insert(values, of: entity, id: insertion.id, on: connection)
    for edit in insertion.labels {
      try addLabels(edit.added, edit.field, entity, to: [id], on: connection, logs: false)
    }
    return id
  }

  /// - Parameter values: in the order of the entity's fields.
  func insert(
    _ values: [FieldValue], of entity: Entity, id given: Int64?, on connection: Connection
  ) throws -> Int64 {
    let inserter = try statements(for: entity).inserter(on: connection)
    _ = try changeSet(on: connection)
    state.hasWritten = true
    let id = try nextNumber(of: entity, given: given, on: connection)
    let visit = try inserter.insert(values, id: id, origin: origin, zone: zone)
    try noteCreated(entity.key, id, on: connection)
    if let visit {
      try connection.run(
        "INSERT INTO stage_visits(opportunity, stage, entered, author, change_set) VALUES (?, ?, ?, ?, ?)",
        [
          .integer(id), .integer(visit.stage), .integer(visit.since ?? origin.at.milliseconds),
          .integer(origin.author), .integer(try changeSet(on: connection)),
        ])
    }
    return id
  }

  // MARK: Labels

  /// The number of a label, made where nobody used it yet.
  func label(_ text: String, on connection: Connection) throws -> Int64 {
    let key = TextFolding.folded(text)
    if let known = state.labels[key] { return known }
    var id = try connection.integer("SELECT id FROM labels WHERE key = ?", [.text(key)])
    if id == nil {
      try connection.run("INSERT INTO labels(text, key) VALUES (?, ?)", [.text(text), .text(key)])
      id = connection.lastInserted
    }
    let found = id ?? 0
    state.labels[key] = found
    return found
  }

  /// Returns how many records gained one.
  @discardableResult
  func addLabels(
    _ texts: [String], _ field: Field, _ entity: Entity, to ids: [Int64], on connection: Connection, logs: Bool
  ) throws -> Int {
    var count = 0
    for text in texts {
      let label = try label(text, on: connection)
      for id in ids where try add(label, field, entity, to: id, on: connection) {
        count += 1
        if logs { try logMember(entity, field, label, id, 1, on: connection) }
      }
    }
    return count
  }

  /// Returns whether the record did not have it.
  @discardableResult
  func add(
    _ label: Int64, _ field: Field, _ entity: Entity, to id: Int64, on connection: Connection
  ) throws -> Bool {
    let insert = try statements(for: entity).labelInserter(field, on: connection)
    insert.bind(label, 1)
    insert.bind(id, 2)
    try insert.run()
    return sqlite3_changes(connection.database.sqliteConnection) > 0
  }

  func logMember(
    _ entity: Entity, _ field: Field, _ label: Int64, _ record: Int64, _ sign: Int, on connection: Connection
  ) throws {
    state.hasWritten = true
    try connection.run(
      "INSERT INTO member_changes(change_set, entity, field, label, record, sign, touched) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT updated_at FROM \(EntityTable(entity).name) WHERE id = ?5))",
      [
        .integer(try changeSet(on: connection)), .integer(entity.key.rawValue), .integer(field.key), .integer(label),
        .integer(record), .integer(sign),
      ])
  }
}
