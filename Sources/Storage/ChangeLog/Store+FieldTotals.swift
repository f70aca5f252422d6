internal import CSQLite
package import Domain
internal import Layout

/// What change sets did to one field, over all records.
package struct FieldTotal: Sendable {
  package let entity: Entity
  package let field: Field
  package let records: Int
  /// Sums over the records that were changed (an amount in minor units of the base currency); nil for what does not
  /// add up.
  package let before: Int64?
  package let after: Int64?
}

extension Store {
  /// Each field that change sets changed on records that were there before, tags included.
  package func fieldTotals(in sets: ClosedRange<Int64>) throws(StorageError) -> [FieldTotal] {
    try perform { connection in
      try self.writer?.flush(on: connection)
      var totals: [FieldTotal] = []
      let bounds: [SQLValue] = [.integer(sets.lowerBound), .integer(sets.upperBound)]
      // The first and the last change of a field: what lies between them is nobody's business here.
      try connection.each(
        SQLStatement(
          """
          WITH ends AS (SELECT entity, field, record, min(id) AS opening, max(id) AS closing FROM changes
            WHERE \(DifferenceReader.rows(of: "changes", "change")) GROUP BY entity, field, record)
          SELECT ends.entity, ends.field, count(*), total(\(LoggedColumns.worth("opening.before"))),
            total(\(LoggedColumns.worth("closing.after")))
          FROM ends JOIN changes AS opening ON opening.id = ends.opening
            JOIN changes AS closing ON closing.id = ends.closing
          GROUP BY ends.entity, ends.field ORDER BY ends.entity, ends.field
          """, bounds)
      ) { row in
        guard let (entity, field) = self.field(row), field.name != "deleted_at" else { return true }
        totals.append(
          FieldTotal(
            entity: entity, field: field, records: Int(sqlite3_column_int64(row, 2)),
            before: field.addsUp ? Int64(exactly: sqlite3_column_double(row, 3)) : nil,
            after: field.addsUp ? Int64(exactly: sqlite3_column_double(row, 4)) : nil))
        return true
      }
      try connection.each(
        SQLStatement(
          "SELECT entity, field, count(DISTINCT record) FROM member_changes "
            + "WHERE \(DifferenceReader.rows(of: "member_changes", "member")) GROUP BY entity, field", bounds)
      ) { row in
        guard let (entity, field) = self.field(row) else { return true }
        totals.append(
          FieldTotal(
            entity: entity, field: field, records: Int(sqlite3_column_int64(row, 2)), before: nil, after: nil))
        return true
      }
      return totals
    }
  }

  private func field(_ row: OpaquePointer) -> (Entity, Field)? {
    guard let entity = dictionary.entity(EntityKey(rawValue: Int(sqlite3_column_int64(row, 0)))),
      let field = entity.field(key: Int(sqlite3_column_int64(row, 1)))
    else { return nil }
    return (entity, field)
  }
}

extension Field {
  /// Whether a sum over records says something.
  fileprivate var addsUp: Bool {
    switch type {
    case .money, .number, .duration: true
    case .integer: name != "probability"
    case .text, .choice, .date, .instant, .flag, .reference, .labels, .phone, .email, .webAddress, .identity: false
    }
  }
}
