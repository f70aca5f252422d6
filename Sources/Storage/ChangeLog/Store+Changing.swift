internal import Domain
internal import Layout
package import Query
package import Values

extension Store {
  /// The records that a plan's updates and removals would change: who has the values already is not among them. Nothing
  /// is written.
  package func changing(_ plan: ChangePlan, at now: Instant) throws(StorageError) -> Set<RecordKey> {
    let writer = ChangeWriter(
      origin: ChangeOrigin(author: 0, source: "", statement: nil, at: now), dictionary: dictionary, number: 0)
    return try perform { connection in
      var found: Set<RecordKey> = []
      for step in plan.steps {
        switch step {
        case .update(let update) where update.follows: continue
        case .update(let update):
          for id in try writer.changing(update, on: connection) { found.insert(RecordKey(update.entity.key, id)) }
        case .remove(let removal):
          for id in removal.ids { found.insert(RecordKey(removal.entity.key, id)) }
        case .insert, .load, .repair, .revert: continue
        }
      }
      return found
    }
  }
}

extension ChangeWriter {
  /// The records of an update that it would make others.
  fileprivate func changing(_ update: Update, on connection: Connection) throws -> [Int64] {
    let differs =
      differences(update.assignments, of: update.entity) + update.labels.flatMap { losses($0, update.entity) }
    guard !differs.isEmpty else { return [] }
    let ids = "[\(update.ids.map(String.init).joined(separator: ","))]"
    return try connection.integers(
      SQLStatement(
        "SELECT id FROM \(EntityTable(update.entity).name) AS outer_row WHERE id IN (SELECT value FROM json_each(?)) "
          + "AND (\(differs.map(\.text).joined(separator: " OR ")))", [.text(ids)] + differs.flatMap(\.arguments)))
  }

  /// The conditions under which a record gains or loses a label.
  private func losses(_ edit: LabelEdit, _ entity: Entity) -> [SQLStatement] {
    let held = "SELECT 1 FROM \(EntityTable(entity).labelTable(edit.field)) m WHERE m.record = outer_row.id"
    func keys(_ texts: [String]) -> [SQLValue] { texts.map { .text(TextFolding.folded($0)) } }
    let one = "m.label = (SELECT id FROM labels WHERE key = ?)"
    var conditions = keys(edit.added).map { SQLStatement("NOT EXISTS (\(held) AND \(one))", [$0]) }
    conditions += keys(edit.removed).map { SQLStatement("EXISTS (\(held) AND \(one))", [$0]) }
    if edit.replacesAll {
      let kept = keys(edit.added)
      let places = kept.map { _ in "?" }.joined(separator: ", ")
      conditions.append(
        SQLStatement("EXISTS (\(held) AND m.label NOT IN (SELECT id FROM labels WHERE key IN (\(places))))", kept))
    }
    return conditions
  }
}
