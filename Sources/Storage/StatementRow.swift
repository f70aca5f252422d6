internal import CSQLite
internal import Domain
internal import Query
internal import Values

/// The row that a statement stands on, read column by column as its readers say. One serves all rows of a run.
final class StatementRow: ResultRow {
  private let statement: OpaquePointer
  private let columns: [CompiledQuery.Column]
  private let quick: QuickColumns

  init(_ statement: OpaquePointer, of query: CompiledQuery) {
    self.statement = statement
    columns = query.columns
    quick = QuickColumns(query)
  }

  func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8>? { quick.bytes(column, of: statement) }

  func cell(_ column: Int) -> Cell {
    let at = Int32(columns[column].offset)
    guard sqlite3_column_type(statement, at) != SQLITE_NULL else { return .empty }
    let number = sqlite3_column_int64(statement, at)
    switch columns[column].reader {
    case .text: return .text(Connection.text(statement, at) ?? "")
    case .recurrence: return recurrence(Connection.text(statement, at) ?? "")
    case .integer: return .integer(number)
    case .scores(let rules):
      let marks = Int(clamping: number)
      return .scores(RFMScore(recency: marks / 100, frequency: marks / 10 % 10, monetary: marks % 10, rules))
    case .number: return .number(FieldValue.number(storedUnits: number))
    case .share(let currency):
      return .share(
        percent: FieldValue.number(storedUnits: number), part: sqlite3_column_int64(statement, at + 1),
        whole: sqlite3_column_int64(statement, at + 2), currency)
    case .money(let currency): return .money(Money(minorUnits: number, currency: currency))
    case .ownMoney(let base):
      let currency = Connection.text(statement, at + 1).flatMap { Currency.coded($0) } ?? base
      return .money(Money(minorUnits: number, currency: currency))
    case .date: return CivilDate(daysSinceEpoch: number).map { .date($0) } ?? .empty
    case .instant: return .instant(Instant(milliseconds: number))
    case .duration: return .duration(number)
    case .flag: return .flag(number != 0)
    case .labels:
      return .labels((Connection.text(statement, at) ?? "").split(separator: "\u{1F}").map(String.init))
    case .choice(let list):
      return Int(exactly: number).flatMap { list.choice(key: $0) }.map { .choice($0) } ?? .integer(number)
    case .identity(let entity):
      return .reference(entity?.reference(number) ?? String(number), title: nil, isDeleted: false)
    case .reference(let entity, let hasTitle):
      let reference = entity?.reference(number) ?? String(number)
      guard hasTitle else { return .reference(reference, title: nil, isDeleted: false) }
      let isDeleted = sqlite3_column_int64(statement, at + 2) != 0
      return .reference(reference, title: Connection.text(statement, at + 1), isDeleted: isDeleted)
    }
  }
}

/// A rule with the words for it in both languages. What is no rule stands as it is.
private func recurrence(_ text: String) -> Cell {
  guard let spoken = try? RecurrenceRule(reading: text).spoken else { return .text(text) }
  return .choice(Choice(0, text, Names(spoken.english, zh: spoken.chinese)))
}
