internal import Diagnostics

/// What the grammar would have taken where a text ends, noted on the way.
struct Wishes {
  private(set) var kinds: [CompletionPoint.Kind] = []
  private var seen: Set<CompletionPoint.Kind> = []
  /// The last word goes on (`cust_001.`): what could follow it if it were whole is not wished for.
  private(set) var isClosed = false
  /// Whose fields may be named.
  var subject: CompletionPoint.Subject?
  /// What the value that is read stands for.
  var content: SlotContent = .own
  /// The name that the command has given, as the setting's in `set output = …`.
  var name: String?
  /// Whether fields are set of a record that is new, and which are set already.
  var isNew = false
  var assigned: Set<String> = []
  /// The variables in sight that the text itself names, and whose records they hold.
  var variables: [String] = []
  var bindings: [String: CompletionPoint.Subject] = [:]
  /// The functions that the text defines.
  var functions: [String] = []
  /// Where the statement that is being typed begins.
  var statementStart = 0
  let isEntity: (String) -> Bool

  init(isEntity: @escaping (String) -> Bool) { self.isEntity = isEntity }

  mutating func add(_ kind: CompletionPoint.Kind) {
    if !isClosed, seen.insert(kind).inserted { kinds.append(kind) }
  }

  mutating func keep(_ isKept: (CompletionPoint.Kind) -> Bool) {
    kinds.removeAll { !isKept($0) }
    seen = Set(kinds)
    isClosed = false
  }

  func value(of content: SlotContent) -> CompletionPoint.Kind {
    if case .settingValue = content { return .value(.settingValue(of: name), of: nil) }
    return .value(content, of: subject)
  }

  mutating func close() { isClosed = true }

  /// Forgets what the statement before was about.
  mutating func begin(at start: Int) {
    statementStart = start
    subject = nil
    content = .own
    name = nil
    isNew = false
  }
}

extension Parser {
  /// Notes what may stand here, if the text ends here and somebody asks.
  mutating func wish(_ kind: (Wishes) -> CompletionPoint.Kind) {
    guard let wishes, lexer.peek().kind == .end else { return }
    self.wishes?.add(kind(wishes))
  }

  mutating func wishForWords(_ words: [Word]) {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    for word in words { wishes?.add(.word(word)) }
  }

  mutating func wishForSymbols(_ symbols: Symbol...) {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    for symbol in symbols { wishes?.add(.symbol(symbol.rawValue)) }
  }

  /// The words that begin a query.
  mutating func wishForQuery() {
    guard wishes != nil else { return }
    wishForWords(Keyword.queryHeads.map(\.word))
    wish { _ in .view }
  }

  /// A field, a call or a variable.
  ///
  /// - Parameter isMeasured: before it is known of what, as in `sum amount of …`.
  mutating func wishForOperand(isMeasured: Bool = false) {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    wish { .field(of: $0.subject, through: [], isMeasured ? .measured : .read) }
    guard !isMeasured else { return }
    wish { _ in .function }
    wish { _ in .variable }
  }

  mutating func wishForValue() {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    wish { $0.value(of: $0.content) }
    if case .changeSet? = wishes?.content { return }
    wish { _ in .variable }
  }

  mutating func wishForReference() {
    wish { .reference(of: $0.content.entities, isDeleted: $0.content == .deleted) }
  }

  mutating func wishForTarget() {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    wishForReference()
    wish { .entity(among: $0.content.entities, isOne: false) }
    wish { _ in .view }
    wish { _ in .variable }
  }

  /// Behind a value that is typed so far: a field where it is a record with a dot behind it, and the words that go on
  /// with a span of days.
  mutating func wishBehind(_ atom: String) {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    guard atom.utf8.last == 0x2E, lexer.end == lexer.bytes.count else { return wishForSpan(behind: atom) }
    let record = String(atom.dropLast())
    if Self.looksLikeReference(record) {
      wish { _ in .field(of: .reference(record), through: [], .read) }
    }
    wishes?.close()
  }

