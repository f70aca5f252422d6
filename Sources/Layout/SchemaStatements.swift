package import Domain

/// The statements that make a workspace's tables, in SQLite's dialect.
package enum SchemaStatements {
  /// The version of what these statements make.
  package static let version = 1

  package static func create(_ dictionary: DataDictionary) -> [String] {
    dictionary.entities.flatMap { statements(for: $0) } + shared
  }

  package static func statements(for entity: Entity) -> [String] {
    let table = EntityTable(entity)
    let columns = table.columns.map { "\"\($0.name)\" \($0.type)" }.joined(separator: ", ")
    var statements = ["CREATE TABLE \(table.name)(\(columns)) STRICT"]
    for field in entity.fields {
      if let index = index(for: field, of: table) { statements.append(index) }
      if field.type == .labels {
        let name = table.labelTable(field)
        statements.append(
          "CREATE TABLE \(name)(label INTEGER NOT NULL REFERENCES labels(id), record INTEGER NOT NULL, "
            + "PRIMARY KEY(label, record)) STRICT, WITHOUT ROWID")
        statements.append("CREATE INDEX \(name)_record ON \(name)(record, label)")
      }
    }
    if entity.key == .customer {
      statements.append("CREATE INDEX customers_industry_updated_at ON customers(industry, updated_at)")
    }
    if let search = table.searchTable {
      statements.append(
        "CREATE VIRTUAL TABLE \(search) USING fts5(grams, content='', detail=none, columnsize=0, "
          + "tokenize=\"\(SearchGrams.tokenizer)\")")
    }
    return statements
  }

  private static func index(for field: Field, of table: EntityTable) -> String? {
    let column: String
    if let key = EntityTable.keyColumn(field) {
      column = key
    } else if field.traits.contains(.indexed), field.isStored {
      // Walking the industry's own order is the index made beside it.
      guard !(table.entity.key == .customer && field.name == "industry") else { return nil }
      column = field.type == .money ? "\(field.name)_base" : field.name
    } else {
      return nil
    }
    return "CREATE INDEX \(table.name)_\(column) ON \(table.name)(\(column))"
  }

  private static let shared = [
    "CREATE TABLE labels(id INTEGER PRIMARY KEY, text TEXT NOT NULL, key TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE counters(entity INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT",
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE change_sets(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, author INTEGER NOT NULL, source TEXT NOT NULL,
      statement TEXT, cause INTEGER, undoes INTEGER, dictionary INTEGER NOT NULL) STRICT
    """,
    """
    CREATE TABLE created(change_set INTEGER NOT NULL, entity INTEGER NOT NULL, first INTEGER NOT NULL,
      last INTEGER NOT NULL) STRICT
    """,
    "CREATE INDEX created_entity ON created(entity, first)",
    """
    CREATE TABLE changes(id INTEGER PRIMARY KEY, change_set INTEGER NOT NULL, entity INTEGER NOT NULL,
      record INTEGER NOT NULL, field INTEGER NOT NULL, before ANY, after ANY) STRICT
    """,
    "CREATE INDEX changes_record ON changes(entity, record, id)",
    "CREATE INDEX changes_field ON changes(entity, field, change_set, record)",
    """
    CREATE TABLE member_changes(id INTEGER PRIMARY KEY, change_set INTEGER NOT NULL, entity INTEGER NOT NULL,
      field INTEGER NOT NULL, label INTEGER NOT NULL, record INTEGER NOT NULL, sign INTEGER NOT NULL) STRICT
    """,
    "CREATE INDEX member_changes_record ON member_changes(entity, record, id)",
    """
    CREATE TABLE purged(change_set INTEGER NOT NULL, entity INTEGER NOT NULL, record INTEGER NOT NULL) STRICT
    """,
    """
    CREATE TABLE stage_visits(id INTEGER PRIMARY KEY, opportunity INTEGER NOT NULL, stage INTEGER NOT NULL,
      entered INTEGER NOT NULL, left INTEGER, author INTEGER NOT NULL) STRICT
    """,
    "CREATE INDEX stage_visits_opportunity ON stage_visits(opportunity, id)",
  ]
}
