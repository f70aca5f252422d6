internal import Values
internal import Diagnostics

/// Value positions: after a comparison, `=`, `to`, `with`, a list's comma. One raw atom is read, and the slot's type
/// decides later what it is.
extension Parser {
  /// - Parameter word: what stands before, for the error when nothing follows.
  package mutating func parseValue(after word: String, inList: Bool = false) throws(SyntaxError) -> Expression {
    if Self.operatorWords.contains(word) { lexer.skipToValueAcrossLines() } else { lexer.skipToValue() }
    let start = lexer.position
    guard let (first, _) = lexer.scalar(at: start) else { throw missingValue(after: word) }
    switch first {
    case 0x22, 0x27, 0x201C, 0x201D, 0x2018, 0x2019, 0x300C, 0xFF02:
      let literal = try parseText()
      return Expression(.text(literal), span: literal.span)
    case 0x24, 0xFF04: return try parseVariableValue()
    case 0x28: return try continueValue(try parseParentheses(), from: start)
    case 0x5B: return try parseBracketedList()
    default: break
    }
    if lexer.startsSubject() || lexer.startsCall() {
      let factor = try parseSumOperand()
      return try continueValue(factor, from: start)
    }
    guard let atom = lexer.takeAtom(groupsDigits: !inList) else { throw missingValue(after: word) }
    if isMissing(atom, in: word) { throw missingValue(after: word, at: atom) }
    let phrase = extendPhrase(atom)
    return Expression(.atom(Atom(phrase.text, span: span(phrase.span))), span: span(phrase.span))
  }

  private static let operatorWords: Set<String> = [
    "=", "!=", "<", "<=", ">", ">=", "and", ",", "+=", "-=", "contains", "starts with", "ends with",
  ]

  private mutating func parseSumOperand() throws(SyntaxError) -> Expression {
    let start = lexer.position
    let isSubject = lexer.startsSubject()
    let path = try expectPath()
    if isSubject {
      return Expression(.path(Path(Array(path.names.dropFirst())), isSubject: true), span: span(start, here))
    }
    guard let function = path.names.first, peeks(.openParenthesis) else { throw unexpected(.symbol("(")) }
    return try parseCall(function, from: start)
  }

  private mutating func parseVariableValue() throws(SyntaxError) -> Expression {
    let start = lexer.position
    let variable = try parseVariableExpression()
    // `$days days ago`
    let saved = lexer
    if let unit = try? takeUnit(), take(.ago) != nil {
      return Expression(.ago(variable, unit: unit), span: span(start, here))
    }
    lexer = saved
    return try continueValue(variable, from: start)
  }

  private mutating func takeUnit() throws(SyntaxError) -> Name? {
    guard lexer.peek().kind == .name, Self.units.contains(lexer.peek().text.lowercased()) else { return nil }
    return try takeName()
  }

