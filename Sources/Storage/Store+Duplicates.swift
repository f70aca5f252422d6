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
    let search = duplicateSearch(of: entity, scope.column)
    var found: [Match] = []
    for (rule, statements) in zip(search.rules, search.statements) {
      guard found.count < Self.enough, let key = rule.key(value), let first = key.first else { continue }
      var arguments = key.count == 1 ? first.arguments : key.flatMap(\.arguments)
      if let only = scope.number { arguments.append(.integer(only)) }
      try perform { connection in
        for statement in statements {
          try connection.each(SQLStatement(statement, arguments)) { row in
            let id = sqlite3_column_int64(row, 0)
            let written = Connection.text(row, 2) ?? ""
            if first.agrees(with: written), !found.contains(where: { $0.id == id }) {
              found.append(
                Match(id: id, title: Connection.text(row, 1) ?? "", fields: rule.fields, written: written))
            }
            return found.count < Self.enough
          }
        }
      }
    }
    return found
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

/// The statements that find what agrees with a record in any of its entity's rules. One for each index that is asked:
/// all together in one took twice the time, and mostly there is nothing to find.
struct DuplicateSearch {
  let rules: [MatchSearch]
  /// Of each rule.
  let statements: [[String]]

  init(_ entity: Entity, _ scope: String?) {
    let table = EntityTable(entity).name
    let title = entity.titleField.map { "\"\(EntityTable.valueColumn($0))\"" } ?? "NULL"
    rules = entity.duplicateRules.map { MatchSearch($0.fields) }
    statements = rules.map { rule in
      let narrowed = scope.map { " AND \($0) = ?\(rule.width + 1)" } ?? ""
      // A few of very many that share one value are enough; those of another place are passed over in between.
      return rule.conditions.map {
        "SELECT id, \(title), \(rule.written) FROM \(table) WHERE \($0)\(narrowed) AND deleted_at IS NULL LIMIT 400"
      }
    }
  }
}
