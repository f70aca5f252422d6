internal import Diagnostics
internal import Domain
package import Language
internal import Layout
package import Values

/// Arithmetic in stored units, exact where the operands are.
extension Binder {
  func figure(_ expression: Expression) throws(BindingError) -> BoundExpression {
    let bound = try bind(expression)
    switch bound.type {
    case .integer, .number, .money, .duration, .date, .instant, .unknown: return bound
    case .text, .flag, .labels, .choice, .reference, .identity, .truth:
      throw .wrongOperator("+ - * /", type: "text", typeChinese: "文本", help: nil, expression.span)
    }
  }

  func bindArithmetic(_ first: Expression, _ terms: [ArithmeticTerm]) throws(BindingError) -> BoundExpression {
    var left = try bind(first)
    // `"a" + $b`: texts are joined by interpolation, and the help says so.
    if left.type == .text {
      throw .wrongOperator(
        "+", type: "text", typeChinese: "文本",
        help: Wording(#"join texts by interpolation: "{$a} {$b}""#, #"拼接文本请用插值："{$a} {$b}""#), first.span)
    }
    left = try figure(first)
    for term in terms {
      if let later = moved(left, term.operator, term.operand) {
        left = later
        continue
      }
      let right = try figure(term.operand)
      guard let type = Self.resultType(left.type, term.operator, right.type) else {
        throw .wrongArithmetic(term.operator.rawValue, left.type, right.type, term.operand.span)
      }
      left = BoundExpression(.arithmetic(left, term.operator, right), type)
    }
    return left
  }

  /// A date or moment and a length of the calendar: `2026-01-31 + 1mo` is 2026-02-28, as `in 1mo` would have it. Nil where
  /// the length is one of the clock, or no length.
  package func moved(
    _ left: BoundExpression, _ sign: ArithmeticTerm.Operator, _ operand: Expression
  ) -> BoundExpression? {
    guard left.type == .date || left.type == .instant, sign == .plus || sign == .minus else { return nil }
    guard let duration = calendarDuration(operand),
      duration.months != 0 || duration.days != 0 && left.type == .instant,
      let signed = sign == .plus ? duration : duration.negated
    else { return nil }
    return BoundExpression(.later(left, signed), left.type)
  }

  /// A length as somebody said it: here, or where a variable was given it.
  package func calendarDuration(_ expression: Expression) -> CalendarDuration? {
    switch expression.kind {
    case .group(let inner): return calendarDuration(inner)
    case .negative(let inner): return calendarDuration(inner)?.negated
    case .atom(let atom), .number(let atom): return try? CalendarDuration(reading: atom.text)
    case .variable(let variable, nil):
      guard case .duration(_, let said)? = try? context.value(of: variable) else { return nil }
      return said
    case .arithmetic(let first, let terms):
      // `1mo * 2`, `2 * 1mo`, `1mo + 3d`: in parts of two, from the left.
      var length = calendarDuration(first)
      var count = length == nil ? Self.wholeNumber(first) : nil
      for term in terms {
        let other = calendarDuration(term.operand)
        switch (term.operator, length, other) {
        case (.times, let one?, nil): length = Self.wholeNumber(term.operand).flatMap { one.multiplied(by: $0) }
        case (.times, nil, let one?): length = count.flatMap { one.multiplied(by: $0) }
        case (.plus, let one?, let more?): length = one.adding(more)
        case (.minus, let one?, let less?): length = less.negated.flatMap { one.adding($0) }
        default: length = nil
        }
        count = nil
        guard length != nil else { return nil }
      }
      return length
    default: return nil
    }
  }

  private static func wholeNumber(_ expression: Expression) -> Int32? {
    switch expression.kind {
    case .group(let inner): wholeNumber(inner)
    case .negative(let inner): wholeNumber(inner).flatMap { $0 == .min ? nil : -$0 }
    case .atom(let atom), .number(let atom): Int32(atom.text)
    default: nil
    }
  }

  /// What two figures yield; nil where they do not go together (money times money, a date plus a date).
  private static func resultType(_ left: ValueType, _ sign: ArithmeticTerm.Operator, _ right: ValueType) -> ValueType? {
    if left == .unknown || right == .unknown { return left == .unknown ? right : left }
    switch (left, sign, right) {
    case (.money, .plus, .money), (.money, .minus, .money): return .money
    case (.money, .over, .money): return .number
    case (.money, .times, .integer), (.money, .times, .number), (.money, .over, .integer), (.money, .over, .number),
      (.integer, .times, .money), (.number, .times, .money):
      return .money
    case (.money, .plus, .integer), (.money, .minus, .integer), (.money, .plus, .number), (.money, .minus, .number):
      return .money
    case (.date, .minus, .date), (.instant, .minus, .instant): return .duration
    case (.date, .plus, .duration), (.date, .minus, .duration): return .date
    case (.instant, .plus, .duration), (.instant, .minus, .duration): return .instant
    case (.duration, .plus, .duration), (.duration, .minus, .duration): return .duration
    case (.duration, .times, .integer), (.duration, .over, .integer), (.duration, .over, .number): return .duration
    case (.duration, .over, .duration): return .number
    case (.integer, .over, .integer): return .number
    case (.integer, _, .integer): return .integer
    case (.integer, _, .number), (.number, _, .integer), (.number, _, .number): return .number
    default: return nil
    }
  }
}
