internal import CSQLite
internal import Domain
internal import Layout
internal import Query
internal import Values

/// Reads one entity's rows once and says of each what does not follow from its own values: keys, sort keys, days;
/// choices, figures, amounts.
struct RowExamination {
  /// A column and what it should be.
  typealias Correction = (column: String, value: SQLValue)

  private enum Rule {
    case keyed, email, phone, day
    case choice(Set<Int64>)
    case range(ClosedRange<Int64>)
    case amount
  }

  private struct Check {
    let field: Field
    let rule: Rule
    /// Where the field's columns begin in the row.
    let at: Int32
  }

  private let statement: SQLStatement
  private let checks: [Check]
  private let searchable: [Int32]
  private let zone: Zone

  init(of entity: Entity, zone: Zone) {
    self.zone = zone
    var columns = ["id", "deleted_at"]
    var checks: [Check] = []
    var searchable: [Int32] = []
    for field in entity.fields where field.isStored && field.type != .identity {
      let at = Int32(columns.count)
      let rule = Self.rule(for: field)
      let isSearched = field.traits.contains(.searchable)
      guard rule != nil || isSearched else { continue }
      columns += EntityTable.columns(of: field).map { "\"\($0.name)\"" }
      if let rule { checks.append(Check(field: field, rule: rule, at: at)) }
      if isSearched { searchable.append(at) }
    }
    self.checks = checks
    self.searchable = searchable
    statement = SQLStatement("SELECT \(columns.joined(separator: ", ")) FROM \(EntityTable(entity).name) ORDER BY id")
  }

  private static func rule(for field: Field) -> Rule? {
    switch field.type {
    case .text: field.traits.contains(.keyed) ? .keyed : nil
    case .email: .email
    case .phone: .phone
    case .instant: .day
    case .choice(let list): .choice(Set(list.choices.map { Int64($0.key) }))
    case .integer(let range): .range(Int64(range.lowerBound)...Int64(range.upperBound))
    case .flag: .range(0...1)
    case .date: .range(Int64(CivilDate.first.daysSinceEpoch)...Int64(CivilDate.last.daysSinceEpoch))
    case .money: .amount
    case .number, .duration, .reference, .labels, .webAddress, .identity: nil
    }
  }

  /// - Parameters:
  ///   - document: given the search document of each live record that has one.
  ///   - report: given each flaw, with what the columns should be where that is known.
  func run(
    on connection: Connection, document: ((Int64, GramDocument) throws -> Void)? = nil,
    _ report: (Int64, Flaw, Field, [Correction]) throws -> Void
  ) throws {
    var grams = GramDocument()
    try connection.each(statement) { row in
      let id = sqlite3_column_int64(row, 0)
      for check in checks { try examine(check, row) { try report(id, $0, check.field, $1) } }
      guard let document, sqlite3_column_type(row, 1) == SQLITE_NULL else { return true }
      grams.begin()
      for column in searchable { if let text = Connection.text(row, column) { grams.add(text) } }
      if !grams.isEmpty { try document(id, grams) }
      return true
    }
  }

  private func examine(_ check: Check, _ row: OpaquePointer, _ report: (Flaw, [Correction]) throws -> Void) throws {
    let at = check.at
    let name = check.field.name
    let isEmpty = sqlite3_column_type(row, at) == SQLITE_NULL
    switch check.rule {
    case .keyed:
      let text = Connection.text(row, at)
      try compare(row, at + 1, text.map { TextFolding.folded($0) }) { try report(.key, [("\(name)_key", $0)]) }
      try compare(row, at + 2, text.map { Pinyin.sortKey(of: $0) }) { try report(.sortKey, [("\(name)_sort", $0)]) }
      guard let core = EntityTable.coreColumn(check.field) else { return }
      try compare(row, at + 3, text.flatMap { CompanyName.storedCore(folded: TextFolding.folded($0)) }) {
        try report(.key, [(core, $0)])
      }
    case .email:
      let text = Connection.text(row, at)
      try compare(row, at + 1, text.map { TextFolding.folded($0) }) { try report(.key, [("\(name)_key", $0)]) }
    case .phone:
      guard let text = Connection.text(row, at) else {
        return try compare(row, at + 1, nil) { try report(.key, [("\(name)_key", $0)]) }
      }
      // What is no number to this version may have been one to another.
      guard let number = try? PhoneNumber(reading: text) else { return }
      try compare(row, at + 1, number.e164) { try report(.key, [("\(name)_key", $0)]) }
    case .day:
      guard !isEmpty else {
        if sqlite3_column_type(row, at + 1) != SQLITE_NULL { try report(.day, [("\(name)_day", .null)]) }
        return
      }
      let moment = sqlite3_column_int64(row, at)
      guard moment >= Instant.first.milliseconds, moment <= Instant.last.milliseconds else {
        return try report(.range, [])
      }
      let day = Int64(zone.day(of: Instant(milliseconds: moment)).daysSinceEpoch)
      if sqlite3_column_type(row, at + 1) == SQLITE_NULL || sqlite3_column_int64(row, at + 1) != day {
        try report(.day, [("\(name)_day", .integer(day))])
      }
    case .choice(let known): if !isEmpty, !known.contains(sqlite3_column_int64(row, at)) { try report(.choice, []) }
    case .range(let range): if !isEmpty, !range.contains(sqlite3_column_int64(row, at)) { try report(.range, []) }
    case .amount:
      let currency = Connection.text(row, at + 1)
      let hasWorth = sqlite3_column_type(row, at + 2) != SQLITE_NULL
      let isWhole = isEmpty ? currency == nil && !hasWorth : hasWorth && currency.flatMap { Currency.named($0) } != nil
      if !isWhole { try report(.amount, []) }
    }
  }

  /// Byte by byte: two spellings of one character are two texts.
  private func compare(
    _ row: OpaquePointer, _ column: Int32, _ wanted: String?, _ report: (SQLValue) throws -> Void
  ) throws {
    guard var wanted else {
      if sqlite3_column_type(row, column) != SQLITE_NULL { try report(.null) }
      return
    }
    let isSame = wanted.withUTF8 { bytes in
      guard let stands = sqlite3_column_text(row, column) else { return false }
      let count = Int(sqlite3_column_bytes(row, column))
      return count == bytes.count && UnsafeBufferPointer(start: stands, count: count).elementsEqual(bytes)
    }
    if !isSame { try report(.text(wanted)) }
  }
}
