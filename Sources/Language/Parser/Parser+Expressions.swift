internal import Diagnostics

/// Expressions in syntax positions: what stands left of a comparison, after `show`, between parentheses.
extension Parser {
  package mutating func parseCondition() throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    let first = try parseConjunction()
    guard meets(.or) else { return first }
    var terms = [first]
    while let word = take(.or) {
      guard terms.count < Self.maximumTerms else { throw .tooManyTerms(word.span) }
      lexer.skipToValueAcrossLines()
      terms.append(try parseConjunction())
    }
    return Expression(.any(terms), span: span(start, here))
  }

  private mutating func parseConjunction() throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    let first = try parseNegation()
    guard meets(.and) else { return first }
    var terms = [first]
    while let word = take(.and) {
      guard terms.count < Self.maximumTerms else { throw .tooManyTerms(word.span) }
      lexer.skipToValueAcrossLines()
      terms.append(try parseNegation())
    }
    return Expression(.all(terms), span: span(start, here))
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
    guard wishes != nil else { return try parsePredicate(of: left, from: start) }
    let (content, subject) = content(comparedWith: left)
    wish { .comparison(content, of: subject ?? $0.subject) }
    return try valued(content, of: subject) { parser throws(SyntaxError) in
      try parser.parsePredicate(of: left, from: start)
    }
  }

  private mutating func parsePredicate(of left: Expression, from start: Int) throws(SyntaxError) -> Expression {
    let token = lexer.peek()
    if case .symbol(let symbol) = token.kind, let comparator = Comparator(symbol: symbol) {
      _ = lexer.take()
      return try parseComparison(left, comparator, operatorText: symbol.rawValue, from: start)
    }
    guard token.kind == .name else { return left }
    for keyword in token.keywords {
      if keyword == .in || keyword == .notIn || keyword == .not {
        if let membership = try parseMembership(keyword, left, from: start) { return membership }
        continue
      }
      if let predicate = try parseWordPredicate(keyword, left, from: start) { return predicate }
    }
    return left
  }

  private mutating func parseComparison(
    _ left: Expression, _ comparator: Comparator, operatorText: String, from start: Int
  ) throws(SyntaxError) -> Expression {
    let value = try parseValue(after: operatorText)
    if lastValue.span.upper == here { lastValue.role = .compared }
    return Expression(.comparison(left, comparator, value), span: span(start, here))
  }

  /// What a word makes of the expression on its left; nil where the word is no predicate here.
  @inline(never)
  private mutating func parseWordPredicate(
    _ keyword: Keyword, _ left: Expression, from start: Int
  ) throws(SyntaxError) -> Expression? {
    func whole(_ kind: Expression.Kind, _ end: Int) -> Expression { Expression(kind, span: span(start, end)) }
    switch keyword {
    case .notBetween, .notContains, .notMatches, .notStartsWith, .notEndsWith:
      guard let positive = keyword.denied, let predicate = try parseWordPredicate(positive, left, from: start)
      else {
        return nil
      }
      return Expression(.not(predicate), span: predicate.span)
    case .between:
      _ = lexer.take()
      let low = try parseValue(after: "between")
      guard take(.and) != nil || take(.to) != nil else { throw unexpected(.word(Keyword.and.word)) }
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
      } else if take(.any) != nil {
        quantifier = .any
      } else {
        throw unexpected(.closingChoice(["any", "all", "none"]))
      }
      return whole(.quantified(left, quantifier, try parseParenthesizedValues()), here)
    case .hasAny, .hasAll, .hasNone:
      _ = lexer.take()
      let quantifier: Quantifier = keyword == .hasAny ? .any : keyword == .hasAll ? .all : .none
      return whole(.quantified(left, quantifier, try parseParenthesizedValues()), here)
    case .is:
      let word = lexer.take()
      let isNegated = take(.not) != nil
      guard take(.empty) != nil else {
        let token = lexer.peek()
        throw .isNotComparison(found: found(token), word.span.joined(with: place(of: token)))
      }
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

  /// `in …`, `not in …`; nil where the `not` belongs to something else.
  @inline(never)
  private mutating func parseMembership(
    _ keyword: Keyword, _ left: Expression, from start: Int
  ) throws(SyntaxError) -> Expression? {
    let mark = lexer.mark
    _ = lexer.take()
    if keyword == .not, take(.in) == nil {
      wishForWords(CompletionPoint.deniable)
      for keyword in lexer.peek().keywords where Keyword.negatable.contains(keyword) {
        guard let predicate = try parseWordPredicate(keyword, left, from: start) else { continue }
        return Expression(.not(predicate), span: predicate.span)
      }
      lexer.reset(to: mark)
      return nil
    }
    let values = try parseMembers()
    return Expression(.membership(left, isNegated: keyword != .in, values), span: span(start, here))
  }

  /// `by sales_001`, `由 我`: who changed it.
  private mutating func takeAuthor() -> Bool {
    wishForWords([Word("by", zh: "由")])
    let next = lexer.peek()
    guard peeks(.by) || next.kind == .name && next.text == "由" else { return false }
    _ = lexer.take()
    return true
  }

  @inline(never)
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
        during = try valued(.period) { parser throws(SyntaxError) in try parser.parseValue(after: "during") }
      } else if since == nil, take(.since) != nil {
        since = try valued(.moment) { parser throws(SyntaxError) in try parser.parseValue(after: "since") }
      } else if by == nil, takeAuthor() {
        by = try valued(.user) { parser throws(SyntaxError) in try parser.parseValue(after: "by") }
      } else {
        break
      }
    }
    let predicate = HistoryPredicate(
      verb: keyword == .was ? .was : .changed, value: value, from: from, to: to, during: during, since: since, by: by,
      span: span(word.span.lower, here))
    return Expression(.history(left, predicate), span: span(start, here))
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
