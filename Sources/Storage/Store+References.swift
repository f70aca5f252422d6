internal import CSQLite
package import Domain
package import Layout
package import Query
internal import Values

extension Store: ReferenceFinding {
  package func records(titled folded: String, of entity: Entity) throws(StorageError) -> [Int64] {
    try records(titled: folded, of: entity, deleted: false)
  }

  package func records(titled folded: String, of entity: Entity, deleted: Bool) throws(StorageError) -> [Int64] {
    guard let title = entity.titleField, let key = EntityTable.keyColumn(title) else { return [] }
    return try perform {
      try $0.integers(
        SQLStatement(
          "SELECT id FROM \(EntityTable(entity).name) WHERE \(key) = ? AND deleted_at IS \(deleted ? "NOT " : "")NULL "
            + "ORDER BY id LIMIT 50",
          [.text(folded)]))
    }
  }

  package func exists(_ id: Int64, of entity: Entity) throws -> Bool {
    try perform { try $0.integer("SELECT 1 FROM \(EntityTable(entity).name) WHERE id = ?", [.integer(id)]) != nil }
  }

  /// Titles that share a character with the text: what a slip could have meant.
  package func titles(near folded: String, of entity: Entity) throws -> [String] {
    guard let title = entity.titleField else { return [] }
    let table = EntityTable(entity)
    return try perform { connection in
      var found: [String] = []
      func collect(_ sql: String, _ arguments: [SQLValue]) throws {
        try connection.each(SQLStatement(sql, arguments)) { row in
          if let text = Connection.text(row, 0) { found.append(text) }
          return true
        }
      }
      let name = "\"\(title.name)\""
      if let search = table.searchTable {
        for scalar in Set(folded.unicodeScalars).prefix(6) {
          guard let query = SearchGrams.query(for: String(Character(scalar))) else { continue }
          try collect(
            "SELECT \(name) FROM \(table.name) WHERE id IN (SELECT rowid FROM \(search) WHERE \(search) MATCH ? LIMIT 300)",
            [.text(query.match)])
        }
      } else {
        try collect("SELECT \(name) FROM \(table.name) LIMIT 500", [])
      }
      return found
    }
  }

  /// Which of the records there are (or lie in the recycle bin).
  package func existing(_ ids: [Int64], of entity: Entity, deleted: Bool) throws(StorageError) -> Set<Int64> {
    let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
    return try perform {
      Set(
        try $0.integers(
          SQLStatement(
            "SELECT id FROM \(EntityTable(entity).name) WHERE id IN (SELECT value FROM json_each(?)) "
              + "AND deleted_at IS \(deleted ? "NOT NULL" : "NULL")", [.text(list)])))
    }
  }

  /// What refers to some of the records, from records that are not among them; those in the recycle bin count too.
  package func referrers(
    to ids: [Int64], of entity: Entity
  ) throws(StorageError) -> [(entity: Entity, field: Field, count: Int64)] {
    let list = SQLValue.text("[" + ids.map(String.init).joined(separator: ",") + "]")
    return try perform { connection in
      var found: [(entity: Entity, field: Field, count: Int64)] = []
      for other in dictionary.entities {
        for field in other.fields where field.type == .reference(entity.key) {
          let outside = other.key == entity.key ? " AND id NOT IN (SELECT value FROM json_each(?1))" : ""
          let count = try connection.integer(
            "SELECT count(*) FROM \(EntityTable(other).name) WHERE \"\(field.name)\" IN "
              + "(SELECT value FROM json_each(?1))\(outside)", [list])
          if let count, count > 0 { found.append((other, field, count)) }
        }
      }
      return found
    }
  }

  /// The stored values of some fields of one record; references and choices as their numbers.
  package func values(of fields: [Field], record id: Int64, entity: Entity) throws(StorageError) -> [SQLValue]? {
    let columns = fields.map { "\"\(EntityTable.valueColumn($0))\"" }.joined(separator: ", ")
    return try perform { connection in
      var found: [SQLValue]?
      try connection.each(
        SQLStatement("SELECT \(columns) FROM \(EntityTable(entity).name) WHERE id = ?", [.integer(id)])
      ) { row in
        found = fields.indices.map { Connection.value(row, Int32($0)) }
        return false
      }
      return found
    }
  }

  /// The values of stored fields as the log would write them; nil where the record is not there.
  package func loggedValues(of fields: [Field], _ record: RecordKey) throws(StorageError) -> [SQLValue]? {
    guard let entity = dictionary.entity(record.entity), !fields.isEmpty else { return [] }
    let columns = fields.map { EntityTable.loggedValue($0, baseCurrency: dictionary.rules.baseCurrency) }
    return try perform { connection in
      var found: [SQLValue]?
      try connection.each(
        SQLStatement(
          "SELECT \(columns.joined(separator: ", ")) FROM \(EntityTable(entity).name) WHERE id = ?",
          [.integer(record.id)])
      ) { row in
        found = fields.indices.map { Connection.value(row, Int32($0)) }
        return false
      }
      return found
    }
  }

  /// The stage that an opportunity was in before it was closed, by its visits.
  package func stageBeforeClosing(of opportunity: Int64, closing: [Int]) throws(StorageError) -> Int? {
    let list = closing.map(String.init).joined(separator: ",")
    return try perform {
      try $0.integer(
        "SELECT stage FROM stage_visits WHERE opportunity = ? AND stage NOT IN (\(list)) ORDER BY id DESC LIMIT 1",
        [.integer(opportunity)]
      ).map { Int($0) }
    }
  }

  /// The probability that an opportunity had when it was last closed; nil where the log does not know.
  package func probabilityBeforeClosing(
    of opportunity: Int64, status: Field, probability: Field
  ) throws(StorageError) -> Int64? {
    let entity = Int64(EntityKey.opportunity.rawValue)
    return try perform {
      try $0.integer(
        "SELECT before FROM changes WHERE entity = ?1 AND record = ?2 AND field = ?3 AND after IN (0, 100) "
          + "AND change_set = (SELECT change_set FROM changes WHERE entity = ?1 AND record = ?2 AND field = ?4 "
          + "AND before = 1 ORDER BY change_set DESC LIMIT 1) ORDER BY rowid DESC LIMIT 1",
        [.integer(entity), .integer(opportunity), .integer(Int64(probability.key)), .integer(Int64(status.key))])
    }
  }
}
