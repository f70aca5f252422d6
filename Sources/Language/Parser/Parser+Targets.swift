internal import Diagnostics

/// What commands act on and what they set: targets, assignments, column mappings.
extension Parser {
  @inline(never)
  mutating func parseTarget() throws(SyntaxError) -> Target {
    wishForTarget()
    let token = lexer.peek()
    let start = token.span.lower
    func target(_ kind: Target.Kind, _ end: Int) -> Target { Target(kind: kind, span: span(start, end)) }
    switch token.kind {
    case .symbol(.openParenthesis):
      let expression = try parseParentheses()
      guard case .query(let query) = expression.kind else { throw .expected(.target, found: found(token), token.span) }
      return target(.query(query), here)
    case .variable:
      let variable = try expectVariable()
      let path: Path? = take(.dot) == nil ? nil : try expectPath()
      return target(.variable(variable, path), here)
    case .view:
      guard let name = try takeView() else { throw unexpected(.target) }
      let condition: Expression? = take(.where) == nil ? nil : try parseCondition()
      return target(.view(name, condition: condition), here)
    case .quote:
      let references = try parseReferences()
      return target(.references(references), here)
    case .name, .quotedName:
      if token.keywords.contains(.it), startsSubjectTarget(token) {
        let path = try expectPath()
        return target(.subject(Path(Array(path.names.dropFirst()))), here)
      }
      if let entity = try takeEntityTarget() { return target(entity, here) }
      let references = try parseReferences()
      return target(.references(references), here)
    case .number, .stray, .symbol(.minus):
      let references = try parseReferences()
      return target(.references(references), here)
    case .symbol, .terminator, .end: throw unexpected(.target)
    }
  }

  private mutating func startsSubjectTarget(_ token: Token) -> Bool {
    lexer.rewind()
    return lexer.startsSubject()
  }

  /// `customers where …` or `customers all`; nil where the name is a reference.
  private mutating func takeEntityTarget() throws(SyntaxError) -> Target.Kind? {
    let mark = lexer.mark
    let name = try expectName()
    if Self.looksLikeReference(name.text) {
      lexer.reset(to: mark)
      return nil
    }
    if wishes != nil { wishes?.entity = name.text }
    if take(.where) != nil {
      return .entity(name, condition: try parseCondition(), isAll: false)
    }
    if take(.all) != nil { return .entity(name, condition: nil, isAll: true) }
    lexer.reset(to: mark)
    return nil
  }

  // MARK: Assignments

  mutating func parseAssignments() throws(SyntaxError) -> [Assignment] {
    try parseList { parser throws(SyntaxError) in try parser.parseAssignment() }
  }

  private mutating func parseAssignment() throws(SyntaxError) -> Assignment {
    let field = try expectPath(.field)
    let sign: Assignment.Operator
    if take(.equal) != nil {
      sign = .set
    } else if take(.plusEqual) != nil {
      sign = .add
    } else if take(.minusEqual) != nil {
      sign = .remove
    } else {
      throw unexpected(.assignment(field.text))
    }
    let first = try valued(field) { parser throws(SyntaxError) in try parser.parseValue(after: sign.rawValue) }
    if lastValue.span.upper == here { lastValue.role = .assigned }
    guard peeks(.comma), !assignmentFollowsComma() else {
      return Assignment(field: field, operator: sign, value: first)
    }
    let members = try valued(field) { parser throws(SyntaxError) in try parser.parseMembers(after: first) }
    return Assignment(field: field, operator: sign, value: members)
  }

  /// `tags = VIP, 高价值, phone = …`: a comma goes on with the list unless an assignment follows.
  private mutating func parseMembers(after first: Expression) throws(SyntaxError) -> Expression {
    var values = [first]
    while peeks(.comma), !assignmentFollowsComma() {
      let comma = lexer.take()
      guard values.count < Self.maximumMembers else { throw .tooManyTerms(comma.span) }
      values.append(try parseValue(after: ",", inList: true))
      if lastValue.span.upper == here { lastValue.role = .member }
    }
    return Expression(.list(values), span: span(first.span.lower, here))
  }

  private mutating func assignmentFollowsComma() -> Bool {
    if wishes == nil, lexer.assignsBehind(lexer.peek().span.upper) { return true }
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    _ = lexer.take()
    lexer.skipToValueAcrossLines()
    wish { .field(of: $0.entity, through: []) }
    guard (try? expectPathForLook()) != nil else { return false }
    return peeks(.equal) || peeks(.plusEqual) || peeks(.minusEqual)
  }

  mutating func parseMapping() throws(SyntaxError) -> ColumnMapping {
    let column = try parseReference()
    guard take(.to) != nil else { throw unexpected(.word(Keyword.to.word)) }
    return ColumnMapping(column: column, field: try expectPath(.field))
  }
}
