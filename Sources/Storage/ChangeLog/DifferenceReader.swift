internal import CSQLite
internal import Domain
internal import Layout
internal import Query

/// Reads the log of a run of change sets. Their rows stand together, so the log is entered by its row numbers.
struct DifferenceReader {
  let dictionary: DataDictionary
  private let sets: ClosedRange<Int64>
  let connection: Connection
  /// The records that any of the sets touched, entity by entity.
  private(set) var touched: [(entity: Entity, ids: [Int64])] = []
  /// Whether a record existed before the first and after the last of the sets, where they made it or undid its making.
  private var existence: [RecordKey: (before: Bool, after: Bool)] = [:]
  private var purged: Set<RecordKey> = []
  /// Whether a record lay in the recycle bin before and after, where that changed.
  private var binned: [RecordKey: (before: Bool, after: Bool)] = [:]

  init(_ dictionary: DataDictionary, _ sets: ClosedRange<Int64>, _ connection: Connection) throws {
    self.dictionary = dictionary
    self.sets = sets
    self.connection = connection
    try readTouched()
  }

  /// Of one record alone, whatever else the sets touched.
  init(
    _ dictionary: DataDictionary, _ sets: ClosedRange<Int64>, _ connection: Connection, of record: RecordKey
  ) throws {
    self.dictionary = dictionary
    self.sets = sets
    self.connection = connection
    let place = bounds + [.integer(record.entity.rawValue), .integer(record.id)]
    func each(_ sql: String, _ body: (OpaquePointer) -> Void) throws {
      try connection.each(SQLStatement(sql, place)) { row in
        body(row)
        return true
      }
    }
    try each("SELECT 1 FROM purged WHERE change_set BETWEEN ?1 AND ?2 AND entity = ?3 AND record = ?4") { _ in
      purged.insert(record)
    }
    try each(
      "SELECT sign FROM created WHERE change_set BETWEEN ?1 AND ?2 AND entity = ?3 AND first <= ?4 AND last >= ?4 "
        + "ORDER BY change_set, rowid"
    ) { row in noteMaking(of: record, isMade: sqlite3_column_int64(row, 0) > 0) }
    try each(
      "SELECT before IS NOT NULL, after IS NOT NULL FROM changes WHERE entity = ?3 AND record = ?4 "
        + "AND change_set BETWEEN ?1 AND ?2 AND field = \(Self.deletion) ORDER BY id"
    ) { row in
      noteBin(of: record, before: sqlite3_column_int(row, 0) != 0, after: sqlite3_column_int(row, 1) != 0)
    }
    touched = dictionary.entity(record.entity).map { [($0, [record.id])] } ?? []
  }

  private mutating func noteMaking(of record: RecordKey, isMade: Bool) {
    existence[record] = (existence[record]?.before ?? !isMade, isMade)
  }

  private mutating func noteBin(of record: RecordKey, before: Bool, after: Bool) {
    binned[record] = (binned[record]?.before ?? before, after)
  }

  var bounds: [SQLValue] { [.integer(sets.lowerBound), .integer(sets.upperBound)] }

  // MARK: Which

  /// The rows of a table of the log that belong to the change sets.
  static func rows(of table: String, _ column: String) -> String {
    // The set that is open has no bounds yet.
    "\(table).id >= coalesce((SELECT min(first_\(column)) FROM change_sets WHERE id BETWEEN ?1 AND ?2), "
      + "(SELECT max(last_\(column)) + 1 FROM change_sets WHERE id < ?1), 1) AND \(table).change_set BETWEEN ?1 AND ?2"
  }

  /// The same key in every entity.
  static let deletion = Entity.customer.field(named: "deleted_at")?.key ?? 0

