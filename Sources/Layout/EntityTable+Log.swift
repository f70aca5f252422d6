package import Domain
package import Values

/// How the change log writes what a field holds: a whole number, a text, or for an amount in a foreign currency both
/// with their worth.
extension EntityTable {
  /// An expression over a row of the field's table.
  package static func loggedValue(_ field: Field, baseCurrency: Currency) -> String {
    let column = "\"\(valueColumn(field))\""
    guard field.type == .money else { return column }
    return "CASE WHEN \"\(field.name)_currency\" = '\(baseCurrency.code)' THEN \(column) "
      + "ELSE \(column) || ' ' || \"\(field.name)_currency\" || ' ' || \"\(field.name)_base\" END"
  }

  /// The fields whose changes are logged.
  package var loggedFields: [Field] {
    entity.fields.filter { field in
      field.isStored && field.type != .identity && (field.name == "deleted_at" || !field.traits.contains(.automatic))
    }
  }
}

/// An amount as the log writes it.
package struct LoggedMoney: Sendable, Hashable {
  package let money: Money
  /// Minor units of the base currency.
  package let base: Int64

  /// - Parameter logged: minor units of the base currency, or `MINOR CODE BASE`; nil for anything else.
  package init?(_ logged: SQLValue, baseCurrency: Currency) {
    switch logged {
    case .integer(let units):
      money = Money(minorUnits: units, currency: baseCurrency)
      base = units
    case .text(let text):
      let parts = text.split(separator: " ")
      guard parts.count == 3, let minor = Int64(parts[0]), let currency = Currency.named(parts[1]),
        let worth = Int64(parts[2])
      else { return nil }
      money = Money(minorUnits: minor, currency: currency)
      base = worth
    case .null, .real: return nil
    }
  }
}
