internal import Domain
internal import Layout

/// Values as a person reads them, inside SQL.
extension ExpressionWriter {
  /// Texts one after another, as a balanced tree: SQLite bounds the depth of an expression.
  func joined(_ pieces: [BoundExpression], _ frame: Frame) -> SQLStatement {
    guard pieces.count > 1 else {
      return pieces.first.map { wrap("ifnull(", write($0, frame), ", '')") } ?? SQLStatement("''")
    }
    let middle = pieces.count / 2
    return wrap("(", joined(Array(pieces[..<middle]), frame), " || ")
      + wrap("", joined(Array(pieces[middle...]), frame), ")")
  }

  func shown(_ value: BoundExpression, _ frame: Frame) -> SQLStatement {
    let written = write(value, frame)
    func figure(_ kind: String) -> SQLStatement { wrap("crm_shown(", written, ", '\(kind)')") }
    switch value.type {
    case .text, .integer, .unknown: return wrap("CAST(", written, " AS TEXT)")
    case .labels: return wrap("replace(", written, ", char(31), ', ')")
    case .choice(let list):
      guard !list.choices.isEmpty else { return SQLStatement("''") }
      return list.choices.reduce(wrap("CASE ", written, "")) { cases, choice in
        cases + SQLStatement(" WHEN \(choice.key) THEN ?", [.text(choice.name)])
      } + SQLStatement(" END")
    case .reference(let key), .identity(let key):
      guard let entity = DataDictionary.builtIn.first(where: { $0.key == key }) else { return figure("integer") }
      return wrap("'\(entity.idPrefix)_' || printf('%03d', ", written, ")")
    case .number: return figure("number")
    case .money: return figure("money")
    case .date: return figure("date")
    case .instant: return figure("instant")
    case .duration: return figure("duration")
    case .flag, .truth: return figure("flag")
    }
  }
}
