internal import CSQLite
internal import Layout

/// Statements on one connection, bound and stepped through the C interface: prepared ones are kept, the hot path makes
/// no argument arrays and no rows.
struct Connection {
  let database: OpenDatabase

  /// Runs a statement to its end; returns the rows that it changed.
  @discardableResult
  func run(_ sql: String, _ arguments: [SQLValue] = []) throws -> Int {
    try database.with(sql) { statement in
      try bind(arguments, to: statement)
      while true {
        let code = sqlite3_step(statement)
        if code == SQLITE_DONE { break }
        guard code == SQLITE_ROW else { throw database.failure(code) }
      }
      return Int(sqlite3_changes(database.sqliteConnection))
    }
  }

  /// The same for a text that is not worth keeping prepared.
  @discardableResult
  func runOnce(_ sql: String) throws -> Int {
    let statement = try database.prepare(sql)
    defer { sqlite3_finalize(statement) }
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { break }
      guard code == SQLITE_ROW else { throw database.failure(code) }
    }
    return Int(sqlite3_changes(database.sqliteConnection))
  }

  /// The number of the row that the last INSERT made.
  var lastInserted: Int64 { sqlite3_last_insert_rowid(database.sqliteConnection) }

  @discardableResult
  func run(_ statement: SQLStatement) throws -> Int { try run(statement.text, statement.arguments) }

  /// Steps over the rows; `body` returns false to stop.
  func each(_ statement: SQLStatement, _ body: (OpaquePointer) throws -> Bool) throws {
    try database.with(statement.text) { prepared in
      try bind(statement.arguments, to: prepared)
      while true {
        let code = sqlite3_step(prepared)
        if code == SQLITE_DONE { return }
        guard code == SQLITE_ROW else { throw database.failure(code) }
        guard try body(prepared) else { return }
      }
    }
  }

  func integers(_ statement: SQLStatement) throws -> [Int64] {
    var found: [Int64] = []
    try each(statement) { row in
      found.append(sqlite3_column_int64(row, 0))
      return true
    }
    return found
  }

  func integer(_ sql: String, _ arguments: [SQLValue] = []) throws -> Int64? {
    var found: Int64?
    try each(SQLStatement(sql, arguments)) { row in
      if sqlite3_column_type(row, 0) != SQLITE_NULL { found = sqlite3_column_int64(row, 0) }
      return false
    }
    return found
  }

  func text(_ sql: String, _ arguments: [SQLValue] = []) throws -> String? {
    var found: String?
    try each(SQLStatement(sql, arguments)) { row in
      found = Connection.text(row, 0)
      return false
    }
    return found
  }

  func texts(_ sql: String) throws -> [String] {
    var found: [String] = []
    try each(SQLStatement(sql)) { row in
      if let text = Connection.text(row, 0) { found.append(text) }
      return true
    }
    return found
  }

  static func text(_ row: OpaquePointer, _ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(row, column) else { return nil }
    let count = Int(sqlite3_column_bytes(row, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  static func value(_ row: OpaquePointer, _ column: Int32) -> SQLValue {
    switch sqlite3_column_type(row, column) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(row, column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(row, column))
    case SQLITE_NULL: .null
    default: .text(text(row, column) ?? "")
    }
  }

  private func bind(_ arguments: [SQLValue], to statement: OpaquePointer) throws {
    for (index, argument) in arguments.enumerated() {
      let code = Connection.bind(argument, Int32(index + 1), to: statement)
      guard code == SQLITE_OK else { throw database.failure(code) }
    }
  }

  /// SQLITE_TRANSIENT: SQLite copies the text.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private static func bind(_ value: SQLValue, _ index: Int32, to statement: OpaquePointer) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(statement, index)
    case .integer(let number): return sqlite3_bind_int64(statement, index, number)
    case .real(let number): return sqlite3_bind_double(statement, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          // An empty text has no address of its own.
          sqlite3_bind_text(
            statement, index, $0.baseAddress ?? UnsafePointer(bitPattern: 1), Int32($0.count), transient)
        }
      }
    }
  }
}

extension String {
  /// As the name of a table or an index in SQL.
  var quotedIdentifier: String { "\"\(replacing("\"", with: "\"\""))\"" }
}
