internal import CSQLite
internal import Query

extension CustomFunctions {
  /// `crm_matches(text, pattern)`, of a folded text. SQLite keeps the compiled pattern as long as the statement runs.
  static func installPatterns(on database: OpenDatabase) {
    sqlite3_create_function_v2(
      database.sqliteConnection, "crm_matches", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
      { context, _, arguments in
        guard let arguments, sqlite3_value_type(arguments[0]) == SQLITE_TEXT,
          let bytes = sqlite3_value_text(arguments[0])
        else { return sqlite3_result_int(context, 0) }
        let text = UnsafeBufferPointer(start: bytes, count: Int(sqlite3_value_bytes(arguments[0])))
        guard let pattern = CustomFunctions.pattern(context, arguments[1]) else { return }
        guard let isFound = pattern.isFound(in: text) else { return sqlite3_result_error_nomem(context) }
        sqlite3_result_int(context, isFound ? 1 : 0)
      }, nil, nil, nil)
  }

  /// nil where the second argument is no pattern: the error is told. The binder has refused it before.
  private static func pattern(_ context: OpaquePointer?, _ value: OpaquePointer?) -> Pattern? {
    if let kept = sqlite3_get_auxdata(context, 1) {
      return Unmanaged<Pattern>.fromOpaque(kept).takeUnretainedValue()
    }
    guard let text = sqlite3_value_text(value) else { return nil }
    let spelled = UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value)))
    guard let pattern = try? Pattern(String(decoding: spelled, as: UTF8.self)) else {
      sqlite3_result_error(context, "not a pattern", -1)
      return nil
    }
    sqlite3_set_auxdata(context, 1, Unmanaged.passRetained(pattern).toOpaque()) { kept in
      if let kept { Unmanaged<Pattern>.fromOpaque(kept).release() }
    }
    return pattern
  }
}
