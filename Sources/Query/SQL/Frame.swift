internal import Domain
internal import Layout
internal import Values

/// The rows that an expression is about, while SQL is made: a table under an alias, and the joins up from it; as they
/// stand, or as they were.
final class Frame {
  let alias: String
  let entity: Entity
  private(set) var joins = ""
  /// Nil reads what stands.
  let past: PastReader?
  private var aliases: [[String]: String] = [:]
  private let names: AliasNames
  /// A field whose value is not the row's but this: SQL of what the log holds of it.
  private var replaced: (field: Field, logged: String, base: Currency)?

  init(_ entity: Entity, names: AliasNames, past: PastReader? = nil) {
    self.entity = entity
    self.names = names
    self.past = past
    alias = names.next()
  }

  /// Rows that stand under an alias already, read as they were in another state.
  init(_ entity: Entity, names: AliasNames, past: PastReader?, alias: String) {
    self.entity = entity
    self.names = names
    self.past = past
    self.alias = alias
  }

  /// The rows of another frame, with another value of one field: `logged` is SQL of what the log holds of it.
  init(_ frame: Frame, _ field: Field, logged: String, base: Currency) {
    entity = frame.entity
    names = frame.names
    past = frame.past
    alias = frame.alias
    replaced = (field, logged, base)
  }

  /// What stands after FROM, without the joins.
  var source: String { source(of: entity) }

  private func source(of entity: Entity) -> String { past?.source(of: entity) ?? entity.pluralEnglish }

  /// Where a column of a field is read.
  func column(_ field: Field, _ part: ColumnPart = .value, via steps: [BoundExpression.Step] = []) -> String {
    if steps.isEmpty, let replaced, replaced.field.key == field.key {
      return part.read(replaced.logged, of: field, base: replaced.base)
    }
    let alias = alias(via: steps)
    guard let past else { return "\(alias).\(part.column(of: field))" }
    return past.column(field, part, of: steps.last?.target ?? entity, alias)
  }

  /// The column of a field by its name; NULL where the entity has none.
  func column(named name: String, _ part: ColumnPart = .value, via steps: [BoundExpression.Step] = []) -> String {
    (steps.last?.target ?? entity).field(named: name).map { column($0, part, via: steps) } ?? "NULL"
  }

  /// Whether a row counts: it was there, and in the recycle bin or not.
  func presence(_ records: BoundQuery.Records = .live) -> String {
    let state = records == .live ? "IS NULL" : "IS NOT NULL"
    guard let past else { return "\(alias).deleted_at \(state)" }
    return "\(past.existence(of: entity, alias)) AND \(column(named: "deleted_at")) \(state)"
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
      let reference = column(step.field, via: Array(steps[..<(path.count - 1)]))
      joins += " LEFT JOIN \(source(of: step.target)) \(next) ON \(next).id = \(reference)"
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
