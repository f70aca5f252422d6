internal import GRDBSQLite

/// The handle of an open database with the statements that were prepared on it, kept by their text.
///
/// It is used by one thread at a time, its Store's; it must not outlive what opened the handle.
final class OpenDatabase {
  let sqliteConnection: OpaquePointer?
  private var prepared: [String: OpaquePointer] = [:]
  /// Texts vary with the limits and columns asked for: beyond this many the idle ones go.
  private static let capacity = 256

  init(_ handle: OpaquePointer?) {
    sqliteConnection = handle
    // What GRDB hooks in to observe its own statements: none of them runs from here on, and its authorizer, asked about
    // every column that a statement names, is a third of what it costs to prepare one.
    sqlite3_set_authorizer(handle, nil, nil)
    sqlite3_commit_hook(handle, nil, nil)
    sqlite3_rollback_hook(handle, nil, nil)
  }

  deinit { for statement in prepared.values { sqlite3_finalize(statement) } }

  /// Runs `body` with the statement of a text, reset and without bindings; a statement that is still being stepped
  /// further up is left to it.
  func with<Result>(_ sql: String, _ body: (OpaquePointer) throws -> Result) throws -> Result {
    let known = prepared[sql]
    if let known, sqlite3_stmt_busy(known) == 0 {
      defer { rest(known) }
      return try body(known)
    }
    let statement = try prepare(sql)
    guard known == nil else {
      defer { sqlite3_finalize(statement) }
      return try body(statement)
    }
    keep(statement, sql)
    defer { rest(statement) }
    return try body(statement)
  }

  /// A new statement, its caller's to finalize.
  func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(
      sqliteConnection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(code) }
    return statement
  }

  func failure(_ code: Int32) -> DatabaseFailure {
    DatabaseFailure(code: code, message: sqliteConnection.map { String(cString: sqlite3_errmsg($0)) })
  }

  private func keep(_ statement: OpaquePointer, _ sql: String) {
    if prepared.count >= Self.capacity {
      for (text, idle) in prepared where sqlite3_stmt_busy(idle) == 0 {
        sqlite3_finalize(idle)
        prepared[text] = nil
      }
    }
    prepared[sql] = statement
  }

  private func rest(_ statement: OpaquePointer) {
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
  }
}

/// What SQLite answered instead of doing it.
struct DatabaseFailure: Error {
  /// The extended result code.
  let code: Int32
  let message: String?

  var primaryCode: Int32 { code & 0xFF }
}
