internal import Diagnostics

/// What the grammar would have taken where a text ends, noted on the way.
struct Wishes {
  private(set) var kinds: [CompletionPoint.Kind] = []
  private var seen: Set<CompletionPoint.Kind> = []
  /// The entity whose fields may be named, and the field whose value is asked for, as they were typed.
  var entity: String?
  var field: String?
  /// The verb's place that is being filled.
  var slot: (verb: String, label: String, kind: SlotKind)?

  mutating func add(_ kind: CompletionPoint.Kind) {
    if seen.insert(kind).inserted { kinds.append(kind) }
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

  /// A field, a call or a variable.
  mutating func wishForOperand() {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    wish { .field(of: $0.entity, through: []) }
    wish { _ in .function }
    wish { _ in .variable }
  }

  mutating func wishForValue(isFile: Bool) {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    if isFile { return wish { _ in .file } }
    wish { wishes in
      guard wishes.field == nil, let slot = wishes.slot else { return .value(of: wishes.entity, field: wishes.field) }
      return slot.label == "file" ? .file : .slot(verb: slot.verb, label: slot.label, slot.kind)
    }
    wish { _ in .variable }
  }

  mutating func wishForTarget() {
    guard wishes != nil, lexer.peek().kind == .end else { return }
    wish { _ in .reference }
    wish { _ in .entity }
    wish { _ in .view }
    wish { _ in .variable }
  }

  /// Reads with another entity in mind, as the inside of `contacts (…)`.
  mutating func within<Result>(
    _ entity: String?, _ body: (inout Parser) throws(SyntaxError) -> Result
  ) throws(SyntaxError) -> Result {
    guard wishes != nil else { return try body(&self) }
    let outer = wishes?.entity
    wishes?.entity = entity
    let result = try body(&self)
    wishes?.entity = outer
    return result
  }

  /// Reads the value of a field.
  mutating func valued<Result>(
    _ field: Path, _ body: (inout Parser) throws(SyntaxError) -> Result
  ) throws(SyntaxError) -> Result {
    guard wishes != nil else { return try body(&self) }
    wishes?.field = field.text
    let result = try body(&self)
    wishes?.field = nil
    return result
  }
}
