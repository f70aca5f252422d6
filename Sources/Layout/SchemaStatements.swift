package import Domain

/// The statements that make a workspace's tables, in SQLite's dialect.
package enum SchemaStatements {
  /// The version of what these statements make.
  package static let version = 3

  package static func create(_ dictionary: DataDictionary) -> [String] {
    dictionary.entities.flatMap { statements(for: $0) } + shared + statistics(dictionary)
  }

  /// Every index that a workspace has, with what makes it.
  package static func indexes(_ dictionary: DataDictionary) -> [(name: String, table: String, statement: String)] {
    create(dictionary).compactMap { statement in
      let words = statement.split(separator: " ", maxSplits: 3)
      guard words.count == 4, words[0] == "CREATE", words[1] == "INDEX" else { return nil }
      let table = words[3].dropFirst(3).prefix { $0 != "(" }
      return (String(words[2]), String(table), statement)
    }
  }

  /// What the planner is told of a typical workspace, so that plans do not hang on when somebody last ran ANALYZE: a
  /// record's own relations are few, a choice's records many.
  private static func statistics(_ dictionary: DataDictionary) -> [String] {
    var statements = ["ANALYZE sqlite_master"]
    func note(_ table: String, _ index: String, _ figures: String) {
      statements.append("INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES ('\(table)', '\(index)', '\(figures)')")
    }
    for entity in dictionary.entities {
      let table = EntityTable(entity)
      for field in entity.fields {
        if titleOrder(field, of: table) != nil, let column = EntityTable.sortColumn(field) {
          note(table.name, "\(table.name)_\(column)", "100000 \(recordsPerValue(of: field))")
        }
        guard let column = indexedColumn(of: field, in: table) else { continue }
        note(table.name, "\(table.name)_\(column)", "100000 \(recordsPerValue(of: field))")
      }
      for field in entity.labelFields {
        note(table.labelTable(field), "\(table.labelTable(field))_record", "200000 2 1")
      }
    }
    note("customers", "customers_industry_updated_at", "100000 20000 2")
    statements.append("ANALYZE sqlite_master")
    return statements
  }

  /// Records that share one value of an indexed field, of a hundred thousand.
  private static func recordsPerValue(of field: Field) -> Int {
    switch field.type {
    case .choice: 20_000
    case .reference(.user): 2_000
    case .reference: 8
    case .integer: 1_000
    case .date: 100
    case .money: 20
    case .text, .phone, .email, .webAddress, .instant, .number, .duration, .flag, .identity, .labels: 2
    }
  }

  package static func statements(for entity: Entity) -> [String] {
    let table = EntityTable(entity)
    let columns = table.columns.map { "\"\($0.name)\" \($0.type)" }.joined(separator: ", ")
    var statements = ["CREATE TABLE \(table.name)(\(columns)) STRICT"]
    for field in entity.fields {
      if let index = index(for: field, of: table) { statements.append(index) }
      if let index = titleOrder(field, of: table) { statements.append(index) }
      if field.type == .labels {
        let name = table.labelTable(field)
        statements.append(
          "CREATE TABLE \(name)(label INTEGER NOT NULL REFERENCES labels(id), record INTEGER NOT NULL, "
            + "PRIMARY KEY(label, record)) STRICT, WITHOUT ROWID")
        statements.append("CREATE INDEX \(name)_record ON \(name)(record, label)")
      }
    }
    statements += entity.fields.compactMap { coreIndex(of: $0, in: table) }
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

  /// Titles in their order, so that the first of many need no sorting of all.
  static func titleOrder(_ field: Field, of table: EntityTable) -> String? {
    guard field.key == table.entity.titleField?.key, let column = EntityTable.sortColumn(field) else { return nil }
    return "CREATE INDEX \(table.name)_\(column) ON \(table.name)(\(column))"
  }

  private static let titleOrders = DataDictionary.builtIn.compactMap { entity in
    entity.titleField.flatMap { titleOrder($0, of: EntityTable(entity)) }
  }

  private static func index(for field: Field, of table: EntityTable) -> String? {
    indexedColumn(of: field, in: table).map { "CREATE INDEX \(table.name)_\($0) ON \(table.name)(\($0))" }
  }

  /// Names that are their own core are found by their key.
  private static func coreIndex(of field: Field, in table: EntityTable) -> String? {
    EntityTable.coreColumn(field).map {
      "CREATE INDEX \(table.name)_\($0) ON \(table.name)(\($0)) WHERE \($0) IS NOT NULL"
    }
  }

  static func indexedColumn(of field: Field, in table: EntityTable) -> String? {
    if let key = EntityTable.keyColumn(field) { return key }
    guard field.traits.contains(.indexed), field.isStored else { return nil }
    // Walking the industry's own order is the index made beside it.
    guard !(table.entity.key == .customer && field.name == "industry") else { return nil }
    return field.type == .money ? "\(field.name)_base" : field.name
  }

  private static let shared =
    [
      "CREATE TABLE labels(id INTEGER PRIMARY KEY, text TEXT NOT NULL, key TEXT NOT NULL UNIQUE) STRICT",
      "CREATE TABLE counters(entity INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT",
      "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID",
      """
      CREATE TABLE change_sets(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, author INTEGER NOT NULL, source TEXT NOT NULL,
        statement TEXT, cause INTEGER, undoes INTEGER, dictionary INTEGER NOT NULL, \(logRanges), records INTEGER) STRICT
      """,
      undoneSets,
      """
      CREATE TABLE created(change_set INTEGER NOT NULL, entity INTEGER NOT NULL, first INTEGER NOT NULL,
        last INTEGER NOT NULL, sign INTEGER NOT NULL DEFAULT 1) STRICT
      """,
      "CREATE INDEX created_entity ON created(entity, first)",
      createdSets,
      """
      CREATE TABLE changes(id INTEGER PRIMARY KEY, change_set INTEGER NOT NULL, entity INTEGER NOT NULL,
        record INTEGER NOT NULL, field INTEGER NOT NULL, before ANY, after ANY, touched INTEGER) STRICT
      """,
      "CREATE INDEX changes_record ON changes(entity, record, id)",
      "CREATE INDEX changes_field ON changes(entity, field, change_set, record)",
      """
      CREATE TABLE member_changes(id INTEGER PRIMARY KEY, change_set INTEGER NOT NULL, entity INTEGER NOT NULL,
        field INTEGER NOT NULL, label INTEGER NOT NULL, record INTEGER NOT NULL, sign INTEGER NOT NULL,
        touched INTEGER) STRICT
      """,
      "CREATE INDEX member_changes_record ON member_changes(entity, record, id)",
      """
      CREATE TABLE purged(change_set INTEGER NOT NULL, entity INTEGER NOT NULL, record INTEGER NOT NULL) STRICT
      """,
      """
      CREATE TABLE stage_visits(id INTEGER PRIMARY KEY, opportunity INTEGER NOT NULL, stage INTEGER NOT NULL,
        entered INTEGER NOT NULL, left INTEGER, author INTEGER NOT NULL, change_set INTEGER) STRICT
      """,
      "CREATE INDEX stage_visits_opportunity ON stage_visits(opportunity, id)",
    ] + undoneRecords + placesInSources

  /// Where the log of a change set begins and ends: its rows stand together, because one writes at a time.
  private static let logRanges =
    "first_change INTEGER, last_change INTEGER, first_member INTEGER, last_member INTEGER"

  private static let createdSets = "CREATE INDEX created_set ON created(change_set)"

  /// Which change set undoes which.
  private static let undoneSets = "CREATE INDEX change_sets_undoes ON change_sets(undoes) WHERE undoes IS NOT NULL"

  /// Part of the log: records whose making was undone, as they stood, and the visits that went with a stage change;
  /// and the dictionaries under which the change sets were written.
  private static let undoneRecords = [
    """
    CREATE TABLE undone_records(entity INTEGER NOT NULL, record INTEGER NOT NULL, change_set INTEGER NOT NULL,
      content TEXT NOT NULL, PRIMARY KEY(entity, record, change_set)) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE undone_visits(undone_by INTEGER NOT NULL, id INTEGER NOT NULL, opportunity INTEGER NOT NULL,
      stage INTEGER NOT NULL, entered INTEGER NOT NULL, left INTEGER, author INTEGER NOT NULL, change_set INTEGER,
      PRIMARY KEY(undone_by, id)) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE dictionaries(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, customization TEXT NOT NULL) STRICT",
  ]

  /// Part of the log: which line of a script, or row of an import, wrote what. `first` is the first record of an entity
  /// made there (`kind` is the entity), or the first row of `changes` (-1) or `member_changes` (-2); each one that
  /// follows it, up to the next row here, was written `step` lines further down. Under `kind` less a million stands in
  /// the same way which statement of a script read the file whose rows those are, from source 0 on: none.
  private static let placesInSources = [
    "CREATE TABLE sources(id INTEGER PRIMARY KEY, name TEXT NOT NULL, text TEXT) STRICT",
    "CREATE INDEX sources_name ON sources(name)",
    """
    CREATE TABLE places(change_set INTEGER NOT NULL, kind INTEGER NOT NULL, first INTEGER NOT NULL,
      source INTEGER NOT NULL, line INTEGER NOT NULL, step INTEGER NOT NULL,
      PRIMARY KEY(change_set, kind, first)) STRICT, WITHOUT ROWID
    """,
  ]

  /// What takes a workspace from the format before to `version`; each runs once, in one transaction.
  package static func migration(to version: Int) -> [String] {
    switch version {
    case 2: toFormat2
    case 3: toFormat3
    default: []
    }
  }

  /// A way back: what undo needs to know of a change set beside the changed values.
  private static let toFormat2 =
    [
      "ALTER TABLE change_sets ADD COLUMN first_change INTEGER",
      "ALTER TABLE change_sets ADD COLUMN last_change INTEGER",
      "ALTER TABLE change_sets ADD COLUMN first_member INTEGER",
      "ALTER TABLE change_sets ADD COLUMN last_member INTEGER",
      "ALTER TABLE change_sets ADD COLUMN records INTEGER",
      """
      UPDATE change_sets SET first_change = log.first, last_change = log.last FROM
        (SELECT change_set, min(id) AS first, max(id) AS last FROM changes GROUP BY change_set) AS log
      WHERE log.change_set = change_sets.id
      """,
      """
      UPDATE change_sets SET first_member = log.first, last_member = log.last FROM
        (SELECT change_set, min(id) AS first, max(id) AS last FROM member_changes GROUP BY change_set) AS log
      WHERE log.change_set = change_sets.id
      """,
      undoneSets,
      "ALTER TABLE created ADD COLUMN sign INTEGER NOT NULL DEFAULT 1",
      createdSets,
      "ALTER TABLE changes ADD COLUMN touched INTEGER", "ALTER TABLE member_changes ADD COLUMN touched INTEGER",
      "ALTER TABLE stage_visits ADD COLUMN change_set INTEGER",
      "UPDATE stage_visits SET change_set = (SELECT max(id) FROM change_sets WHERE at <= stage_visits.entered)",
    ] + undoneRecords + [
      "INSERT INTO dictionaries(id, at, customization) SELECT 1, 0, value FROM meta WHERE key = 'customization'"
    ]

  /// A change names its own line, see `placesInSources`; titles are walked in their order.
  private static let toFormat3 = placesInSources + calendarNames + likenessOfNames + titleOrders

  /// Under which name a calendar file knows a task that came from one.
  private static let calendarNames = [
    "ALTER TABLE tasks ADD COLUMN uid TEXT", "CREATE INDEX tasks_uid ON tasks(uid)",
  ]

  /// What the duplicate check looks for: companies' names without their places and legal forms, and WeChat names.
  private static let likenessOfNames = [
    "ALTER TABLE customers ADD COLUMN name_core TEXT",
    "UPDATE customers SET name_core = crm_core(name)",
    "CREATE INDEX customers_name_core ON customers(name_core) WHERE name_core IS NOT NULL",
    "CREATE INDEX contacts_wechat ON contacts(wechat)",
  ]
}
