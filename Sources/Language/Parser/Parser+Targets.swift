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
      if wishes != nil { attend(to: subject(of: query.source)) }
      return target(.query(query), here)
    case .variable:
      let variable = try expectVariable()
      let path: Path? = take(.dot) == nil ? nil : try expectPath(from: variable)
      if wishes != nil { attend(to: subject(of: variable, path)) }
      return target(.variable(variable, path), here)
    case .view:
      guard let name = try takeView() else { throw unexpected(.target) }
      if wishes != nil { wishes?.subject = .view(name.text) }
      let condition: Expression? = take(.where) == nil ? nil : try parseCondition()
      return target(.view(name, condition: condition), here)
    case .quote:
      let references = try parseReferences()
      note(references)
      return target(.references(references), here)
    case .name, .quotedName:
      if token.keywords.contains(.it), startsSubjectTarget(token) {
        let path = try expectPath(isSubject: true)
        return target(.subject(Path(Array(path.names.dropFirst()))), here)
      }
      if let entity = try takeEntityTarget() { return target(entity, here) }
      let references = try parseReferences()
      note(references)
      return target(.references(references), here)
    case .number, .stray, .symbol(.minus):
      let references = try parseReferences()
      note(references)
      return target(.references(references), here)
    case .symbol, .terminator, .end: throw unexpected(.target)
    }
  }

  private mutating func note(_ references: [Atom]) {
    if wishes != nil { wishes?.subject = references.first.map { .reference($0.text) } }
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
    if wishes != nil, wishes?.isEntity(name.text) == true {
      wishes?.subject = .named(name.text)
      wishForWords([Keyword.where.word, Keyword.all.word])
      // An entity alone is mostly no target.
      if lexer.peek().kind == .end, wishes?.content.isWhole == false { throw unexpected(.target) }
    }
    if peeks(.where) {
      _ = lexer.take()
      return .entity(name, condition: try parseCondition(), isAll: false)
    }
    if peeks(.all) {
      _ = lexer.take()
      return .entity(name, condition: nil, isAll: true)
    }
    lexer.reset(to: mark)
    return nil
  }

  // MARK: Assignments

  mutating func parseAssignments() throws(SyntaxError) -> [Assignment] {
    if wishes != nil { wishes?.assigned = [] }
    return try parseList { parser throws(SyntaxError) in try parser.parseAssignment() }
  }

  private mutating func parseAssignment() throws(SyntaxError) -> Assignment {
    let field = try expectPath(.field)
    wishForSymbols(.equal, .plusEqual, .minusEqual)
    if wishes != nil { wishes?.assigned.insert(field.text) }
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
    let first = try valued(.field(field.text, of: nil)) { parser throws(SyntaxError) in
      try parser.parseValue(after: sign.rawValue)
    }
    if lastValue.span.upper == here { lastValue.role = .assigned }
    guard peeks(.comma), !assignmentFollowsComma() else {
      return Assignment(field: field, operator: sign, value: first)
    }
    let members = try valued(.field(field.text, of: nil)) { parser throws(SyntaxError) in
      try parser.parseMembers(after: first)
    }
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
    wish { .field(of: $0.subject, through: [], .written(isNew: $0.isNew)) }
    guard (try? expectPathForLook()) != nil else { return false }
    return peeks(.equal) || peeks(.plusEqual) || peeks(.minusEqual)
  }

  /// The name of a column of the file, which nobody has read yet.
  private mutating func parseColumn() throws(SyntaxError) -> Atom {
    wish { _ in .value(.own, of: nil) }
    let wishes = wishes
    self.wishes = nil
    defer { self.wishes = wishes }
    return try parseReference()
  }

  mutating func parseMapping() throws(SyntaxError) -> ColumnMapping {
    let column = try parseColumn()
    guard take(.to) != nil else { throw unexpected(.word(Keyword.to.word)) }
    return ColumnMapping(column: column, field: try expectPath(.field))
  }
}
