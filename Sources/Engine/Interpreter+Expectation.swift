internal import Diagnostics
internal import Language
internal import Query
internal import Values

/// How many records a statement says that it changes.
extension Interpreter {
  /// `expecting at most N`
  func expectation(of statement: Statement) throws(Diagnostic) -> Int? {
    try statement.expectedAtMost.map { expression throws(Diagnostic) in try bound(expression) }
  }

  private func bound(_ expression: Expression) throws(Diagnostic) -> Int {
    let planning = session.planning(folder: folder)
    let text = try binding { () throws(BindingError) in try planning.text(expression) }
    guard let number = (try? ExactDecimal(reading: text))?.int64Value, number >= 0 else {
      throw BindingError.wrongLimit(text, expression.span).diagnostic()
    }
    return Int(number)
  }
}
