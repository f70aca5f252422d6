internal import Diagnostics

/// Statements between braces.
extension Parser {
  /// `if $x > 5 print "x"`: a statement stands where its block should be.
  @inline(never)
  private mutating func missingBlock() -> SyntaxError {
    let token = lexer.peek()
    let begins = token.keywords.contains { Keyword.controls.contains($0) || Keyword.queryHeads.contains($0) }
    guard token.kind == .name, begins || !vocabulary.candidates(firstWord: token.text).isEmpty else {
      return unexpected(.block)
    }
    return .expected(.block, found: found(token), place(of: token))
  }

  mutating func parseBlock() throws(SyntaxError) -> [Statement] {
    guard findsBrace() else { throw missingBlock() }
    try enter()
    let open = lexer.take()
    lexer.braces += 1
    let depth = lexer.depth
    let indent = lexer.statementIndent
    lexer.depth = 0
    let variables = wishes?.variables ?? []
    let statements = try parseStatements(of: open.span)
    if wishes != nil { wishes?.variables = variables }
    lexer.braces -= 1
    lexer.depth = depth
    lexer.statementIndent = indent
    _ = lexer.take()
    leave()
    return statements
  }

  /// The brace stands on the line of what it opens, or on one of its own.
  @inline(never)
  private mutating func findsBrace() -> Bool {
    if peeks(.openBrace) { return true }
    let mark = lexer.mark
    skipNewlines()
    if peeks(.openBrace) { return true }
    lexer.reset(to: mark)
    return false
  }

  /// Up to the brace that closes the block, which is not taken.
  private mutating func parseStatements(of open: SourceSpan) throws(SyntaxError) -> [Statement] {
    var statements: [Statement] = []
    while !endsBlock() {
      if lexer.peek().kind == .end || errors.count >= DiagnosticList.limit {
        throw .unclosed("}", opened: open, found: SourceSpan(lexer.end, lexer.end))
      }
      if let statement = parseStatementOrRecover() { statements.append(statement) }
    }
    if !statements.isEmpty {
      statements[statements.count - 1].closingComments = comments.claim(from: lexer, before: lexer.peek().span.lower)
    }
    return statements
  }

  private mutating func endsBlock() -> Bool {
    skipTerminators()
    if wishes != nil, lexer.endsStatement || lexer.opensBlock { wish { _ in .statement } }
    return peeks(.closeBrace)
  }
}
