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

  /// What undo needs to write the columns beside a value that the log holds alone.
  static func installRestoring(on database: Database, zone: Zone) {
    database.add(
      function: DatabaseFunction("crm_phone", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0]).flatMap { try? PhoneNumber(reading: $0) }?.e164
      })
    database.add(
      function: DatabaseFunction("crm_day", argumentCount: 1, pure: true) { values in
        Int64.fromDatabaseValue(values[0]).map { Int64(zone.day(of: Instant(milliseconds: $0)).daysSinceEpoch) }
      })
  }
}