  private mutating func readTouched() throws {
    var found: [EntityKey: Set<Int64>] = [:]
    func each(_ sql: String, _ body: (RecordKey, OpaquePointer) -> Void) throws {
      try connection.each(SQLStatement(sql, bounds)) { row in
        let key = RecordKey(EntityKey(rawValue: Int(sqlite3_column_int64(row, 0))), sqlite3_column_int64(row, 1))
        body(key, row)
        return true
      }
    }
    try each("SELECT DISTINCT entity, record FROM changes WHERE \(Self.rows(of: "changes", "change"))") { key, _ in
      found[key.entity, default: []].insert(key.id)
    }
    try each("SELECT DISTINCT entity, record FROM member_changes WHERE \(Self.rows(of: "member_changes", "member"))") {
      key, _ in found[key.entity, default: []].insert(key.id)
    }
    try each("SELECT entity, record FROM purged WHERE change_set BETWEEN ?1 AND ?2") { key, _ in
      found[key.entity, default: []].insert(key.id)
      purged.insert(key)
    }
    try each(
      "SELECT entity, first, last, sign FROM created WHERE change_set BETWEEN ?1 AND ?2 ORDER BY change_set, rowid"
    ) { key, row in
      let (last, sign) = (sqlite3_column_int64(row, 2), sqlite3_column_int64(row, 3))
      guard key.id <= last else { return }
      for id in key.id...last {
        found[key.entity, default: []].insert(id)
        noteMaking(of: RecordKey(key.entity, id), isMade: sign > 0)
      }
    }
    try each(
      "SELECT entity, record, before IS NOT NULL, after IS NOT NULL FROM changes WHERE \(Self.rows(of: "changes", "change")) "
        + "AND field = \(Self.deletion) ORDER BY changes.id"
    ) { key, row in
      noteBin(of: key, before: sqlite3_column_int(row, 2) != 0, after: sqlite3_column_int(row, 3) != 0)
    }
    touched = dictionary.entities.compactMap { entity in found[entity.key].map { (entity, $0.sorted()) } }
  }

  // MARK: What

  /// Nil for one that came and went.
  func fate(of id: Int64, _ entity: Entity) -> RecordDifference.Fate? {
    let key = RecordKey(entity.key, id)
    let isPurged = purged.contains(key)
    let existed = existence[key] ?? (true, true)
    switch (existed.before, existed.after && !isPurged) {
    case (false, false): return nil
    case (false, true): return .made
    case (true, false): return isPurged ? .purged : .unmade
    case (true, true): break
    }
    switch binned[key] {
    case (false, true)?: return .deleted
    case (true, false)?: return .restored
    case (true, true)?, (false, false)?, nil: return .changed
    }
  }

  func difference(of id: Int64, _ entity: Entity) throws -> RecordDifference {
    guard let fate = fate(of: id, entity) else {
      return RecordDifference(entity: entity, id: id, fate: .changed)
    }
    var difference = RecordDifference(entity: entity, id: id, fate: fate)
    switch fate {
    case .made:
      difference.values = try made(id, entity)
      difference.labels = try labels(of: id, entity)
    case .changed, .deleted, .restored:
      difference.values = try values(of: id, entity).filter { $0.field.name != "deleted_at" }
      difference.labels = try relabelled(id, entity)
    case .unmade, .purged: break
    }
    return difference
  }

  /// The fields that differ.
  private func values(of id: Int64, _ entity: Entity) throws -> [RecordDifference.Value] {
    var first: [Int64: (before: SQLValue, after: SQLValue, last: Int64)] = [:]
    var order: [Int64] = []
    try connection.each(
      SQLStatement(
        "SELECT field, before, after, id FROM changes WHERE entity = ?3 AND record = ?4 "
          + "AND change_set BETWEEN ?1 AND ?2 ORDER BY id", bounds + [.integer(entity.key.rawValue), .integer(id)])
    ) { row in
      let field = sqlite3_column_int64(row, 0)
      let (after, number) = (Connection.value(row, 2), sqlite3_column_int64(row, 3))
      if first[field] == nil { order.append(field) }
      first[field] = (first[field]?.before ?? Connection.value(row, 1), after, number)
      return true
    }
    return try order.compactMap { number in
      guard let entry = first[number], let field = entity.field(key: Int(number)) else { return nil }
      let after = field.type.isText ? try left(field, of: id, entity, after: entry.last) : entry.after
      guard after != entry.before else { return nil }
      return RecordDifference.Value(field: field, before: entry.before, after: after)
    }
  }

  /// What a change left in a text: the next change's `before`, or what stands there now.
  private func left(_ field: Field, of id: Int64, _ entity: Entity, after change: Int64) throws -> SQLValue {
    var found: SQLValue?
    try connection.each(
      SQLStatement(
        "SELECT before FROM changes WHERE entity = ? AND record = ? AND id > ? AND field = ? ORDER BY id LIMIT 1",
        [.integer(entity.key.rawValue), .integer(id), .integer(change), .integer(field.key)])
    ) { row in
      found = Connection.value(row, 0)
      return false
    }
    if let found { return found }
    try connection.each(
      SQLStatement("SELECT \(logged(field)) FROM \(EntityTable(entity).name) WHERE id = ?", [.integer(id)])
    ) { row in
      found = Connection.value(row, 0)
      return false
    }
    return found ?? .null
  }

