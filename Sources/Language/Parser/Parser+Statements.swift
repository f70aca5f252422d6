internal import Diagnostics

/// Statements: control words first, then verbs by their signatures, then queries.
extension Parser {
  mutating func parseStatement() throws(SyntaxError) -> Statement {
    let (start, leading, followsBlankLine) = beginStatement()
    let kind = try parseStatementKind(lexer.peek())
    return try completed(kind, from: start, leading, followsBlankLine)
  }

  @inline(never)
  private mutating func beginStatement() -> (start: Int, leading: [Comment], followsBlankLine: Bool) {
    let start = lexer.peek().span.lower
    lexer.beginStatement(at: start)
    if wishes != nil, start < lexer.bytes.count { wishes?.begin(at: start) }
    let leading = comments.claim(from: lexer, before: start)
    return (start, leading, CommentShelf.followsBlankLine(start, in: lexer.bytes))
  }

  /// What stands behind a statement's own words: `expecting`, its end, a comment.
  @inline(never)
  private mutating func completed(
    _ kind: Statement.Kind, from start: Int, _ leading: [Comment], _ followsBlankLine: Bool
  ) throws(SyntaxError) -> Statement {
    let expected = kind.mayChange ? try parseExpecting(behind: kind) : nil
    let end = here
    let next = lexer.peek()
    switch next.kind {
    case .terminator, .end: break
    case .symbol(.closeBrace) where lexer.braces > 0: break
    default: throw misplaced(next, after: kind)
    }
    let inner = comments.claimInner(from: lexer, before: end)
    let trailing = comments.claimTrailing(from: lexer, after: end)
    return Statement(
      kind: kind, span: span(start, end), leadingComments: leading + (tracksSpans ? [] : inner.map(\.comment)),
      trailingComment: trailing,
      followsBlankLine: followsBlankLine, innerComments: tracksSpans ? inner : [], expectedAtMost: expected)
  }

  /// `expecting at most N`
  private mutating func parseExpecting(behind kind: Statement.Kind) throws(SyntaxError) -> Expression? {
    if wishes != nil, changes(kind) { wishForWords([Word("expecting at most", zh: "预计 至多")]) }
    guard peeks(.expecting) else { return nil }
    _ = lexer.take()
    wishForWords([Word("at most", zh: "至多")])
    if peeks(.at) {
      _ = lexer.take()
      try expect(.most)
    } else if peeks(.most) {
      _ = lexer.take()
    }
    return try valued(.own) { parser throws(SyntaxError) in try parser.parseValue(after: "expecting at most") }
  }

  /// Whether a statement may change records, so that it makes sense to bound how many.
  private func changes(_ kind: Statement.Kind) -> Bool {
    switch kind {
    case .command(let command): vocabulary.signature(of: command.verb)?.changesMany ?? false
    case .query(let query):
      query.stages.contains { stage in
        switch stage.kind {
        case .update, .each: true
        case .format, .chart, .file: false
        }
      }
    case .conditional, .loop, .perform, .attempt: true
    case .expression, .letting, .parameter, .definition, .give, .use, .fail, .print, .expect: false
    }
  }

  @inline(never)
  private mutating func parseStatementKind(_ token: Token) throws(SyntaxError) -> Statement.Kind {
    switch token.kind {
    case .name:
      if let control = try parseControl(token) { return control }
      if let command = try parseCommandStatement() { return command }
      if isCall(token) { return .expression(try parseCondition()) }
      if token.keywords.contains(where: { Keyword.queryHeads.contains($0) || $0 == .show }) {
        return try parseQueryStatement()
      }
      throw unknownVerb(token)
    case .view: return try parseQueryStatement()
    case .variable: return try parseVariableStatement()
    case .number, .quote, .symbol(.openParenthesis): return .expression(try parseCondition())
    case .symbol, .quotedName, .terminator, .end, .stray: throw unexpected(.statement)
    }
  }

  @inline(never)
  private mutating func parseQueryStatement() throws(SyntaxError) -> Statement.Kind { .query(try parseQuery()) }

  @inline(never)
  private mutating func parseCommandStatement() throws(SyntaxError) -> Statement.Kind? {
    try parseCommand().map { .command($0) }
  }

  /// `$quiet where …` is a query over what the variable holds, `$count + 1` an expression.
  @inline(never)
  private mutating func parseVariableStatement() throws(SyntaxError) -> Statement.Kind {
    let mark = lexer.mark
    _ = try parseVariableExpression()
    let next = lexer.peek()
    let isQuery: Bool
    switch next.kind {
    case .symbol(.pipe), .symbol(.closeBrace), .terminator, .end: isQuery = true
    case .name: isQuery = !next.keywords.contains { Keyword.predicates.contains($0) || $0 == .and || $0 == .or }
    default: isQuery = false
    }
    lexer.reset(to: mark)
    return isQuery ? try parseQueryStatement() : .expression(try parseCondition())
  }

  /// `count($x) = 3` as against `count customers`.
  private func isCall(_ token: Token) -> Bool {
    lexer.folded(at: token.span.upper)?.value == 0x28
  }

