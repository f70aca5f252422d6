internal import Diagnostics

/// Queries: a head, a source, clauses in any order, stages.
extension Parser {
  package mutating func parseQuery() throws(SyntaxError) -> Query {
    let start = lexer.peek().span.lower
    let outer = wishes?.subject
    var query = try parseHeadAndSource()
    try parseClauses(of: &query)
    wishForSymbols(.pipe)
    while peeks(.pipe) { query.stages.append(try parseStage()) }
    query.span = span(start, here)
    if wishes != nil { wishes?.subject = outer }
    return query
  }

  // Queries nest in one another, and a tree as deep as the grammar allows must fit a small stack: what is large is kept
  // out of the frames that repeat.
  @inline(never)
  private mutating func parseHeadAndSource() throws(SyntaxError) -> Query {
    if lexer.peek().kind == .view || lexer.peek().kind == .variable {
      let source = try parseSource()
      if wishes != nil { attend(to: subject(of: source)) }
      return Query(head: .find(deleted: false), source: source, span: .zero)
    }
    var currency: Atom?
    let head = try parseHead(&currency)
    let source = head == .profile ? try parseProfileSource() : try parseSource()
    if wishes != nil { attend(to: subject(of: source)) }
    var query = Query(head: head, source: source, span: .zero)
    query.currency = currency
    if head == .profile { query.part = try parsePart(of: source) }
    if head != .profile, lexer.peek().kind == .quote { query.search = try parseText() }
    return query
  }

  private mutating func parseHead(_ currency: inout Atom?) throws(SyntaxError) -> Query.Head {
    let token = lexer.peek()
    for keyword in keywords(token) {
      switch keyword {
      case .find:
        _ = lexer.take()
        return .find(deleted: take(.deleted) != nil)
      case .count:
        _ = lexer.take()
        return .count
      case .show:
        _ = lexer.take()
        wish { _ in .view }
        // A view has records to list, and not one to profile.
        return lexer.peek().kind == .view ? .find(deleted: false) : .profile
      case .sum, .avg, .min, .max:
        _ = lexer.take()
        let function = Name(keyword.rawValue, span: span(token.span))
        let expression = try parseSum(isMeasured: true)
        if take(.in) != nil {
          wish { _ in .value(.currency, of: nil) }
          lexer.skipToValue()
          guard let atom = lexer.takeAtom(groupsDigits: false) else { throw unexpected(.value) }
          currency = Atom(atom.text, span: span(atom.span))
        }
        try expect(.of)
        return .aggregate(function, expression)
      default: continue
      }
    }
    throw unexpected(.statement)
  }

  private mutating func parseSource() throws(SyntaxError) -> Query.Source {
    wish { _ in .entity(among: [], isOne: false) }
    wish { _ in .view }
    wish { _ in .variable }
    wish { _ in .identifier }
    let token = lexer.peek()
    switch token.kind {
    case .view: return .view(try takeView() ?? Name(token.text))
    case .variable:
      let variable = try expectVariable()
      return .variable(variable, take(.dot) == nil ? nil : try expectPath(from: variable))
    case .name where Self.looksLikeReference(token.text): return .references(try parseReferences())
    case .name, .quotedName: return .entity(try expectName(.entity))
    default: throw unexpected(.entity)
    }
  }

  /// After `show`: a variable, or references by id or by name.
  private mutating func parseProfileSource() throws(SyntaxError) -> Query.Source {
    wish { _ in .variable }
    if lexer.peek().kind == .variable { return try parseSource() }
    return .references(try parseReferences())
  }

  /// The word behind a record whose profile is shown; which words there are hangs on the record.
  private mutating func parsePart(of source: Query.Source) throws(SyntaxError) -> Name? {
    let subject = subject(of: source)
    wish { _ in .part(of: subject) }
    let token = lexer.peek()
    guard token.kind == .name, !token.keywords.contains(where: { Self.isClause($0) }), !startsPredicate(after: token)
    else { return nil }
    let mark = lexer.mark
    let name = try expectName()
    // What goes on with a name, a number or a text was meant otherwise: a clause with a slip in its word.
    switch lexer.peek().kind {
    case .name where !lexer.peek().keywords.contains(where: { Self.isClause($0) }), .number, .quote, .quotedName:
      lexer.reset(to: mark)
      return nil
    default: return name
    }
  }

