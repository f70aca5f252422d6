internal import Diagnostics

/// Statements: control words first, then verbs by their signatures, then queries.
extension Parser {
  mutating func parseStatement() throws(SyntaxError) -> Statement {
    let first = lexer.peek()
    let start = first.span.lower
    lexer.beginStatement(at: start)
    var leading = comments.claim(from: lexer, before: start)
    let followsBlankLine = leading.isEmpty && CommentShelf.followsBlankLine(start, in: lexer.bytes)
    let kind = try parseStatementKind()
    let expected = try parseExpecting()
    let end = here
    let next = lexer.peek()
    switch next.kind {
    case .terminator, .end: break
    case .symbol(.closeBrace) where lexer.braces > 0: break
    default: throw misplaced(next, after: kind, from: start)
    }
    leading += comments.claim(from: lexer, before: end)
    let trailing = comments.claimTrailing(from: lexer, after: end)
    return Statement(
      kind: kind, span: span(start, end), leadingComments: leading, trailingComment: trailing,
      followsBlankLine: followsBlankLine, expectedAtMost: expected)
  }

  /// `expecting at most N`
  private mutating func parseExpecting() throws(SyntaxError) -> Expression? {
    guard take(.expecting) != nil else { return nil }
    if take(.at) != nil { try expect(.most) } else { _ = take(.most) }
    return try parseValue(after: "expecting at most")
  }

  /// What stands behind a whole statement and should not.
  private mutating func misplaced(_ token: Token, after kind: Statement.Kind, from start: Int) -> SyntaxError {
    if case .text(let text) = found(token) {
      if token.kind == .stray { return .strayCharacter(text, token.span) }
      // `name = New York`: the word before stood in a value position.
      if token.kind == .name || token.kind == .number, let whole = valueBefore(token) {
        return .unquotedSpace(whole: whole, token.span)
      }
    }
    return .expected(.endOfStatement, found: found(token), token.span)
  }

  /// The words of a value that goes on over a space, from its operator to the end of its bare words.
  private func valueBefore(_ token: Token) -> String? {
    var start = token.span.lower
    var sawWord = false
    while start > 0 {
      let byte = lexer.bytes[start - 1]
      if byte == 0x3D || byte == 0x3C || byte == 0x3E { break }
      if byte == 0x0A || byte == 0x2C || byte == 0x28 || byte == 0x29 || byte == 0x22 { return nil }
      if byte > 0x20 { sawWord = true }
      start -= 1
    }
    guard start > 0, sawWord else { return nil }
    let words = String(decoding: lexer.bytes[start..<token.span.upper], as: UTF8.self).split { $0.isWhitespace }
    guard words.count <= 4, !words.dropFirst().contains(where: { Keyword.bySpelling[$0.lowercased()] != nil }) else {
      return nil
    }
    return words.joined(separator: " ")
  }

  private mutating func parseStatementKind() throws(SyntaxError) -> Statement.Kind {
    try enter()
    defer { leave() }
    let token = lexer.peek()
    switch token.kind {
    case .name:
      if let control = try parseControl(token) { return control }
      if let command = try parseCommand() { return .command(command) }
      if keywords(token).contains(where: { Keyword.queryHeads.contains($0) || $0 == .show }) {
        guard !isCall(token) else { return .expression(try parseCondition()) }
        return .query(try parseQuery())
      }
      throw unknownVerb(token)
    case .view: return .query(try parseQuery())
    case .variable:
      let saved = self
      let query = try parseQuery()
      if case .symbol(let symbol) = lexer.peek().kind, symbol != .closeBrace {
        self = saved
        return .expression(try parseCondition())
      }
      return .query(query)
    case .number, .quote, .symbol(.openParenthesis): return .expression(try parseCondition())
    default: throw unexpected(.statement)
    }
  }

  /// `count($x) = 3` as against `count customers`.
  private func isCall(_ token: Token) -> Bool {
    token.span.upper < lexer.bytes.count && lexer.bytes[token.span.upper] == 0x28
  }

  private func unknownVerb(_ token: Token) -> SyntaxError {
    if Self.looksLikeReference(token.text) { return .bareReference(token.text, token.span) }
    let verbs = vocabulary.firstWords + Keyword.queryHeads.flatMap { $0.word.spellings } + Keyword.show.word.spellings
    if let segmented = Segmenter(words: verbs + knownWords).segment(line(at: token.span.lower), first: token.text) {
      return .runTogether(token.text, segmented: segmented, token.span)
    }
    let controls: [Keyword] = [.let, .param, .if, .for, .define, .do, .use, .try, .fail, .print, .expect]
    let known = verbs + controls.flatMap { $0.word.spellings }
    return .unknownVerb(
      token.text, suggestions: NearestName.suggestions(for: token.text, among: known.sorted()), token.span)
  }

  private func line(at offset: Int) -> String {
    var end = offset
    while end < lexer.bytes.count, lexer.bytes[end] != 0x0A, end - offset < 400 { end += 1 }
    return String(decoding: lexer.bytes[offset..<end], as: UTF8.self)
  }

  // MARK: Control

