internal import Diagnostics

/// What stands where nothing of its kind may: told as the slip that it probably is.
extension Parser {
  /// What stands behind a whole statement and should not.
  @inline(never)
  mutating func misplaced(_ token: Token, after kind: Statement.Kind) -> SyntaxError {
    if let error = foreign(token) ?? beyondClauses(token, of: kind) ?? mistypedClause(token, of: kind)
      ?? belongingToValue(token)
    {
      return error
    }
    switch token.kind {
    case .symbol(.closeParenthesis), .symbol(.closeBracket), .symbol(.closeBrace):
      if case .text(let text) = found(token) { return .strayClosing(text, token.span) }
    default: break
    }
    if case .conditional = kind, token.kind == .name {
      let near = nearest(token.text, Keyword.else.word.spellings)
      if !near.isEmpty { return .unknownClause(token.text, suggestions: near, token.span) }
    }
    if token.kind == .name || token.kind == .quotedName {
      if let query = queried(by: kind) {
        if query.condition == nil, query.shown == nil, startsPredicate(after: token) {
          return .missingWhere(before: restOfLine(from: token.span.lower), token.span)
        }
        let clauses = Keyword.clauseStarts.flatMap { $0.word.spellings }.sorted().filter { $0 != token.text }
        return .unknownClause(token.text, suggestions: nearest(token.text, clauses), token.span)
      }
    }
    return .expected(.endOfStatement, found: found(token), place(of: token))
  }

  /// Behind a verb that takes nothing but clauses: what begins none. A word behind a value may belong to that, unless it
  /// is nearly one of the verb's, or opens a clause of queries.
  private func beyondClauses(_ token: Token, of kind: Statement.Kind) -> SyntaxError? {
    guard token.kind == .name, case .command(let command) = kind,
      let signature = vocabulary.signature(of: command.verb), signature.takesClausesOnly
    else { return nil }
    let near = nearest(token.text, signature.clauseWords.filter { $0 != token.text }.sorted())
    let isBehindValue = lastValue.span.upper == lexer.end
    guard !isBehindValue || !near.isEmpty || token.keywords.contains(where: { Keyword.clauseStarts.contains($0) })
    else { return nil }
    let typed = String(decoding: lexer.bytes[command.spelling.lower..<command.spelling.upper], as: UTF8.self)
    return .unknownPart(
      token.text, verb: typed.isEmpty ? command.verb : typed,
      usage: Wording(signature.usage(.english), signature.usage(.chinese)), suggestions: near,
      token.span)
  }

  /// A word that is nearly one of the verb's own: `move opp_001 to 方案提交 probabilty 50`. A short one may as well be part
  /// of the value before it, and any one of what a field is set to.
  private func mistypedClause(_ token: Token, of kind: Statement.Kind) -> SyntaxError? {
    guard token.kind == .name || token.kind == .quotedName, case .command(let command) = kind,
      let signature = vocabulary.signature(of: command.verb),
      lastValue.span.upper != lexer.end || lastValue.role == .other && token.text.unicodeScalars.count > 3
    else { return nil }
    let near = nearest(token.text, signature.clauseWords.filter { $0 != token.text }.sorted())
    return near.isEmpty ? nil : .unknownClause(token.text, suggestions: near, token.span)
  }

  private func queried(by kind: Statement.Kind) -> Query? {
    switch kind {
    case .query(let query), .letting(_, .query(let query)): query
    case .command(let command):
      command.slots.lazy.compactMap { slot -> Query? in
        if case .query(let query) = slot.value { query } else { nil }
      }.first
    default: nil
    }
  }

  func nearest(_ word: String, _ candidates: [String]) -> [String] {
    NearestName.suggestions(for: String(word.prefix(64)), among: candidates)
  }

  private func restOfLine(from start: Int) -> String {
    var end = start
    while end < lexer.bytes.count, lexer.bytes[end] != 0x0A, lexer.bytes[end] != 0x3B, lexer.bytes[end] != 0x7C,
      end - start < 200
    { end += 1 }
    while end > start, lexer.bytes[end - 1] <= 0x20 { end -= 1 }
    return String(decoding: lexer.bytes[start..<end], as: UTF8.self)
  }

  /// Whether a field with its operator begins at a token: `industry = …`, `tags += …`, `email is empty`.
  mutating func startsPredicate(after token: Token) -> Bool {
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    lexer.move(to: token.span.lower)
    guard (try? expectPathForLook()) != nil else { return false }
    let next = lexer.peek()
    switch next.kind {
    case .symbol(.equal), .symbol(.notEqual), .symbol(.less), .symbol(.lessOrEqual), .symbol(.greater),
      .symbol(.greaterOrEqual), .symbol(.plusEqual), .symbol(.minusEqual):
      return true
    case .name: return next.keywords.contains { Keyword.predicates.contains($0) }
    default: return false
    }
  }

  /// A path, or nothing, without an error's cost.
  mutating func expectPathForLook() throws(SyntaxError) -> Path? {
    let first = lexer.peek().kind
    guard first == .name || first == .quotedName else { return nil }
    var names = [try takeName()].compactMap { $0 }
    while take(.dot) != nil {
      guard let next = try takeName() else { return nil }
      names.append(next)
    }
    return Path(names)
  }