  private static let units: Set<String> = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year",
    "years", "quarter", "quarters", "秒", "分钟", "小时", "天", "日", "周", "个月", "月", "年", "季度",
  ]

  /// `[VIP, 高价值]`
  private mutating func parseBracketedList() throws(SyntaxError) -> Expression {
    let open = lexer.take()
    lexer.depth += 1
    var items: [Expression] = []
    if !peeks(.closeBracket) {
      items = try parseList { parser throws(SyntaxError) in try parser.parseValue(after: ",", inList: true) }
    }
    try expectClosing(.closeBracket, opened: open.span)
    lexer.depth -= 1
    return Expression(.list(items), span: span(open.span.lower, here))
  }

  /// `(a, b)` after `has any` and its kin.
  mutating func parseParenthesizedValues() throws(SyntaxError) -> [Expression] {
    let open = lexer.peek()
    try expect(.openParenthesis)
    lexer.depth += 1
    let values = try parseList { parser throws(SyntaxError) in try parser.parseValue(after: ",", inList: true) }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    return values
  }

  /// What follows `in`: `(a, b)`, `(find …)`, a range (`this quarter`), a variable.
  mutating func parseMembers() throws(SyntaxError) -> Expression {
    guard peeks(.openParenthesis) else { return try parseValue(after: "in") }
    let start = lexer.peek().span.lower
    var ahead = self
    _ = ahead.lexer.take()
    if ahead.startsQuery() { return try parseParentheses() }
    let values = try parseParenthesizedValues()
    return Expression(.list(values), span: span(start, here))
  }

  // MARK: Missing values

  private mutating func missingValue(after word: String) -> SyntaxError {
    let token = lexer.peek()
    return .missingValue(after: word, found: found(token), token.span)
  }

  private mutating func missingValue(after word: String, at atom: Atom) -> SyntaxError {
    .missingValue(after: word, found: .text(atom.text), atom.span)
  }

  /// A joint or a clause's word where a value should stand, with more behind it that only makes sense if the value is
  /// missing: `industry = and tag = VIP`.
  private mutating func isMissing(_ atom: Atom, in word: String) -> Bool {
    let keywords = Keyword.bySpelling[atom.text.lowercased()] ?? []
    let isJoint = keywords.contains { $0 == .and || $0 == .or }
    guard isJoint || keywords.contains(where: { Keyword.clauseStarts.contains($0) }) else { return false }
    guard let next = lexer.wordAhead() else { return false }
    let following = Keyword.bySpelling[next.text.lowercased()] ?? []
    // `industry = and and tag = VIP`: a company called “and”.
    if following.contains(where: { $0 == .and || $0 == .or }) { return false }
    return isJoint || !following.contains { Keyword.clauseStarts.contains($0) }
  }

  // MARK: Phrases

  /// Dates and amounts of more than one word: `last 30 days`, `7d ago`, `in 3d`, `2026-03-15 14:30`, `99.5 USD`.
  private mutating func extendPhrase(_ atom: Atom) -> Atom {
    let word = atom.text.lowercased()
    func ahead(_ lexer: Lexer) -> (text: String, end: Int)? {
      guard let byte = lexer.byteAhead(), byte > 0x20 else { return nil }
      var copy = lexer
      copy.skipToValue()
      guard let next = copy.takeAtom(groupsDigits: false) else { return nil }
      return (next.text, next.span.upper)
    }
    func extended(_ lexer: inout Lexer, _ words: Int) -> Atom {
      for _ in 0..<words {
        lexer.skipToValue()
        _ = lexer.takeAtom(groupsDigits: false)
      }
      let text = String(decoding: lexer.bytes[atom.span.lower..<lexer.position], as: UTF8.self)
      return Atom(text, span: SourceSpan(atom.span.lower, lexer.position))
    }
    guard let next = ahead(lexer) else { return atom }
    let nextWord = next.text.lowercased()
    switch word {
    case "this", "last", "next", "past":
      if Self.units.contains(nextWord) { return extended(&lexer, 1) }
      guard nextWord.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { break }
      var after = lexer
      _ = extended(&after, 1)
      if let third = ahead(after), Self.units.contains(third.text.lowercased()) { return extended(&lexer, 2) }
    case "in":
      if Self.startsWithDigit(nextWord) { return extended(&lexer, 1) }
    default:
      if let phrase = extendNumber(atom, next: nextWord, extended) { return phrase }
    }
    return atom
  }

  /// Atoms that begin with a digit (or are a currency's code) and go on.
  private mutating func extendNumber(
    _ atom: Atom, next: String, _ extended: (inout Lexer, Int) -> Atom
  ) -> Atom? {
    let text = TextFolding.folded(atom.text)
    if Self.startsWithDigit(text) {
      if Keyword.ago.word.english.contains(next) { return extended(&lexer, 1) }
      if Self.units.contains(next) {
        var after = lexer
        _ = extended(&after, 1)
        if after.wordAhead().map({ Keyword.ago.word.english.contains($0.text.lowercased()) }) == true {
          return extended(&lexer, 2)
        }
      }
      if text.contains("-") || text.contains("/") || text.contains("年"), Self.isTime(next) { return extended(&lexer, 1) }
      if next.utf8.count == 3, Currency.named(next.uppercased()) != nil { return extended(&lexer, 1) }
    } else if text.utf8.count == 3, Self.startsWithDigit(next), Currency.named(text.uppercased()) != nil {
      return extended(&lexer, 1)
    } else if Self.startsWithDigit(next), Self.isTime(next), Self.dayWords.contains(text) {
      return extended(&lexer, 1)
    }
    return nil
  }

  private static let dayWords: Set<String> = ["today", "tomorrow", "yesterday", "今天", "明天", "昨天", "后天"]

  private static func startsWithDigit(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return Lexer.isDigit(Lexer.fold(first.value))
  }

  /// `14:30`, `9:05:00`
  private static func isTime(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count) && parts.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }
  }
}
