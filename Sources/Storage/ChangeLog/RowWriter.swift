internal import CSQLite
package import Domain
package import Layout
package import Query
internal import Values

/// What a load of many records has in hand while its change set is open: writing rows, and asking for records that are
/// there, those it wrote itself included.
///
/// The store's own queries cannot be asked meanwhile: its connection is taken.
package final class RowWriter {
  package let entity: Entity
  package private(set) var summary = ChangeSummary()
  let writer: ChangeWriter
  let connection: Connection
  private var prepared: [String: PreparedStatement] = [:]
  var bulk: BulkIndexing?
  private var created = 0

  init(_ writer: ChangeWriter, _ entity: Entity, _ connection: Connection) {
    self.writer = writer
    self.entity = entity
    self.connection = connection
  }

  func statement(_ sql: String) throws -> PreparedStatement {
    if let known = prepared[sql] { return known }
    let made = try PreparedStatement(sql, on: connection)
    prepared[sql] = made
    return made
  }

  // MARK: Writing

  /// - Parameters:
  ///   - values: in the order of the entity's fields; complete, defaults included.
  ///   - id: the number that the record is to have; nil takes the next.
  package func insert(_ values: [FieldValue], labels: [LabelSet] = [], id: Int64?) throws -> Int64 {
    let made = try writer.insert(values, of: entity, id: id, on: connection)
    for set in labels { try label(made, set) }
    created += 1
    if summary.created.count < 10_000 { summary.created.append(RecordKey(entity.key, made)) }
    return made
  }

  /// Where in its file the row at hand begins.
  package func stand(at place: ChangePlace) { writer.place = place }

  /// Makes a record of another kind (or of the same): one that a row refers to and that was missing.
  package func insert(_ insertion: Insertion) throws -> Int64 {
    let made = try writer.insert(insertion, on: connection)
    summary.note(insertion.entity) { $0.created += 1 }
    return made
  }

  /// Returns whether anything differed.
  package func update(_ update: Update) throws -> Bool {
    try writeLabels()
    try searchLate()
    let count = try writer.update(update, on: connection)
    guard count > 0 else { return false }
    try writer.placeRows(on: connection)
    summary.note(update.entity) { $0.updated += count }
    return true
  }

  /// Completes a record that this load itself has written with a reference that could not be known then. It is part of
  /// its making and no change: nothing is logged.
  package func complete(_ id: Int64, _ field: Field, with reference: Int64) throws {
    let update = try statement("UPDATE \(EntityTable(entity).name) SET \"\(field.name)\" = ? WHERE id = ?")
    update.bind(reference, 1)
    update.bind(id, 2)
    try update.run()
  }

  func finish() throws {
    try endBulk()
    summary.note(entity) { $0.created += created }
    created = 0
    summary.changeSet = writer.state.changeSet
  }

  // MARK: Asking

  /// How a number is taken.
  package enum Presence: Sendable { case free, live, deleted }

  package func presence(of id: Int64, _ entity: Entity) throws -> Presence {
    let query = try statement("SELECT deleted_at IS NOT NULL FROM \(EntityTable(entity).name) WHERE id = ?")
    query.bind(id, 1)
    switch try query.first() {
    case nil: return .free
    case 0?: return .live
    default: return .deleted
    }
  }

  /// The live records whose title folds to `folded`, at most eleven.
  package func records(titled folded: String, of entity: Entity) throws -> [Int64] {
    guard let title = entity.titleField, let key = EntityTable.keyColumn(title) else { return [] }
    let query = try statement(
      "SELECT id FROM \(EntityTable(entity).name) WHERE \(key) = ? AND deleted_at IS NULL ORDER BY id LIMIT 11")
    query.bind(folded, 1)
    var found: [Int64] = []
    try query.each { row in
      found.append(sqlite3_column_int64(row, 0))
      return true
    }
    return found
  }

  /// The first titles of an entity, to suggest from.
  package func titles(of entity: Entity, atMost limit: Int) throws -> [String] {
    guard let title = entity.titleField else { return [] }
    var found: [String] = []
    try connection.each(
      SQLStatement("SELECT \"\(title.name)\" FROM \(EntityTable(entity).name) WHERE deleted_at IS NULL LIMIT \(limit)")
    ) { row in
      if let text = Connection.text(row, 0) { found.append(text) }
      return true
    }
    return found
  }

  /// What a record has in fields, as the change log would write it.
  package func loggedValues(of fields: [Field], _ id: Int64) throws -> [SQLValue] {
    guard !fields.isEmpty else { return [] }
    let columns = fields.map { EntityTable.loggedValue($0, baseCurrency: writer.dictionary.rules.baseCurrency) }
    let query = try statement("SELECT \(columns.joined(separator: ", ")) FROM \(EntityTable(entity).name) WHERE id = ?")
    query.bind(id, 1)
    var found: [SQLValue] = []
    try query.each { row in
      found = fields.indices.map { Connection.value(row, Int32($0)) }
      return false
    }
    return found
  }

  /// Every live record of an entity with what it has in fields, as the change log would write it.
  package func each(
    _ fields: [Field], of entity: Entity, _ body: (_ id: Int64, _ values: [SQLValue]) -> Void
  ) throws {
    let columns = fields.map { ", " + EntityTable.loggedValue($0, baseCurrency: writer.dictionary.rules.baseCurrency) }
    try connection.each(
      SQLStatement("SELECT id\(columns.joined()) FROM \(EntityTable(entity).name) WHERE deleted_at IS NULL")
    ) { row in
      body(sqlite3_column_int64(row, 0), fields.indices.map { Connection.value(row, Int32($0) + 1) })
      return true
    }
  }

  /// The number that a record's reference field holds.
  package func reference(_ field: Field, of id: Int64, _ entity: Entity) throws -> Int64? {
    let query = try statement("SELECT \"\(field.name)\" FROM \(EntityTable(entity).name) WHERE id = ?")
    query.bind(id, 1)
    return try query.first()
  }

  /// Which of the assignments would change the record: asking costs less than an update that finds nothing to do.
  ///
  /// - Parameter byDay: the keys of moments of which the day alone is given: one of the same day is no other.
  package func differing(
    _ assignments: [FieldAssignment], from id: Int64, byDay: [Int] = []
  ) throws -> [FieldAssignment] {
    guard !assignments.isEmpty else { return [] }
    let names = assignments.flatMap { EntityTable.columns(of: $0.field).prefix(2).map { "\"\($0.name)\"" } }
    let query = try statement("SELECT \(names.joined(separator: ", ")) FROM \(EntityTable(entity).name) WHERE id = ?")
    query.bind(id, 1)
    var found: [FieldAssignment] = []
    try query.each { row in
      var column: Int32 = 0
      for assignment in assignments {
        let count = min(2, EntityTable.columns(of: assignment.field).count)
        if case .constant(let value) = assignment.value {
          let wanted = EntityTable.spread(value, over: assignment.field, zone: writer.zone).prefix(count)
          let stands = (0..<count).map { Connection.value(row, column + Int32($0)) }
          // The day is the last of a moment's columns.
          let isSame =
            byDay.contains(assignment.field.key) ? wanted.last == stands.last : wanted.elementsEqual(stands)
          if !isSame { found.append(assignment) }
        } else {
          found.append(assignment)
        }
        column += Int32(count)
      }
      return false
    }
    return found
  }

  /// Live records of an entity.
  package func count(of entity: Entity) throws -> Int {
    Int(try statement("SELECT count(*) FROM \(EntityTable(entity).name) WHERE deleted_at IS NULL").first() ?? 0)
  }

  /// The primary contacts of each customer who has several.
  package func contactsSharingPrimacy() throws -> [[Int64]] {
    let primary = "FROM contacts WHERE is_primary = 1 AND customer IS NOT NULL AND deleted_at IS NULL"
    let shared =
      "SELECT customer, id \(primary) AND customer IN (SELECT customer \(primary) GROUP BY customer "
      + "HAVING count(*) > 1) ORDER BY customer, id"
    var found: [[Int64]] = []
    var last: Int64?
    try connection.each(SQLStatement(shared)) { row in
      let customer = sqlite3_column_int64(row, 0)
      if customer == last, !found.isEmpty {
        found[found.count - 1].append(sqlite3_column_int64(row, 1))
      } else {
        found.append([sqlite3_column_int64(row, 1)])
      }
      last = customer
      return true
    }
    return found
  }

  package func probe(_ rule: DuplicateRule, of entity: Entity) throws -> KeyProbe {
    try KeyProbe(rule, of: entity, self)
  }
}

/// Labels that stand together in a cell; many rows have the same.
package final class LabelSet {
  package let field: Field
  package let texts: [String]
  /// Found at the first record that gets them.
  var numbers: [Int64]?

  package init(_ field: Field, _ texts: [String]) {
    self.field = field
    self.texts = texts
  }
}
