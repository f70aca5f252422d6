package import Domain
internal import GRDBSQLite
internal import Layout

/// Who has a value already: one statement for all the rules of an entity, each answered by an index.
extension Store {
  /// A live record that agrees with given values in the fields of a rule.
  package struct Match: Sendable {
    package let id: Int64
    package let title: String
    package let fields: [Field]
    /// The value of the first of them, as it stands in the record.
    package let written: String
  }

  /// Among which records is looked.
  package enum MatchScope: Sendable {
    case all
    case only(Int64)
    /// Contacts of one customer.
    case customer(Int64)

    fileprivate var column: String? {
      switch self {
      case .all: nil
      case .only: "id"
      case .customer: "customer"
      }
    }
  }

  /// The live records of an entity that agree with values, each once for the first rule that it meets.
  ///
  /// - Parameter value: what is known of each field; empty for what is not.
  package func matches(
    in entity: Entity, _ scope: MatchScope = .all, _ value: (Field) -> FieldValue
  ) throws(StorageError) -> [Match] {
    let search = duplicateSearch(of: entity, scope.column)
    let keys = search.rules.map { $0.key(value) }
    guard keys.contains(where: { $0 != nil }) else { return [] }
    var arguments: [SQLValue] = []
    for (rule, key) in zip(search.rules, keys) {
      arguments += key.map { $0.flatMap(\.arguments) } ?? Array(repeating: .null, count: rule.width)
    }
    switch scope {
    case .all: break
    case .only(let id), .customer(let id): arguments.append(.integer(id))
    }
    return try perform { connection in
      var found: [Match] = []
      try connection.each(SQLStatement(search.text, arguments)) { row in
        let place = Int(sqlite3_column_int64(row, 0))
        let id = sqlite3_column_int64(row, 1)
        guard place < keys.count, let key = keys[place]?.first, !found.contains(where: { $0.id == id }) else {
          return true
        }
        let written = Connection.text(row, 3) ?? ""
        if key.agrees(with: written) {
          found.append(
            Match(id: id, title: Connection.text(row, 2) ?? "", fields: search.rules[place].fields, written: written))
        }
        return found.count < Self.enough
      }
      return found
    }
  }

  /// More are not told of.
  private static let enough = 6

  private func duplicateSearch(of entity: Entity, _ scope: String?) -> DuplicateSearch {
    let name = "\(entity.name) \(scope ?? "")"
    if let known = duplicateSearches[name] { return known }
    let made = DuplicateSearch(entity, scope)
    duplicateSearches[name] = made
    return made
  }
}

/// The statement that finds what agrees with a record in any of its entity's rules.
struct DuplicateSearch {
  let rules: [MatchSearch]
  let text: String

  init(_ entity: Entity, _ scope: String?) {
    let table = EntityTable(entity).name
    let title = entity.titleField.map { "\"\(EntityTable.valueColumn($0))\"" } ?? "NULL"
    var rules: [MatchSearch] = []
    var next = 1
    for rule in entity.duplicateRules {
      let search = MatchSearch(rule.fields, first: next)
      next += search.width
      rules.append(search)
    }
    let narrowed = scope.map { " AND \($0) = ?\(next)" } ?? ""
    text = rules.enumerated().flatMap { place, rule in
      rule.conditions.map {
        // A few of very many that share one value are enough; those of another place are passed over in between.
        "SELECT * FROM (SELECT \(place), id, \(title), \(rule.written) FROM \(table) "
          + "WHERE \($0)\(narrowed) AND deleted_at IS NULL LIMIT 400)"
      }
    }.joined(separator: " UNION ALL ")
    self.rules = rules
  }
}
