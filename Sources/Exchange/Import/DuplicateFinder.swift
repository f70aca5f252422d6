internal import Domain
internal import Storage

/// Finds the record that a row without a number would double: by its entity's natural keys, among the records that are
/// there and the rows before it.
struct DuplicateFinder {
  private final class Rule {
    let positions: [Int]
    let fields: [Field]
    let probe: KeyProbe
    var table: KeyTable?
    /// Of the row at hand.
    var key: KeyProbe.Key?

    init(_ positions: [Int], _ fields: [Field], _ probe: KeyProbe) {
      self.positions = positions
      self.fields = fields
      self.probe = probe
    }

    /// The live records with the key of the row at hand.
    func matches() throws -> [Int64] {
      guard let key else { return [] }
      guard table != nil else { return try probe.records(with: key) }
      return try table?.first(key.hash) { try probe.holds($0, key) }.map { [$0] } ?? []
    }
  }

  /// A record that agrees, and in what.
  struct Match {
    let id: Int64
    let fields: [Field]
  }

  private var rules: [Rule] = []
  /// Keys are looked for in memory, since their indexes are down.
  private(set) var isInMemory = false

  init(_ entity: Entity, _ rows: RowWriter) throws {
    for rule in entity.duplicateRules {
      let positions = rule.fields.compactMap { field in entity.fields.firstIndex { $0.key == field.key } }
      rules.append(Rule(positions, rule.fields, try rows.probe(rule, of: entity)))
    }
  }

  var isEmpty: Bool { rules.isEmpty }
  var isFull: Bool { isInMemory && rules.contains { $0.table?.isFull == true } }

  /// Takes the keys of a row, for `matches` and `note`.
  func take(_ values: [FieldValue]) throws {
    for rule in rules {
      rule.key = rule.probe.key(values, at: rule.positions)
      if rule.key != nil, rule.table == nil, rule.probe.isScanned { try fill(rule, expecting: 0) }
    }
  }

  /// The records that the row taken agrees with, each once.
  func matches() throws -> [Match] {
    var found: [Match] = []
    for rule in rules {
      for id in try rule.matches() where !found.contains(where: { $0.id == id }) {
        found.append(Match(id: id, fields: rule.fields))
      }
    }
    return found
  }

  /// The row taken was written.
  func note(_ id: Int64) {
    for rule in rules {
      if let key = rule.key { rule.table?.insert(key.hash, id) }
    }
  }

  /// Takes all keys into memory.
  mutating func enterMemory(expecting rows: Int) throws {
    for rule in rules { try fill(rule, expecting: rows) }
    isInMemory = true
  }

  private func fill(_ rule: Rule, expecting rows: Int) throws {
    var table = KeyTable(expecting: rows)
    try rule.probe.each { id, hash in table.insert(hash, id) }
    rule.table = table
  }

  mutating func leaveMemory() {
    for rule in rules { rule.table = nil }
    isInMemory = false
  }
}