  private func unknownVerb(_ token: Token) -> SyntaxError {
    if Self.looksLikeReference(token.text) { return .bareReference(token.text, token.span) }
    if token.keywords.contains(where: { $0 == .else || $0 == .otherwise }) {
      return .strayBranch(token.text, token.span)
    }
    if let ours = Self.foreignVerbs[token.text.lowercased()] {
      return .unknownVerb(token.text, suggestions: [ours], token.span)
    }
    let verbs =
      vocabulary.firstWords.sorted() + Keyword.queryHeads.flatMap { $0.word.spellings } + Keyword.show.word.spellings
    let known = verbs + Keyword.controls.flatMap { $0.word.spellings }
    var near = nearest(token.text, known.sorted())
    if near.isEmpty { near = nearest(token.text, Self.foreignVerbs.keys.sorted()).compactMap { Self.foreignVerbs[$0] } }
    return .unknownVerb(String(token.text.prefix(40)), suggestions: near, token.span)
  }

  /// What other query languages and shells say.
  private static let foreignVerbs = [
    "select": "find", "search": "find", "list": "find", "get": "find", "ls": "find", "insert": "add", "new": "add",
    "remove": "delete", "drop": "delete", "edit": "update", "modify": "update", "var": "let", "const": "let",
    "foreach": "for", "while": "for", "function": "define", "def": "define", "echo": "print", "import_file": "import",
    "搜索": "查找", "新建": "添加", "列出": "查找", "移除": "删除",
  ]

  // MARK: Control

  /// Statements nest in blocks, and a tree as deep as the grammar allows must fit a small stack: each kind has a
  /// frame of its own.
  private mutating func parseControl(_ token: Token) throws(SyntaxError) -> Statement.Kind? {
    guard let keyword = token.keywords.first(where: { Keyword.controls.contains($0) }) else { return nil }
    _ = lexer.take()
    switch keyword {
    case .let: return try parseLetting()
    case .param: return try parseParameter()
    case .if: return try parseConditional()
    case .for: return try parseLoop()
    case .define: return try parseDefinition()
    case .do: return try parsePerform()
    case .try: return try parseAttempt()
    default: return try parseSimpleControl(keyword)
    }
  }

  /// The control statements that hold no block.
  @inline(never)
  private mutating func parseSimpleControl(_ keyword: Keyword) throws(SyntaxError) -> Statement.Kind {
    switch keyword {
    case .return: .give(try parseBound(after: "return"))
    case .use:
      .use(try valued(.file(["crm"])) { parser throws(SyntaxError) in try parser.parseValue(after: "use") })
    case .fail: .fail(try parseValue(after: "fail"))
    case .print: .print(try parseList { parser throws(SyntaxError) in try parser.parsePrintItem() })
    default: try parseExpectation()
    }
  }

  @inline(never)
  private mutating func parseLetting() throws(SyntaxError) -> Statement.Kind {
    let variable = try expectVariable(isNew: true)
    wishForSymbols(.equal)
    try expect(.equal)
    let bound = try parseBound(after: "=")
    declare(variable, as: wishes == nil ? nil : subject(of: bound))
    return .letting(variable, bound)
  }

  @inline(never)
  private mutating func parseLoop() throws(SyntaxError) -> Statement.Kind {
    let variable = try expectVariable(isNew: true)
    try expect(.in)
    let over = try parseBound(after: "in", isLoop: true)
    declare(variable, as: wishes == nil ? nil : subject(of: over))
    return .loop(variable, over: over, try parseBlock())
  }

  @inline(never)
  private mutating func parseAttempt() throws(SyntaxError) -> Statement.Kind {
    let body = try parseBlock()
    try expectOtherwise()
    let variable = lexer.peek().kind == .variable ? try expectVariable(isNew: true) : nil
    if let variable { declare(variable) }
    return .attempt(body, error: variable, otherwise: try parseBlock())
  }

  @inline(never)
  private mutating func parseExpectation() throws(SyntaxError) -> Statement.Kind {
    let condition = try parseCondition()
    return .expect(condition, message: take(.comma) == nil ? nil : try parseValue(after: ","))
  }

  private mutating func parsePrintItem() throws(SyntaxError) -> Expression {
    wishForQuery()
    guard startsQuery() else { return try parseSum() }
    let start = lexer.peek().span.lower
    return Expression(.query(try parseQuery()), span: span(start, here))
  }

