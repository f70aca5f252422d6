internal import CSQLite
internal import Domain
internal import Layout
internal import Query

extension Examination {
  mutating func examineReferences() throws {
    var broken: [(table: String, row: Int64?, parent: String, key: Int64)] = []
    for table in try connection.texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%REFERENCES%'")
    {
      try part("references of \(table)") { examination in
        let check = SQLStatement("PRAGMA foreign_key_check(\(table.quotedIdentifier))")
        try examination.connection.each(check) { row in
          let number = sqlite3_column_type(row, 1) == SQLITE_NULL ? nil : sqlite3_column_int64(row, 1)
          broken.append((table, number, Connection.text(row, 2) ?? "", sqlite3_column_int64(row, 3)))
          return broken.count < 100_000
        }
      }
    }
    let groups = Dictionary(grouping: broken) { "\($0.table)\u{1F}\($0.key)" }
    for (_, rows) in groups.sorted(by: { $0.key < $1.key }) {
      guard let first = rows.first else { continue }
      let entity = dictionary.entities.first { EntityTable($0).name == first.table }
      let column = try connection.text(
        "SELECT \"from\" FROM pragma_foreign_key_list(?) WHERE id = ?", [.text(first.table), .integer(first.key)])
      var tally = Tally()
      for row in rows { tally.add(row.row ?? 0) }
      add(
        Finding(
          .orphan, entity: entity, field: column.flatMap { name in entity?.field(named: name) },
          records: tally.records, count: tally.count, detail: "\(first.table) → \(first.parent)"))
    }
  }

  mutating func examineCounter(of entity: Entity) throws {
    let highest = try connection.integer(
      "SELECT max((SELECT ifnull(max(id), 0) FROM \(EntityTable(entity).name)), "
        + "(SELECT ifnull(max(last), 0) FROM created WHERE entity = ?1))", [.integer(entity.key.rawValue)])
    let last = try connection.integer("SELECT last FROM counters WHERE entity = ?", [.integer(entity.key.rawValue)])
    if let highest, highest > last ?? 0 { add(Finding(.counter, entity: entity, records: [highest], count: 1)) }
  }

  mutating func examineLabels() throws {
    var wrong = Tally()
    for (id, _) in try connection.labelsWithWrongKey() { wrong.add(id) }
    if wrong.count > 0 {
      add(
        Finding(
          .labelKey, count: wrong.count,
          detail: "labels " + wrong.records.map(String.init).joined(separator: ", ")))
    }
    for entity in dictionary.entities {
      let table = EntityTable(entity)
      for field in entity.labelFields {
        let labels = table.labelTable(field)
        try part("labels: \(labels)") {
          try $0.note(
            .labelOrphan, entity, field,
            "SELECT DISTINCT record FROM \"\(labels)\" WHERE record NOT IN (SELECT id FROM \(table.name))")
        }
      }
    }
  }
}
