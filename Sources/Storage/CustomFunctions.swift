internal import GRDBSQLite
internal import Values

/// The functions that queries use on texts without a stored key. None stands in an index, so any SQLite tool can open
/// the file.
enum CustomFunctions {
  static func install(on database: OpenDatabase) {
    add("crm_fold", to: database) { context, _, arguments in
      CustomFunctions.answer(context, arguments) { TextFolding.folded($0) }
    }
    add("crm_sort", to: database) { context, _, arguments in
      CustomFunctions.answer(context, arguments) { Pinyin.sortKey(of: $0) }
    }
  }

  private typealias Function =
    @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

  /// A pure function of one text.
  private static func add(_ name: String, to database: OpenDatabase, _ function: @escaping Function) {
    sqlite3_create_function_v2(
      database.sqliteConnection, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil, function, nil, nil, nil)
  }

  /// What is no text stays empty.
  private static func answer(
    _ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?, _ change: (String) -> String
  ) {
    guard let value = arguments?.pointee, sqlite3_value_type(value) == SQLITE_TEXT,
      let bytes = sqlite3_value_text(value)
    else { return sqlite3_result_null(context) }
    let text = UnsafeBufferPointer(start: bytes, count: Int(sqlite3_value_bytes(value)))
    var changed = change(String(decoding: text, as: UTF8.self))
    changed.withUTF8 { result in
      result.withMemoryRebound(to: CChar.self) {
        // An empty text has no address of its own.
        sqlite3_result_text(
          context, $0.baseAddress ?? UnsafePointer(bitPattern: 1), Int32(clamping: $0.count), transient)
      }
    }
  }

  /// SQLITE_TRANSIENT: SQLite copies the text.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
