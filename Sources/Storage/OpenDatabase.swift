internal import CSQLite

/// An open database with the statements that were prepared on it, kept by their text. Closed with its last holder.
///
/// It is used by one thread at a time, its Store's.
final class OpenDatabase {
  let sqliteConnection: OpaquePointer?
  private var prepared: [String: OpaquePointer] = [:]
  /// What its handlers ask, kept as long as it is open: closing it may have to wait for others too.
  private var cancellation: Store.Cancellation?
  /// Texts vary with the limits and columns asked for: beyond this many the idle ones go.
  private static let capacity = 256
  private static let isConfigured = csq_forgo_memory_statistics() == SQLITE_OK

  /// - Parameter name: a file's path, or SQLite's name for a temporary database (`:memory:`, or none: on disk).
  init(_ name: String, isReadOnly: Bool = false) throws(DatabaseFailure) {
    _ = Self.isConfigured
    var handle: OpaquePointer?
    let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    let code = sqlite3_open_v2(name, &handle, access | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, handle != nil else {
      // One that could not be opened is there all the same, with the reason.
      defer { sqlite3_close_v2(handle) }
      throw DatabaseFailure(code: code, message: handle.map { String(cString: sqlite3_errmsg($0)) })
    }
    sqliteConnection = handle
    sqlite3_extended_result_codes(handle, 1)
    csq_forbid_quoted_literals(handle)
    csq_enforce_foreign_keys(handle)
    // Checkpoints are the Store's, under the lock.
    sqlite3_wal_autocheckpoint(handle, 0)
  }

  deinit {
    for statement in prepared.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(sqliteConnection)
  }

  /// From here on a lock is waited for, and a statement is stopped, as `cancellation` says.
  func obey(_ cancellation: Store.Cancellation) {
    self.cancellation = cancellation
    let context = Unmanaged.passUnretained(cancellation).toOpaque()
    sqlite3_busy_handler(
      sqliteConnection,
      { context, attempt in
        guard let context else { return 0 }
        return Unmanaged<Store.Cancellation>.fromOpaque(context).takeUnretainedValue().waits(attempt: Int(attempt))
          ? 1 : 0
      }, context)
    sqlite3_progress_handler(
      sqliteConnection, 20_000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Store.Cancellation>.fromOpaque(context).takeUnretainedValue().stops ? 1 : 0
      }, context)
  }

  /// From here on it waits and is stopped as another one is.
  func obey(like other: OpenDatabase) {
    if let cancellation = other.cancellation { obey(cancellation) }
  }

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

  /// The file; nil of one without a name.
  var path: String? {
    guard let name = sqlite3_db_filename(sqliteConnection, "main") else { return nil }
    let path = String(cString: name)
    return path.isEmpty ? nil : path
  }

  /// A new statement, its caller's to finalize.
  func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(
      sqliteConnection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(code) }
    return statement
  }

  /// Runs statements that answer nothing.
  func execute(_ sql: String) throws(DatabaseFailure) {
    let code = sqlite3_exec(sqliteConnection, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// Makes `other` hold what this one does, in its place.
  func copy(to other: OpenDatabase) throws(DatabaseFailure) {
    guard let backup = sqlite3_backup_init(other.sqliteConnection, "main", sqliteConnection, "main") else {
      throw other.failure(sqlite3_errcode(other.sqliteConnection))
    }
    let code = sqlite3_backup_step(backup, -1)
    let end = sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, end == SQLITE_OK else { throw other.failure(end == SQLITE_OK ? code : end) }
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
