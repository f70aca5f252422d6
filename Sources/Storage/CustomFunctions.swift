internal import CSQLite
internal import Domain
internal import Query
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
    add("crm_core", to: database) { context, _, arguments in
      CustomFunctions.answer(context, arguments) { CompanyName.storedCore(folded: TextFolding.folded($0)) }
    }
  }

  private typealias Function =
    @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

  /// What undo and time travel need to read the columns beside a value that the log holds alone.
  static func installRestoring(on database: OpenDatabase, zone: Zone) {
    add("crm_phone", to: database) { context, _, arguments in
      CustomFunctions.answer(context, arguments) { (try? PhoneNumber(reading: $0))?.e164 }
    }
    // SQLite lets go of the zone with the function.
    sqlite3_create_function_v2(
      database.sqliteConnection, "crm_day", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
      Unmanaged.passRetained(ZoneInForce(zone)).toOpaque(),
      { context, _, arguments in
        guard let value = arguments?.pointee, sqlite3_value_type(value) == SQLITE_INTEGER,
          let zone = sqlite3_user_data(context)
        else { return sqlite3_result_null(context) }
        let instant = Instant(milliseconds: sqlite3_value_int64(value))
        let day = Unmanaged<ZoneInForce>.fromOpaque(zone).takeUnretainedValue().zone.day(of: instant)
        sqlite3_result_int64(context, Int64(day.daysSinceEpoch))
      }, nil, nil, { pointer in if let pointer { Unmanaged<ZoneInForce>.fromOpaque(pointer).release() } })
  }

  /// `crm_later_day(day, months, days, seconds)` and the same of a moment: the calendar's arithmetic, of which SQL has
  /// another (31 January and a month are 3 March). Null beyond the supported years.
  static func installCalendar(on database: OpenDatabase, zone: Zone) {
    sqlite3_create_function_v2(
      database.sqliteConnection, "crm_later_day", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
      { context, _, arguments in
        guard let (value, duration) = CustomFunctions.length(arguments),
          let later = CivilDate(daysSinceEpoch: value)?.adding(duration)
        else { return sqlite3_result_null(context) }
        sqlite3_result_int64(context, Int64(later.daysSinceEpoch))
      }, nil, nil, nil)
    sqlite3_create_function_v2(
      database.sqliteConnection, "crm_later_instant", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
      Unmanaged.passRetained(ZoneInForce(zone)).toOpaque(),
      { context, _, arguments in
        guard let (value, duration) = CustomFunctions.length(arguments), let kept = sqlite3_user_data(context),
          let later = Instant(milliseconds: value).adding(
            duration, in: Unmanaged<ZoneInForce>.fromOpaque(kept).takeUnretainedValue().zone)
        else { return sqlite3_result_null(context) }
        sqlite3_result_int64(context, later.milliseconds)
      }, nil, nil, { pointer in if let pointer { Unmanaged<ZoneInForce>.fromOpaque(pointer).release() } })
  }

  /// A stored date or moment, and what comes on top of it.
  private static func length(
    _ arguments: UnsafeMutablePointer<OpaquePointer?>?
  ) -> (value: Int64, duration: CalendarDuration)? {
    guard let arguments, sqlite3_value_type(arguments[0]) == SQLITE_INTEGER,
      let months = Int32(exactly: sqlite3_value_int64(arguments[1])),
      let days = Int32(exactly: sqlite3_value_int64(arguments[2]))
    else { return nil }
    return (
      sqlite3_value_int64(arguments[0]),
      CalendarDuration(months: months, days: days, seconds: sqlite3_value_int64(arguments[3]))
    )
  }

  /// `crm_shown(value, kind)`: a stored figure as a person reads it.
  static func installShowing(on database: OpenDatabase, dictionary: DataDictionary) {
    // SQLite lets go of the dictionary with the function.
    sqlite3_create_function_v2(
      database.sqliteConnection, "crm_shown", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
      Unmanaged.passRetained(DictionaryInForce(dictionary)).toOpaque(),
      { context, _, arguments in
        guard let arguments, let kept = sqlite3_user_data(context),
          sqlite3_value_type(arguments[0]) == SQLITE_INTEGER, let kind = sqlite3_value_text(arguments[1])
        else { return sqlite3_result_null(context) }
        let dictionary = Unmanaged<DictionaryInForce>.fromOpaque(kept).takeUnretainedValue().dictionary
        let value = Value(
          storedUnits: sqlite3_value_int64(arguments[0]), kind: String(cString: kind), dictionary.rules.baseCurrency)
        CustomFunctions.answer(context, value?.sentenceText(dictionary))
      }, nil, nil, { pointer in if let pointer { Unmanaged<DictionaryInForce>.fromOpaque(pointer).release() } })
  }

  private final class DictionaryInForce {
    let dictionary: DataDictionary

    init(_ dictionary: DataDictionary) { self.dictionary = dictionary }
  }

  private final class ZoneInForce {
    let zone: Zone

    init(_ zone: Zone) { self.zone = zone }
  }

  /// A pure function of one text.
  private static func add(_ name: String, to database: OpenDatabase, _ function: @escaping Function) {
    sqlite3_create_function_v2(
      database.sqliteConnection, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil, function, nil, nil, nil)
  }

  /// What is no text stays empty.
  private static func answer(
    _ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?, _ change: (String) -> String?
  ) {
    guard let value = arguments?.pointee, sqlite3_value_type(value) == SQLITE_TEXT,
      let bytes = sqlite3_value_text(value)
    else { return sqlite3_result_null(context) }
    let text = UnsafeBufferPointer(start: bytes, count: Int(sqlite3_value_bytes(value)))
    answer(context, change(String(decoding: text, as: UTF8.self)))
  }

  private static func answer(_ context: OpaquePointer?, _ text: String?) {
    guard var changed = text else { return sqlite3_result_null(context) }
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

extension Value {
  /// A figure as it lies in its column.
  fileprivate init?(storedUnits number: Int64, kind: String, _ base: Currency) {
    switch kind {
    case "number": self = .number(FieldValue.number(storedUnits: number))
    case "money": self = .money(Money(minorUnits: number, currency: base))
    case "date":
      guard let day = CivilDate(daysSinceEpoch: number) else { return nil }
      self = .date(day)
    case "instant": self = .instant(Instant(milliseconds: number))
    case "duration": self = .duration(number)
    case "flag": self = .flag(number != 0)
    default: return nil
    }
  }
}
