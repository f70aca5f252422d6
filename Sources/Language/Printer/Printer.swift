internal import Diagnostics
internal import Values

/// Tree to text, canonically: parse, print, parse gives the same tree. Never changes an atom or a string.
package struct Printer: Sendable {
  let vocabulary: VerbVocabulary
  let spelling: SpellingSet
  /// What a name of the domain stands for: a field may be called like an entity.
  package enum NameRole: Sendable { case entity, field }

  /// Spells a name of the domain in the set asked for; the name itself where it knows none.
  let speller: @Sendable (String, NameRole) -> String
  /// Names that the writer made (`as 金额`): they stay as they are.
  var kept: Set<String> = []
  /// How deep the statement stands whose expressions are printed: a loop inside one is a block of lines.
  var level = 0
  /// Wider queries are broken before their clauses.
  static let width = 100

  package init(
    vocabulary: VerbVocabulary, spelling: SpellingSet = .english,
    speller: @escaping @Sendable (String, NameRole) -> String = { name, _ in name }
  ) {
    self.vocabulary = vocabulary
    self.spelling = spelling
    self.speller = speller
  }

  package func print(_ program: Program) -> String {
    var lines: [String] = []
    for statement in program.statements { lines += self.lines(of: statement, indent: 0) }
    lines += commentLines(program.trailingComments, indent: 0)
    if lines.first?.isEmpty == true { lines.removeFirst() }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }

  /// One statement on one line where it fits.
  package func print(_ statement: Statement) -> String {
    lines(of: statement, indent: 0).joined(separator: "\n")
  }

  package func print(_ expression: Expression) -> String { text(expression) }

  package func print(_ query: Query) -> String { pieces(of: query).joined(separator: " ") }

  func word(_ keyword: Keyword) -> String { keyword.word.spelling(spelling) }
  func word(_ word: Word) -> String { word.spelling(spelling) }

  // MARK: Statements

  func lines(of statement: Statement, indent: Int) -> [String] {
    guard level == indent else {
      var printer = self
      printer.level = indent
      return printer.lines(of: statement, indent: indent)
    }
    var lines = commentLines(statement.leadingComments, indent: indent)
    if statement.followsBlankLine { lines.append("") }
    let woven = statement.innerComments.isEmpty ? nil : woven(statement, indent: indent)
    var body = woven ?? self.body(of: statement.kind, indent: indent)
    if woven == nil, !statement.innerComments.isEmpty {
      let comments = statement.innerComments.map(\.comment)
      if let place = emptyBlock(in: body, indent: indent) {
        fill(&body, at: place, commentLines(comments, indent: indent + 1), opensBehind: comments.first?.isTrailing)
      } else {
        lines += commentLines(comments, indent: indent)
      }
    }
    if woven == nil, let bound = statement.expectedAtMost, !body.isEmpty {
      let clause = spelling == .english ? "expecting at most" : "预计 至多"
      body[body.count - 1] += " \(clause) \(text(bound))"
    }
    if woven == nil, let comment = statement.trailingComment, !body.isEmpty { body[body.count - 1] += "  \(comment)" }
    return lines + body + commentLines(statement.closingComments, indent: indent)
  }

  /// The line that opens the last block that holds nothing: comments that no statement has are its.
  private func emptyBlock(in lines: [String], indent: Int) -> Int? {
    lines.indices.dropLast().last { lines[$0].hasSuffix(" {") && lines[$0 + 1].hasPrefix(margin(indent) + "}") }
  }

  /// What a block holds, behind its opening line. A comment that stood behind the brace stays there.
  private func fill(_ lines: inout [String], at place: Int, _ held: [String], opensBehind: Bool?) {
    var held = held
    if opensBehind == true, let first = held.first {
      held.removeFirst()
      lines[place] += "  " + first.drop { $0 == " " }
    } else if held.first?.isEmpty == true {
      held.removeFirst()
    }
    lines.insert(contentsOf: held, at: place + 1)
  }

  private func commentLines(_ comments: [Comment], indent: Int) -> [String] {
    comments.flatMap { comment in
      (comment.followsBlankLine ? [""] : []) + [margin(indent) + comment.text]
    }
  }

  func margin(_ indent: Int) -> String { String(repeating: "  ", count: indent) }

  private func body(of kind: Statement.Kind, indent: Int) -> [String] {
    let margin = margin(indent)
    func single(_ text: String) -> [String] { [margin + text] }
    switch kind {
    case .query(let query): return broken(pieces(of: query), indent: indent)
    case .command(let command): return self.lines(of: command, indent: indent)
    case .expression(let expression): return single(text(expression))
    case .letting(let variable, let bound):
      return prefixed("\(word(.let)) \(text(variable)) =", self.lines(of: bound, indent: indent), margin)
    case .parameter(let variable, let type, let initial):
      let typed = type.map { ": \(spelled($0))" } ?? ""
      return single("\(word(.param)) \(text(variable))\(typed)" + (initial.map { following(" =", text($0)) } ?? ""))
    case .conditional(let branches, let otherwise):
      return conditional(branches, otherwise, indent: indent)
    case .loop(let variable, let over, let body):
      let source = self.lines(of: over, indent: indent).map { String($0.dropFirst(margin.count)) }.joined(
        separator: " ")
      return block("\(word(.for)) \(text(variable)) \(word(.in)) \(source)", body, indent: indent)
    case .definition(let name, let parameters, let body):
      let list = parameters.map { "\(text($0.variable)): \(spelled($0.type))" }.joined(separator: ", ")
      return block("\(word(.define)) \(text(name))(\(list))", body, indent: indent)
    case .perform(let name, let arguments):
      return single("\(word(.do)) \(text(name))(\(text(arguments: arguments)))")
    case .give(let bound): return prefixed(word(.return), self.lines(of: bound, indent: indent), margin)
    case .use(let file): return single("\(word(.use)) \(text(file))")
    case .attempt(let body, let error, let otherwise):
      var lines = block(word(.try), body, indent: indent)
      let head = word(.otherwise) + (error.map { " \(text($0))" } ?? "")
      let rest = block(head, otherwise, indent: indent)
      lines[lines.count - 1] += " " + String((rest.first ?? "").dropFirst(margin.count))
      return lines + rest.dropFirst()
    case .fail(let message): return single("\(word(.fail)) \(text(message))")
    case .print(let items): return single("\(word(.print)) \(text(arguments: items))")
    case .expect(let condition, let message):
      return single("\(word(.expect)) \(text(condition))" + (message.map { ", \(text($0))" } ?? ""))
    }
  }

  private func prefixed(_ prefix: String, _ lines: [String], _ margin: String) -> [String] {
    guard let first = lines.first else { return [margin + prefix] }
    return [following(margin + prefix, String(first.dropFirst(margin.count)))] + lines.dropFirst()
  }

  private func lines(of bound: Bound, indent: Int) -> [String] {
    switch bound {
    case .query(let query): broken(pieces(of: query), indent: indent)
    case .expression(let expression): [margin(indent) + text(expression)]
    case .command(let command): lines(of: command, indent: indent)
    }
  }

  private func conditional(_ branches: [Branch], _ otherwise: [Statement]?, indent: Int) -> [String] {
    var lines: [String] = []
    for (index, branch) in branches.enumerated() {
      let head = (index == 0 ? "" : "\(word(.else)) ") + "\(word(.if)) \(text(branch.condition))"
      lines = joined(lines, block(head, branch.body, indent: indent), indent: indent)
    }
    if let otherwise { lines = joined(lines, block(word(.else), otherwise, indent: indent), indent: indent) }
    return lines
  }

  /// `} else {` on one line.
  private func joined(_ lines: [String], _ more: [String], indent: Int) -> [String] {
    guard let last = lines.last, let first = more.first else { return lines + more }
    return lines.dropLast() + [last + " " + first.dropFirst(margin(indent).count)] + more.dropFirst()
  }

  func block(_ head: String, _ statements: [Statement], indent: Int) -> [String] {
    var lines = [margin(indent) + head + " {", margin(indent) + "}"]
    let held = statements.flatMap { self.lines(of: $0, indent: indent + 1) }
    fill(&lines, at: 0, held, opensBehind: statements.first?.leadingComments.first?.isTrailing)
    return lines
  }

  /// One line, or one line a clause, deeper indented, where it is too wide.
  private func broken(_ pieces: [String], indent: Int) -> [String] {
    let margin = margin(indent)
    let whole = pieces.joined(separator: " ")
    // A loop has lines of its own, of which the first counts.
    let head = whole.prefix { $0 != "\n" }
    if margin.count + TerminalCells.width(of: head) <= Self.width || pieces.count < 2 {
      return [margin + whole]
    }
    return [margin + pieces[0]] + pieces.dropFirst().map { margin + "  " + $0 }
  }

  // MARK: Commands

  func lines(of command: Command, indent: Int) -> [String] {
    guard let signature = vocabulary.signature(of: command.verb) else { return [margin(indent) + command.verb] }
    var words = signature.words.map { word($0) }
    if !signature.isBuilt, let rest = command["rest"] { words.append(text(rest, indent: indent)) }
    for part in parts(of: command, signature) {
      switch part {
      case .word(let text), .close(let text): words.append(text)
      case .slot(let value): words.append(text(value, indent: indent))
      }
    }
    return [margin(indent) + words.dropFirst().reduce(words.first ?? "") { following($0, $1) }]
  }

  /// What a command is printed of.
  enum CommandPart {
    /// A word of the verb's, before which a line may be broken.
    case word(String)
    /// What stands on the line of what is before it.
    case close(String)
    case slot(SlotValue)
  }

  func parts(of command: Command, _ signature: VerbSignature) -> [CommandPart] {
    signature.elements.enumerated().flatMap { index, element -> [CommandPart] in
      // A clause that may stand in two places is printed in the last.
      guard case .clauses(let clauses) = element else { return parts(of: element, command) }
      let later = Set(signature.elements.dropFirst(index + 1).flatMap(\.labels))
      return parts(of: .clauses(clauses.filter { $0.allSatisfy { later.isDisjoint(with: $0.labels) } }), command)
    }
  }

  private func parts(of element: SignatureElement, _ command: Command) -> [CommandPart] {
    switch element {
    case .stage(let label, _):
      guard case .stage(let stage)? = command[label] else { return [] }
      return [.word("| \(text(stage))")]
    case .slot(let label, _), .trailing(let label, _): return command[label].map { [.slot($0)] } ?? []
    case .word(let word): return [.word(self.word(word))]
    case .equals: return [.close("=")]
    case .oneOf(let label, let options):
      guard case .choice(let key, _)? = command[label], let option = options.first(where: { $0.key == key }) else {
        return []
      }
      return [.close(word(option.word))]
    case .optional(let elements):
      guard elements.contains(where: { $0.isFilled(in: command) }) else { return [] }
      return joined(elements.flatMap { parts(of: $0, command) })
    case .clauses(let clauses):
      return clauses.filter { clause in clause.contains { $0.isFilled(in: command) } }
        .flatMap { clause in joined(clause.flatMap { parts(of: $0, command) }) }
    }
  }

  /// `to competitor` is one step.
  private func joined(_ parts: [CommandPart]) -> [CommandPart] {
    parts.enumerated().map { index, part in
      if index > 0, case .word(let text) = part, case .word = parts[index - 1] { return .close(text) }
      return part
    }
  }

  private func text(_ value: SlotValue, indent: Int) -> String {
    switch value {
    case .target(let target): text(target)
    case .entity(let name): spelled(name)
    case .name(let name): text(name)
    case .value(let expression): text(expression)
    case .values(let expressions): list(expressions)
    case .assignments(let assignments): assignments.map { text($0) }.joined(separator: ", ")
    case .query(let query): print(query)
    case .condition(let condition): text(condition)
    case .stage(let stage): text(stage)
    case .choice(let key, _): key
    case .mapping(let mappings):
      mappings.map { "\($0.column.spelling) \(word(.to)) \(text($0.field))" }.joined(separator: ", ")
    // Its first line stands behind the verb's words.
    case .statement(let statement):
      String(lines(of: statement, indent: indent).joined(separator: "\n").dropFirst(margin(indent).count))
    case .block(let statements): "{ \(statements.map { print($0) }.joined(separator: "; ")) }"
    }
  }
}

extension SignatureElement {
  /// The slots that it fills.
  var labels: [String] {
    switch self {
    case .slot(let label, _), .trailing(let label, _), .oneOf(let label, _), .stage(let label, _): [label]
    case .word, .equals: []
    case .optional(let elements): elements.flatMap(\.labels)
    case .clauses(let clauses): clauses.flatMap { $0.flatMap(\.labels) }
    }
  }

  fileprivate func isFilled(in command: Command) -> Bool {
    switch self {
    case .slot(let label, _), .trailing(let label, _), .oneOf(let label, _), .stage(let label, _): command[label] != nil
    case .word, .equals: false
    case .optional(let elements): elements.contains { $0.isFilled(in: command) }
    case .clauses(let clauses): clauses.contains { $0.contains { $0.isFilled(in: command) } }
    }
  }
}
