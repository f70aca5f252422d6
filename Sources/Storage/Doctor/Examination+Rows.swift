internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// The rows of an entity, and the search index against them.
extension Examination {
  mutating func examineRows(of entity: Entity) throws {
    let rows = RowExamination(of: entity, zone: dictionary.rules.zone)
    let search = EntityTable(entity).searchTable
    var tallies: [Place: Tally] = [:]
    var expected = GramSums()
    let document: (Int64, GramDocument) throws -> Void = { id, grams in expected.add(grams, id) }
    try rows.run(on: connection, document: search == nil ? nil : document) { id, flaw, field, _ in
      tallies[Place(flaw: flaw, field: field.key), default: Tally()].add(id)
    }
    for (place, tally) in tallies.sorted(by: { $0.key < $1.key }) {
      add(tally, place.flaw, entity, entity.field(key: place.field))
    }
    guard let search else { return }
    do {
      var found = GramSums()
      try eachGram(in: search) { term, id in found.add(term, id) }
      if found != expected { try name(of: entity, search, rows) }
    } catch {
      if connection.wasInterrupted { throw error }
      add(Finding(.searchIndex, entity: entity, count: max(1, expected.records), detail: search))
    }
  }

  private struct Place: Hashable, Comparable {
    let flaw: Flaw
    let field: Int

    static func < (one: Place, other: Place) -> Bool {
      (one.field, one.flaw.rawValue) < (other.field, other.flaw.rawValue)
    }
  }

  /// Which records it is that the index does not agree with.
  private mutating func name(of entity: Entity, _ search: String, _ rows: RowExamination) throws {
    var difference: [Int64: UInt64] = [:]
    try rows.run(on: connection, document: { id, grams in difference[id, default: 0] &+= GramSums.sum(grams, id) }) {
      _, _, _, _ in
    }
    try eachGram(in: search) { term, id in difference[id, default: 0] &-= GramSums.weight(term, id) }
    var tally = Tally()
    for (id, rest) in difference.sorted(by: { $0.key < $1.key }) where rest != 0 { tally.add(id) }
    add(tally, .searchIndex, entity)
  }

  /// Makes the tables by which search indexes are read. Once a statement has met damage, SQLite makes no temporary
  /// table any more until the transaction ends: they come first, and stay for who looks again in the same transaction.
  func makeGramTables() throws {
    for entity in dictionary.entities {
      guard let search = EntityTable(entity).searchTable else { continue }
      try connection.run(
        "CREATE VIRTUAL TABLE IF NOT EXISTS \(Self.gramTable(search)) USING fts5vocab(main, \(search), instance)")
    }
  }

  private static func gramTable(_ search: String) -> String { "temp.doctor_\(search)" }

  /// Every gram of the index with each record that has it.
  private func eachGram(in search: String, _ body: (UnsafeBufferPointer<UInt8>, Int64) -> Void) throws {
    try connection.each(SQLStatement("SELECT term, doc FROM \(Self.gramTable(search))")) { row in
      if let term = sqlite3_column_text(row, 0) {
        body(UnsafeBufferPointer(start: term, count: Int(sqlite3_column_bytes(row, 0))), sqlite3_column_int64(row, 1))
      }
      return true
    }
  }
}

/// Sums over pairs of gram and record, in whatever order they come: two sets of pairs with equal sums are equal but for
/// one chance in 2⁶⁴.
struct GramSums: Equatable {
  private var total: UInt64 = 0
  private var count = 0
  private(set) var records = 0

  mutating func add(_ grams: GramDocument, _ record: Int64) {
    records &+= 1
    grams.withBytes { bytes in
      GramSums.split(bytes) { gram in
        total &+= GramSums.weight(gram, record)
        count &+= 1
      }
    }
  }

  mutating func add(_ gram: UnsafeBufferPointer<UInt8>, _ record: Int64) {
    total &+= GramSums.weight(gram, record)
    count &+= 1
  }

  static func == (one: GramSums, other: GramSums) -> Bool { one.total == other.total && one.count == other.count }

  static func sum(_ grams: GramDocument, _ record: Int64) -> UInt64 {
    var sum: UInt64 = 0
    grams.withBytes { bytes in split(bytes) { sum &+= weight($0, record) } }
    return sum
  }

  static func weight(_ gram: UnsafeBufferPointer<UInt8>, _ record: Int64) -> UInt64 {
    var hash = KeyHash()
    hash.add(gram)
    hash.add(record)
    return hash.value
  }

  private static func split(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var start = 0
    for end in 0...bytes.count where end == bytes.count || bytes[end] == 0x20 {
      if end > start { body(UnsafeBufferPointer(rebasing: bytes[start..<end])) }
      start = end + 1
    }
  }
}