  /// `cust_001`, the shape that ids have.
  static func looksLikeReference(_ text: String) -> Bool {
    guard let underscore = text.lastIndex(of: "_"), underscore != text.startIndex else { return false }
    let digits = text[text.index(after: underscore)...]
    return !digits.isEmpty && digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  mutating func parseReferences() throws(SyntaxError) -> [Atom] {
    try parseList { parser throws(SyntaxError) in try parser.parseReference() }
  }

  /// `cust_001`, `科技有限公司`, `"New York Ltd."`
  mutating func parseReference() throws(SyntaxError) -> Atom {
    if wishes != nil { wishForReference() }
    lexer.skipToValue()
    if let (first, _) = lexer.scalar(at: lexer.position), TextQuote(opening: first) != nil {
      let literal = try parseText()
      guard let plain = literal.plain else {
        throw .interpolatedReference(SourceSpan(lexer.end - literal.spelling.utf8.count, lexer.end))
      }
      return Atom(plain, quoted: literal.spelling, span: literal.span)
    }
    guard let atom = lexer.takeAtom(groupsDigits: false) else { throw unexpected(.record) }
    if wishes != nil, atom.text.utf8.last == 0x2E { wishes?.close() }
    return Atom(atom.text, span: span(atom.span))
  }

  // MARK: Clauses

  private mutating func parseClauses(of query: inout Query) throws(SyntaxError) {
    var seen: [(name: String, span: SourceSpan)] = []
    while lexer.peek().kind == .name {
      let token = lexer.peek()
      guard let keyword = token.keywords.first(where: { Self.isClause($0) }) else { return }
      if keyword == .as, !isFollowed(by: .of) { return }
      _ = lexer.take()
      let name = try parseClause(keyword, of: &query)
      if let first = seen.first(where: { $0.name == name }) {
        throw .duplicateClause(token.text, first: first.span, token.span)
      }
      // Clauses other than relations are few; these are bounded like any list.
      guard seen.count < Self.maximumTerms else { throw .tooManyTerms(token.span) }
      seen.append((name, token.span))
    }
    wishForClauses(of: query, besides: seen.map(\.name))
  }

  /// The first words of the clauses that may still come.
  private mutating func wishForClauses(of query: Query, besides seen: [String]) {
    guard wishes != nil else { return }
    let moment = ("as of", Word("as of", zh: "截至"))
    var clauses = [moment]
    // A whole profile has no rows to choose from.
    if query.head != .profile || query.part != nil {
      let isCounted = query.head == .count || query.head.isAggregate
      clauses = [
        ("where", Keyword.where.word), ("", Keyword.with.word), ("", Keyword.without.word), ("show", Keyword.show.word),
        ("group by", isCounted ? Keyword.by.word : Word("group by", zh: "分组")), ("sort by", Word("sort by", zh: "排序")),
        ("top", Keyword.top.word), ("limit", Keyword.limit.word), moment,
      ]
      if !query.grouping.isEmpty { clauses += [("having", Keyword.having.word), ("across", Keyword.across.word)] }
    }
    wishForWords(clauses.filter { !seen.contains($0.0) }.map(\.1))
  }

  /// What follows a clause's first word; the name under which a second one is a duplicate.
  @inline(never)
  private mutating func parseClause(_ keyword: Keyword, of query: inout Query) throws(SyntaxError) -> String {
    switch keyword {
    case .where:
      query.condition = try parseCondition()
      return "where"
    case .with, .without:
      let clause = try parseRelation(isNegated: keyword == .without)
      query.relations.append(clause)
      return "\(keyword.rawValue) \(clause.relation.text)"
    case .show:
      query.shown = try parseList { parser throws(SyntaxError) in try parser.parseShowItem() }
      return "show"
    case .group, .groupBy, .by:
      if keyword == .group { try expect(.by) }
      query.grouping = try parseList { parser throws(SyntaxError) in try parser.parseGroupKey() }
      return "group by"
    case .having:
      query.having = try parseCondition()
      return "having"
    case .sort, .sortBy:
      if keyword == .sort { try expect(.by) } else { _ = take(.by) }
      query.sorting = try parseList { parser throws(SyntaxError) in try parser.parseSortKey() }
      return "sort by"
    case .top:
      query.top = try parseTop()
      return "top"
    case .limit:
      query.limit = try parseLimit()
      return "limit"
    case .as, .asOf:
      if keyword == .as { try expect(.of) }
      query.asOf = try valued(.moment) { parser throws(SyntaxError) in try parser.parseValue(after: "as of") }
      return "as of"
    default:
      wish { .field(of: $0.subject, through: [], .read) }
      query.across = try expectPath()
      return "across"
    }
  }

  private static func isClause(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .where, .with, .without, .show, .group, .groupBy, .by, .having, .sort, .sortBy, .top, .limit, .as, .asOf,
      .across:
      true
    default: false
    }
  }

  private mutating func isFollowed(by keyword: Keyword) -> Bool {
    let mark = lexer.mark
    defer { lexer.reset(to: mark) }
    _ = lexer.take()
    return peeks(keyword)
  }

  private mutating func parseRelation(isNegated: Bool) throws(SyntaxError) -> RelationClause {
    wish { .relation(of: $0.subject) }
    let relation = try expectName()
    guard peeks(.openParenthesis) else {
      return RelationClause(isNegated: isNegated, relation: relation, condition: nil)
    }
    let open = lexer.take()
    try enter()
    lexer.depth += 1
    let condition = try within(relation.text) { parser throws(SyntaxError) in try parser.parseCondition() }
    try expectClosing(.closeParenthesis, opened: open.span)
    lexer.depth -= 1
    leave()
    return RelationClause(isNegated: isNegated, relation: relation, condition: condition)
  }

  private mutating func parseShowItem() throws(SyntaxError) -> ShowItem {
    let expression = try parseSum()
    guard meets(.as), !isFollowed(by: .of) else { return ShowItem(expression: expression, alias: nil) }
    _ = lexer.take()
    wish { _ in .value(.own, of: nil) }
    return ShowItem(expression: expression, alias: try expectName())
  }

