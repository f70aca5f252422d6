internal import CSQLite
package import Domain
internal import Layout
package import Values

/// What scoring by history learns from.
extension Store {
  /// Every live lead with its traits, in one pass over leads and interactions. What happened after a lead was converted
  /// is no part of how it came to that.
  ///
  /// - Parameter now: interactions planned for later do not count yet.
  package func leadPasts(now: Instant) throws(StorageError) -> [LeadPast] {
    let statement = SQLStatement(
      "SELECT l.id, l.name, l.score, l.status, l.source, l.position, l.interest, coalesce(l.company, '') <> '', "
        + "coalesce(l.phone, '') <> '', coalesce(l.email, '') <> '', c.number, c.replies "
        + "FROM leads l LEFT JOIN (SELECT i.lead AS lead, count(*) AS number, sum(i.direction IS 1) AS replies "
        + "FROM interactions i JOIN leads k ON k.id = i.lead WHERE i.deleted_at IS NULL AND i.type <> \(InteractionType.note) "
        + "AND i.date <= min(?1, coalesce(k.converted_at, ?1)) GROUP BY i.lead) c ON c.lead = l.id "
        + "WHERE l.deleted_at IS NULL ORDER BY l.id",
      [.integer(now.milliseconds)])
    return try perform { connection in
      var found: [LeadPast] = []
      try connection.each(statement) { row in
        found.append(Self.past(row))
        return true
      }
      return found
    }
  }

  private static func past(_ row: OpaquePointer) -> LeadPast {
    func text(_ column: Int32) -> String? { Connection.text(row, column).flatMap { $0.isEmpty ? nil : $0 } }
    func isGiven(_ column: Int32) -> Bool { sqlite3_column_int64(row, column) != 0 }
    func number(_ column: Int32) -> Int? {
      if case .integer(let number) = Connection.value(row, column) { Int(number) } else { nil }
    }
    let status = number(3)
    return LeadPast(
      id: sqlite3_column_int64(row, 0), name: text(1) ?? "", score: number(2),
      traits: [
        .text(.source, text(4)), .text(.position, text(5)), .presence(.company, isGiven(7)),
        .presence(.phone, isGiven(8)), .presence(.email, isGiven(9)),
      ] + LeadTrait.interest(text(6)) + [
        .interactions(sqlite3_column_int64(row, 10)), .replies(sqlite3_column_int64(row, 11)),
      ],
      isConverted: status == LeadStatus.converted ? true : status == LeadStatus.disqualified ? false : nil)
  }
}
