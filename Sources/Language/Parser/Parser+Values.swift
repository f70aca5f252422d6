internal import Diagnostics

/// Value positions: after a comparison, `=`, `to`, `with`, a list's comma. One raw atom is read, and the slot's type
/// decides later what it is.
extension Parser {
  /// - Parameter word: what stands before, for the error when nothing follows.
  package mutating func parseValue(after word: String, inList: Bool = false) throws(SyntaxError) -> Expression {
    if wishes != nil { wishForValue() }
    if Self.isOperator(word) { lexer.skipToValueAcrossLines() } else { lexer.skipToValue() }
    let start = lexer.position
    guard let (first, _) = lexer.scalar(at: start) else { throw missingValue(after: word) }
    switch first {
    case 0x22, 0x27, 0x201C, 0x201D, 0x2018, 0x2019, 0x300C, 0xFF02, 0xFF07:
      let literal = try parseText()
      return Expression(.text(literal), span: literal.span)
    case 0x24, 0xFF04: return try parseVariableValue()
    case 0x28: return try continueValue(try parseParentheses(), from: start)
    case 0x5B, 0xFF3B: return try parseBracketedList()
    default: break
    }
    if lexer.startsSubject() || lexer.startsCall() { return try continueValue(try parseSubjectOrCall(), from: start) }
    guard let atom = lexer.takeAtom(groupsDigits: !inList) else { throw missingValue(after: word) }
    if isMissing(atom) { throw .missingValue(after: word, found: .text(atom.text), atom.span) }
    let phrase = extendPhrase(atom)
    lastValue = (phrase.span, .other)
    if wishes != nil { wishBehind(phrase.text) }
    return Expression(.atom(Atom(phrase.text, span: span(phrase.span))), span: span(phrase.span))
  }

  /// After an operator or a comma a newline means nothing.
  private static func isOperator(_ word: String) -> Bool {
    guard let first = word.utf8.first else { return false }
    if first < 0x30 || first >= 0x3C && first <= 0x3E { return true }
    return word == "and" || word == "contains" || word == "starts with" || word == "ends with"
  }

  private mutating func parseSubjectOrCall() throws(SyntaxError) -> Expression {
    let start = lexer.position
    let isSubject = lexer.startsSubject()
    let path = try expectPath(isSubject: isSubject)
    if isSubject {
      return Expression(.path(Path(Array(path.names.dropFirst())), isSubject: true), span: span(start, here))
    }
    guard let function = path.names.first, peeks(.openParenthesis) else { throw unexpected(.symbol("(")) }
    return try parseCall(function, from: start)
  }

  private mutating func parseVariableValue() throws(SyntaxError) -> Expression {
    let start = lexer.position
    let variable = try parseVariableExpression()
    // `$days days ago`, `$days 天后`
    let mark = lexer.mark
    if let (unit, isLater) = takeJoinedUnit() {
      return Expression(.ago(variable, unit: unit, isLater: isLater), span: span(start, here))
    }
    if let unit = try takeUnit() {
      if take(.ago) != nil { return Expression(.ago(variable, unit: unit), span: span(start, here)) }
      let word = lexer.peek()
      if word.kind == .name, ["later", "后"].contains(word.text.lowercased()) {
        _ = lexer.take()
        return Expression(.ago(variable, unit: unit, isLater: true), span: span(start, here))
      }
    }
    lexer.reset(to: mark)
    return try continueValue(variable, from: start)
  }

  /// `天后`, `周前`: a unit and its direction in one word.
  private mutating func takeJoinedUnit() -> (unit: Name, isLater: Bool)? {
    let token = lexer.peek()
    guard token.kind == .name, let last = token.text.last, last == "后" || last == "前",
      Self.units.contains(String(token.text.dropLast()))
    else { return nil }
    _ = lexer.take()
    return (Name(String(token.text.dropLast()), span: span(token.span)), last == "后")
  }

  private mutating func takeUnit() throws(SyntaxError) -> Name? {
    guard lexer.peek().kind == .name, Self.units.contains(lexer.peek().text) else { return nil }
    return try takeName()
  }

