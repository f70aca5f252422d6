package import Domain
package import Layout
package import Values

/// One SQL statement and how its columns become cells.
package struct CompiledQuery: Sendable {
  package let statement: SQLStatement
  package let columns: [Column]
  /// The first SQL column is the record's number.
  package let hasIdentity: Bool
  package let shape: ResultShape
  /// For a program: choices by their export names, records by their ids.
  package let isForPrograms: Bool

  package struct Column: Sendable {
    package let name: String
    package let heading: Names
    package let reader: CellReader
    /// The first SQL column that it reads.
    package let offset: Int
  }
}

/// How one result column is read from the SQL columns behind it.
package enum CellReader: Sendable {
  case text
  /// A rule of recurrence, as a person says it.
  case recurrence
  case integer, number, date, instant, duration, flag, labels
  case choice(ChoiceList)
  /// A sum in the base currency.
  case money(Currency)
  /// An amount in its own currency, whose code stands in the next SQL column.
  case ownMoney(Currency)
  /// A percentage with the two figures that it is made of in the next two; with a currency they are amounts.
  case share(Currency?)
  /// Three scores in one number.
  case scores(RFMRules)
  case identity(Entity?)
  /// With `hasTitle`: the title and whether the record is deleted stand in the next two.
  case reference(Entity?, hasTitle: Bool)

  package var columnType: ColumnType {
    switch self {
    case .text, .recurrence: .text
    case .integer, .scores: .integer
    case .number, .share: .number
    case .date: .date
    case .instant: .instant
    case .duration: .duration
    case .flag: .flag
    case .labels: .labels
    case .choice: .choice
    case .money, .ownMoney: .money
    case .identity: .identity
    case .reference: .reference
    }
  }
}
