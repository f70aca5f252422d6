internal import Domain
internal import Layout
internal import Query
internal import Values

/// The prepared texts for writing one entity's table, and where each field's columns stand in a row.
final class TableStatements {
  let table: EntityTable
  let insert: String
  let insertSearch: String?
  let deleteSearch: String?
  let columnCount: Int
  let stageMaskColumn: Int?
  let stageSinceColumn: Int?
  private let offsets: [Int: Int]
  private let createdAt: Int
  private let updatedAt: Int
  private let createdBy: Int

  init(_ entity: Entity) {
    table = EntityTable(entity)
    let columns = table.columns
    columnCount = columns.count
    let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    insert = "INSERT INTO \(table.name)(\(names)) VALUES (\(marks))"
    insertSearch = table.searchTable.map { "INSERT INTO \($0)(rowid, grams) VALUES (?, ?)" }
    deleteSearch = table.searchTable.map { "INSERT INTO \($0)(\($0), rowid, grams) VALUES ('delete', ?, ?)" }
    var offsets: [Int: Int] = [:]
    var position = 0
    for field in entity.fields where field.isStored {
      offsets[field.key] = position
      position += EntityTable.columns(of: field).count
    }
    self.offsets = offsets
    createdAt = offsets[90] ?? 0
    updatedAt = offsets[91] ?? 0
    createdBy = offsets[92] ?? 0
    stageMaskColumn = columns.firstIndex { $0.name == "stage_mask" }
    stageSinceColumn = columns.firstIndex { $0.name == "stage_since" }
  }

  /// Puts a value into its columns of a row.
  func place(_ value: FieldValue, of field: Field, zone: Zone, in row: inout [SQLValue]) {
    guard let offset = offsets[field.key] else { return }
    switch value {
    case .empty: return
    case .choice(let key): row[offset] = .integer(key)
    case .integer(let number), .reference(let number), .duration(let number): row[offset] = .integer(number)
    case .text, .phone, .email, .number, .money, .date, .instant, .flag:
      for (index, part) in EntityTable.spread(value, over: field, zone: zone).enumerated() { row[offset + index] = part }
    }
  }

  /// The author and the times of a new record, where the plan gave none.
  func stamp(_ origin: ChangeOrigin, today: Int64, in row: inout [SQLValue]) {
    if row[createdAt] == .null {
      row[createdAt] = .integer(origin.at.milliseconds)
      row[createdAt + 1] = .integer(today)
    }
    if row[updatedAt] == .null {
      row[updatedAt] = .integer(origin.at.milliseconds)
      row[updatedAt + 1] = .integer(today)
    }
    if row[createdBy] == .null { row[createdBy] = .integer(origin.author) }
    if let mask = stageMaskColumn { row[mask] = .integer(0) }
  }
}
