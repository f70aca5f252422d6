internal import Diagnostics

/// Commands: one node for every verb, its slots filled as its signature says.
extension Parser {
  /// The command that begins here; nil where the word begins none.
  mutating func parseCommand() throws(SyntaxError) -> Command? {
    let token = lexer.peek()
    guard token.kind == .name else { return nil }
    for index in vocabulary.candidates(firstWord: token.text) {
      let signature = vocabulary.signatures[index]
      let mark = lexer.mark
      guard takeWords(signature.words, isOffered: signature.isBuilt) else {
        lexer.reset(to: mark)
        continue
      }
      let spelling = span(token.span.lower, here)
      var slots: [FilledSlot] = []
      if signature.isBuilt {
        try parse(signature.elements[...], of: signature, into: &slots)
      } else {
        if let rest = try takeUnbuilt() { slots.append(FilledSlot(label: "rest", value: .value(rest))) }
      }
      return Command(verb: signature.verb, spelling: spelling, slots: slots, span: span(token.span.lower, here))
    }
    return nil
  }

  private mutating func takeWords(_ words: [Word], isOffered: Bool) -> Bool {
    for word in words {
      if isOffered, wishes != nil { wishForWords([word]) }
      guard takeIfSpelled(word) else { return false }
    }
    return true
  }

  mutating func takeWord(_ word: Word) -> Bool {
    if wishes != nil { wishForWords([word]) }
    return takeIfSpelled(word)
  }

  private mutating func takeIfSpelled(_ word: Word) -> Bool {
    let token = lexer.peek()
    guard token.kind == .name else { return false }
    guard word.isSpelled(token.text) else { return !word.phrase.isEmpty && take(phrase: word.phrase) }
    _ = lexer.take()
    return true
  }

  private mutating func take(phrase: [String]) -> Bool {
    let mark = lexer.mark
    for part in phrase {
      let token = lexer.peek()
      guard token.kind == .name, token.text.lowercased() == part else {
        lexer.reset(to: mark)
        return false
      }
      _ = lexer.take()
    }
    return true
  }

  /// The rest of a statement whose verb does not exist yet, as it stands; the static check says so.
  @inline(never)
  private mutating func takeUnbuilt() throws(SyntaxError) -> Expression? {
    let next = lexer.peek()
    guard next.kind != .terminator, next.kind != .end else { return nil }
    if next.kind == .symbol(.closeBrace), lexer.braces > 0 { return nil }
    let start = next.span.lower
    let (end, comment) = extentOfStatement(from: start, past: start)
    let rest = lexer.bytes[start..<end]
    if end == lexer.bytes.count, let open = rest.firstIndex(of: 0x7B),
      rest.count(where: { $0 == 0x7B }) > rest.count(where: { $0 == 0x7D })
    {
      throw .unclosed("}", opened: SourceSpan(open, open + 1), found: SourceSpan(end, end))
    }
    lexer.move(to: max(start, lexer.trimmed(comment ?? end)))
    let text = String(decoding: lexer.bytes[start..<lexer.end], as: UTF8.self)
    return Expression(.atom(Atom(text, span: span(start, here))), span: span(start, here))
  }

  // MARK: Elements

  private mutating func parse(
    _ elements: ArraySlice<SignatureElement>, of signature: VerbSignature, into slots: inout [FilledSlot]
  ) throws(SyntaxError) {
    var isMissing = false
    for (index, element) in zip(elements.indices, elements) {
      if wishes != nil {
        // What belongs to a missing part cannot stand without it.
        if isMissing, element.needsWhatIsBefore { continue }
        if case .trailing(let label, let kind) = element { wish(label, kind, of: signature) }
      }
      // A part that may be missing is, where what follows it begins.
      if case .trailing = element, atEnd() || beginsAny(of: elements[(index + 1)...]) {
        isMissing = true
        continue
      }
      try parse(element, of: signature, into: &slots)
    }
  }

  /// A part that may be missing is wished for as well as what follows it.
  private mutating func wish(_ label: String, _ kind: SlotKind, of signature: VerbSignature) {
    let content = signature.contents[label] ?? .own
    switch kind {
    case .entity: wish { _ in .entity(among: [], isOne: false) }
    case .assignments: wish { .field(of: $0.subject, through: [], .written(isNew: signature.makesRecord)) }
    case .target, .value, .period, .values, .query, .condition, .name, .mapping, .statement:
      wish { $0.value(of: content) }
    }
  }

