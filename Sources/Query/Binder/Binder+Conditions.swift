internal import Diagnostics
package import Domain
package import Language
internal import Layout
internal import Values

/// Conditions. A comparison is true or false, never unknown.
extension Binder {
  package func bindCondition(_ expression: Expression) throws(BindingError) -> BoundExpression {
    func truth(_ kind: BoundExpression.Kind) -> BoundExpression { BoundExpression(kind, .truth) }
    switch expression.kind {
    case .all(let terms):
      var bound: [BoundExpression] = []
      for term in terms { bound.append(try bindCondition(term)) }
      return truth(.all(bound))
    case .any(let terms):
      var bound: [BoundExpression] = []
      for term in terms { bound.append(try bindCondition(term)) }
      return truth(.any(bound))
    case .not(let operand): return truth(.not(try bindCondition(operand)))
    case .group(let inner): return try bindCondition(inner)
    case .comparison(let left, let comparator, let right):
      return try bindComparison(left, comparator, right, expression.span)
    case .membership(let left, let isNegated, let members):
      let bound = try bindMembership(left, members, expression.span)
      return isNegated ? truth(.not(bound)) : bound
    case .between(let left, let low, let high):
      return truth(
        .all([
          try bindComparison(left, .greaterOrEqual, low, expression.span),
          try bindComparison(left, .lessOrEqual, high, expression.span),
        ]))
    case .quantified(let left, let quantifier, let values):
      return try bindQuantified(left, quantifier, values, expression.span)
    case .emptiness(let left, let isNegated):
      let bound = try bindEmptiness(left)
      return isNegated ? truth(.not(bound)) : bound
    case .history(let left, let predicate): return try bindHistory(left, predicate)
    case .path, .variable, .number, .atom, .text, .ago, .list, .call, .query, .negative, .arithmetic:
      let bound = try bind(expression)
      switch bound.type {
      case .truth: return bound
      case .flag: return truth(.comparison(bound, .equal, .literal(.integer(1), .flag)))
      case .unknown where context.isCheck: return bound
      default: throw .notACondition(bound.field, expression.span)
      }
    }
  }

  private func bindEmptiness(_ left: Expression) throws(BindingError) -> BoundExpression {
    if let (field, via) = try labels(left) {
      return BoundExpression(.not(BoundExpression(.hasAnyLabel(field, via: via), .truth)), .truth)
    }
    return BoundExpression(.isEmpty(try bind(left)), .truth)
  }

  /// The labels field that an expression names, if it names one.
  func labels(_ expression: Expression) throws(BindingError) -> (Field, [BoundExpression.Step])? {
    guard case .field(let field, let via) = try bind(expression).kind, field.type == .labels else { return nil }
    return (field, via)
  }

  // MARK: Comparison

  func bindComparison(
    _ left: Expression, _ comparator: Comparator, _ right: Expression, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    let subject = try bind(left)
    if case .field(let field, let via) = subject.kind, field.type == .labels {
      return try bindLabelComparison(field, via, comparator, right, span)
    }
    switch right.kind {
    case .atom(let atom): return try compare(subject, comparator, with: atom.text, isQuoted: false, right.span)
    case .number(let atom): return try compare(subject, comparator, with: atom.text, isQuoted: false, right.span)
    case .text(let literal) where comparator == .matches && context.isCheck && literal.plain == nil:
      // A pattern with holes is read when they are filled.
      _ = try text(literal)
      return BoundExpression(.literal(.integer(1)), .truth)
    case .text(let literal):
      let bound = try bindText(literal)
      guard case .literal(.text(let text)) = bound.kind else {
        return try compare(subject, comparator, with: bound, right.span)
      }
      return try compare(subject, comparator, with: text, isQuoted: true, right.span)
    case .ago(let number, let unit, let isLater):
      let day = try ago(number, unit: unit, isLater: isLater)
      return try compare(subject, comparator, with: day, isQuoted: false, right.span)
    case .variable(let variable, nil) where subject.type == .money && variable.row != nil:
      // `$100`: a row is no amount; which dollar was meant?
      return try compare(subject, comparator, with: "$\(variable.name)", isQuoted: false, right.span)
    case .variable(let variable, nil):
      let value = try context.value(of: variable)
      // A figure is no day, whatever either will be.
      if context.isCheck, value == .empty, let type = context.types[variable.name],
        subject.type.isFigure && type.isTime || subject.type.isTime && (type.isFigure || type == .flag)
      {
        throw .mismatch(subject.type, type, right.span)
      }
      return try compare(subject, comparator, with: value, right.span)
    case .list(let items) where comparator == .equal:
      return try bindMembership(left, Expression(.list(items), span: right.span), span)
    default:
      let value = try bind(right)
      if case .recordField = value.kind, let evaluate = context.evaluate, subject.type.isTextual {
        return try compare(subject, comparator, with: try evaluate(value, right.span), right.span)
      }
      return try compare(subject, comparator, with: value, right.span)
    }
  }

