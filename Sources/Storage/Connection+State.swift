internal import CSQLite

/// What the connection itself knows of the last statement and of the transaction.
extension Connection {
  var isInTransaction: Bool { sqlite3_get_autocommit(database.sqliteConnection) == 0 }

  /// The last statement was stopped from outside.
  var wasInterrupted: Bool { sqlite3_errcode(database.sqliteConnection) & 0xFF == SQLITE_INTERRUPT }

  /// SQLite's words on the last statement.
  var message: String { database.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) } ?? "" }

  /// From here on what is locked is not waited for.
  func stopWaiting() { sqlite3_busy_handler(database.sqliteConnection, nil, nil) }
}
