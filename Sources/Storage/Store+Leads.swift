internal import CSQLite
package import Domain
internal import Layout
package import Values

/// What the scoring and the conversion of leads have to know of the data.
extension Store {
  /// What the scores of leads are worked out from, in one pass over them and their interactions; those in the recycle
  /// bin are passed over.
  ///
  /// - Parameter now: interactions planned for later do not count yet.
  package func leadFacts(_ ids: [Int64], now: Instant) throws(StorageError) -> [LeadFacts] {
    let details = LeadScoring.details.map { "(coalesce(\($0), '') <> '')" }.joined(separator: " + ")
    let statement = SQLStatement(
      "WITH wanted(id) AS (SELECT value FROM json_each(?1)), "
        + "contacts AS (SELECT lead, count(*) AS number, sum(direction IS 1) AS replies, max(date) AS last "
        + "FROM interactions WHERE lead IN (SELECT id FROM wanted) AND deleted_at IS NULL AND type <> \(InteractionType.note) "
        + "AND date <= ?2 GROUP BY lead) "
        + "SELECT l.id, l.name, l.company, l.position, l.source, l.interest, \(details), c.number, c.replies, c.last, "
        + "l.score, l.status FROM wanted JOIN leads l ON l.id = wanted.id AND l.deleted_at IS NULL LEFT JOIN contacts c ON c.lead = l.id",
      [.text(Self.list(ids)), .integer(now.milliseconds)])
    return try perform { connection in
      var found: [LeadFacts] = []
      found.reserveCapacity(ids.count)
      try connection.each(statement) { row in
        found.append(Self.facts(row))
        return true
      }
      return found
    }
  }

  private static func facts(_ row: OpaquePointer) -> LeadFacts {
    func text(_ column: Int32) -> String? { Connection.text(row, column).flatMap { $0.isEmpty ? nil : $0 } }
    func number(_ column: Int32) -> Int64? {
      if case .integer(let number) = Connection.value(row, column) { number } else { nil }
    }
    var facts = LeadFacts(
      id: sqlite3_column_int64(row, 0), name: text(1) ?? "", company: text(2), position: text(3), source: text(4),
      interest: text(5), details: Int(sqlite3_column_int64(row, 6)))
    facts.interactions = number(7) ?? 0
    facts.replies = number(8) ?? 0
    facts.lastContact = number(9).map { Instant(milliseconds: $0) }
    facts.score = number(10).map { Int($0) }
    facts.status = number(11).map { Int($0) }
    return facts
  }

  private static func list(_ ids: [Int64]) -> String { "[" + ids.map(String.init).joined(separator: ",") + "]" }

  /// The leads that some interactions are with.
  package func leads(ofInteractions ids: [Int64]) throws(StorageError) -> [Int64] {
    try perform {
      try $0.integers(
        SQLStatement(
          "SELECT DISTINCT lead FROM interactions WHERE id IN (SELECT value FROM json_each(?)) AND lead IS NOT NULL",
          [.text(Self.list(ids))]))
    }
  }

  /// The leads whose scores an import may have moved: those it changed in some fields, unless it gave the score
  /// itself, and those whose interactions it brought or changed.
  ///
  /// - Parameters:
  ///   - fields: of the lead, by their keys.
  ///   - score: the key of the score.
  package func leadsTouched(by changeSet: Int64, fields: [Int], score: Int) throws(StorageError) -> [Int64] {
    let keys = fields.map(String.init).joined(separator: ",")
    return try perform { connection in
      try noteCreated(on: connection)
      return try connection.integers(
        SQLStatement(
          "SELECT record FROM changes WHERE change_set = ?1 AND entity = \(EntityKey.lead.rawValue) AND field IN (\(keys)) EXCEPT "
            + "SELECT record FROM changes WHERE change_set = ?1 AND entity = \(EntityKey.lead.rawValue) AND field = \(score) UNION "
            + "SELECT i.lead FROM created c JOIN interactions i ON i.id BETWEEN c.first AND c.last "
            + "WHERE c.change_set = ?1 AND c.entity = \(EntityKey.interaction.rawValue) AND i.lead IS NOT NULL UNION "
            + "SELECT i.lead FROM changes h JOIN interactions i ON i.id = h.record "
            + "WHERE h.change_set = ?1 AND h.entity = \(EntityKey.interaction.rawValue) AND i.lead IS NOT NULL",
          [.integer(changeSet)]))
    }
  }

  /// How many live leads, among those that a change set made and some others, have a score and have not ended.
  package func leadsReached(
    _ threshold: Int, by changeSet: Int64, or ids: Set<Int64>
  ) throws(StorageError) -> Int64 {
    try perform { connection in
      try noteCreated(on: connection)
      return try connection.integer(
        "SELECT count(*) FROM leads WHERE score >= ?1 AND deleted_at IS NULL AND status NOT IN (\(LeadStatus.converted), \(LeadStatus.disqualified)) AND id IN ("
          + "SELECT l.id FROM created c JOIN leads l ON l.id BETWEEN c.first AND c.last "
          + "WHERE c.change_set = ?2 AND c.entity = \(EntityKey.lead.rawValue) UNION SELECT value FROM json_each(?3))",
        [.integer(Int64(threshold)), .integer(changeSet), .text(Self.list(ids.sorted()))]) ?? 0
    }
  }

  /// The number that the next new record of an entity takes.
  package func nextNumber(of entity: Entity) throws(StorageError) -> Int64 {
    if let last = writer?.state.counters[entity.key] { return last + 1 }
    return try perform {
      (try $0.integer("SELECT last FROM counters WHERE entity = ?", [.integer(entity.key.rawValue)]) ?? 0) + 1
    }
  }
}
