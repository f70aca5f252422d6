package import Domain
package import Layout

/// A page of an earlier state that can be found by walking its order: the records whose place in the order has not
/// changed since lie in an index of today; the others are few, or are told by the log. See `Storage/PastOrder`.
package struct PastWalk: Sendable {
  package let entity: Entity
  package let past: Past
  /// The field that the page is sorted by; nil for the records' own numbers.
  package let field: Field?
  package let isDescending: Bool
  package let limit: Int
  package let after: Int64?
  /// All records that stand: key and number, in the order that is asked for. A key is NULL where the number decides.
  package let standing: SQLStatement
  /// The records whose key may have been another, with the key that they had, in the same order. Of `updated_at` only
  /// those whose making was undone since: every row of the log keeps the `updated_at` of before.
  package let moved: SQLStatement?
  /// The key of the record whose number is bound.
  package let keyOfOne: SQLStatement

  /// Its key is kept beside the log, in the row of each change.
  package var isByTouch: Bool { field?.name == "updated_at" && field?.traits.contains(.automatic) == true }
}

/// A page that walking found.
package struct PastPage: Sendable {
  /// The records, in their order.
  package let records: [Int64]
  /// The fields, by their keys, in which few records changed since.
  package let rarelyChanged: Set<Int>

  package init(records: [Int64], rarelyChanged: Set<Int>) {
    self.records = records
    self.rarelyChanged = rarelyChanged
  }
}

extension QueryWriter {
  /// How a page's records can be found by walking the order that it asks for; nil where no index has that order.
  package func walk(of query: BoundQuery) -> PastWalk? {
    guard query.isPagedFromPast, let past = query.past, let limit = query.limit, limit > 0, query.order.count <= 1
    else { return nil }
    let entity = query.entity
    let isDescending = query.order.first?.isDescending ?? false
    var field: Field?
    if let order = query.order.first {
      guard case .field(let sorted, let via) = order.expression.kind, via.isEmpty, !sorted.isDerived else { return nil }
      guard sorted.type == .identity || EntityTable(entity).hasOrder(of: sorted) else { return nil }
      field = sorted.type == .identity ? nil : sorted
    }
    let writer = QueryWriter(expressions.reading(past, isFew: true))
    return writer.walk(query, past, limit, field, isDescending)
  }

  private func walk(
    _ query: BoundQuery, _ past: Past, _ limit: Int, _ field: Field?, _ isDescending: Bool
  ) -> PastWalk {
    let entity = query.entity
    let direction = isDescending ? " DESC" : ""
    let order = field == nil ? nil : query.order.first?.expression
    func sorted(_ key: String, _ number: String) -> String {
      let first = field == nil ? "" : "\(key)\(isDescending ? " DESC" : " ASC NULLS LAST"), "
      return " ORDER BY \(first)\(number)\(direction)"
    }

    let today = QueryWriter(expressions.reading(nil))
    let rows = today.expressions.frame(entity)
    let place = order.map { today.sortKey($0, rows) }
    let standing = today.expressions.wrap(
      "SELECT ", place ?? SQLStatement("NULL"),
      ", \(rows.alias).id FROM \(rows.source) \(rows.alias)\(sorted(place?.text ?? "", "\(rows.alias).id"))")

    var moving: [String] = []
    if let field, field.isLogged, let reader = expressions.past {
      moving.append(reader.changed([field], of: entity))
    }
    if past.unmade.contains(entity.key) {
      moving.append(
        "SELECT record FROM undone_records WHERE entity = \(entity.key.rawValue) AND change_set > \(past.changeSet)")
    }
    var moved: SQLStatement?
    if !moving.isEmpty {
      let then = expressions.frame(entity)
      let own = order.map { sortKey($0, then) } ?? SQLStatement("NULL")
      moved = expressions.wrap(
        "SELECT k, id FROM (SELECT ", own,
        " AS k, \(then.alias).id AS id FROM \(then.source) \(then.alias)\(then.joins) WHERE \(then.alias).id IN "
          + "(\(moving.joined(separator: " UNION ALL "))))\(sorted("k", "id"))")
    }

    let one = expressions.frame(entity)
    let ownKey = order.map { sortKey($0, one) } ?? SQLStatement("NULL")
    let keyOfOne = expressions.wrap(
      "SELECT ", ownKey, " FROM \(one.source) \(one.alias)\(one.joins) WHERE \(one.alias).id = ?")
    return PastWalk(
      entity: entity, past: past, field: field, isDescending: isDescending, limit: limit, after: query.after,
      standing: standing, moved: moved, keyOfOne: keyOfOne)
  }

  /// Of the record numbers in the JSON array that is bound first, the places of those that belong to a page.
  package func chosen(_ query: BoundQuery, rarelyChanged: Set<Int>) -> SQLStatement {
    let reading = expressions.reading(query.past, isFew: true, rarelyChanged: (query.entity.key, rarelyChanged))
    let frame = reading.frame(query.entity)
    var seeing = reading
    seeing.seesBin = query.records == .deleted
    let condition = query.condition.map { seeing.write($0, frame) }
    let chosen = SQLStatement(
      "SELECT c.key FROM json_each(?) c CROSS JOIN \(frame.source) \(frame.alias) ON \(frame.alias).id = c.value"
        + "\(frame.joins) WHERE \(frame.presence(query.records))")
    return condition.map { chosen + seeing.wrap(" AND ", $0, "") } ?? chosen
  }

  /// The columns of records that are found already, in their order.
  func records(_ records: [Int64], _ frame: Frame, _ selected: [SQLStatement]) -> SQLStatement {
    var statement = SQLStatement("SELECT ")
    for (index, piece) in selected.enumerated() { statement += index == 0 ? piece : SQLStatement(", ") + piece }
    let list = "[\(records.map(String.init).joined(separator: ","))]"
    statement += SQLStatement(" FROM json_each(?) page", [.text(list)])
    statement += SQLStatement(
      " CROSS JOIN \(frame.source) \(frame.alias) ON \(frame.alias).id = page.value\(frame.joins) ORDER BY page.key")
    return statement
  }
}
