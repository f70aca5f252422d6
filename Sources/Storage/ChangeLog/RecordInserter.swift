internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Inserts rows of one entity's table with their search documents: one prepared statement each, bound value by value
/// without rows or argument arrays in between.
final class RecordInserter {
  let entity: Entity
  /// Where each field's columns begin, by the field's place in the entity; nil where it has none, and for the number.
  private let columns: [Int32?]
  private let widths: [Int32]
  private let isKeyed: [Bool]
  private let searchable: [Int]
  private let createdAt: Int?
  private let updatedAt: Int?
  private let createdBy: Int?
  private let stage: Int?
  private let stageSince: Int?
  private let stageMask: Int32?
  private let insert: PreparedStatement
  private let insertSearch: PreparedStatement?
  private var document = GramDocument()
  private var lastSearched = Int64.min
  /// Records whose numbers came too late for the index to be written in order: FTS5 flushes all it holds for one.
  private var unsearched: [Int64] = []
  /// Holds late numbers back until they are taken.
  var defersLateNumbers = false

  init(_ entity: Entity, insertSearch: String?, on connection: Connection) throws {
    self.entity = entity
    let table = EntityTable(entity)
    let all = table.columns
    let names = all.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let marks = all.map { _ in "?" }.joined(separator: ", ")
    insert = try PreparedStatement("INSERT INTO \(table.name)(\(names)) VALUES (\(marks))", on: connection)
    self.insertSearch = try insertSearch.map { try PreparedStatement($0, on: connection) }
    var columns: [Int32?] = []
    var position: Int32 = 1
    for field in entity.fields {
      columns.append(field.isStored && field.type != .identity ? position : nil)
      position += Int32(EntityTable.columns(of: field).count)
    }
    self.columns = columns
    widths = entity.fields.map { Int32(EntityTable.columns(of: $0).count) }
    isKeyed = entity.fields.map { $0.type == .text && $0.traits.contains(.keyed) }
    searchable = entity.fields.indices.filter { entity.fields[$0].traits.contains(.searchable) }
    func place(_ name: String) -> Int? { entity.fields.firstIndex { $0.name == name } }
    createdAt = place("created_at")
    updatedAt = place("updated_at")
    createdBy = place("created_by")
    stage = entity.key == .opportunity ? place("stage") : nil
    stageSince = entity.key == .opportunity ? place("stage_since") : nil
    stageMask = all.firstIndex { $0.name == "stage_mask" }.map { Int32($0 + 1) }
  }

  /// Writes a row and its document. `values` stand in the order of the entity's fields; the author and the times are
  /// put in where they are empty.
  ///
  /// - Returns: the stage that an opportunity entered, with the moment.
  func insert(
    _ values: [FieldValue], id: Int64, origin: ChangeOrigin, zone: Zone
  ) throws -> (stage: Int64, since: Int64?)? {
    let present = min(values.count, columns.count)
    insert.bind(id, 1)
    for position in 0..<present {
      guard let column = columns[position] else { continue }
      bind(values[position], position, column, zone)
    }
    stamp(values, origin, zone)
    var visit: (stage: Int64, since: Int64?)?
    if let stageMask {
      var mask: Int64 = 0
      if let stage, stage < present, case .choice(let key) = values[stage] {
        mask = 1 << Int64(min(62, max(0, key)))
        var since: Int64?
        if let stageSince, stageSince < present, case .instant(let instant) = values[stageSince] {
          since = instant.milliseconds
        }
        visit = (Int64(key), since)
      }
      insert.bind(mask, stageMask)
    }
    try insert.run()
    try search(values, id)
    return visit
  }

  private func stamp(_ values: [FieldValue], _ origin: ChangeOrigin, _ zone: Zone) {
    func isMissing(_ position: Int) -> Bool { position >= values.count || values[position].isEmpty }
    for position in [createdAt, updatedAt] {
      guard let position, let column = columns[position], isMissing(position) else { continue }
      bind(.instant(origin.at), position, column, zone)
    }
    if let createdBy, let column = columns[createdBy], isMissing(createdBy) { insert.bind(origin.author, column) }
  }

  private func bind(_ value: FieldValue, _ position: Int, _ column: Int32, _ zone: Zone) {
    switch value {
    case .empty: for offset in 0..<widths[position] { insert.bindNull(column + offset) }
    case .choice(let key): insert.bind(Int64(key), column)
    case .integer(let number), .reference(let number), .duration(let number): insert.bind(number, column)
    case .text(let text):
      insert.bind(text, column)
      if isKeyed[position] {
        let folded = TextFolding.folded(text)
        insert.bind(folded, column + 1)
        insert.bind(Pinyin.sortKey(of: text), column + 2)
        if widths[position] > 3 {
          if let core = CompanyName.storedCore(folded: folded) {
            insert.bind(core, column + 3)
          } else {
            insert.bindNull(column + 3)
          }
        }
      } else {
        for offset in 1..<max(1, widths[position]) { insert.bindNull(column + offset) }
      }
    case .phone(let text, let e164):
      insert.bind(text, column)
      insert.bind(e164, column + 1)
    case .email(let text):
      insert.bind(text, column)
      insert.bind(TextFolding.folded(text), column + 1)
    case .number(let number):
      if let units = FieldValue.storedUnits(number) { insert.bind(units, column) } else { insert.bindNull(column) }
    case .money(let money, let base):
      insert.bind(money.minorUnits, column)
      insert.bind(money.currency.code, column + 1)
      insert.bind(base, column + 2)
    case .date(let day): insert.bind(Int64(day.daysSinceEpoch), column)
    case .instant(let instant):
      insert.bind(instant.milliseconds, column)
      insert.bind(Int64(zone.day(of: instant).daysSinceEpoch), column + 1)
    case .flag(let flag): insert.bind(flag ? 1 : 0, column)
    }
  }

  private func search(_ values: [FieldValue], _ id: Int64) throws {
    guard let insertSearch else { return }
    if defersLateNumbers, id < lastSearched {
      unsearched.append(id)
      return
    }
    document.begin()
    for position in searchable where position < values.count {
      if case .text(let text) = values[position] { document.add(text) }
    }
    guard !document.isEmpty else { return }
    lastSearched = id
    insertSearch.bind(id, 1)
    document.withBytes { insertSearch.bind($0, 2) }
    try insertSearch.run()
  }

  func takeUnsearched() -> [Int64] {
    defer { unsearched = [] }
    return unsearched
  }
}
