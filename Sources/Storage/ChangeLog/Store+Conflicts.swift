internal import CSQLite
package import Domain
package import Layout
package import Query
package import Values

/// What others did to a record after a moment, net of what they took back themselves.
package struct LaterChange: Sendable {
  package enum What: Sendable, Hashable {
    /// Another value stands now.
    case changed(field: Int, now: SQLValue)
    case labelled(field: Int, label: String, isGained: Bool)
    /// Into the recycle bin, and out of it.
    case deleted, restored
    /// Nothing is left of it.
    case gone
  }

  package let record: RecordKey
  package let what: What
  /// The last of theirs that did it.
  package let changeSet: Int64
  package let author: Int64
  package let at: Instant
  /// The value that the difference leaves in the field; nil where it removes the record.
  package var own: SQLValue?
}

/// How a record stands.
package enum RecordPresence: Sendable { case live, binned, gone }

extension Store {
  /// What others did after change set `base` that `differences` would write over: another value of the same field, the
  /// recycle bin, anything at all of a record that is to go. What both did alike is in nobody's way.
  package func laterChanges(
    than base: Int64, overlapping differences: [RecordDifference]
  ) throws(StorageError) -> [LaterChange] {
    try perform { connection in
      guard let last = try connection.integer("SELECT max(id) FROM change_sets"), last > base else { return [] }
      let made = Set(differences.filter { $0.fate == .made }.map(\.key))
      var found: [LaterChange] = []
      for difference in differences where difference.fate != .made {
        found += try LaterChanges(difference, made, since: base, connection, dictionary).found()
      }
      return found
    }
  }

  /// How a record that was there at change set `base` came to be there no more; nil where it is there.
  package func laterRemoval(of id: Int64, _ entity: Entity, since base: Int64) throws(StorageError) -> LaterChange? {
    try laterChanges(than: base, overlapping: [RecordDifference(entity: entity, id: id, fate: .changed)]).first
  }

  /// Whether a record is there, and where.
  package func presence(of id: Int64, _ entity: Entity) throws(StorageError) -> RecordPresence {
    try perform { try LaterChanges.presence(of: id, entity, $0) }
  }
}

/// What others did to one record.
private struct LaterChanges {
  private let difference: RecordDifference
  /// The records that were made with it.
  private let made: Set<RecordKey>
  private let connection: Connection
  private let dictionary: DataDictionary
  /// After which change set, which entity, which record.
  private let place: [SQLValue]

  private var entity: Entity { difference.entity }
  /// The record is to go, with all that was written to it.
  private var removes: Bool {
    switch difference.fate {
    case .deleted, .purged, .unmade: true
    case .made, .changed, .restored: false
    }
  }

  init(
    _ difference: RecordDifference, _ made: Set<RecordKey>, since base: Int64, _ connection: Connection,
    _ dictionary: DataDictionary
  ) {
    self.difference = difference
    self.made = made
    self.connection = connection
    self.dictionary = dictionary
    place = [.integer(base), .integer(difference.entity.key.rawValue), .integer(difference.id)]
  }

  /// The change set in the first columns of a row, with who made it and when.
  private static let author = "s.id, s.author, s.at"

  static func presence(of id: Int64, _ entity: Entity, _ connection: Connection) throws -> RecordPresence {
    let binned = try connection.integer(
      "SELECT deleted_at IS NOT NULL FROM \(EntityTable(entity).name) WHERE id = ?", [.integer(id)])
    guard let binned else { return .gone }
    return binned != 0 ? .binned : .live
  }

  func found() throws -> [LaterChange] {
    let presence = try Self.presence(of: difference.id, entity, connection)
    if presence == .gone { return removes ? [] : try going() }
    let (bin, fields) = try changed(presence)
    return try bin + fields + labelled()
  }

  private func note(_ row: OpaquePointer, _ what: LaterChange.What) -> LaterChange {
    LaterChange(
      record: difference.key, what: what, changeSet: sqlite3_column_int64(row, 0),
      author: sqlite3_column_int64(row, 1), at: Instant(milliseconds: sqlite3_column_int64(row, 2)))
  }

  private func going() throws -> [LaterChange] {
    var found: [LaterChange] = []
    try connection.each(
      SQLStatement(
        "SELECT \(Self.author) FROM change_sets AS s WHERE id IN "
          + "(SELECT change_set FROM purged WHERE entity = ?2 AND record = ?3 AND change_set > ?1 "
          + "UNION ALL SELECT change_set FROM created WHERE entity = ?2 AND first <= ?3 AND last >= ?3 "
          + "AND change_set > ?1 AND sign < 0) ORDER BY id DESC LIMIT 1", place)
    ) { row in
      found.append(note(row, .gone))
      return false
    }
    return found
  }

