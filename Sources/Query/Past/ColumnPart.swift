internal import Domain
internal import Layout
internal import Values

/// Which of the columns of a field is meant.
enum ColumnPart {
  /// The value itself; of an amount, its minor units in its own currency.
  case value
  /// The folded text, or a phone's international form.
  case key
  /// The pinyin sort key.
  case sort
  /// The local day of an instant.
  case day
  case currency
  /// An amount in the base currency.
  case base

  /// The column that holds it, quoted.
  func column(of field: Field) -> String {
    switch self {
    case .value: "\"\(EntityTable.valueColumn(field))\""
    case .key: "\"\(field.name)_key\""
    case .sort: "\"\(field.name)_sort\""
    case .day: "\"\(field.name)_day\""
    case .currency: "\"\(field.name)_currency\""
    case .base: "\"\(field.name)_base\""
    }
  }

  /// The same read from what the log holds of a field.
  ///
  /// - Parameter logged: SQL; it may stand more than once.
  func read(_ logged: String, of field: Field, base currency: Currency) -> String {
    let name = column(of: field)
    return LoggedColumns(field, logged, baseCurrency: currency).parts.first { "\"\($0.column)\"" == name }?.value
      ?? logged
  }
}
