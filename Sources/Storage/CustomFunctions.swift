internal import GRDB
internal import Values

/// The functions that queries use on texts without a stored key. None stands in an index, so any SQLite tool can open
/// the file.
enum CustomFunctions {
  static func install(on database: Database) {
    database.add(
      function: DatabaseFunction("crm_fold", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0]).map { TextFolding.folded($0) }
      })
    database.add(
      function: DatabaseFunction("crm_sort", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0]).map { Pinyin.sortKey(of: $0) }
      })
  }

  /// What reads the columns beside a value from the value that the log holds.
  static func install(_ zone: Zone, on database: Database) {
    func add(_ name: String, _ body: @escaping @Sendable ([DatabaseValue]) -> (any DatabaseValueConvertible)?) {
      database.add(function: DatabaseFunction(name, argumentCount: 1, pure: true) { body($0) })
    }
    add("crm_day") { values in
      Int64.fromDatabaseValue(values[0]).map { Int64(zone.day(of: Instant(milliseconds: $0)).daysSinceEpoch) }
    }
    add("crm_phone") { values in
      String.fromDatabaseValue(values[0]).flatMap { (try? PhoneNumber(reading: $0))?.e164 }
    }
  }
}