  /// Two bound figures or texts.
  func compare(
    _ left: BoundExpression, _ comparator: Comparator, with right: BoundExpression, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    if left.type == .unknown || right.type == .unknown {
      if context.isCheck { return BoundExpression(.literal(.integer(1)), .truth) }
      if right.kind == .literal(.null) { return try compareEmpty(left, comparator, span) }
    }
    guard let sign = SQLComparison(comparator) else {
      guard left.type.isTextual, right.type.isTextual || context.isCheck else { throw .notComparable(span) }
      guard case .literal(.text(let text)) = right.kind else {
        if let field = left.field, field.type == .phone || field.type == .email { throw .sealedSearch(field, span) }
        let match: TextMatch
        switch comparator {
        case .contains: match = .contains
        case .startsWith: match = .startsWith
        case .endsWith: match = .endsWith
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .matches, .overlaps:
          throw .notComparable(span)
        }
        return BoundExpression(.textComparison(left, match, right), .truth)
      }
      return try compare(left, comparator, with: text, isQuoted: true, span)
    }
    guard let (one, other) = aligned(left, right) else { throw .mismatch(left.type, right.type, span) }
    return BoundExpression(.comparison(one, sign, other), .truth)
  }

  /// Both sides in the same stored units; nil where they do not go together.
  private func aligned(
    _ left: BoundExpression, _ right: BoundExpression
  ) -> (BoundExpression, BoundExpression)? {
    if left.type == right.type { return (left, right) }
    func times(_ factor: Int, _ expression: BoundExpression) -> BoundExpression {
      BoundExpression(.arithmetic(expression, .times, .literal(.integer(factor), .integer)), .integer)
    }
    let minor = (0..<dictionary.rules.baseCurrency.minorDigits).reduce(1) { factor, _ in factor * 10 }
    switch (left.type, right.type) {
    case (.integer, .number): return (times(1_000_000, left), right)
    case (.number, .integer): return (left, times(1_000_000, right))
    case (.money, .integer): return (left, times(minor, right))
    case (.integer, .money): return (times(minor, left), right)
    case (.identity(let one), .reference(let other)) where one == other: return (left, right)
    case (.reference(let one), .identity(let other)) where one == other: return (left, right)
    case (.flag, .truth), (.truth, .flag), (.truth, .truth): return (left, right)
    case (.choice, .choice): return (left, right)
    default: return left.type.isTextual && right.type.isTextual ? (left, right) : nil
    }
  }

  func compareEmpty(
    _ left: BoundExpression, _ comparator: Comparator, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    let isEmpty = BoundExpression(.isEmpty(left), .truth)
    switch comparator {
    case .equal: return isEmpty
    case .notEqual: return BoundExpression(.not(isEmpty), .truth)
    default: throw .emptyOrderComparison(span)
    }
  }

  /// A variable's value: read again by the type on the left where it is text, bound as it is otherwise.
  func compare(
    _ left: BoundExpression, _ comparator: Comparator, with value: Value, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    // What a check knows of a text is that it is one.
    if context.isCheck, value == .empty || value == .text("") { return BoundExpression(.literal(.integer(1)), .truth) }
    switch value {
    case .text(let text), .choice(let text):
      return try compare(left, comparator, with: text, isQuoted: false, span)
    case .date(let day): return try compare(left, comparator, with: day.description, isQuoted: false, span)
    case .days(let range):
      return try compareTime(left, comparator, .days(range), span)
    case .records(let key, let ids):
      guard left.type == .reference(key) || left.type == .identity(key) else { throw .notComparable(span) }
      return BoundExpression(.membership(left, ids.map { .integer($0) }), .truth)
    case .empty: return try compareEmpty(left, comparator, span)
    case .integer, .number, .percent, .money, .instant, .duration, .flag, .record, .list:
      return try compare(left, comparator, with: literal(value), span)
    }
  }

  // MARK: Comparison with a text that the left side reads

  func compare(
    _ left: BoundExpression, _ comparator: Comparator, with text: String, isQuoted: Bool, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    if !isQuoted, FieldReader.isEmptyWord(text) || text.isEmpty { return try compareEmpty(left, comparator, span) }
    if text.isEmpty { return try compareEmpty(left, comparator, span) }
    switch left.type {
    case .date, .instant: return try compareTime(left, comparator, text, span)
    case .text: return try compareText(left, comparator, text, span)
    case .choice(let list): return try compareChoice(left, list, comparator, text, span)
    case .reference(let key), .identity(let key):
      return try compareReference(left, key, comparator, text, isQuoted, span)
    case .integer, .number, .money, .duration, .flag, .truth, .unknown:
      return try compareFigure(left, comparator, text, span)
    case .labels: throw .notComparable(span)
    }
  }

