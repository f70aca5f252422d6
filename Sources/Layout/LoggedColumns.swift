package import Domain
package import Values

/// All columns of a field, worked out in SQL from the one value that the log holds of it.
package struct LoggedColumns: Sendable {
  package let parts: [(column: String, value: String)]

  /// - Parameter value: an expression that gives the logged value.
  package init(_ field: Field, _ value: String, baseCurrency: Currency) {
    let columns = EntityTable.columns(of: field).map(\.name)
    let values: [String] =
      switch field.type {
      case .text: [value, "crm_fold(\(value))", "crm_sort(\(value))", "crm_core(\(value))"]
      case .phone: [value, "crm_phone(\(value))"]
      case .email: [value, "crm_fold(\(value))"]
      case .instant: [value, "crm_day(\(value))"]
      case .money:
        // Bare minor units, or `MINOR CODE BASE`; a currency's code has three letters.
        [
          "CASE typeof(\(value)) WHEN 'text' THEN CAST(substr(\(value), 1, instr(\(value), ' ') - 1) AS INTEGER) "
            + "ELSE \(value) END",
          "CASE typeof(\(value)) WHEN 'text' THEN substr(\(value), instr(\(value), ' ') + 1, 3) "
            + "WHEN 'integer' THEN '\(baseCurrency.code)' END",
          Self.worth(value),
        ]
      case .choice, .integer, .number, .date, .duration, .flag, .reference, .labels, .webAddress, .identity: [value]
      }
    parts = Array(zip(columns, values)).map { (column: $0, value: $1) }
  }

  /// What an amount is worth, in minor units of the base currency.
  package static func worth(_ value: String) -> String {
    "CASE typeof(\(value)) WHEN 'text' THEN CAST(substr(\(value), instr(\(value), ' ') + 5) AS INTEGER) "
      + "ELSE \(value) END"
  }
}
