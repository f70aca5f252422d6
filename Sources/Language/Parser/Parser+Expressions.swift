internal import Diagnostics

/// Expressions in syntax positions: what stands left of a comparison, after `show`, between parentheses.
extension Parser {
  package mutating func parseCondition() throws(SyntaxError) -> Expression {
    try enter()
    defer { leave() }
    return try parseChain(.or, wrap: { .any($0) }) { parser throws(SyntaxError) in
      try parser.parseChain(.and, wrap: { .all($0) }) { parser throws(SyntaxError) in try parser.parseNegation() }
    }
  }

  private mutating func parseChain(
    _ joint: Keyword, wrap: ([Expression]) -> Expression.Kind,
    _ term: (inout Parser) throws(SyntaxError) -> Expression
  ) throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    let first = try term(&self)
    guard peeks(joint) else { return first }
    var terms = [first]
    while let word = take(joint) {
      guard terms.count < Self.maximumTerms else { throw .tooManyTerms(word.span) }
      lexer.skipToValueAcrossLines()
      terms.append(try term(&self))
    }
    return Expression(wrap(terms), span: span(start, here))
  }

  private mutating func parseNegation() throws(SyntaxError) -> Expression {
    guard let word = take(.not) else { return try parsePredicate() }
    try enter()
    defer { leave() }
    let operand = try parseNegation()
    return Expression(.not(operand), span: span(word.span.lower, here))
  }

  // MARK: Predicates

  private mutating func parsePredicate() throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    let left = try parseSum()
    let token = lexer.peek()
    if case .symbol(let symbol) = token.kind, let comparator = Comparator(symbol: symbol) {
      _ = lexer.take()
      return try parseComparison(left, comparator, operatorText: symbol.rawValue, from: start)
    }
    guard token.kind == .name else { return left }
    for keyword in keywords(token) {
      if let predicate = try parseWordPredicate(keyword, left, from: start) { return predicate }
    }
    return left
  }

  private mutating func parseComparison(
    _ left: Expression, _ comparator: Comparator, operatorText: String, from start: Int
  ) throws(SyntaxError) -> Expression {
    let value = try parseValue(after: operatorText)
    return Expression(.comparison(left, comparator, value), span: span(start, here))
  }

  /// What a word makes of the expression on its left; nil where the word is no predicate here.
  private mutating func parseWordPredicate(
    _ keyword: Keyword, _ left: Expression, from start: Int
  ) throws(SyntaxError) -> Expression? {
    func whole(_ kind: Expression.Kind, _ end: Int) -> Expression { Expression(kind, span: span(start, end)) }
    switch keyword {
    case .in, .notIn:
      _ = lexer.take()
      let values = try parseMembers()
      return whole(.membership(left, isNegated: keyword == .notIn, values), here)
    case .not:
      var ahead = self
      _ = ahead.lexer.take()
      guard ahead.take(.in) != nil else { return nil }
      self = ahead
      let values = try parseMembers()
      return whole(.membership(left, isNegated: true, values), here)
    case .between:
      _ = lexer.take()
      let low = try parseValue(after: "between")
      guard take(.and) != nil || take(.to) != nil else { throw unexpected(.word("and")) }
      let high = try parseValue(after: "and")
      return whole(.between(left, low, high), here)
    case .contains, .matches, .overlaps, .startsWith, .endsWith:
      _ = lexer.take()
      guard let comparator = Comparator(keyword: keyword) else { return nil }
      return try parseComparison(left, comparator, operatorText: comparator.rawValue, from: start)
    case .starts, .ends:
      _ = lexer.take()
      try expect(.with)
      let comparator: Comparator = keyword == .starts ? .startsWith : .endsWith
      return try parseComparison(left, comparator, operatorText: comparator.rawValue, from: start)
    case .has:
      _ = lexer.take()
      let quantifier: Quantifier
      if take(.all) != nil {
        quantifier = .all
      } else if take(.none) != nil {
        quantifier = .none
      } else {
        try expect(.any)
        quantifier = .any
      }
      return whole(.quantified(left, quantifier, try parseParenthesizedValues()), here)
    case .hasAny, .hasAll, .hasNone:
      _ = lexer.take()
      let quantifier: Quantifier = keyword == .hasAny ? .any : keyword == .hasAll ? .all : .none
      return whole(.quantified(left, quantifier, try parseParenthesizedValues()), here)
    case .is:
      let word = lexer.take()
      let isNegated = take(.not) != nil
      guard take(.empty) != nil || take(.isEmpty) != nil else { throw .isNotComparison(word.span) }
      return whole(.emptiness(left, isNegated: isNegated), here)
    case .isEmpty, .isNotEmpty:
      _ = lexer.take()
      return whole(.emptiness(left, isNegated: keyword == .isNotEmpty), here)
    case .was, .changed:
      return try parseHistory(keyword, left, from: start)
    default:
      return nil
    }
  }

  private mutating func parseHistory(
    _ keyword: Keyword, _ left: Expression, from start: Int
  ) throws(SyntaxError) -> Expression {
    let word = lexer.take()
    var value: Expression?
    var from: Expression?
    var to: Expression?
    var during: Expression?
    var since: Expression?
    var by: Expression?
    if keyword == .was { value = try parseValue(after: "was") }
    while true {
      if keyword == .changed, from == nil, take(.from) != nil {
        from = try parseValue(after: "from")
      } else if keyword == .changed, to == nil, take(.to) != nil {
        to = try parseValue(after: "to")
      } else if during == nil, take(.during) != nil {
        during = try parseValue(after: "during")
      } else if since == nil, take(.since) != nil {
        since = try parseValue(after: "since")
      } else if by == nil, take(.by) != nil {
        by = try parseValue(after: "by")
      } else {
        break
      }
    }
    let predicate = HistoryPredicate(
      verb: keyword == .was ? .was : .changed, value: value, from: from, to: to, during: during, since: since, by: by,
      span: span(word.span.lower, here))
    return Expression(.history(left, predicate), span: span(start, here))
  }

  // MARK: Arithmetic

  mutating func parseSum() throws(SyntaxError) -> Expression {
    try parseArithmetic([.plus: .plus, .minus: .minus]) { parser throws(SyntaxError) in
      try parser.parseArithmetic([.times: .times, .over: .over, .modulo: .modulo]) { parser throws(SyntaxError) in
        try parser.parseFactor()
      }
    }
  }

  private mutating func parseArithmetic(
    _ operators: [Symbol: ArithmeticTerm.Operator], _ operand: (inout Parser) throws(SyntaxError) -> Expression
  ) throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    let first = try operand(&self)
    return try continueArithmetic(first, from: start, operators, operand)
  }

  private mutating func continueArithmetic(
    _ first: Expression, from start: Int, _ operators: [Symbol: ArithmeticTerm.Operator],
    _ operand: (inout Parser) throws(SyntaxError) -> Expression
  ) throws(SyntaxError) -> Expression {
    var terms: [ArithmeticTerm] = []
    while case .symbol(let symbol) = lexer.peek().kind, let sign = operators[symbol] {
      let token = lexer.take()
      guard terms.count < Self.maximumTerms else { throw .tooManyTerms(token.span) }
      lexer.skipToValueAcrossLines()
      terms.append(ArithmeticTerm(operator: sign, operand: try operand(&self)))
    }
    return terms.isEmpty ? first : Expression(.arithmetic(first, terms), span: span(start, here))
  }

  /// After a value that began as an expression (`$x`, `it.amount`, `( … )`): the rest of its arithmetic.
  mutating func continueValue(_ first: Expression, from start: Int) throws(SyntaxError) -> Expression {
    let product = try continueArithmetic(first, from: start, [.times: .times, .over: .over, .modulo: .modulo]) {
      parser throws(SyntaxError) in try parser.parseFactor()
    }
    return try continueArithmetic(product, from: start, [.plus: .plus, .minus: .minus]) { parser throws(SyntaxError) in
      try parser.parseArithmetic([.times: .times, .over: .over, .modulo: .modulo]) { parser throws(SyntaxError) in
        try parser.parseFactor()
      }
    }
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
    if take(.dot) != nil { path = try expectPath() }
    return Expression(.variable(variable, path), span: span(start, here))
  }

  mutating func parseParentheses() throws(SyntaxError) -> Expression {
    let open = lexer.take()
    try enter()
    lexer.depth += 1
    let inner: Expression.Kind
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
    let start = lexer.peek().span.lower
    let isSubject = peeks(.it) && lexer.peek().kind == .name
    let path = try expectPath()
    if isSubject {
      return Expression(.path(Path(Array(path.names.dropFirst())), isSubject: true), span: span(start, here))
    }
    guard path.names.count == 1, let function = path.names.first, peeks(.openParenthesis) else {
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
        if parser.startsQuery() {
          let from = parser.lexer.peek().span.lower
          let query = try parser.parseQuery()
          return Expression(.query(query), span: parser.span(from, parser.here))
        }
        return try parser.parseSum()
      }
      if arguments.count == 1, peeks(.openParenthesis) {
        let inner = lexer.take()
        condition = try parseCondition()
        try expectClosing(.closeParenthesis, opened: inner.span)
      }
    }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    leave()
    return Expression(
      .call(Call(function: function, arguments: arguments, condition: condition)), span: span(start, here))
  }

  /// Whether a query begins here: its head, and not a call of the same name (`count(`).
  mutating func startsQuery() -> Bool {
    let token = lexer.peek()
    if token.kind == .view { return true }
    guard keywords(token).contains(where: { Keyword.queryHeads.contains($0) }) else { return false }
    let next = token.span.upper
    return next < lexer.bytes.count && lexer.bytes[next] != 0x28 && lexer.bytes[next] != 0x29
      && lexer.bytes[next] != 0x2E && lexer.byteAhead(from: next).map { $0 != 0x29 && $0 != 0x2C } ?? false
  }
}

extension Comparator {
  fileprivate init?(symbol: Symbol) {
    switch symbol {
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    default: return nil
    }
  }

  fileprivate init?(keyword: Keyword) {
    switch keyword {
    case .contains: self = .contains
    case .matches: self = .matches
    case .overlaps: self = .overlaps
    case .startsWith: self = .startsWith
    case .endsWith: self = .endsWith
    default: return nil
    }
  }
}
