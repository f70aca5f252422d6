internal import Diagnostics
internal import Domain
internal import Query
internal import Values

/// What a report answers: its columns over its rows, and what it says first.
struct ReportAnswer {
  /// What was counted.
  private(set) var opening: Wording
  /// For people.
  private(set) var table: ResultTable
  /// With the parts of shares in columns of their own, which programs get no other way.
  private(set) var forPrograms: ResultTable
  /// The one figure that a chart draws, over what it belongs to.
  private(set) var chart: ResultTable
  /// Of the rows, where they are records.
  var entity: Entity?
}

/// A column of a report over rows that the report has made.
struct ReportColumn<Row> {
  enum Audience { case everyone, people, programs }

  let name: String
  let heading: Names
  let type: ColumnType
  var audience = Audience.everyone
  let cell: (Row) -> Cell

  init(
    _ name: String, zh: String, _ type: ColumnType, for audience: Audience = .everyone, _ cell: @escaping (Row) -> Cell
  ) {
    self.name = name
    heading = Names(name, zh: zh)
    self.type = type
    self.audience = audience
    self.cell = cell
  }
}

extension ReportAnswer {
  /// - Parameters:
  ///   - charted: the names of the columns that a chart draws: what it is of, and the figure. A share of nothing is no
  ///     figure.
  ///   - asides: the names of the columns that say more of what the others say: on a narrow terminal they go first, from
  ///     the right.
  ///   - ids: the records of the rows.
  init<Row>(
    _ opening: Wording, _ rows: [Row], _ columns: [ReportColumn<Row>], charted: [String], asides: Set<String>,
    zone: Zone, asOf: String?, of entity: Entity? = nil, ids: [Int64] = []
  ) {
    func table(_ isShown: (ReportColumn<Row>) -> Bool) -> ResultTable {
      let shown = columns.filter(isShown)
      let shape = ResultShape(
        columns: shown.map {
          ResultColumn(name: $0.name, heading: $0.heading, type: $0.type, isAside: asides.contains($0.name))
        }, entity: entity, isGrouped: false, isScalar: false, zone: zone, asOf: asOf)
      return ResultTable(shape: shape, rows: rows.map { row in shown.map { $0.cell(row) } }, ids: ids)
    }
    self.opening = opening
    self.table = table { $0.audience == .everyone || $0.audience == .people }
    forPrograms = table { $0.audience == .everyone || $0.audience == .programs }
    chart = table { charted.contains($0.name) }
    self.entity = entity
  }

  /// Shows the first rows only. What was counted stays what it is of all, and says so.
  mutating func cut(to limit: Int) {
    let all = table.rows.count
    guard limit < all else { return }
    table.cut(to: limit)
    forPrograms.cut(to: limit)
    chart.cut(to: limit)
    opening = Wording(
      "\(limit) of \(all) shown; all together: \(opening.english)",
      "显示 \(all) 个中的前 \(limit) 个；合计：\(opening.chinese)")
  }
}

extension ResultTable {
  mutating func cut(to limit: Int) {
    rows = Array(rows.prefix(limit))
    ids = Array(ids.prefix(limit))
  }
}

// MARK: - Cells

extension Cell {
  /// A word that is read in the user's language, and by programs in the user's own spelling.
  static func word(_ names: Names, program: String? = nil) -> Cell {
    .choice(Choice(0, program ?? names.englishName, names))
  }

  /// `66.7% (20/30)`; nothing where there is nothing to divide by.
  static func share(_ part: Int64, of whole: Int64, _ currency: Currency? = nil) -> Cell {
    guard whole != 0 else { return .empty }
    let tenths = (Double(part) / Double(whole) * 1000).rounded()
    return ExactDecimal(nearest: tenths / 10).map { .share(percent: $0, part: part, whole: whole, currency) } ?? .empty
  }

  /// To a part of one, as tenths or hundredths.
  static func rounded(_ number: Double, to parts: Double) -> Cell? {
    ExactDecimal(nearest: (number * parts).rounded() / parts).map { .number($0) }
  }

  /// Seconds as days, to the hundredth: programs get every length of a column in one unit.
  static func days(_ seconds: Int64) -> Cell { rounded(Double(seconds) / 86_400, to: 100) ?? .empty }

  static func share(_ part: Int, of whole: Int) -> Cell { share(Int64(part), of: Int64(whole)) }

  /// Minor units of a currency.
  static func amount(_ units: Int64, _ currency: Currency) -> Cell {
    .money(Money(minorUnits: units, currency: currency))
  }
}