  /// `[VIP, 高价值]`
  private mutating func parseBracketedList() throws(SyntaxError) -> Expression {
    let open = lexer.take()
    try enter()
    lexer.depth += 1
    var items: [Expression] = []
    if !peeks(.closeBracket) {
      items = try parseList { parser throws(SyntaxError) in try parser.parseValue(after: ",", inList: true) }
    }
    try expectClosing(.closeBracket, opened: open.span)
    lexer.depth -= 1
    leave()
    return Expression(.list(items), span: span(open.span.lower, here))
  }

  /// `(a, b)` after `has any` and its kin.
  mutating func parseParenthesizedValues() throws(SyntaxError) -> [Expression] {
    let open = lexer.peek()
    guard take(.openParenthesis) != nil else { throw unexpected(.list) }
    try enter()
    lexer.depth += 1
    let values = try parseList { parser throws(SyntaxError) in try parser.parseValue(after: ",", inList: true) }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    leave()
    return values
  }

  /// What follows `in`: `(a, b)`, `(find …)`, `@view`, a range (`this quarter`), a variable.
  mutating func parseMembers() throws(SyntaxError) -> Expression {
    let start = lexer.peek().span.lower
    wish { _ in .view }
    if let view = try takeView() {
      let query = Query(head: .find(deleted: false), source: .view(view), span: span(start, here))
      return Expression(.query(query), span: span(start, here))
    }
    guard peeks(.openParenthesis) else {
      let value = try parseValue(after: "in")
      if lastValue.span.upper == here { lastValue.role = .member }
      return value
    }
    let mark = lexer.mark
    _ = lexer.take()
    wishForQuery()
    let holdsQuery = startsQuery()
    lexer.reset(to: mark)
    if holdsQuery { return try parseParentheses() }
    let values = try parseParenthesizedValues()
    return Expression(.list(values), span: span(start, here))
  }

  // MARK: Missing values

  private mutating func missingValue(after word: String) -> SyntaxError {
    let start = lexer.position
    if let (first, _) = lexer.folded(at: start), first == 0x23 {
      var end = start
      while end < lexer.bytes.count, lexer.bytes[end] > 0x20 { end += 1 }
      let text = String(decoding: lexer.bytes[start..<end], as: UTF8.self)
      return .commentForValue(text, SourceSpan(start, end))
    }
    let token = lexer.peek()
    return .missingValue(after: word, found: found(token), place(of: token))
  }

  /// A joint or a clause's word where a value should stand, with more behind it that only makes sense if the value is
  /// missing: `industry = and tag = VIP`. Or a field with its own `=`: `name = industry = 软件`.
  private mutating func isMissing(_ atom: Atom) -> Bool {
    let keywords = Keyword.meanings(of: atom.text)
    let isJoint = keywords.contains { $0 == .and || $0 == .or }
    guard isJoint || keywords.contains(where: { Keyword.clauseStarts.contains($0) }) else {
      return isField(atom)
    }
    guard let next = lexer.wordAhead() else {
      guard isJoint, let character = lexer.characterAhead() else { return false }
      return character == 0x28 || character == 0x24
    }
    let following = Keyword.meanings(of: next.text)
    if keywords.contains(.sort) || keywords.contains(.group), following.contains(.by) { return true }
    if keywords.contains(.as), following.contains(.of) { return true }
    // `industry = and and tag = VIP`: a company called “and”.
    if following.contains(where: { $0 == .and || $0 == .or }) { return false }
    return isJoint || !following.contains { Keyword.clauseStarts.contains($0) }
  }

  /// A name that is itself followed by `=`.
  private func isField(_ atom: Atom) -> Bool {
    guard lexer.characterAhead() == 0x3D, let (first, _) = lexer.scalar(at: atom.span.lower), Lexer.isNameStart(first)
    else {
      return false
    }
    return atom.text.unicodeScalars.allSatisfy { Lexer.isNamePart($0.value) || $0 == "." }
  }
}
