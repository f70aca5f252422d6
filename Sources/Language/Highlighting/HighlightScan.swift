internal import Diagnostics

/// One walk over a text, that knows whether a word or a value is to be expected but not what the statement means.
struct HighlightScan {
  private var parser: Parser
  private let isKnownName: @Sendable (String) -> Bool
  private var found: [Highlighter.Run] = []
  /// The verb of the statement, where it is a command's.
  private var signature: VerbSignature?
  private var startsStatement = true
  private var startsStage = false
  private var expectsValue = false
  /// Whether a comma goes on with values: one entry an open parenthesis, the first for the statement itself.
  private var listsValues = [false]

  init(_ text: String, vocabulary: VerbVocabulary, isKnownName: @escaping @Sendable (String) -> Bool) {
    parser = Parser(text, vocabulary: vocabulary)
    self.isKnownName = isKnownName
  }

  mutating func runs() -> [Highlighter.Run] {
    while true {
      if expectsValue {
        expectsValue = false
        if takeValue() { continue }
      }
      let token = parser.lexer.take()
      if token.kind == .end { break }
      take(token)
    }
    return found + parser.lexer.comments.map { Highlighter.Run($0, .comment) }
  }

  private mutating func add(_ span: SourceSpan, _ style: Highlighter.Style) { found.append(.init(span, style)) }

  // MARK: Words

  private mutating func take(_ token: Token) {
    let startsStage = self.startsStage
    self.startsStage = false
    switch token.kind {
    case .name: take(name: token, startsStage: startsStage)
    case .quotedName, .view: add(token.span, .name)
    case .number: add(token.span, .number)
    case .variable: add(token.span, .variable)
    case .quote: takeText(at: token.span.lower)
    case .symbol(let symbol): take(symbol)
    case .terminator: beginStatement()
    case .stray: add(token.span, .error)
    case .end: break
    }
    if token.kind != .terminator, token.kind != .symbol(.openBrace), token.kind != .symbol(.closeBrace) {
      startsStatement = false
    }
  }

  private mutating func beginStatement() {
    startsStatement = true
    signature = nil
    listsValues = [false]
    parser.lexer.depth = 0
  }

  private mutating func take(name token: Token, startsStage: Bool) {
    if startsStatement { return takeFirst(token) }
    if startsStage, Stage.Format(word: token.text.lowercased()) != nil { return add(token.span, .keyword) }
    if let signature, signature.clauseWords.contains(token.text.lowercased()) {
      add(token.span, .keyword)
      expectsValue = true
      listsValues[listsValues.count - 1] = true
      return
    }
    // A field may have a keyword's name: then an operator follows it.
    if !token.keywords.isEmpty, !isOperand(token) {
      add(token.span, .keyword)
      expectsValue = token.keywords.contains { Self.beforeValue.contains($0) }
      if token.keywords.contains(.each) || token.keywords.contains(.let) { startsStatement = false }
    } else if isKnownName(token.text) {
      add(token.span, .name)
    }
  }

  private static let beforeValue: Set<Keyword> = [
    .contains, .startsWith, .endsWith, .matches, .overlaps, .between, .was, .during, .since, .limit, .most, .asOf,
    .after,
  ]

  private func isOperand(_ token: Token) -> Bool {
    guard let next = parser.lexer.characterAhead(from: token.span.upper) else { return false }
    return next == 0x3D || next == 0x3C || next == 0x3E || next == 0x21 || next == 0x2C || next == 0x2E
  }

  private mutating func takeFirst(_ token: Token) {
    let candidates = parser.vocabulary.candidates(firstWord: token.text)
    if token.keywords.contains(where: { Keyword.controls.contains($0) || $0 == .else || $0 == .otherwise }) {
      add(token.span, .keyword)
      if token.keywords.contains(.if) || token.keywords.contains(.else) { startsStatement = false }
      expectsValue = token.keywords.contains { $0 == .use || $0 == .fail }
    } else if let first = candidates.first {
      add(token.span, .verb)
      takeOwnWords(of: candidates)
      let chosen = signature ?? parser.vocabulary.signatures[first]
      signature = chosen
      if case .slot(_, .target)? = chosen.elements.first { expectsValue = true }
      if case .slot(_, .value)? = chosen.elements.first { expectsValue = true }
      if case .slot(_, .statement)? = chosen.elements.first { beginStatement() }
    } else if token.keywords.contains(where: { Keyword.queryHeads.contains($0) || $0 == .show }) {
      add(token.span, .verb)
    } else if isKnownName(token.text) {
      add(token.span, .name)
    }
  }