  private func compareFigure(
    _ left: BoundExpression, _ comparator: Comparator, _ text: String, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    guard let sign = SQLComparison(comparator) else {
      let wording = left.type.wording
      throw .wrongOperator(
        comparator.rawValue, type: wording.english, typeChinese: wording.chinese,
        help: left.type.isFigure ? Wording(verbatim: "= != < <= > >= between … and …") : nil, span)
    }
    do throws(FieldValueError) {
      let value: BoundExpression
      switch left.type {
      case .money:
        guard case .money(_, let base) = try reader.readMoney(text) else { throw .tooLarge(text) }
        value = .literal(.integer(base), .money)
      case .duration: value = .literal(.integer(try reader.readDuration(text)), .duration)
      case .flag, .truth: value = .literal(.integer(try reader.readFlag(text) ? 1 : 0), .flag)
      default:
        let number = try readNumber(text)
        if left.type == .integer, let whole = number.int64Value {
          value = .literal(.integer(whole), .integer)
        } else {
          value = .literal(FieldValue.storedUnits(number).map { .integer($0) } ?? .null, .number)
        }
      }
      return try compareBound(left, sign, value, span)
    } catch {
      throw .value(error, field: left.field, entity: scope, span)
    }
  }

  private func compareBound(
    _ left: BoundExpression, _ sign: SQLComparison, _ value: BoundExpression, _ span: SourceSpan
  ) throws(FieldValueError) -> BoundExpression {
    guard let (one, other) = aligned(left, value) else {
      return BoundExpression(.comparison(left, sign, value), .truth)
    }
    return BoundExpression(.comparison(one, sign, other), .truth)
  }

  private func readNumber(_ text: String) throws(FieldValueError) -> ExactDecimal {
    do throws(NumberReadingError) { return try PercentOrNumber(reading: text).plain } catch {
      throw .notANumber(text, error)
    }
  }

  // MARK: Choices

  private func compareChoice(
    _ left: BoundExpression, _ list: ChoiceList, _ comparator: Comparator, _ text: String, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    let folded = TextFolding.folded(text)
    switch comparator {
    case .matches:
      let found = try find(text, in: list.choices.map(\.name), span)
      let matching = zip(list.choices, found).filter(\.1).map(\.0)
      return BoundExpression(.membership(left, matching.map { .integer($0.key) }), .truth)
    case .contains, .startsWith, .endsWith:
      let matching = list.choices.filter { choice in
        let name = TextFolding.folded(choice.name)
        return comparator == .contains
          ? name.contains(folded)
          : comparator == .startsWith ? name.hasPrefix(folded) : name.hasSuffix(folded)
      }
      return BoundExpression(.membership(left, matching.map { .integer($0.key) }), .truth)
    case .overlaps: throw .wrongOperator("overlaps", type: "a choice", typeChinese: "选项", help: nil, span)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    // A retired choice can still be asked for.
    let choice =
      list.choice(spelled: folded)
      ?? list.choices.first { TextFolding.folded($0.name) == folded }
    guard let choice else {
      guard let field = left.field else { throw .notComparable(span) }
      throw .value(.notAChoice(text, field: field), field: field, entity: scope, span)
    }
    let key = BoundExpression.literal(.integer(choice.key), left.type)
    switch comparator {
    case .equal: return BoundExpression(.comparison(left, .equal, key), .truth)
    case .notEqual: return BoundExpression(.comparison(left, .notEqual, key), .truth)
    default:
      // By the configured order, not by the stored key.
      guard let place = list.choices.firstIndex(of: choice) else { throw .notComparable(span) }
      let kept = list.choices.enumerated().filter { index, _ in
        switch comparator {
        case .less: index < place
        case .lessOrEqual: index <= place
        case .greater: index > place
        default: index >= place
        }
      }
      return BoundExpression(.membership(left, kept.map { .integer($0.element.key) }), .truth)
    }
  }
}

extension ValueType {
  var isTextual: Bool {
    switch self {
    case .text, .unknown: true
    default: false
    }
  }
}

extension BoundExpression {
  /// The field that an expression is, for messages.
  package var field: Field? { if case .field(let field, _) = kind { field } else { nil } }
}

extension SQLComparison {
  init?(_ comparator: Comparator) {
    switch comparator {
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    case .contains, .startsWith, .endsWith, .matches, .overlaps: return nil
    }
  }
}
