package import Domain
internal import Layout
internal import Query
internal import Values

/// What Tab asks: a few texts that begin as the user began. Each is found by walking an index for a bounded number of
/// entries, whatever the size of the workspace.
extension Store {
  /// A record by its number and its title.
  package struct TitledRecord: Sendable, Hashable {
    package let id: Int64
    package let title: String
  }

  /// Entries of an index that are looked at for one answer.
  private static let reach = 500

  /// Tags that begin so, as they are written or by their pinyin.
  package func labels(startingWith prefix: String, limit: Int) throws(StorageError) -> [String] {
    let folded = TextFolding.folded(prefix)
    let written = "SELECT text FROM labels WHERE key >= ? AND key < ? ORDER BY key LIMIT \(limit)"
    let found = try texts(written, Self.range(folded))
    guard found.isEmpty, PinyinWalk.isPinyin(folded) else { return found }
    // Chinese tags stand behind all that is written in letters.
    let chinese = "SELECT text FROM labels WHERE key >= ? ORDER BY key LIMIT \(Self.reach)"
    return Array(try texts(chinese, [.text("\u{2E80}")]).filter { Pinyin.begins($0, with: folded) }.prefix(limit))
  }

  /// Records whose title begins so, as it is written or by its pinyin, in the order of their titles.
  ///
  /// - Parameter isDeleted: those in the recycle bin, and no others.
  package func records(
    startingWith prefix: String, of entity: Entity, isDeleted: Bool = false, limit: Int
  ) throws(StorageError) -> [TitledRecord] {
    guard let title = entity.titleField, let key = EntityTable.keyColumn(title) else { return [] }
    let folded = TextFolding.folded(prefix)
    let found = try records(entity, title, by: key, within: Self.range(folded), isDeleted, limit)
    guard found.isEmpty, PinyinWalk.isPinyin(folded), let sort = EntityTable.sortColumn(title) else { return found }
    let table = EntityTable(entity).name
    let beginnings = try perform { connection in
      try PinyinWalk.beginnings(of: folded) { from in
        var next: String?
        let seek = SQLStatement(
          "SELECT \"\(sort)\" FROM \(table) WHERE \"\(sort)\" >= ? ORDER BY \"\(sort)\" LIMIT 1", [.text(from)])
        try connection.each(seek) { row in
          next = Connection.text(row, 0)
          return false
        }
        return next
      }
    }
    var spoken: [TitledRecord] = []
    for beginning in beginnings where spoken.count < limit {
      spoken += try records(entity, title, by: sort, within: Self.range(beginning), isDeleted, limit - spoken.count)
    }
    return spoken
  }

  /// Records whose number begins with these digits, as ids are written: `00` is that of `cust_001`.
  package func records(
    numbered digits: String, of entity: Entity, isDeleted: Bool = false, limit: Int
  ) throws(StorageError) -> [TitledRecord] {
    guard let title = entity.titleField else { return [] }
    var found: [TitledRecord] = []
    for range in Self.numbers(startingWith: digits) where found.count < limit {
      let bounds = [SQLValue.integer(range.lowerBound), .integer(range.upperBound)]
      found += try records(entity, title, by: "id", within: bounds, isDeleted, limit - found.count)
    }
    return found
  }

  private func records(
    _ entity: Entity, _ title: Field, by column: String, within bounds: [SQLValue], _ isDeleted: Bool, _ limit: Int
  ) throws(StorageError) -> [TitledRecord] {
    let state = isDeleted ? "IS NOT NULL" : "IS NULL"
    let walk = SQLStatement(
      "SELECT id, title FROM (SELECT id, \"\(title.name)\" AS title, deleted_at FROM \(EntityTable(entity).name) "
        + "WHERE \"\(column)\" >= ? AND \"\(column)\" < ? ORDER BY \"\(column)\" LIMIT \(Self.reach)) "
        + "WHERE deleted_at \(state) LIMIT \(limit)", bounds)
    return try perform { connection in
      var found: [TitledRecord] = []
      try connection.each(walk) { row in
        if case .integer(let id) = Connection.value(row, 0) {
          found.append(TitledRecord(id: id, title: Connection.text(row, 1) ?? ""))
        }
        return true
      }
      return found
    }
  }

  private func texts(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> [String] {
    try perform { connection in
      var found: [String] = []
      try connection.each(SQLStatement(sql, arguments)) { row in
        if let text = Connection.text(row, 0) { found.append(text) }
        return true
      }
      return found
    }
  }

  private static func range(_ beginning: String) -> [SQLValue] {
    [.text(beginning), .text(beginning + "\u{10FFFF}")]
  }

  /// The numbers that are written with these digits first, at least three digits long and at most twelve.
  private static func numbers(startingWith digits: String) -> [Range<Int64>] {
    guard digits.utf8.count <= 12, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return [] }
    guard let number = Int64(digits.isEmpty ? "0" : digits) else { return [] }
    if digits.isEmpty { return [1..<1_000_000_000_000] }
    var ranges: [Range<Int64>] = []
    var width: Int64 = 1
    for length in digits.utf8.count...12 {
      // A number of more than three digits is not written with zeros before it.
      if length >= 3, length == 3 || digits.utf8.first != 0x30 { ranges.append(number * width..<(number + 1) * width) }
      width *= 10
    }
    return ranges
  }
}