  private mutating func parseControl(_ token: Token) throws(SyntaxError) -> Statement.Kind? {
    for keyword in keywords(token) {
      switch keyword {
      case .let:
        _ = lexer.take()
        let variable = try expectVariable()
        try expect(.equal)
        return .letting(variable, try parseBound(after: "="))
      case .param:
        _ = lexer.take()
        return try parseParameter()
      case .if:
        _ = lexer.take()
        return try parseConditional()
      case .for where lexer.wordAhead() == nil || peeksLoop():
        _ = lexer.take()
        let variable = try expectVariable()
        try expect(.in)
        let over = try parseBound(after: "in")
        return .loop(variable, over: over, try parseBlock())
      case .define:
        _ = lexer.take()
        return try parseDefinition()
      case .do:
        _ = lexer.take()
        return try parsePerform()
      case .return:
        _ = lexer.take()
        return .give(try parseBound(after: "return"))
      case .use:
        _ = lexer.take()
        return .use(try parseValue(after: "use"))
      case .try:
        _ = lexer.take()
        let body = try parseBlock()
        try expect(.otherwise)
        let variable = lexer.peek().kind == .variable ? try expectVariable() : nil
        return .attempt(body, error: variable, otherwise: try parseBlock())
      case .fail:
        _ = lexer.take()
        return .fail(try parseValue(after: "fail"))
      case .print:
        _ = lexer.take()
        return .print(try parseList { parser throws(SyntaxError) in try parser.parsePrintItem() })
      case .expect:
        _ = lexer.take()
        let condition = try parseCondition()
        let message = take(.comma) == nil ? nil : try parseValue(after: ",")
        return .expect(condition, message: message)
      default: continue
      }
    }
    return nil
  }

  private mutating func peeksLoop() -> Bool {
    var ahead = lexer
    _ = ahead.take()
    return ahead.peek().kind == .variable
  }

  private mutating func parsePrintItem() throws(SyntaxError) -> Expression {
    guard startsQuery() else { return try parseSum() }
    let start = lexer.peek().span.lower
    return Expression(.query(try parseQuery()), span: span(start, here))
  }

  /// A query, a command that makes something, a call, or a value.
  private mutating func parseBound(after word: String) throws(SyntaxError) -> Bound {
    lexer.skipToValueAcrossLines()
    if startsQuery() { return .query(try parseQuery()) }
    let token = lexer.peek()
    if token.kind == .name, !isCall(token), !vocabulary.candidates(firstWord: token.text.lowercased()).isEmpty,
      lexer.byteAhead(from: token.span.upper).map({ $0 != 0x3B && $0 != 0x7D }) ?? false
    {
      if let command = try parseCommand() { return .command(command) }
    }
    if keywords(token).contains(.do) {
      _ = lexer.take()
      let start = token.span.lower
      guard case .perform(let name, let arguments) = try parsePerform() else { throw unexpected(.expression) }
      let call = Call(function: name, arguments: arguments, condition: nil)
      return .expression(Expression(.call(call), span: span(start, here)))
    }
    return .expression(try parseValue(after: word))
  }

  private mutating func parseParameter() throws(SyntaxError) -> Statement.Kind {
    let variable = try expectVariable()
    var type: Name?
    if take(.colon) != nil { type = try expectName() }
    let initial = take(.equal) == nil ? nil : try parseValue(after: "=")
    return .parameter(variable, type: type, initial: initial)
  }

  private mutating func parseConditional() throws(SyntaxError) -> Statement.Kind {
    var branches = [Branch(condition: try parseCondition(), body: try parseBlock())]
    while true {
      let saved = lexer
      var ahead = self
      ahead.skipNewlines()
      guard ahead.take(.else) != nil else {
        lexer = saved
        return .conditional(branches, otherwise: nil)
      }
      self = ahead
      guard take(.if) != nil else { return .conditional(branches, otherwise: try parseBlock()) }
      branches.append(Branch(condition: try parseCondition(), body: try parseBlock()))
    }
  }

  /// Newlines (not `;`) between a block's end and an `else`.
  private mutating func skipNewlines() {
    while lexer.peek().kind == .terminator, lexer.peek().text == "\n" { _ = lexer.take() }
  }

  private mutating func parseDefinition() throws(SyntaxError) -> Statement.Kind {
    let name = try expectName()
    let open = lexer.peek()
    try expect(.openParenthesis)
    lexer.depth += 1
    var parameters: [Parameter] = []
    if !peeks(.closeParenthesis) {
      parameters = try parseList { parser throws(SyntaxError) in
        let variable = try parser.expectVariable()
        try parser.expect(.colon)
        return Parameter(variable: variable, type: try parser.expectName())
      }
    }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    return .definition(name, parameters, try parseBlock())
  }

  private mutating func parsePerform() throws(SyntaxError) -> Statement.Kind {
    let name = try expectName()
    let open = lexer.peek()
    try expect(.openParenthesis)
    lexer.depth += 1
    var arguments: [Expression] = []
    if !peeks(.closeParenthesis) {
      arguments = try parseList { parser throws(SyntaxError) in
        guard parser.startsQuery() else { return try parser.parseValue(after: ",", inList: true) }
        let start = parser.lexer.peek().span.lower
        return Expression(.query(try parser.parseQuery()), span: parser.span(start, parser.here))
      }
    }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    return .perform(name, arguments)
  }

  // MARK: Blocks

  mutating func parseBlock() throws(SyntaxError) -> [Statement] {
    guard peeks(.openBrace) else { throw unexpected(.block) }
    let open = lexer.take()
    try enter()
    lexer.braces += 1
    let depth = lexer.depth
    let indent = lexer.statementIndent
    lexer.depth = 0
    var statements: [Statement] = []
    while true {
      skipTerminators()
      let token = lexer.peek()
      if token.kind == .symbol(.closeBrace) { break }
      if token.kind == .end { throw .unclosed("}", opened: open.span, found: token.span) }
      if let statement = parseStatementOrRecover() { statements.append(statement) }
      if errors.count >= DiagnosticList.limit { throw .unclosed("}", opened: open.span, found: token.span) }
    }
    lexer.braces -= 1
    lexer.depth = depth
    lexer.statementIndent = indent
    _ = lexer.take()
    leave()
    return statements
  }
}