  /// `delete view`: the further words of the verb.
  private mutating func takeOwnWords(of candidates: [Int]) {
    for index in candidates {
      let candidate = parser.vocabulary.signatures[index]
      let mark = parser.lexer.mark
      var spans: [SourceSpan] = []
      let isWhole = candidate.words.dropFirst().allSatisfy { word in
        spans.append(parser.lexer.peek().span)
        return parser.takeWord(word)
      }
      if isWhole {
        for span in spans { add(span, .verb) }
        signature = candidate
        return
      }
      parser.lexer.reset(to: mark)
    }
  }

  // MARK: Signs

  private mutating func take(_ symbol: Symbol) {
    switch symbol {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plusEqual, .minusEqual:
      expectsValue = true
      if signature != nil, listsValues.count == 1 { listsValues[0] = true }
    case .comma: expectsValue = listsValues.last == true && !fieldFollows()
    case .openParenthesis: open(listsValues: followsListWord)
    case .openBracket: open(listsValues: true)
    case .closeParenthesis, .closeBracket:
      if listsValues.count > 1 { listsValues.removeLast() }
      parser.lexer.depth = max(0, parser.lexer.depth - 1)
    case .openBrace:
      parser.lexer.braces += 1
      beginStatement()
    case .closeBrace:
      parser.lexer.braces = max(0, parser.lexer.braces - 1)
      beginStatement()
    case .pipe: startsStage = true
    case .plus, .minus, .times, .over, .modulo, .dot, .colon: break
    }
  }

  private mutating func open(listsValues isList: Bool) {
    listsValues.append(isList)
    parser.lexer.depth += 1
    expectsValue = isList
  }

  /// Whether the word before an opening parenthesis takes values: `in (`, `has any (`.
  private var followsListWord: Bool {
    guard let last = found.last(where: { $0.style == .keyword || $0.style == .name }) else { return false }
    let word = String(decoding: parser.lexer.bytes[last.range], as: UTF8.self)
    return Keyword.meanings(of: word).contains {
      [.in, .notIn, .any, .all, .none, .hasAny, .hasAll, .hasNone].contains($0)
    }
  }

  /// `, phone = …`: another field, and no further value.
  private mutating func fieldFollows() -> Bool {
    let mark = parser.lexer.mark
    defer { parser.lexer.reset(to: mark) }
    parser.lexer.skipToValueAcrossLines()
    guard (try? parser.expectPathForLook()) != nil else { return false }
    return parser.peeks(.equal) || parser.peeks(.plusEqual) || parser.peeks(.minusEqual)
  }

  // MARK: Values

  /// Takes one raw value, if one stands here; false leaves an expression to the words' rules.
  private mutating func takeValue() -> Bool {
    parser.lexer.skipToValueAcrossLines()
    startsStatement = false
    guard let (first, _) = parser.lexer.scalar(at: parser.lexer.position) else { return false }
    if TextQuote(opening: first) != nil {
      takeText(at: parser.lexer.position)
      return true
    }
    if first == 0x24 || first == 0xFF04 || first == 0x28 || first == 0x5B || first == 0x40 { return false }
    if parser.lexer.startsSubject() || parser.lexer.startsCall() { return false }
    guard let atom = parser.lexer.takeAtom(groupsDigits: listsValues.last != true) else { return false }
    if let style = style(of: atom.text) { add(atom.span, style) }
    return true
  }

  private func style(of atom: String) -> Highlighter.Style? {
    let digits = atom.drop { "+-¥￥".contains($0) }
    if let first = digits.unicodeScalars.first, Lexer.isDigit(Lexer.fold(first.value)) { return .number }
    if Keyword.meanings(of: atom).contains(.empty) { return .keyword }
    return isKnownName(atom) ? .name : nil
  }

  private mutating func takeText(at start: Int) {
    parser.lexer.move(to: start)
    do {
      let literal = try parser.parseText()
      add(literal.span, .string)
      for case .interpolation(let expression) in literal.segments { add(expression.span, .variable) }
    } catch {
      // It is not closed, or wrong inside: to the end of its line.
      var end = start
      while end < parser.lexer.bytes.count, parser.lexer.bytes[end] != 0x0A { end += 1 }
      parser.lexer.move(to: max(end, start + 1))
      add(SourceSpan(start, max(end, start + 1)), .string)
    }
  }
}
