internal import Diagnostics

/// Text to tree. Knows the grammar and the verbs' signatures, and no entity: what a name stands for is the binder's.
///
/// Its functions speak three words: `parse…` builds, `expect…` is the user's error, `take…` tries and may find nothing.
package struct Parser {
  package static let maximumNesting = 64
  package static let maximumNameLength = 256
  package static let maximumTerms = 500
  package static let maximumMembers = 10_000

  let vocabulary: VerbVocabulary
  /// Words of the domain, to cut unspaced Chinese and to suggest from.
  let knownWords: [String]
  let tracksSpans: Bool
  var lexer: Lexer
  var nesting = 0
  var errors: [SyntaxError] = []
  /// Comments met so far that no statement has claimed.
  var comments = CommentShelf()

  /// - Parameter tracksSpans: false makes all spans zero, so that trees compare by meaning.
  package init(_ text: String, vocabulary: VerbVocabulary, knownWords: [String] = [], tracksSpans: Bool = true) {
    self.vocabulary = vocabulary
    self.knownWords = knownWords
    self.tracksSpans = tracksSpans
    let clauseWords = vocabulary.clauseWords
    lexer = Lexer(Array(text.utf8)) { word in
      clauseWords.contains(word)
        || (Keyword.bySpelling[word] ?? []).contains {
          Keyword.clauseStarts.contains($0) || $0 == .and || $0 == .or || $0 == .having || $0 == .else
            || $0 == .otherwise || $0 == .set
        }
    }
  }

  /// The whole text; up to ten independent errors, each statement that has one left out.
  package mutating func parseProgram() -> (program: Program, errors: [SyntaxError]) {
    var statements: [Statement] = []
    while true {
      skipTerminators()
      let token = lexer.peek()
      if token.kind == .end { break }
      if token.kind == .symbol(.closeBrace) {
        report(.expected(.statement, found: .text("}"), token.span))
        _ = lexer.take()
        continue
      }
      if let statement = parseStatementOrRecover() { statements.append(statement) }
      if errors.count >= DiagnosticList.limit { break }
    }
    let trailing = comments.claim(from: lexer, before: lexer.bytes.count)
    return (Program(statements: statements, trailingComments: trailing), errors)
  }

  /// Whether a text can be run as it stands, or is waiting for its end (the prompt then asks on).
  package static func isComplete(_ text: String, vocabulary: VerbVocabulary) -> Bool {
    var parser = Parser(text, vocabulary: vocabulary)
    let errors = parser.parseProgram().errors
    guard let last = errors.last, last.isUnfinished else { return true }
    switch last {
    case .unclosed: return false
    default: return !parser.endsOpen
    }
  }

  /// The text's last word is an operator, a comma, a pipe or a `\`: a newline there means nothing.
  private var endsOpen: Bool {
    var end = lexer.bytes.count
    while end > 0, lexer.bytes[end - 1] <= 0x20 { end -= 1 }
    guard end > 0 else { return false }
    if "=<>+-*/%|\\,".utf8.contains(lexer.bytes[end - 1]) { return true }
    let tail = String(decoding: lexer.bytes[max(0, end - 12)..<end], as: UTF8.self)
    if tail.hasSuffix("，") || tail.hasSuffix("、") || tail.hasSuffix("＝") || tail.hasSuffix("｜") { return true }
    let word = tail.split { $0.isWhitespace }.last.map { $0.lowercased() } ?? ""
    return (Keyword.bySpelling[word] ?? []).contains { $0 == .and || $0 == .or || $0 == .not }
  }

  // MARK: Recovery

  mutating func report(_ error: SyntaxError) {
    // A second error at the same place is a cascade.
    if let last = errors.last, last.span == error.span { return }
    errors.append(error)
  }

  mutating func parseStatementOrRecover() -> Statement? {
    let depth = lexer.depth
    let braces = lexer.braces
    let nesting = self.nesting
    do throws(SyntaxError) {
      return try parseStatement()
    } catch {
      report(error)
      lexer.depth = depth
      lexer.braces = braces
      self.nesting = nesting
      skipRestOfStatement()
      return nil
    }
  }

  /// To the end of the line, over any block that opens on it.
  private mutating func skipRestOfStatement() {
    lexer.rewind()
    var open = 0
    while lexer.position < lexer.bytes.count {
      let byte = lexer.bytes[lexer.position]
      if byte == 0x7B { open += 1 }
      if byte == 0x7D {
        if open == 0 { return }
        open -= 1
      }
      if open == 0, byte == 0x0A || byte == 0x3B { return }
      lexer.position += 1
    }
  }

  mutating func skipTerminators() {
    while true {
      let token = lexer.peek()
      guard token.kind == .terminator else { return }
      _ = lexer.take()
    }
  }

  // MARK: Small steps

  func span(_ lower: Int, _ upper: Int) -> SourceSpan { tracksSpans ? SourceSpan(lower, upper) : .zero }
  func span(_ span: SourceSpan) -> SourceSpan { tracksSpans ? span : .zero }

  /// The end of what was last taken.
  var here: Int {
    mutating get {
      lexer.rewind()
      return lexer.position
    }
  }

  mutating func enter() throws(SyntaxError) {
    nesting += 1
    if nesting > Self.maximumNesting { throw .nestingTooDeep(lexer.peek().span) }
  }

  mutating func leave() { nesting -= 1 }

  func found(_ token: Token) -> SyntaxError.Found {
    switch token.kind {
    case .end: return .end
    case .terminator where token.text == "\n": return .end
    default:
      let upper = max(token.span.upper, token.span.lower + 1)
      let slice = lexer.bytes[token.span.lower..<min(upper, lexer.bytes.count)]
      return .text(String(String(decoding: slice, as: UTF8.self).prefix(40)))
    }
  }

  func keywords(_ token: Token) -> [Keyword] {
    guard token.kind == .name, token.text.utf8.count <= 32 else { return [] }
    return Keyword.bySpelling[token.text.lowercased()] ?? []
  }

  mutating func peeks(_ keyword: Keyword) -> Bool { keywords(lexer.peek()).contains(keyword) }
  mutating func peeks(_ symbol: Symbol) -> Bool { lexer.peek().kind == .symbol(symbol) }

  mutating func take(_ keyword: Keyword) -> Token? { peeks(keyword) ? lexer.take() : nil }

  mutating func take(_ symbol: Symbol) -> Token? {
    guard peeks(symbol) else { return nil }
    return lexer.take()
  }

  mutating func expect(_ keyword: Keyword) throws(SyntaxError) {
    guard take(keyword) != nil else { throw unexpected(.word(keyword.word.spelling(.english))) }
  }

  mutating func expect(_ symbol: Symbol) throws(SyntaxError) {
    guard take(symbol) != nil else { throw unexpected(.symbol(symbol.rawValue)) }
  }

  mutating func expectClosing(_ symbol: Symbol, opened: SourceSpan) throws(SyntaxError) {
    guard take(symbol) == nil else { return }
    let token = lexer.peek()
    if token.kind == .end { throw .unclosed(symbol.rawValue, opened: opened, found: token.span) }
    throw unexpected(.symbol(symbol.rawValue))
  }

  mutating func unexpected(_ expectation: SyntaxError.Expectation) -> SyntaxError {
    let token = lexer.peek()
    if token.kind == .stray {
      if case .text(let text) = found(token) { return .strayCharacter(text, token.span) }
    }
    return .expected(expectation, found: found(token), token.span)
  }

  mutating func takeName() throws(SyntaxError) -> Name? {
    let token = lexer.peek()
    guard token.kind == .name || token.kind == .quotedName else { return nil }
    _ = lexer.take()
    guard token.text.utf8.count <= Self.maximumNameLength * 4, token.text.count <= Self.maximumNameLength else {
      throw .nameTooLong(token.span)
    }
    return Name(token.text, isQuoted: token.kind == .quotedName, span: span(token.span))
  }

  mutating func expectName(_ expectation: SyntaxError.Expectation = .name) throws(SyntaxError) -> Name {
    guard let name = try takeName() else { throw unexpected(expectation) }
    return name
  }

  mutating func expectPath(_ expectation: SyntaxError.Expectation = .name) throws(SyntaxError) -> Path {
    var names = [try expectName(expectation)]
    while lexer.peek().kind == .symbol(.dot), names.count < 8 {
      _ = lexer.take()
      names.append(try expectName())
    }
    return Path(names)
  }

  mutating func expectVariable() throws(SyntaxError) -> Variable {
    let token = lexer.peek()
    guard token.kind == .variable else { throw unexpected(.variable) }
    _ = lexer.take()
    return Variable(token.text, span: span(token.span))
  }

  /// Items separated by commas; a newline may follow each comma.
  mutating func parseList<Item>(
    limit: Int = maximumMembers, _ item: (inout Parser) throws(SyntaxError) -> Item
  ) throws(SyntaxError) -> [Item] {
    var items = [try item(&self)]
    while let comma = take(.comma) {
      guard items.count < limit else { throw .tooManyTerms(comma.span) }
      lexer.skipToValueAcrossLines()
      items.append(try item(&self))
    }
    return items
  }
}