  private func changed(_ presence: RecordPresence) throws -> (bin: [LaterChange], fields: [LaterChange]) {
    var first: [Int: SQLValue] = [:]
    var last: [Int: LaterChange] = [:]
    var order: [Field] = []
    try connection.each(
      SQLStatement(
        "SELECT \(Self.author), field, before FROM changes JOIN change_sets AS s ON s.id = change_set "
          + "WHERE entity = ?2 AND record = ?3 AND change_set > ?1 ORDER BY changes.id", place)
    ) { row in
      guard let field = entity.field(key: Int(sqlite3_column_int64(row, 3))) else { return true }
      if first[field.key] == nil {
        first[field.key] = Connection.value(row, 4)
        order.append(field)
      }
      last[field.key] = note(row, field.name == "deleted_at" && presence == .binned ? .deleted : .restored)
      return true
    }
    guard !order.isEmpty else { return ([], []) }
    let now = try standing(order)
    var (bin, fields): ([LaterChange], [LaterChange]) = ([], [])
    for (field, now) in zip(order, now) {
      guard let before = first[field.key], let change = last[field.key] else { continue }
      if field.name == "deleted_at" {
        if (before == .null) != (now == .null), isInTheWay(change.what) { bin.append(change) }
        continue
      }
      let own = difference.values.first { $0.field.key == field.key }?.after
      guard now != before, removes || own != nil, removes || now != own || isOwn(own, field) else { continue }
      fields.append(change.saying(.changed(field: field.key, now: now), own: removes ? nil : own))
    }
    return (bin, fields)
  }

  /// A reference to a record that was made with the difference: under the same number others may have made another.
  private func isOwn(_ value: SQLValue?, _ field: Field) -> Bool {
    guard case .integer(let id)? = value, let key = field.type.referenced else { return false }
    return made.contains(RecordKey(key, id))
  }

  /// What both did alike is in nobody's way, nor is a deletion before which ours goes further.
  private func isInTheWay(_ bin: LaterChange.What) -> Bool {
    switch (bin, difference.fate) {
    case (.deleted, .changed), (.restored, .purged), (.restored, .unmade): true
    default: false
    }
  }

  /// The values that stand, as the log writes them.
  private func standing(_ fields: [Field]) throws -> [SQLValue] {
    let columns = fields.map { EntityTable.loggedValue($0, baseCurrency: dictionary.rules.baseCurrency) }
    var found: [SQLValue] = []
    try connection.each(
      SQLStatement(
        "SELECT \(columns.joined(separator: ", ")) FROM \(EntityTable(entity).name) WHERE id = ?",
        [.integer(difference.id)])
    ) { row in
      found = fields.indices.map { Connection.value(row, Int32($0)) }
      return false
    }
    return found
  }

  /// Two who give a record the same label did alike; only of a record that is to go do others' labels count.
  private func labelled() throws -> [LaterChange] {
    guard removes else { return [] }
    var found: [LaterChange] = []
    try connection.each(
      SQLStatement(
        "SELECT max(s.id), s.author, s.at, field, text, sum(sign) FROM member_changes "
          + "JOIN change_sets AS s ON s.id = change_set JOIN labels ON labels.id = label "
          + "WHERE entity = ?2 AND record = ?3 AND change_set > ?1 GROUP BY field, label HAVING sum(sign) <> 0 "
          + "ORDER BY min(member_changes.id)", place)
    ) { row in
      found.append(
        note(
          row,
          .labelled(
            field: Int(sqlite3_column_int64(row, 3)), label: Connection.text(row, 4) ?? "",
            isGained: sqlite3_column_int64(row, 5) > 0)))
      return true
    }
    return found
  }
}

extension LaterChange {
  fileprivate func saying(_ what: What, own: SQLValue?) -> LaterChange {
    LaterChange(record: record, what: what, changeSet: changeSet, author: author, at: at, own: own)
  }
}

extension Store {
  /// The last number that records of an entity have had.
  package func lastNumber(of entity: EntityKey) throws(StorageError) -> Int64 {
    if let counted = writer?.state.counters[entity], counted >= 0 { return counted }
    return try perform {
      try $0.integer("SELECT last FROM counters WHERE entity = ?", [.integer(entity.rawValue)]) ?? 0
    }
  }

  /// The values of records as a write takes them, in the order of the entity's fields; nil for a record that is not
  /// there.
  package func fieldValues(of id: Int64, _ entity: Entity) throws(StorageError) -> [FieldValue]? {
    let fields = entity.fields.filter { $0.isStored && $0.type != .identity }
    let widths = fields.map { EntityTable.columns(of: $0).count }
    let columns = fields.flatMap { EntityTable.columns(of: $0) }.map { "\"\($0.name)\"" }.joined(separator: ", ")
    return try perform { connection in
      var found: [FieldValue]?
      try connection.each(
        SQLStatement("SELECT \(columns) FROM \(EntityTable(entity).name) WHERE id = ?", [.integer(id)])
      ) { row in
        var values: [Int: FieldValue] = [:]
        var position: Int32 = 0
        for (field, width) in zip(fields, widths) {
          let raw = (0..<Int32(width)).map { Connection.value(row, position + $0) }
          values[field.key] = EntityTable.gather(raw, of: field)
          position += Int32(width)
        }
        found = entity.fields.map { values[$0.key] ?? .empty }
        return false
      }
      return found
    }
  }
}