  /// A query, a command that makes something, a call, or a value; a loop may also run over `(a, b)`.
  @inline(never)
  private mutating func parseBound(after word: String, isLoop: Bool = false) throws(SyntaxError) -> Bound {
    lexer.skipToValueAcrossLines()
    if wishes != nil { wishForBound(isLoop: isLoop) }
    if startsQuery() { return .query(try parseQuery()) }
    let token = lexer.peek()
    if token.kind == .variable, startsVariableQuery() { return .query(try parseQuery()) }
    if token.kind == .name, !isCall(token), !vocabulary.candidates(firstWord: token.text).isEmpty,
      lexer.characterAhead(from: token.span.upper).map({ $0 != 0x3B && $0 != 0x7D && $0 != 0x3002 })
        ?? isAsked(behind: token)
    {
      if let command = try parseCommand() { return .command(command) }
    }
    if token.keywords.contains(.do) {
      _ = lexer.take()
      guard case .perform(let name, let arguments) = try parsePerform() else { throw unexpected(.expression) }
      let call = Call(function: name, arguments: arguments, condition: nil, isPerformed: true)
      return .expression(Expression(.call(call), span: span(token.span.lower, here)))
    }
    let expression = isLoop ? try parseMembers() : try parseValue(after: word)
    // `for $c in (find customers)`: parentheses make no list of a query.
    return expression.enclosedQuery.map { .query($0) } ?? .expression(expression)
  }

  /// Whether somebody asks what may stand behind a word that ends the text.
  private func isAsked(behind token: Token) -> Bool { wishes != nil && token.span.upper < lexer.bytes.count }

  private mutating func wishForBound(isLoop: Bool) {
    wishForQuery()
    wish { _ in .variable }
    guard !isLoop else { return }
    wishForWords(vocabulary.signatures.filter(\.makesRecord).compactMap(\.words.first) + [Keyword.do.word])
  }

  /// `$quiet where …`: a clause behind a variable.
  private mutating func startsVariableQuery() -> Bool {
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    guard (try? parseVariableExpression()) != nil else { return false }
    return lexer.peek().keywords.contains { Keyword.clauseStarts.contains($0) && $0 != .expecting && $0 != .as }
      || peeks(.pipe)
  }

  @inline(never)
  private mutating func parseParameter() throws(SyntaxError) -> Statement.Kind {
    let variable = try expectVariable(isNew: true)
    var type: Name?
    if take(.colon) != nil { type = try expectType() }
    wishForSymbols(.equal)
    let initial = take(.equal) == nil ? nil : try parseValue(after: "=")
    declare(variable, as: type.map { .named($0.text) })
    return .parameter(variable, type: type, initial: initial)
  }

  @inline(never)
  private mutating func parseConditional() throws(SyntaxError) -> Statement.Kind {
    var branches = [Branch(condition: try parseCondition(), body: try parseBlock())]
    while true {
      let mark = lexer.mark
      skipNewlines()
      guard take(.else) != nil else {
        lexer.reset(to: mark)
        return .conditional(branches, otherwise: nil)
      }
      guard take(.if) != nil else { return .conditional(branches, otherwise: try parseBlock()) }
      branches.append(Branch(condition: try parseCondition(), body: try parseBlock()))
    }
  }

  /// `otherwise` behind a block, on its line or a later one.
  private mutating func expectOtherwise() throws(SyntaxError) {
    let end = lexer.end
    skipNewlines()
    guard take(.otherwise) == nil else { return }
    throw .expected(.word(Keyword.otherwise.word), found: .end, SourceSpan(end, end))
  }

  /// Newlines (not `;`) between a block's end and an `else`.
  mutating func skipNewlines() {
    while lexer.peek().kind == .terminator, lexer.peek().text == "\n" { _ = lexer.take() }
  }

  @inline(never)
  private mutating func parseDefinition() throws(SyntaxError) -> Statement.Kind {
    wish { _ in .value(.own, of: nil) }
    let name = try expectName()
    if wishes != nil { wishes?.functions.append(name.text) }
    let open = lexer.peek()
    guard take(.openParenthesis) != nil else { throw unexpected(.arguments(name.text)) }
    lexer.depth += 1
    var parameters: [Parameter] = []
    if !peeks(.closeParenthesis) {
      parameters = try parseList { parser throws(SyntaxError) in
        let variable = try parser.expectVariable(isNew: true)
        try parser.expect(.colon)
        let type = try parser.expectType()
        parser.declare(variable, as: .named(type.text))
        return Parameter(variable: variable, type: type)
      }
    }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    return .definition(name, parameters, try parseBlock())
  }

  @inline(never)
  private mutating func parsePerform() throws(SyntaxError) -> Statement.Kind {
    wish { _ in .definition }
    let name = try expectName()
    let open = lexer.peek()
    guard take(.openParenthesis) != nil else { throw unexpected(.arguments(name.text)) }
    lexer.depth += 1
    var arguments: [Expression] = []
    if !peeks(.closeParenthesis) {
      arguments = try parseList { parser throws(SyntaxError) in
        parser.wishForQuery()
        guard parser.startsQuery() else { return try parser.parseValue(after: ",", inList: true) }
        let start = parser.lexer.peek().span.lower
        return Expression(.query(try parser.parseQuery()), span: parser.span(start, parser.here))
      }
    }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    return .perform(name, arguments)
  }

  private mutating func expectType() throws(SyntaxError) -> Name {
    wish { _ in .type }
    return try expectName()
  }
}

extension Expression {
  /// The query that stands alone in its parentheses.
  fileprivate var enclosedQuery: Query? {
    switch kind {
    case .query(let query): query
    case .group(let inner): inner.enclosedQuery
    case .list(let members) where members.count == 1: members[0].enclosedQuery
    default: nil
    }
  }
}
