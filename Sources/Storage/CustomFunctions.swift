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
}
