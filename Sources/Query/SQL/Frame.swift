internal import Domain

/// The rows that an expression is about, while SQL is made: a table under an alias, and the joins up from it.
final class Frame {
  let alias: String
  let entity: Entity
  private(set) var joins = ""
  private var aliases: [[String]: String] = [:]
  private let names: AliasNames

  init(_ entity: Entity, names: AliasNames) {
    self.entity = entity
    self.names = names
    alias = names.next()
  }

  /// The alias of the record that the references lead to.
  func alias(via steps: [BoundExpression.Step]) -> String {
    var current = alias
    var path: [String] = []
    for step in steps {
      path.append(step.field.name)
      if let known = aliases[path] {
        current = known
        continue
      }
      let next = names.next()
      joins += " LEFT JOIN \(step.target.pluralEnglish) \(next) ON \(next).id = \(current).\"\(step.field.name)\""
      aliases[path] = next
      current = next
    }
    return current
  }
}

/// Hands out table aliases, none twice in a statement.
final class AliasNames {
  private var count = 0

  func next() -> String {
    defer { count += 1 }
    return "t\(count)"
  }
}
