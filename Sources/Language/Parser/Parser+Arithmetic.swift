internal import Diagnostics

/// Sums, products and what they are made of: numbers, texts, paths, calls, parentheses.
extension Parser {
  /// - Parameter isMeasured: it is summed, and of what is said behind it.
  mutating func parseSum(isMeasured: Bool = false) throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    if wishes != nil { wishForOperand(isMeasured: isMeasured) }
    return try continueSum(try parseProduct(), from: start)
  }

  private mutating func parseProduct() throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    return try continueProduct(try parseFactor(), from: start)
  }

  /// After a value that began as an expression (`$x`, `it.amount`, `( … )`): the rest of its arithmetic.
  mutating func continueValue(_ first: Expression, from start: Int) throws(SyntaxError) -> Expression {
    try continueSum(try continueProduct(first, from: start), from: start)
  }

  private mutating func continueSum(_ first: Expression, from start: Int) throws(SyntaxError) -> Expression {
    var terms: [ArithmeticTerm] = []
    while let sign = takeSign(.plus, .minus) {
      try check(termCount: terms.count)
      terms.append(ArithmeticTerm(operator: sign, operand: try parseProduct()))
    }
    return terms.isEmpty ? first : Expression(.arithmetic(first, terms), span: span(start, here))
  }

  private mutating func continueProduct(_ first: Expression, from start: Int) throws(SyntaxError) -> Expression {
    var terms: [ArithmeticTerm] = []
    while let sign = takeSign(.times, .over) ?? takeSign(.modulo, .modulo) {
      try check(termCount: terms.count)
      terms.append(ArithmeticTerm(operator: sign, operand: try parseFactor()))
    }
    return terms.isEmpty ? first : Expression(.arithmetic(first, terms), span: span(start, here))
  }

  private mutating func takeSign(_ first: Symbol, _ second: Symbol) -> ArithmeticTerm.Operator? {
    guard case .symbol(let symbol) = lexer.peek().kind, symbol == first || symbol == second else { return nil }
    _ = lexer.take()
    lexer.skipToValueAcrossLines()
    if wishes != nil { wishForOperand() }
    return ArithmeticTerm.Operator(rawValue: symbol.rawValue)
  }

  private mutating func check(termCount: Int) throws(SyntaxError) {
    guard termCount < Self.maximumTerms else { throw .tooManyTerms(lexer.peek().span) }
  }

  private mutating func parseFactor() throws(SyntaxError) -> Expression {
    let token = lexer.peek()
    switch token.kind {
    case .symbol(.minus):
      _ = lexer.take()
      try enter()
      defer { leave() }
      return Expression(.negative(try parseFactor()), span: span(token.span.lower, here))
    case .number:
      _ = lexer.take()
      return Expression(.number(Atom(token.text, span: span(token.span))), span: span(token.span))
    case .quote:
      let literal = try parseText()
      return Expression(.text(literal), span: literal.span)
    case .variable: return try parseVariableExpression()
    case .symbol(.openParenthesis): return try parseParentheses()
    case .name, .quotedName: return try parseNamed()
    default: throw unexpected(.expression)
    }
  }

  mutating func parseVariableExpression() throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    let variable = try expectVariable()
    var path: Path?
    if let dot = take(.dot) {
      let token = lexer.peek()
      // `$99.5` is meant for money.
      if token.kind == .number, variable.row != nil, token.span.lower == dot.span.upper {
        throw .moneySign("\(variable.name).\(token.text)", SourceSpan(start, token.span.upper))
      }
      path = try expectPath(from: variable)
    }
    return Expression(.variable(variable, path), span: span(start, here))
  }

  mutating func parseParentheses() throws(SyntaxError) -> Expression {
    let open = lexer.take()
    try enter()
    lexer.depth += 1
    let inner: Expression.Kind
    wishForQuery()
    if startsQuery() {
      inner = .query(try parseQuery())
    } else {
      inner = .group(try parseCondition())
    }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    leave()
    return Expression(inner, span: span(open.span.lower, here))
  }

  /// A path or a call: `customer.name`, `it.amount`, `count(contacts)`.
  private mutating func parseNamed() throws(SyntaxError) -> Expression {
    // `where and`: a field that is really called so stands in backticks.
    if peeks(.and) || peeks(.or) { throw unexpected(.expression) }
    let start = lexer.peek().span.lower
    let isSubject = peeks(.it)
    let path = try expectPath(.expression, isSubject: isSubject)
    if isSubject {
      return Expression(.path(Path(Array(path.names.dropFirst())), isSubject: true), span: span(start, here))
    }
    // A call's parenthesis stands close: `count(tasks (status = open))` counts tasks, and calls none.
    guard path.names.count == 1, let function = path.names.first, peeks(.openParenthesis),
      lexer.peek().span.lower == lexer.end
    else {
      return Expression(.path(path, isSubject: false), span: span(start, here))
    }
    return try parseCall(function, from: start)
  }

  mutating func parseCall(_ function: Name, from start: Int) throws(SyntaxError) -> Expression {
    let open = lexer.take()
    try enter()
    lexer.depth += 1
    var arguments: [Expression] = []
    var condition: Expression?
    if !peeks(.closeParenthesis) {
      arguments = try parseList { parser throws(SyntaxError) in
        parser.wish { .relation(of: $0.subject) }
        parser.wishForQuery()
        if parser.startsQuery() {
          let from = parser.lexer.peek().span.lower
          let query = try parser.parseQuery()
          return Expression(.query(query), span: parser.span(from, parser.here))
        }
        return try parser.parseSum()
      }
      if arguments.count == 1, peeks(.openParenthesis) {
        let inner = lexer.take()
        try enter()
        var relation: String?
        if case .path(let path, _)? = arguments.first?.kind { relation = path.names.first?.text }
        condition = try within(relation) { parser throws(SyntaxError) in try parser.parseCondition() }
        try expectClosing(.closeParenthesis, opened: inner.span)
        leave()
      }
    }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    leave()
    return Expression(
      .call(Call(function: function, arguments: arguments, condition: condition)), span: span(start, here))
  }

  /// Whether a query begins here: its head, and not a call (`count(`) or a field of the same name (`count > 3`).
  mutating func startsQuery() -> Bool {
    let token = lexer.peek()
    if token.kind == .view { return true }
    guard let head = token.keywords.first(where: { Keyword.queryHeads.contains($0) }) else { return false }
    let behind = token.span.upper
    guard behind < lexer.bytes.count, let (next, _) = lexer.folded(at: behind), Lexer.isSpace(next) || next == 0x0A
    else {
      return false
    }
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    _ = lexer.take()
    let following = lexer.peek()
    switch following.kind {
    case .view, .variable, .quotedName, .quote: return true
    case .symbol(.openParenthesis), .number: return head != .find && head != .count
    // `sum -amount of …` as against `min - 3`.
    case .symbol(.minus):
      let isSign = lexer.folded(at: following.span.upper).map { !Lexer.isSpace($0.value) } ?? false
      return isSign && head != .find && head != .count
    case .name:
      guard
        following.keywords.contains(where: {
          Keyword.predicates.contains($0) || Keyword.isJoint($0) || $0 == .descending
        })
      else { return true }
      // `min top of …`: a field that is called so.
      guard head != .find, head != .count else { return false }
      _ = lexer.take()
      return peeks(.of)
    // Who asks what may stand here means a query.
    case .end: return wishes != nil
    default: return false
    }
  }
}
