internal import CSQLite
package import Domain
internal import Layout

/// Who has a value already: the rules of an entity one by one, each answered by an index.
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

    fileprivate var number: Int64? {
      switch self {
      case .all: nil
      case .only(let id), .customer(let id): id
      }
    }

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
    var found: [Match] = []
    for rule in duplicateSearch(of: entity, scope.column) {
      guard found.count < Self.enough, let key = rule.search.key(value), let first = key.first else { continue }
      var arguments = key.count == 1 ? first.arguments : key.flatMap(\.arguments)
      if let only = scope.number { arguments.append(.integer(only)) }
      try perform { connection in
        guard let seek = rule.seek else { return try look(for: first, arguments, rule, connection, &found) }
        let spellings = try SpellingWalk.spellings(of: first.text) { try connection.text(seek, [.text($0)]) }
        for spelling in spellings {
          try look(for: first, arguments + [.text(spelling)], rule, connection, &found)
        }
      }
    }
    return found
  }

  private func look(
    for key: MatchKey, _ arguments: [SQLValue], _ rule: RuleSearch, _ connection: Connection, _ found: inout [Match]
  ) throws {
    for statement in rule.statements {
      try connection.each(SQLStatement(statement, arguments)) { row in
        let id = sqlite3_column_int64(row, 0)
        let written = Connection.text(row, 2) ?? ""
        if key.agrees(with: written), !found.contains(where: { $0.id == id }) {
          found.append(
            Match(id: id, title: Connection.text(row, 1) ?? "", fields: rule.search.fields, written: written))
        }
        return found.count < Self.enough
      }
    }
  }

  /// More are not told of.
  private static let enough = 6

  private func duplicateSearch(of entity: Entity, _ scope: String?) -> [RuleSearch] {
    let name = "\(entity.name) \(scope ?? "")"
    if let known = duplicateSearches[name] { return known }
    let made = entity.duplicateRules.map { RuleSearch(MatchSearch($0.fields), of: entity, scope) }
    duplicateSearches[name] = made
    return made
  }
}

/// The statements that find what agrees with a record in one of its entity's rules. One for each index that is asked:
/// all together in one took twice the time, and mostly there is nothing to find.
struct RuleSearch {
  let search: MatchSearch
  let statements: [String]
  /// Where the rule's field has no key beside it: its first entry that is not before a text. The statements take one of
  /// its entries as their last argument.
  let seek: String?

  fileprivate init(_ search: MatchSearch, of entity: Entity, _ scope: String?) {
    self.search = search
    let table = EntityTable(entity).name
    let title = entity.titleField.map { "\"\(EntityTable.valueColumn($0))\"" } ?? "NULL"
    var narrowed = scope.map { " AND \($0) = ?\(search.width + 1)" } ?? ""
    if search.isScanned, search.fields.count == 1, let field = search.fields.first {
      let column = "\"\(field.name)\""
      narrowed += " AND \(column) = ?\(search.width + (scope == nil ? 1 : 2))"
      seek = "SELECT \(column) FROM \(table) WHERE \(column) >= ? ORDER BY \(column) LIMIT 1"
    } else {
      seek = nil
    }
    // A few of very many that share one value are enough; those of another place are passed over in between.
    statements = search.conditions.map {
      "SELECT id, \(title), \(search.written) FROM \(table) WHERE \($0)\(narrowed) AND deleted_at IS NULL LIMIT 400"
    }
  }
}