  // MARK: Behind a value

  /// `name = New York`, `name = 科技 industry = 软件`, `n > 5 * 3`: what stands behind a raw value on its line.
  @inline(never)
  mutating func belongingToValue(_ token: Token) -> SyntaxError? {
    guard lastValue.span.upper == lexer.end, lexer.end > 0,
      !lexer.bytes[lexer.end..<max(lexer.end, token.span.lower)].contains(0x0A)
    else { return nil }
    switch token.kind {
    case .name, .quotedName, .number, .symbol(.openParenthesis), .quote:
      if token.kind == .name, lastValue.role != .other, startsPredicate(after: token) {
        let separator = lastValue.role == .assigned ? "," : "and"
        return .missingSeparator(separator, before: restOfLine(from: token.span.lower), token.span)
      }
      guard token.kind != .quote else { return nil }
      let end = endOfBareWords(from: token.span.lower)
      let whole = String(decoding: lexer.bytes[lastValue.span.lower..<end], as: UTF8.self)
      var assignment: String?
      if lastValue.role == .member, token.kind == .name, !whole.contains("(") {
        let field = String(decoding: lexer.bytes[lastValue.span.lower..<lastValue.span.upper], as: UTF8.self)
        assignment = field + " = " + String(decoding: lexer.bytes[token.span.lower..<end], as: UTF8.self)
      }
      return .unquotedSpace(whole: whole, assignment: assignment, SourceSpan(lastValue.span.lower, end))
    case .symbol(.comma) where lastValue.role == .member:
      let end = endOfList(from: token.span.lower)
      let whole = String(decoding: lexer.bytes[lastValue.span.lower..<end], as: UTF8.self)
      return .looseList(whole, SourceSpan(lastValue.span.lower, end))
    case .symbol(.plus), .symbol(.minus), .symbol(.times), .symbol(.over), .symbol(.modulo):
      let end = max(token.span.upper, endOfBareWords(from: token.span.lower))
      let whole = String(decoding: lexer.bytes[lastValue.span.lower..<end], as: UTF8.self)
      return .looseArithmetic(whole, SourceSpan(lastValue.span.lower, end))
    default: return nil
    }
  }

  /// The end of the words that stand on the line from here, up to a joint, a clause, or a sign.
  private mutating func endOfBareWords(from start: Int) -> Int {
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    lexer.move(to: start)
    var end = start
    for _ in 0..<8 {
      guard lexer.characterAhead() != nil else { break }
      lexer.skipToValue()
      if end > start, let (first, _) = lexer.scalar(at: lexer.position), TextQuote(opening: first) != nil { break }
      guard let atom = lexer.takeAtom(groupsDigits: false) else { break }
      if end > start, Keyword.meanings(of: atom.text).contains(where: { Keyword.isJoint($0) }) { break }
      end = atom.span.upper
    }
    return end
  }

  /// The end of the members that follow a comma on the line, without parentheses.
  private mutating func endOfList(from start: Int) -> Int {
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    lexer.move(to: start)
    while lexer.peek().kind == .symbol(.comma), lexer.end - start < 200 {
      _ = lexer.take()
      lexer.skipToValue()
      guard lexer.takeAtom(groupsDigits: false) != nil else { break }
    }
    return lexer.end
  }

  // MARK: Other languages

  /// `&&`, `||`, `like` and their kin, and characters that mean nothing.
  @inline(never)
  mutating func foreign(_ token: Token) -> SyntaxError? {
    let next = token.span.upper < lexer.bytes.count ? lexer.bytes[token.span.upper] : 0
    switch token.kind {
    case .stray:
      guard case .text(let text) = found(token) else { return nil }
      switch text {
      case "&", "＆":
        let isDoubled = lexer.folded(at: token.span.upper)?.value == 0x26
        let end = token.span.upper + (isDoubled ? text.utf8.count : 0)
        return .foreignWord(isDoubled ? text + text : text, ours: .and, SourceSpan(token.span.lower, end))
      case "!", "！": return .foreignWord(text, ours: .not, token.span)
      case "~", "～": return .foreignWord(text, ours: .contains, token.span)
      default: return .strayCharacter(text, token.span)
      }
    case .symbol(.pipe) where next == 0x7C:
      return .foreignWord("||", ours: .or, SourceSpan(token.span.lower, token.span.upper + 1))
    case .name:
      let ours: Keyword? =
        switch token.text.prefix(16).lowercased() {
        case "like", "ilike", "includes": .contains
        case "matching", "regexp", "rlike": .matches
        default: nil
        }
      return ours.map { .foreignWord(token.text, ours: $0, token.span) }
    default: return nil
    }
  }
}

extension Keyword {
  /// The words that part a condition or a query into its pieces: a value with spaces ends before them.
  static func isJoint(_ keyword: Keyword) -> Bool {
    keyword == .and || keyword == .or || keyword == .to || clauseStarts.contains(keyword)
  }
}
