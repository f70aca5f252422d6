internal import CSQLite
internal import Layout
internal import Query

extension Examination {
  /// The configuration in force is that of its number among those that were ever in force. No index holds these texts,
  /// and a page of a long one that was emptied makes zeros of them, of which SQLite's own check knows nothing.
  mutating func examineConfiguration() throws {
    let damaged = """
      SELECT 'meta: ' || key FROM meta WHERE instr(CAST(value AS BLOB), x'00') > 0
      UNION ALL SELECT 'dictionaries: ' || id FROM dictionaries WHERE instr(CAST(customization AS BLOB), x'00') > 0
      UNION ALL SELECT 'meta: customization' FROM meta m WHERE m.key = 'customization' AND m.value IS NOT
        (SELECT customization FROM dictionaries d
          WHERE d.id = (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'dictionary'))
      """
    var places: [String] = []
    try connection.each(SQLStatement("SELECT DISTINCT * FROM (\(damaged))")) { row in
      places.append(Connection.text(row, 0) ?? "")
      return true
    }
    for place in places { add(Finding(.unreadable, count: 1, detail: "configuration: \(place)")) }
  }
}
