internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Who holds what a configuration would drop. It is asked at every opening until it is mended, so that each table is
/// read once, however much is dropped.
extension Store {
  typealias Holders = (live: Int64, binned: Int64)

  /// The records that hold each of the losses, those in the recycle bin apart.
  func holders(of losses: [Customization.Loss], on connection: Connection) throws -> [Holders] {
    var found: [Holders] = Array(repeating: (0, 0), count: losses.count)
    for (_, places) in Dictionary(grouping: losses.indices, by: { losses[$0].entity.key }) {
      guard let first = places.first else { continue }
      let table = EntityTable(losses[first].entity)
      // A statement has a thousand columns at most.
      for start in stride(from: 0, to: places.count, by: 200) {
        let part = places[start..<min(start + 200, places.count)]
        let terms = part.map { Self.holds(losses[$0], in: table) }
        let counts = terms.map {
          "sum(\($0.text) AND deleted_at IS NULL), sum(\($0.text) AND deleted_at IS NOT NULL)"
        }
        let any = terms.map(\.text).joined(separator: " OR ")
        let arguments = terms.flatMap { $0.arguments + $0.arguments } + terms.flatMap(\.arguments)
        let text = "SELECT \(counts.joined(separator: ", ")) FROM \(table.name) WHERE \(any)"
        try connection.each(SQLStatement(text, arguments)) { row in
          for (column, place) in part.enumerated() {
            found[place] = (
              sqlite3_column_int64(row, Int32(2 * column)), sqlite3_column_int64(row, Int32(2 * column + 1))
            )
          }
          return false
        }
      }
    }
    return found
  }

  /// Whether a row holds it.
  private static func holds(_ loss: Customization.Loss, in table: EntityTable) -> SQLStatement {
    guard loss.field.type == .labels else {
      guard let choice = loss.choice else { return SQLStatement("(\"\(loss.field.name)\" IS NOT NULL)") }
      return SQLStatement("(\"\(loss.field.name)\" = ?)", [.integer(choice.key)])
    }
    let held = "id IN (SELECT record FROM \"\(table.labelTable(loss.field))\""
    guard let choice = loss.choice else { return SQLStatement("(\(held)))") }
    let names = loss.field.spellings(ofElement: choice.name) ?? [choice.name]
    return SQLStatement(
      "(\(held) WHERE label IN (SELECT id FROM labels WHERE key IN (\(names.map { _ in "?" }.joined(separator: ", "))))))",
      names.map { .text(TextFolding.folded($0)) })
  }
}