  private mutating func parse(
    _ element: SignatureElement, of signature: VerbSignature, into slots: inout [FilledSlot]
  ) throws(SyntaxError) {
    switch element {
    case .slot(let label, let kind), .trailing(let label, let kind):
      if wishes != nil {
        enter(kind, signature.contents[label] ?? .own, isNew: signature.makesRecord || kind == .mapping)
      }
      slots.append(FilledSlot(label: label, value: try parseSlot(kind, of: signature)))
    case .word(let word):
      guard takeWord(word) else { throw missing(word, of: signature, slots) }
    case .stage(let label, let range):
      wishForSymbols(.pipe)
      if peeks(.pipe) { slots.append(FilledSlot(label: label, value: .stage(try parseStage(range)))) }
    case .equals(let isOptional):
      wishForSymbols(.equal)
      if take(.equal) == nil, !isOptional { throw missingEquals(slots) }
    case .oneOf(let label, let options):
      slots.append(FilledSlot(label: label, value: try parseChoice(options)))
    case .optional(let elements):
      guard begins(elements) else { return }
      try parse(elements[...], of: signature, into: &slots)
    case .clauses(let clauses):
      try parse(clauses, of: signature, into: &slots)
    }
  }

  private mutating func parse(
    _ clauses: [[SignatureElement]], of signature: VerbSignature, into slots: inout [FilledSlot]
  ) throws(SyntaxError) {
    var first: [Int: SourceSpan] = [:]
    // Whatever order they are written in, the slots stand in the signature's.
    var filled: [Int: [FilledSlot]] = [:]
    while !atEnd(),
      let index = clause(of: clauses, besides: Set(filled.keys))
    {
      let token = lexer.peek()
      if let earlier = first[index] {
        if case .slot(_, .period)? = clauses[index].first { throw .twoPeriods(first: earlier, token.span) }
        throw .duplicateClause(token.text, first: earlier, token.span)
      }
      first[index] = token.span
      var inner: [FilledSlot] = []
      try parse(clauses[index][...], of: signature, into: &inner)
      filled[index] = inner
    }
    if wishes != nil {
      let labels = Set(slots.map(\.label))
      for (place, clause) in clauses.enumerated() where filled[place] == nil && labels.isDisjoint(with: clause.labels) {
        if case .slot(let label, let kind)? = clause.first { wish(label, kind, of: signature) }
        wishForWords([clause.opening].compactMap { $0 })
      }
    }
    for index in filled.keys.sorted() { slots += filled[index] ?? [] }
  }

  /// Whether the words that open an optional part stand here.
  ///
  /// - Parameter wholly: with the choice that follows them: `allow missing` and `allow duplicate` open alike.
  private mutating func begins(_ elements: [SignatureElement], wholly: Bool = false) -> Bool {
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    var sawWord = false
    for element in elements {
      switch element {
      case .word(let word):
        guard takeWord(word) else { return false }
        sawWord = true
      case .oneOf(_, let options): return sawWord && !wholly || options.contains { takeWord($0.word) }
      case .slot(_, .period) where !sawWord: return startsPeriod()
      case .slot, .optional, .trailing, .equals, .clauses, .stage: return sawWord
      }
    }
    return sawWord
  }

  /// The clause that begins here, with its choice where one does so wholly; one that stands already comes last, and is
  /// not offered again.
  private mutating func clause(of clauses: [[SignatureElement]], besides filled: Set<Int>) -> Int? {
    let places = clauses.indices.filter { !filled.contains($0) } + clauses.indices.filter { filled.contains($0) }
    for isWhole in [true, false] {
      for place in places {
        let outer = filled.contains(place) ? wishes : nil
        let begins = begins(clauses[place], wholly: isWhole)
        if let outer { wishes = outer }
        if begins { return place }
      }
    }
    return nil
  }

  /// What a place is for, while it is read.
  private mutating func enter(_ kind: SlotKind, _ content: SlotContent, isNew: Bool) {
    wishes?.content = content
    wishes?.isNew = isNew
    if kind == .condition, case .records(let entities) = content { wishes?.subject = entities.first.map { .named($0) } }
  }

  private mutating func beginsAny(of elements: ArraySlice<SignatureElement>) -> Bool {
    for element in elements {
      switch element {
      case .optional(let inner): if begins(inner) { return true }
      case .clauses(let clauses): if clauses.contains(where: { begins($0) }) { return true }
      case .stage: if peeks(.pipe) { return true }
      case .word, .oneOf, .slot, .trailing, .equals: return begins([element])
      }
    }
    return false
  }

  private mutating func atEnd() -> Bool {
    let token = lexer.peek()
    return token.kind == .end || token.kind == .terminator || token.kind == .symbol(.closeBrace) && lexer.braces > 0
      || token.keywords.contains(.expecting)
  }

  @inline(never)
  private mutating func missing(_ word: Word, of signature: VerbSignature, _ slots: [FilledSlot]) -> SyntaxError {
    let token = lexer.peek()
    if case .target(let target)? = slots.last?.value {
      if case .entity(_, let condition?, _) = target.kind, let history = condition.lastHistory {
        return .swallowedWord(verb: signature.verb, word: word, history: history, place(of: token))
      }
      if case .references = target.kind, token.kind == .name, let whole = nameWithSpaces(upTo: word, from: token) {
        return whole
      }
    }
    return unexpected(.word(word))
  }

