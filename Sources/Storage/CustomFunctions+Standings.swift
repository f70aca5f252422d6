internal import CSQLite
internal import Domain
internal import Insight
internal import Query
internal import Values

extension CustomFunctions {
  /// `crm_rfm(customer, part, purchases, binned, scoring)`: a customer's place among all who bought, NULL for who did
  /// not. `purchases` and `binned` are the statements that fetch them, `scoring` is what `ExpressionWriter` says; all
  /// are read once, while the statement runs, and so of the same state as its rows.
  static func installStandings(on database: OpenDatabase) {
    sqlite3_create_function_v2(
      database.sqliteConnection, "crm_rfm", 5, SQLITE_UTF8, nil,
      { context, _, arguments in
        guard let arguments, sqlite3_value_type(arguments[0]) == SQLITE_INTEGER else {
          return sqlite3_result_null(context)
        }
        guard let standings = CustomFunctions.standings(context, arguments) else { return }
        guard let figure = standings.figure(sqlite3_value_int64(arguments[1]), of: sqlite3_value_int64(arguments[0]))
        else { return sqlite3_result_null(context) }
        sqlite3_result_int64(context, Int64(figure))
      }, nil, nil, nil)
  }

  /// Nil where they cannot be read: the error is told.
  private static func standings(
    _ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>
  ) -> Standings? {
    let place: Int32 = 2
    if let kept = sqlite3_get_auxdata(context, place) {
      return Unmanaged<Standings>.fromOpaque(kept).takeUnretainedValue()
    }
    func text(_ argument: Int) -> String { sqlite3_value_text(arguments[argument]).map { String(cString: $0) } ?? "" }
    guard let database = sqlite3_context_db_handle(context) else { return nil }
    var table = PurchaseTable()
    var code = each(text(2), database) { row in
      guard let day = CivilDate(daysSinceEpoch: sqlite3_column_int64(row, 1)) else { return }
      table.add(sqlite3_column_int64(row, 0), day, amount: sqlite3_column_int64(row, 2))
    }
    if code == SQLITE_DONE, !text(3).isEmpty {
      code = each(text(3), database) { table.remove(sqlite3_column_int64($0, 0)) }
    }
    guard code == SQLITE_DONE, let standings = Standings(table, scoring: text(4)) else {
      sqlite3_result_error_code(context, code == SQLITE_DONE ? SQLITE_MISUSE : code)
      return nil
    }
    sqlite3_set_auxdata(context, place, Unmanaged.passRetained(standings).toOpaque()) { kept in
      if let kept { Unmanaged<Standings>.fromOpaque(kept).release() }
    }
    return standings
  }

  /// SQLITE_DONE, or what went wrong.
  private static func each(_ text: String, _ database: OpaquePointer, _ body: (OpaquePointer) -> Void) -> Int32 {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(database, text, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else { return code == SQLITE_OK ? SQLITE_MISUSE : code }
    defer { sqlite3_finalize(statement) }
    var step = sqlite3_step(statement)
    while step == SQLITE_ROW {
      body(statement)
      step = sqlite3_step(statement)
    }
    return step
  }
}

/// Everybody's place.
private final class Standings {
  private let table: PurchaseTable
  private let rfm: RFM
  private let rules: RFMRules
  /// Of each cell of `RFMRules.Cell.all`.
  private let segmentKeys: [Int]

  /// - Parameter scoring: as `ExpressionWriter` writes it.
  init?(_ table: PurchaseTable, scoring: String) {
    let parts = scoring.split(separator: ";", omittingEmptySubsequences: false)
    guard parts.count == 6, let today = Int64(parts[0]).flatMap({ CivilDate(daysSinceEpoch: $0) }),
      let highScore = Int(parts[4])
    else { return nil }
    var rules = RFMRules()
    rules.highScore = highScore
    for (measure, text) in zip(RFMRules.Measure.allCases, parts[1...3]) where !text.isEmpty {
      rules.bounds[measure] = text.split(separator: ",").compactMap { Int64($0) }
    }
    self.table = table
    self.rules = rules
    segmentKeys = parts[5].compactMap(\.wholeNumberValue)
    rfm = RFM(table.all, rules, today: today)
  }

  func figure(_ part: Int64, of customer: Int64) -> Int? {
    guard let figures = table[customer] else { return nil }
    let marks = rfm.marks(figures)
    switch Int(exactly: part).flatMap({ RFMPart(rawValue: $0) }) {
    case .recency: return marks.recency
    case .frequency: return marks.frequency
    case .monetary: return marks.monetary
    case .total: return marks.recency + marks.frequency + marks.monetary
    case .segment:
      let place = rules.cell(recency: marks.recency, frequency: marks.frequency, monetary: marks.monetary).place
      return segmentKeys.indices.contains(place) ? segmentKeys[place] : nil
    case nil: return marks.recency * 100 + marks.frequency * 10 + marks.monetary
    }
  }
}
