internal import Layout
internal import Query

extension Store {
  /// What tells this workspace from others in the names by which calendar files know its tasks: when it began.
  package var calendarOrigin: String {
    let first = try? scalar(SQLStatement("SELECT at FROM change_sets ORDER BY id LIMIT 1"))
    guard case .integer(let moment)? = first else { return "guanxi" }
    return "\(String(moment.magnitude, radix: 36)).guanxi"
  }
}