  /// `view my view = …`: a name goes on over a space.
  private mutating func missingEquals(_ slots: [FilledSlot]) -> SyntaxError {
    guard case .name(let name)? = slots.last?.value, lexer.peek().kind == .name else { return unexpected(.symbol("=")) }
    let start = lexer.end - name.text.utf8.count
    var end = lexer.end
    for _ in 0..<6 where lexer.peek().kind == .name || lexer.peek().kind == .number {
      _ = lexer.take()
      end = lexer.end
    }
    let place = SourceSpan(max(0, start), end)
    return .spacedName(whole: String(decoding: lexer.bytes[place.lower..<place.upper], as: UTF8.self), place)
  }

  /// `tag New York with VIP`: the verb's word stands further on, and the words before it are one name.
  private mutating func nameWithSpaces(upTo word: Word, from token: Token) -> SyntaxError? {
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    var start = lexer.end
    while start > 0, lexer.bytes[start - 1] > 0x20, lexer.bytes[start - 1] != 0x2C { start -= 1 }
    var end = token.span.upper
    for _ in 0..<6 {
      if takeWord(word) {
        let whole = String(decoding: lexer.bytes[start..<end], as: UTF8.self)
        return .unquotedSpace(whole: whole, assignment: nil, SourceSpan(start, end))
      }
      let next = lexer.peek()
      guard next.kind == .name || next.kind == .number else { return nil }
      _ = lexer.take()
      end = lexer.end
    }
    return nil
  }

  @inline(never)
  private mutating func parseChoice(_ options: [SignatureElement.Option]) throws(SyntaxError) -> SlotValue {
    let token = lexer.peek()
    for option in options where takeWord(option.word) { return .choice(option.key, span(token.span)) }
    let suggestion = NearestName.suggestions(
      for: String(token.text.prefix(64)), among: options.flatMap(\.word.spellings), limit: 1
    ).first
    throw .expectedChoice(options.map(\.word), found: found(token), suggestion: suggestion, place(of: token))
  }

  @inline(never)
  private mutating func parseSlot(_ kind: SlotKind, of signature: VerbSignature) throws(SyntaxError) -> SlotValue {
    switch kind {
    case .target: return .target(try parseTarget())
    case .entity:
      wish { _ in .entity(among: [], isOne: signature.makesRecord) }
      let entity = try expectName(.entity)
      if wishes != nil { wishes?.subject = .named(entity.text) }
      return .entity(entity)
    case .value, .period: return .value(try parseValue(after: word(before: lexer.end, of: signature)))
    case .values:
      return .values(
        try parseList { parser throws(SyntaxError) in
          try parser.parseValue(after: parser.word(before: parser.lexer.end, of: signature), inList: true)
        })
    case .assignments: return .assignments(try parseAssignments())
    case .query:
      wishForQuery()
      wishForWords([Keyword.show.word])
      return .query(try parseQuery())
    case .condition: return .condition(try parseCondition())
    case .name:
      wish { .value($0.content, of: nil) }
      let name = try expectName()
      if wishes != nil { wishes?.name = name.text }
      return .name(name)
    case .mapping: return .mapping(try parseList { parser throws(SyntaxError) in try parser.parseMapping() })
    case .statement:
      wish { _ in .statement }
      try enter()
      defer { leave() }
      return .statement(try parseStatement())
    }
  }

  /// The word that stands before a missing value, as it was typed.
  private func word(before end: Int, of signature: VerbSignature) -> String {
    var start = end
    while start > 0, end - start < 40, lexer.bytes[start - 1] > 0x20 { start -= 1 }
    let word = String(decoding: lexer.bytes[start..<end], as: UTF8.self)
    return word.isEmpty ? signature.verb : word
  }
}

extension SignatureElement {
  /// `=` or a value behind a part that is missing.
  fileprivate var needsWhatIsBefore: Bool {
    switch self {
    case .equals, .trailing: true
    case .slot, .word, .oneOf, .optional, .stage, .clauses: false
    }
  }
}

extension [SignatureElement] {
  fileprivate var labels: Set<String> { Set(flatMap(\.labels)) }

  /// The words that open a clause, all of which must stand there before it is one: `to competitor`.
  fileprivate var opening: Word? {
    var words: [Word] = []
    for case .word(let word) in prefix(while: { if case .word = $0 { true } else { false } }) { words.append(word) }
    guard words.count > 1 else { return words.first }
    return Word(
      english: [words.map { $0.spelling(.english) }.joined(separator: " ")],
      chinese: [words.map { $0.spelling(.chinese) }.joined(separator: " ")])
  }
}

extension Expression {
  /// The last history predicate inside, which may have swallowed a verb's own word.
  fileprivate var lastHistory: SourceSpan? {
    switch kind {
    case .history(_, let predicate): predicate.span
    case .all(let terms), .any(let terms): terms.last?.lastHistory
    case .not(let operand): operand.lastHistory
    default: nil
    }
  }
}
