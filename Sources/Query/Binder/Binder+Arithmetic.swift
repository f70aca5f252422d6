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
    let share = percentage(first)
    left = try figure(first)
    if let share, terms.first?.operator.isScaling == true { left = try ratio(share, first.span) }
    for term in terms {
      if let later = moved(left, term.operator, term.operand) {
        left = later
        continue
      }
      var right = try figure(term.operand)
      if let other = percentage(term.operand) {
        if term.operator.isScaling {
          right = try ratio(other, term.operand.span)
        } else if !left.countsToHundred, share == nil {
          throw .percentOfWhat(term.operator, other, term.operand.span)
        }
      } else if let share, !term.operator.isScaling, !right.countsToHundred {
        throw .percentOfWhat(term.operator, share, first.span)
      }
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

  /// A percentage as somebody said it: here, or where a variable was given it.
  package func percentage(_ expression: Expression) -> ExactDecimal? {
    switch expression.kind {
    case .group(let inner): return percentage(inner)
    case .negative(let inner): return percentage(inner)?.negated
    case .atom(let atom), .number(let atom):
      guard case .percent(let value)? = try? PercentOrNumber(reading: atom.text) else { return nil }
      return value
    case .variable(let variable, nil):
      guard case .percent(let value)? = try? context.value(of: variable) else { return nil }
      return value
    case .arithmetic(let first, let terms):
      // `100% + 10%` is 110%; what is more than sums of percentages is none.
      guard var sum = percentage(first) else { return nil }
      for term in terms {
        guard let other = percentage(term.operand), term.operator == .plus || term.operator == .minus,
          let signed = term.operator == .plus ? other : other.negated, let next = sum.adding(signed)
        else { return nil }
        sum = next
      }
      return sum
    default: return nil
    }
  }

  /// `110%` in a product is 1.1.
  private func ratio(_ percent: ExactDecimal, _ span: SourceSpan) throws(BindingError) -> BoundExpression {
    guard let ratio = percent.shifted(by: -2), let units = FieldValue.storedUnits(ratio) else {
      throw .value(.tooLarge("\(percent)%"), field: nil, entity: nil, span)
    }
    return .literal(.integer(units), .number)
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

extension ArithmeticTerm.Operator {
  /// Whether `50%` beside it is a half.
  fileprivate var isScaling: Bool { self == .times || self == .over }
}

extension BoundExpression {
  /// Whether `50%` added to it is 50 of its hundred.
  fileprivate var countsToHundred: Bool {
    switch kind {
    case .field(let field, _): field.countsToHundred
    case .arithmetic(let left, let sign, let right): !sign.isScaling && (left.countsToHundred || right.countsToHundred)
    case .negative(let inner): inner.countsToHundred
    default: false
    }
  }
}
