package import Domain
internal import Layout
internal import Values

/// What Tab asks: a few texts that begin as the user began, found by an index whatever the size of the workspace.
extension Store {
  package func labels(startingWith prefix: String, limit: Int) throws(StorageError) -> [String] {
    let folded = TextFolding.folded(prefix)
    return try texts(
      "SELECT text FROM labels WHERE key >= ? AND key < ? ORDER BY key LIMIT \(limit)",
      [.text(folded), .text(folded + "\u{10FFFF}")])
  }

  package func titles(startingWith prefix: String, of entity: Entity, limit: Int) throws(StorageError) -> [String] {
    guard let title = entity.titleField, let key = EntityTable.keyColumn(title) else { return [] }
    let folded = TextFolding.folded(prefix)
    return try texts(
      "SELECT \"\(title.name)\" FROM \(EntityTable(entity).name) WHERE \(key) >= ? AND \(key) < ? AND deleted_at IS NULL "
        + "ORDER BY \(key) LIMIT \(limit)", [.text(folded), .text(folded + "\u{10FFFF}")])
  }

  private func texts(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> [String] {
    try perform { connection in
      var found: [String] = []
      try connection.each(SQLStatement(sql, arguments)) { row in
        if let text = Connection.text(row, 0) { found.append(text) }
        return true
      }
      return found
    }
  }
}
