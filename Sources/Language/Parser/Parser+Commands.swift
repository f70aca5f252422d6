internal import Diagnostics

/// Commands: one node for every verb, its slots filled as its signature says.
extension Parser {
  /// The command that begins here; nil where the word begins none.
  mutating func parseCommand() throws(SyntaxError) -> Command? {
    let token = lexer.peek()
    guard token.kind == .name else { return nil }
    let candidates = vocabulary.candidates(firstWord: token.text.lowercased())
    for signature in candidates {
      var ahead = self
      guard ahead.takeWords(signature.words) else { continue }
      self = ahead
      let spelling = span(token.span.lower, here)
      var slots: [FilledSlot] = []
      if signature.isBuilt {
        for element in signature.elements { try parse(element, of: signature, into: &slots) }
      } else {
        skipUnbuilt()
      }
      return Command(verb: signature.verb, spelling: spelling, slots: slots, span: span(token.span.lower, here))
    }
    return nil
  }

  private mutating func takeWords(_ words: [Word]) -> Bool {
    for word in words { guard takeWord(word) else { return false } }
    return true
  }

  mutating func takeWord(_ word: Word) -> Bool {
    let token = lexer.peek()
    guard token.kind == .name, word.spellings.contains(token.text.lowercased()) else { return false }
    _ = lexer.take()
    return true
  }

  /// The rest of a statement whose verb does not exist yet; the static check says so.
  private mutating func skipUnbuilt() {
    lexer.rewind()
    while lexer.position < lexer.bytes.count {
      let byte = lexer.bytes[lexer.position]
      if byte == 0x0A || byte == 0x3B || byte == 0x7D && lexer.braces > 0 { return }
      lexer.position += 1
    }
  }

  private mutating func parse(
    _ element: SignatureElement, of signature: VerbSignature, into slots: inout [FilledSlot]
  ) throws(SyntaxError) {
    switch element {
    case .slot(let label, let kind):
      slots.append(FilledSlot(label: label, value: try parseSlot(kind, after: signature.verb)))
    case .trailing(let label, let kind):
      guard !atEnd() else { return }
      slots.append(FilledSlot(label: label, value: try parseSlot(kind, after: signature.verb)))
    case .word(let word):
      guard takeWord(word) else { throw missing(word, of: signature, slots) }
    case .equals(let isOptional):
      if take(.equal) == nil, !isOptional { throw unexpected(.symbol("=")) }
    case .oneOf(let label, let options):
      slots.append(FilledSlot(label: label, value: try parseChoice(options)))
    case .optional(let elements):
      guard begins(elements) else { return }
      for inner in elements { try parse(inner, of: signature, into: &slots) }
    case .clauses(let clauses):
      try parse(clauses, of: signature, into: &slots)
    }
  }

  private mutating func parse(
    _ clauses: [[SignatureElement]], of signature: VerbSignature, into slots: inout [FilledSlot]
  ) throws(SyntaxError) {
    var first: [Int: SourceSpan] = [:]
    while !atEnd() {
      guard let index = clauses.indices.first(where: { begins(clauses[$0]) }) else { return }
      let token = lexer.peek()
      if let earlier = first[index] { throw .duplicateClause(token.text, first: earlier, token.span) }
      first[index] = token.span
      for inner in clauses[index] { try parse(inner, of: signature, into: &slots) }
    }
  }

  /// Whether the words that open an optional part stand here.
  private mutating func begins(_ elements: [SignatureElement]) -> Bool {
    var ahead = self
    var sawWord = false
    for element in elements {
      guard case .word(let word) = element else { break }
      guard ahead.takeWord(word) else { return false }
      sawWord = true
    }
    return sawWord
  }

  private mutating func atEnd() -> Bool {
    let token = lexer.peek()
    return token.kind == .end || token.kind == .terminator || token.kind == .symbol(.closeBrace) && lexer.braces > 0
      || keywords(token).contains(.expecting)
  }

  private mutating func missing(_ word: Word, of signature: VerbSignature, _ slots: [FilledSlot]) -> SyntaxError {
    let spelling = word.spelling(.english)
    for slot in slots {
      if case .target(let target) = slot.value, case .entity(_, let condition?, _) = target.kind,
        let history = condition.lastHistory
      {
        return .swallowedWord(verb: signature.verb, word: spelling, history: history.span, lexer.peek().span)
      }
    }
    return unexpected(.word(spelling))
  }

  private mutating func parseChoice(_ options: [SignatureElement.Option]) throws(SyntaxError) -> SlotValue {
    for option in options {
      let token = lexer.peek()
      if takeWord(option.word) { return .choice(option.key, span(token.span)) }
    }
    let token = lexer.peek()
    let words = options.map { $0.word.spelling(.english) }
    let suggestion = NearestName.suggestions(for: token.text, among: options.flatMap(\.word.spellings), limit: 1).first
    throw .expectedChoice(words, found: found(token), suggestion: suggestion, token.span)
  }

