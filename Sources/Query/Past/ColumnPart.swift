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

  /// The same read from what the log holds of a field: whole numbers as they are, an amount in another currency as
  /// `minor CODE base`.
  ///
  /// - Parameter logged: SQL that stands once for each time it is read.
  func read(_ logged: String, of field: Field, base currency: Currency) -> String {
    switch self {
    case .value:
      guard field.type == .money else { return logged }
      // A cast takes the digits in front.
      return "CAST(\(logged) AS INTEGER)"
    case .key:
      return field.type == .phone ? "crm_phone(\(logged))" : "crm_fold(\(logged))"
    case .sort: return "crm_sort(\(logged))"
    case .day: return "crm_day(\(logged))"
    case .currency:
      return "(SELECT CASE typeof(v) WHEN 'text' THEN substr(v, instr(v, ' ') + 1, 3) WHEN 'null' THEN NULL "
        + "ELSE '\(currency.code)' END FROM (SELECT \(logged) AS v))"
    case .base:
      // Behind the currency's three letters.
      return "(SELECT CASE typeof(v) WHEN 'text' THEN CAST(substr(v, instr(v, ' ') + 5) AS INTEGER) ELSE v END "
        + "FROM (SELECT \(logged) AS v))"
    }
  }
}