  private mutating func wishForSpan(behind atom: String) {
    switch wishes?.content {
    case .moment?, .period?, .field?: break
    default: return
    }
    let words = atom.lowercased().split(separator: " ")
    guard let first = words.first, ["last", "next", "past", "previous", "coming", "this"].contains(first) else {
      return
    }
    if words.count == 1 {
      wishForWords(GroupKey.Bucket.allCases.map(\.word).map { Word(english: $0.english, chinese: []) })
    } else if words.count == 2, words[1].allSatisfy(\.isNumber) {
      wishForWords([Word("days"), Word("weeks"), Word("months")])
    }
  }

  // MARK: Scopes

  mutating func attend(to subject: CompletionPoint.Subject?) { wishes?.subject = subject }

  /// Reads with another record in mind, as the inside of `contacts (…)`.
  mutating func within<Result>(
    _ relation: String?, _ body: (inout Parser) throws(SyntaxError) -> Result
  ) throws(SyntaxError) -> Result {
    guard wishes != nil else { return try body(&self) }
    let outer = wishes?.subject
    wishes?.subject = relation.map { .relation($0, of: outer) }
    let result = try body(&self)
    wishes?.subject = outer
    return result
  }

  /// Reads a value that stands for that.
  mutating func valued<Result>(
    _ content: @autoclosure () -> SlotContent, of subject: CompletionPoint.Subject? = nil,
    _ body: (inout Parser) throws(SyntaxError) -> Result
  ) throws(SyntaxError) -> Result {
    guard let outer = wishes else { return try body(&self) }
    wishes?.content = content()
    if let subject { wishes?.subject = subject }
    let result = try body(&self)
    wishes?.content = outer.content
    wishes?.subject = outer.subject
    return result
  }

  /// Notes a variable that the text names, and what it holds.
  mutating func declare(_ variable: Variable, as subject: CompletionPoint.Subject? = nil) {
    guard wishes != nil else { return }
    if wishes?.variables.contains(variable.name) == false { wishes?.variables.append(variable.name) }
    wishes?.bindings[variable.name] = subject
  }

  func subject(of source: Query.Source) -> CompletionPoint.Subject? {
    switch source {
    case .entity(let name): .named(name.text)
    case .view(let name): .view(name.text)
    case .variable(let variable, let path): subject(of: variable, path)
    case .references(let atoms): atoms.first.map { .reference($0.text) }
    }
  }

  func subject(of variable: Variable, _ path: Path?) -> CompletionPoint.Subject {
    let whole = wishes?.bindings[variable.name] ?? .variable(variable.name)
    return path.map { .path($0.names.map(\.text), of: whole) } ?? whole
  }

  func subject(of bound: Bound) -> CompletionPoint.Subject? {
    switch bound {
    case .query(let query): return subject(of: query.source)
    case .command(let command):
      guard case .entity(let name)? = command["entity"] else { return nil }
      return .named(name.text)
    case .expression(let expression):
      switch expression.kind {
      case .variable(let variable, let path): return subject(of: variable, path)
      case .query(let query): return subject(of: query.source)
      default: return nil
      }
    }
  }

  /// What a value compared with an expression stands for.
  func content(comparedWith left: Expression) -> (SlotContent, CompletionPoint.Subject?) {
    switch left.kind {
    case .path(let path, _): (.field(path.text, of: nil), nil)
    case .variable(let variable, let path?): (.field(path.text, of: nil), subject(of: variable, nil))
    case .call(let call):
      // `latest(interactions.date)` is a value of that field; `count(contacts)` is a number.
      if case .path(let path, _)? = call.arguments.first?.kind, path.names.count > 1 {
        (.field(path.text, of: nil), nil)
      } else {
        (.own, nil)
      }
    default: (.own, nil)
    }
  }
}

extension SlotContent {
  fileprivate var entities: [String] {
    switch self {
    case .records(let entities), .whole(let entities): entities
    default: []
    }
  }

  var isWhole: Bool { if case .whole = self { true } else { false } }
}
