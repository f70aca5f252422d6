internal import Domain
internal import Layout

/// The prepared texts for writing one entity's table and its search index, and the statement that inserts its rows.
final class TableStatements {
  let table: EntityTable
  let insertSearch: String?
  let deleteSearch: String?
  private let entity: Entity
  private var inserter: RecordInserter?
  private var labelInserters: [Int: PreparedStatement] = [:]

  init(_ entity: Entity) {
    self.entity = entity
    table = EntityTable(entity)
    insertSearch = table.searchTable.map { "INSERT INTO \($0)(rowid, grams) VALUES (?, ?)" }
    deleteSearch = table.searchTable.map { "INSERT INTO \($0)(\($0), rowid, grams) VALUES ('delete', ?, ?)" }
  }

  /// Prepared once and kept as long as the change set is open.
  func inserter(on connection: Connection) throws -> RecordInserter {
    if let inserter { return inserter }
    let made = try RecordInserter(entity, insertSearch: insertSearch, on: connection)
    inserter = made
    return made
  }

  func labelInserter(_ field: Field, on connection: Connection) throws -> PreparedStatement {
    if let known = labelInserters[field.key] { return known }
    let made = try PreparedStatement(
      "INSERT OR IGNORE INTO \(table.labelTable(field))(label, record) VALUES (?, ?)", on: connection)
    labelInserters[field.key] = made
    return made
  }
}
