internal import Diagnostics

/// The small steps over tokens.
extension Parser {
  func keywords(_ token: Token) -> [Keyword] { token.keywords }

  /// Only looks: what a glance ahead would have liked is nothing to offer.
  mutating func peeks(_ keyword: Keyword) -> Bool { lexer.peek().keywords.contains(keyword) }

  /// Whether a word stands here that may stand here.
  mutating func meets(_ keyword: Keyword) -> Bool {
    if wishes != nil { wishForWords([keyword.word]) }
    return peeks(keyword)
  }

  mutating func peeks(_ symbol: Symbol) -> Bool { lexer.peek().kind == .symbol(symbol) }

  mutating func take(_ keyword: Keyword) -> Token? { meets(keyword) ? lexer.take() : nil }

  mutating func take(_ symbol: Symbol) -> Token? {
    guard peeks(symbol) else { return nil }
    return lexer.take()
  }

  mutating func expect(_ keyword: Keyword) throws(SyntaxError) {
    guard take(keyword) != nil else { throw unexpected(.word(keyword.word)) }
  }

  mutating func expect(_ symbol: Symbol) throws(SyntaxError) {
    guard take(symbol) != nil else { throw unexpected(.symbol(symbol.rawValue)) }
  }

  mutating func expectClosing(_ symbol: Symbol, opened: SourceSpan) throws(SyntaxError) {
    guard take(symbol) == nil else { return }
    let token = lexer.peek()
    // A statement's end, or something on another line: the closing sign was forgotten on this one.
    if token.kind == .end || token.kind == .terminator || lexer.bytes[lexer.end..<token.span.lower].contains(0x0A) {
      throw .unclosed(symbol.rawValue, opened: opened, found: SourceSpan(lexer.end, lexer.end))
    }
    throw unexpected(.symbol(symbol.rawValue))
  }

  func found(_ token: Token) -> SyntaxError.Found {
    switch token.kind {
    case .end: return .end
    case .terminator where token.text == "\n": return .end
    case .quote: return .text(quoted(at: token.span.lower))
    case .symbol(.plus), .symbol(.minus): return .text(word(from: token.span.lower))
    default:
      let upper = max(token.span.upper, token.span.lower + 1)
      let slice = lexer.bytes[token.span.lower..<min(upper, token.span.lower + 160, lexer.bytes.count)]
      return .text(String(String(decoding: slice, as: UTF8.self).prefix(40)))
    }
  }

  /// `+3d`: a sign with what stands close behind it.
  private func word(from start: Int) -> String {
    var end = start + 1
    while let (value, length) = lexer.scalar(at: end), Lexer.isNamePart(value) || value == 0x2E, end - start < 40 {
      end += length
    }
    return String(decoding: lexer.bytes[start..<end], as: UTF8.self)
  }

  /// The beginning of a text literal, to be named in an error.
  private func quoted(at start: Int) -> String {
    var offset = start
    guard let (opening, first) = lexer.scalar(at: offset), let quote = TextQuote(opening: opening) else { return "" }
    offset += first
    while let (value, length) = lexer.scalar(at: offset), value != 0x0A, offset - start < 80 {
      offset += length
      if quote.closes(with: value) { break }
    }
    return String(decoding: lexer.bytes[start..<offset], as: UTF8.self)
  }

  /// Where an error points: at the token, or right behind what was taken when nothing more stands there.
  mutating func place(of token: Token) -> SourceSpan {
    switch found(token) {
    case .end: SourceSpan(lexer.end, lexer.end)
    case .text(let text):
      text.utf8.count <= 80 && token.kind != .stray
        ? SourceSpan(token.span.lower, max(token.span.upper, token.span.lower + text.utf8.count)) : token.span
    }
  }

  mutating func unexpected(_ expectation: SyntaxError.Expectation) -> SyntaxError {
    let token = lexer.peek()
    if let error = foreign(token) ?? belongingToValue(token) { return error }
    return .expected(expectation, found: found(token), place(of: token))
  }

  mutating func takeName() throws(SyntaxError) -> Name? {
    let token = lexer.peek()
    guard token.kind == .name || token.kind == .quotedName else { return nil }
    _ = lexer.take()
    try check(name: token)
    return Name(token.text, isQuoted: token.kind == .quotedName, span: span(token.span))
  }

  func check(name token: Token) throws(SyntaxError) {
    // A character has at least one byte: most names are short enough without being counted.
    if token.text.utf8.count <= Self.maximumNameLength { return }
    guard token.text.utf8.count <= Self.maximumNameLength * 16, token.text.count <= Self.maximumNameLength else {
      throw .nameTooLong(token.span)
    }
  }

  mutating func expectName(_ expectation: SyntaxError.Expectation = .name) throws(SyntaxError) -> Name {
    guard let name = try takeName() else { throw unexpected(expectation) }
    return name
  }

  /// - Parameter isSubject: its first name is `it`.
  mutating func expectPath(
    _ expectation: SyntaxError.Expectation = .name, isSubject: Bool = false
  ) throws(SyntaxError) -> Path {
    if expectation == .field { wish { .field(of: $0.subject, through: [], .written(isNew: $0.isNew)) } }
    let first = try expectName(expectation)
    guard peeks(.dot) else { return Path([first]) }
    var names = [first]
    while let dot = take(.dot) {
      guard names.count < 16 else { throw .pathTooLong(dot.span) }
      wish { .field(of: $0.subject, through: names.dropFirst(isSubject ? 1 : 0).map(\.text), .read) }
      names.append(try expectName())
    }
    return Path(names)
  }

  /// - Parameter isNew: it is named here for the first time.
  mutating func expectVariable(isNew: Bool = false) throws(SyntaxError) -> Variable {
    if !isNew { wish { _ in .variable } }
    let token = lexer.peek()
    guard token.kind == .variable else { throw unexpected(.variable) }
    _ = lexer.take()
    try check(name: token)
    return Variable(token.text, span: span(token.span))
  }

  /// What is reached from a variable, behind its dot.
  mutating func expectPath(from variable: Variable) throws(SyntaxError) -> Path {
    guard wishes != nil else { return try expectPath() }
    let whole = subject(of: variable, nil)
    wish { _ in .field(of: whole, through: [], .read) }
    return try valued(.own, of: whole) { parser throws(SyntaxError) in try parser.expectPath() }
  }

  /// The name of a view behind its `@`.
  mutating func takeView() throws(SyntaxError) -> Name? {
    let token = lexer.peek()
    guard token.kind == .view else { return nil }
    _ = lexer.take()
    try check(name: token)
    let isQuoted = lexer.bytes[token.span.upper - 1] == 0x60
    return Name(token.text, isQuoted: isQuoted, span: span(token.span))
  }

  /// Items separated by commas; a newline may follow each comma.
  mutating func parseList<Item>(
    limit: Int = maximumMembers, _ item: (inout Parser) throws(SyntaxError) -> Item
  ) throws(SyntaxError) -> [Item] {
    var items = [try item(&self)]
    while let comma = take(.comma) {
      guard items.count < limit else { throw .tooManyTerms(comma.span) }
      if let digits = lexer.groupedDigits(around: comma.span.lower) { throw .digitGroup(digits.text, digits.span) }
      lexer.skipToValueAcrossLines()
      items.append(try item(&self))
    }
    return items
  }
}