  private mutating func parseSlot(_ kind: SlotKind, after verb: String) throws(SyntaxError) -> SlotValue {
    switch kind {
    case .target: return .target(try parseTarget())
    case .entity: return .entity(try expectName(.entity))
    case .value: return .value(try parseValue(after: verb))
    case .values:
      return .values(try parseList { parser throws(SyntaxError) in try parser.parseValue(after: verb, inList: true) })
    case .assignments: return .assignments(try parseAssignments())
    case .query: return .query(try parseQuery())
    case .name: return .name(try expectName())
    case .mapping: return .mapping(try parseList { parser throws(SyntaxError) in try parser.parseMapping() })
    case .statement: return .statement(try parseStatement())
    }
  }

  // MARK: Targets

  mutating func parseTarget() throws(SyntaxError) -> Target {
    let token = lexer.peek()
    let start = token.span.lower
    func target(_ kind: Target.Kind, _ end: Int) -> Target { Target(kind: kind, span: span(start, end)) }
    switch token.kind {
    case .symbol(.openParenthesis):
      let expression = try parseParentheses()
      guard case .query(let query) = expression.kind else { throw .expected(.target, found: found(token), token.span) }
      return target(.query(query), here)
    case .variable:
      let variable = try expectVariable()
      let path: Path? = take(.dot) == nil ? nil : try expectPath()
      return target(.variable(variable, path), here)
    case .view:
      _ = lexer.take()
      let name = Name(token.text, span: span(token.span))
      let condition: Expression? = take(.where) == nil ? nil : try parseCondition()
      return target(.view(name, condition: condition), here)
    case .quote: return target(.references(try parseReferences()), here)
    case .name, .quotedName:
      if keywords(token).contains(.it) {
        let path = try expectPath()
        return target(.subject(Path(Array(path.names.dropFirst()))), here)
      }
      if let entity = try takeEntityTarget() { return target(entity, here) }
      return target(.references(try parseReferences()), here)
    case .number, .stray: return target(.references(try parseReferences()), here)
    default: throw unexpected(.target)
    }
  }

  /// `customers where …` or `customers all`; nil where the name is a reference.
  private mutating func takeEntityTarget() throws(SyntaxError) -> Target.Kind? {
    var ahead = self
    let name = try ahead.expectName()
    if ahead.take(.where) != nil {
      self = ahead
      lexer.skipToValueAcrossLines()
      return .entity(name, condition: try parseCondition(), isAll: false)
    }
    if ahead.take(.all) != nil {
      self = ahead
      return .entity(name, condition: nil, isAll: true)
    }
    return nil
  }

  // MARK: Assignments

  mutating func parseAssignments() throws(SyntaxError) -> [Assignment] {
    try parseList { parser throws(SyntaxError) in try parser.parseAssignment() }
  }

  private mutating func parseAssignment() throws(SyntaxError) -> Assignment {
    let field = try expectPath(.field)
    let sign: Assignment.Operator
    if take(.equal) != nil {
      sign = .set
    } else if take(.plusEqual) != nil {
      sign = .add
    } else if take(.minusEqual) != nil {
      sign = .remove
    } else {
      throw unexpected(.symbol("="))
    }
    let start = here
    var values = [try parseValue(after: "=")]
    // `tags = VIP, 高价值, phone = …`: a comma goes on with the list unless an assignment follows.
    while peeks(.comma), !assignmentFollowsComma() {
      let comma = lexer.take()
      guard values.count < Self.maximumMembers else { throw .tooManyTerms(comma.span) }
      values.append(try parseValue(after: ",", inList: true))
    }
    guard values.count > 1 else { return Assignment(field: field, operator: sign, value: values[0]) }
    return Assignment(field: field, operator: sign, value: Expression(.list(values), span: span(start, here)))
  }

  private mutating func assignmentFollowsComma() -> Bool {
    var ahead = self
    _ = ahead.lexer.take()
    ahead.lexer.skipToValueAcrossLines()
    guard (try? ahead.expectPath()) != nil else { return false }
    return ahead.peeks(.equal) || ahead.peeks(.plusEqual) || ahead.peeks(.minusEqual)
  }

  private mutating func parseMapping() throws(SyntaxError) -> ColumnMapping {
    let column = try parseReferencesItem()
    guard take(.to) != nil else { throw unexpected(.word("to")) }
    return ColumnMapping(column: column, field: try expectPath(.field))
  }

  private mutating func parseReferencesItem() throws(SyntaxError) -> Atom {
    lexer.skipToValue()
    if lexer.peek().kind == .quote {
      let literal = try parseText()
      return Atom(literal.plain ?? literal.spelling, span: literal.span)
    }
    guard let atom = lexer.takeAtom(groupsDigits: false) else { throw unexpected(.name) }
    return Atom(atom.text, span: span(atom.span))
  }
}

extension Expression {
  /// The last history predicate inside, which may have swallowed a verb's own word.
  fileprivate var lastHistory: HistoryPredicate? {
    switch kind {
    case .history(_, let predicate): predicate
    case .all(let terms), .any(let terms): terms.last?.lastHistory
    case .not(let operand): operand.lastHistory
    default: nil
    }
  }
}
