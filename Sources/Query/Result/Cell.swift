package import Domain
package import Values

/// One value of a result, typed: what a renderer turns into text for a person or a program.
package enum Cell: Sendable, Hashable {
  case empty
  case text(String)
  case integer(Int64)
  case number(ExactDecimal)
  case money(Money)
  /// A percentage with the two figures that it is made of; with a currency they are amounts in its minor units.
  case share(percent: ExactDecimal, part: Int64, whole: Int64, Currency?)
  case date(CivilDate)
  case instant(Instant)
  /// Seconds.
  case duration(Int64)
  case flag(Bool)
  case choice(Choice)
  /// A record, with its title where the query asked for one.
  case reference(String, title: String?, isDeleted: Bool)
  case labels([String])
  /// A customer's place among the others.
  case scores(RFMScore)

  package var isEmpty: Bool {
    switch self {
    case .empty: true
    case .labels(let labels): labels.isEmpty
    default: false
    }
  }
}

/// One column of a result.
package struct ResultColumn: Sendable, Hashable {
  /// The name in JSON and CSV: the field's own, or the alias that the query gave.
  package let name: String
  /// The heading that a person sees.
  package let heading: Names
  package let type: ColumnType
  /// It says more of what another column names: the first to go where there is no room.
  package let isAside: Bool

  package init(name: String, heading: Names, type: ColumnType, isAside: Bool = false) {
    self.name = name
    self.heading = heading
    self.type = type
    self.isAside = isAside
  }
}

/// What a column's cells are, for alignment and format.
package enum ColumnType: Sendable, Hashable {
  case text, integer, number, money, date, instant, duration, flag, choice, reference, labels, identity

  /// Figures stand to the right.
  package var isFigure: Bool {
    switch self {
    case .integer, .number, .money, .duration: true
    case .text, .date, .instant, .flag, .choice, .reference, .labels, .identity: false
    }
  }
}

/// What a result is made of, for its last line: `(12 customers)`.
package struct ResultShape: Sendable {
  package let columns: [ResultColumn]
  /// The entity of the rows; nil for groups.
  package let entity: Entity?
  /// The name of its table's rows where they are groups.
  package let isGrouped: Bool
  /// The query's single figure (`count customers`), shown without a table.
  package let isScalar: Bool
  package let zone: Zone
  /// The moment that the query asked of, as it is called; nil for now.
  package let asOf: String?

  package init(
    columns: [ResultColumn], entity: Entity?, isGrouped: Bool, isScalar: Bool, zone: Zone, asOf: String? = nil
  ) {
    self.columns = columns
    self.entity = entity
    self.isGrouped = isGrouped
    self.isScalar = isScalar
    self.zone = zone
    self.asOf = asOf
  }
}

extension ResultShape {
  /// Its rows are no records, whose moments programs get as days: those of the log are told whole.
  package var isLog: Bool { entity == nil && !isGrouped && !isScalar }

  /// A list that is no query: each column by its name, its Chinese heading and its type.
  ///
  /// - Parameter asides: the columns that go first where there is no room.
  package init(listing columns: [(String, String, ColumnType)], asides: Set<String> = [], zone: Zone) {
    self.init(
      columns: columns.map {
        ResultColumn(name: $0.0, heading: Names($0.0, zh: $0.1), type: $0.2, isAside: asides.contains($0.0))
      }, entity: nil,
      isGrouped: false, isScalar: false, zone: zone)
  }
}

/// One row as the store steps over it, valid until the next.
///
/// A reference, so that a sink that knows no more of it than this pays nothing to have it handed over.
package protocol ResultRow: AnyObject {
  func cell(_ column: Int) -> Cell
  /// The fast way, without making a `String`: the UTF-8 of a text as a program reads it, valid until the next call.
  /// Nil where there is no such way, or the column is empty: `cell` says.
  func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8>?
}

extension ResultRow {
  package func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8>? { nil }
}

/// Where the rows of a query go: a table, CSV, JSON. The store calls it with no lock that a person could hold.
package protocol ResultSink {
  mutating func begin(_ shape: ResultShape)
  /// False to stop.
  mutating func row(_ row: any ResultRow) -> Bool
  mutating func end()
}

/// A result held in memory.
package struct ResultTable: Sendable {
  package let shape: ResultShape
  package var rows: [[Cell]]
  /// The records of the rows, where they are records: what `$_` and `$3` mean.
  package var ids: [Int64]

  package init(shape: ResultShape, rows: [[Cell]], ids: [Int64] = []) {
    self.shape = shape
    self.rows = rows
    self.ids = ids
  }
}
