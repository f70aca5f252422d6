internal import Layout

/// Bringing a workspace of an earlier format up to this program's, in one transaction.
extension Store {
  func migrate(from format: Int64) throws(StorageError) {
    guard format < Int64(SchemaStatements.version) else { return }
    try locked { connection in
      // Another process may have done it while this one waited.
      let stands = Int(try connection.integer("PRAGMA user_version") ?? 0)
      guard stands > 0, stands < SchemaStatements.version else { return }
      for version in (stands + 1)...SchemaStatements.version {
        for statement in SchemaStatements.migration(to: version) { try connection.run(statement) }
      }
      try connection.run("PRAGMA user_version = \(SchemaStatements.version)")
    }
    hasWritten = true
  }
}