  func logged(_ field: Field) -> String {
    EntityTable.loggedValue(field, baseCurrency: dictionary.rules.baseCurrency)
  }

  /// Everything that the change sets left in a record, as if each field had been empty before.
  private func made(_ id: Int64, _ entity: Entity) throws -> [RecordDifference.Value] {
    let table = EntityTable(entity)
    let fields = table.loggedFields
    // What a later change found is what these left.
    var left: [Int: SQLValue] = [:]
    try connection.each(
      SQLStatement(
        "SELECT field, before FROM changes WHERE entity = ?3 AND record = ?4 AND change_set > ?2 ORDER BY id DESC",
        bounds + [.integer(entity.key.rawValue), .integer(id)])
    ) { row in
      left[Int(clamping: sqlite3_column_int64(row, 0))] = Connection.value(row, 1)
      return true
    }
    var found: [RecordDifference.Value] = []
    try connection.each(
      SQLStatement(
        "SELECT \(fields.map { logged($0) }.joined(separator: ", ")) FROM \(table.name) WHERE id = ?", [.integer(id)])
    ) { row in
      for (position, field) in fields.enumerated() {
        let value = left[field.key] ?? Connection.value(row, Int32(position))
        if value != .null { found.append(.init(field: field, before: .null, after: value)) }
      }
      return false
    }
    return found
  }

  // MARK: Labels

  /// Those that the change sets left on a record: what it has now, and what later ones gave or took turned back.
  private func labels(of id: Int64, _ entity: Entity) throws -> [RecordDifference.Labels] {
    var later: [Int: [(label: Int64, text: String, isGained: Bool)]] = [:]
    try connection.each(
      SQLStatement(
        "SELECT field, text, sum(sign), label FROM member_changes JOIN labels ON labels.id = label WHERE entity = ?3 "
          + "AND record = ?4 AND change_set > ?2 GROUP BY field, label HAVING sum(sign) <> 0",
        bounds + [.integer(entity.key.rawValue), .integer(id)])
    ) { row in
      later[Int(clamping: sqlite3_column_int64(row, 0)), default: []].append(
        (sqlite3_column_int64(row, 3), Connection.text(row, 1) ?? "", sqlite3_column_int64(row, 2) > 0))
      return true
    }
    return try entity.labelFields.compactMap { field in
      var texts: [Int64: String] = [:]
      try connection.each(
        SQLStatement(
          "SELECT label, text FROM \"\(EntityTable(entity).labelTable(field))\" JOIN labels ON labels.id = label "
            + "WHERE record = ?", [.integer(id)])
      ) { row in
        texts[sqlite3_column_int64(row, 0)] = Connection.text(row, 1) ?? ""
        return true
      }
      for change in later[field.key] ?? [] { texts[change.label] = change.isGained ? nil : change.text }
      let added = texts.sorted { $0.key < $1.key }.map(\.value)
      return added.isEmpty ? nil : RecordDifference.Labels(field: field, added: added)
    }
  }

  private func relabelled(_ id: Int64, _ entity: Entity) throws -> [RecordDifference.Labels] {
    var found: [RecordDifference.Labels] = []
    try connection.each(
      SQLStatement(
        "SELECT field, text, sum(sign) FROM member_changes JOIN labels ON labels.id = label WHERE entity = ?3 "
          + "AND record = ?4 AND change_set BETWEEN ?1 AND ?2 GROUP BY field, label HAVING sum(sign) <> 0 "
          + "ORDER BY field, min(member_changes.id)", bounds + [.integer(entity.key.rawValue), .integer(id)])
    ) { row in
      guard let field = entity.field(key: Int(sqlite3_column_int64(row, 0))), let text = Connection.text(row, 1)
      else { return true }
      if found.last?.field.key != field.key { found.append(RecordDifference.Labels(field: field)) }
      let place = found.endIndex - 1
      if sqlite3_column_int64(row, 2) > 0 { found[place].added.append(text) } else { found[place].removed.append(text) }
      return true
    }
    return found
  }
}
