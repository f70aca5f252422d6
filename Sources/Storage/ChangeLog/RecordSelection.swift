internal import Layout

/// The records' numbers as a statement reads them.
enum RecordSelection {
  case one(Int64)
  /// Those in `temp.selected`.
  case temporary
  /// Those that a query of one column gives.
  case query(String)

  var condition: String {
    switch self {
    case .one: "= ?"
    case .temporary: "IN (SELECT id FROM temp.selected)"
    case .query(let text): "IN (\(text))"
    }
  }

  var arguments: [SQLValue] {
    switch self {
    case .one(let id): [.integer(id)]
    case .temporary, .query: []
    }
  }
}