  private mutating func parseGroupKey() throws(SyntaxError) -> GroupKey {
    wishForWords(Self.buckets)
    let token = lexer.peek()
    if token.kind == .name, let bucket = GroupKey.Bucket(word: token.text.lowercased()), isFollowed(by: .of) {
      _ = lexer.take()
      _ = lexer.take()
      return GroupKey(bucket: bucket, expression: try parseSum())
    }
    return GroupKey(bucket: nil, expression: try parseSum())
  }

  private static let buckets = GroupKey.Bucket.allCases.map(\.word).map { word in
    Word(english: word.english.map { "\($0) of" }, chinese: word.chinese.map { "\($0) 的" })
  }

  private mutating func parseSortKey() throws(SyntaxError) -> SortKey {
    let expression = try parseSum()
    if take(.descending) != nil { return SortKey(expression: expression, isDescending: true) }
    _ = take(.ascending)
    return SortKey(expression: expression, isDescending: false)
  }

  private mutating func parseTop() throws(SyntaxError) -> Top {
    let token = lexer.peek()
    guard token.kind == .number else { throw unexpected(.number) }
    _ = lexer.take()
    try expect(.by)
    return Top(count: Atom(token.text, span: span(token.span)), key: try parseSum())
  }

  private mutating func parseLimit() throws(SyntaxError) -> Limit {
    let count = try valued(.own) { parser throws(SyntaxError) in try parser.parseValue(after: "limit") }
    guard take(.after) != nil else { return Limit(count: count, cursor: nil) }
    return Limit(count: count, cursor: try parseValue(after: "after"))
  }

  // MARK: Stages

  mutating func parseStage(_ range: Stage.Range = .all) throws(SyntaxError) -> Stage {
    let start = lexer.peek().span.lower
    if take(.pipe) == nil || peeks(.pipe) {
      throw .foreignWord("||", ours: .or, SourceSpan(start, lexer.peek().span.upper))
    }
    lexer.skipToValueAcrossLines()
    wishForWords(Stage.Format.allCases.map(\.word))
    wishForWords(range.steps.map(\.word))
    if range == .all, peeks(.each) {
      _ = lexer.take()
      return try parseEach(from: start)
    }
    let kind = try parseStageKind(range)
    return Stage(kind: kind, span: span(start, here))
  }

  @inline(never)
  private mutating func parseEach(from start: Int) throws(SyntaxError) -> Stage {
    let variable = try expectVariable(isNew: true)
    declare(variable, as: wishes?.subject)
    let body = try parseBlock()
    return Stage(kind: .each(variable, body), span: span(start, here))
  }

  @inline(never)
  private mutating func parseStageKind(_ range: Stage.Range) throws(SyntaxError) -> Stage.Kind {
    let token = lexer.peek()
    if token.kind == .name, let format = Stage.Format(word: token.text.lowercased()) {
      _ = lexer.take()
      return .format(format)
    }
    if token.kind == .name, token.text.lowercased() == "xlsx" { throw .unbuiltFormat("xlsx", token.span) }
    guard range != .formats else { throw unexpected(.stage(range)) }
    if peeks(.to) {
      _ = lexer.take()
      return .file(try parseFile(["csv", "json", "jsonl", "md"]))
    }
    if range != .files, peeks(.chart) {
      _ = lexer.take()
      wish { _ in .chart }
      let kind = try expectName()
      return .chart(kind, file: take(.to) == nil ? nil : try parseFile(["svg"]))
    }
    if range == .all, peeks(.update) {
      _ = lexer.take()
      _ = take(.set)
      return .update(try parseAssignments())
    }
    throw unexpected(.stage(range))
  }
}

extension Parser {
  fileprivate mutating func parseFile(_ endings: [String]) throws(SyntaxError) -> Expression {
    try valued(.file(endings)) { parser throws(SyntaxError) in try parser.parseValue(after: "to") }
  }
}

extension Query.Head {
  fileprivate var isAggregate: Bool { if case .aggregate = self { true } else { false } }
}

extension GroupKey.Bucket {
  package var word: Word {
    switch self {
    case .day: Word("day", zh: "日", "天")
    case .week: Word("week", zh: "周")
    case .month: Word("month", zh: "月")
    case .quarter: Word("quarter", zh: "季度")
    case .year: Word("year", zh: "年")
    }
  }

  fileprivate init?(word: String) {
    guard let bucket = Self.allCases.first(where: { $0.word.spellings.contains(word) }) else { return nil }
    self = bucket
  }
}

extension Stage.Format {
  package var word: Word {
    switch self {
    case .table: Word("table", zh: "表格")
    case .card: Word("card", zh: "卡片")
    case .json: Word("json")
    case .jsonl: Word("jsonl")
    case .csv: Word("csv")
    case .markdown: Word("markdown", "md")
    }
  }

  package init?(word: String) {
    guard let format = Self.allCases.first(where: { $0.word.spellings.contains(word) }) else { return nil }
    self = format
  }
}
