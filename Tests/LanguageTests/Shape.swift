import Diagnostics
import Language
import Testing

/// A tree drawn on one line, to be compared: atoms in ‹›, texts in "", calls with their inner condition behind a bar.
enum Shape {
  static func parse(_ text: String) -> (program: Program, errors: [SyntaxError]) {
    var parser = Parser(text, vocabulary: TestVocabulary.vocabulary, knownWords: words, tracksSpans: false)
    return parser.parseProgram()
  }

  /// Words of the domain, as the dictionary would give them.
  static let words = [
    "客户", "行业", "城市", "名称", "商机", "阶段", "金额", "联系人", "线索", "任务", "标签", "负责人", "状态", "电话", "邮箱",
  ]

  /// The statements, separated by ` ; `, or the codes of the errors.
  static func of(_ text: String) -> String {
    let (program, errors) = parse(text)
    guard errors.isEmpty else { return "error: " + errors.map { $0.diagnostic().code }.joined(separator: " ") }
    return block(program.statements)
  }

  /// The condition of a query over customers.
  static func condition(_ text: String) -> String {
    let (program, errors) = parse("find customers where " + text)
    guard errors.isEmpty else { return "error: " + errors.map { $0.diagnostic().code }.joined(separator: " ") }
    guard case .query(let query)? = program.statements.first?.kind, program.statements.count == 1,
      let condition = query.condition
    else { return "no condition" }
    var rest = query
    rest.condition = nil
    return draw(condition) + (draw(rest) == "find customers" ? "" : " … " + draw(rest))
  }

  /// What one raw value is read as.
  static func value(_ text: String) -> String {
    let whole = condition("x = " + text)
    return whole.hasPrefix("[x = ") && whole.hasSuffix("]") ? String(whole.dropFirst(5).dropLast()) : whole
  }

  static func block(_ statements: [Statement]) -> String { statements.map { draw($0) }.joined(separator: " ; ") }

  static func draw(_ statement: Statement) -> String {
    draw(statement.kind) + (statement.expectedAtMost.map { " expecting \(draw($0))" } ?? "")
  }

  private static func draw(_ kind: Statement.Kind) -> String {
    switch kind {
    case .query(let query): draw(query)
    case .command(let command):
      ([command.verb] + command.slots.map { "\($0.label):\(draw($0.value))" }).joined(separator: " ")
    case .expression(let expression): draw(expression)
    case .letting(let variable, let bound): "let $\(variable.name) = \(draw(bound))"
    case .parameter(let variable, let type, let initial):
      "param $\(variable.name)" + (type.map { ": \($0.text)" } ?? "") + (initial.map { " = \(draw($0))" } ?? "")
    case .conditional(let branches, let otherwise):
      branches.map { "if \(draw($0.condition)) {\(block($0.body))}" }.joined(separator: " else ")
        + (otherwise.map { " else {\(block($0))}" } ?? "")
    case .loop(let variable, let over, let body): "for $\(variable.name) in \(draw(over)) {\(block(body))}"
    case .definition(let name, let parameters, let body):
      "define \(name.text)(\(parameters.map { "$\($0.variable.name): \($0.type.text)" }.joined(separator: ", "))) {\(block(body))}"
    case .perform(let name, let arguments): "do \(name.text)(\(list(arguments)))"
    case .give(let bound): "return \(draw(bound))"
    case .use(let file): "use \(draw(file))"
    case .attempt(let body, let error, let otherwise):
      "try {\(block(body))} otherwise\(error.map { " $\($0.name)" } ?? "") {\(block(otherwise))}"
    case .fail(let message): "fail \(draw(message))"
    case .print(let items): "print \(list(items))"
    case .expect(let condition, let message): "expect \(draw(condition))" + (message.map { ", \(draw($0))" } ?? "")
    }
  }

  private static func draw(_ bound: Bound) -> String {
    switch bound {
    case .query(let query): "{\(draw(query))}"
    case .expression(let expression): draw(expression)
    case .command(let command): "{\(draw(Statement.Kind.command(command)))}"
    }
  }

  private static func draw(_ value: SlotValue) -> String {
    switch value {
    case .target(let target): draw(target)
    case .entity(let name), .name(let name): name.text
    case .value(let expression): draw(expression)
    case .values(let expressions): "[\(list(expressions))]"
    case .assignments(let assignments): assignments.map { draw($0) }.joined(separator: "; ")
    case .query(let query): "{\(draw(query))}"
    case .condition(let condition): draw(condition)
    case .stage(let stage): "| \(draw(stage))"
    case .choice(let key, _): key
    case .mapping(let mappings): mappings.map { "\($0.column.spelling)→\($0.field.text)" }.joined(separator: "; ")
    case .statement(let statement): "{\(draw(statement))}"
    case .block(let statements): "{\(block(statements))}"
    }
  }

  private static func draw(_ assignment: Assignment) -> String {
    "\(assignment.field.text) \(assignment.operator.rawValue) \(draw(assignment.value))"
  }

  private static func draw(_ target: Target) -> String {
    switch target.kind {
    case .references(let atoms): atoms.map { "‹\($0.spelling)›" }.joined(separator: ",")
    case .variable(let variable, let path): "$\(variable.name)" + (path.map { ".\($0.text)" } ?? "")
    case .entity(let name, let condition, let isAll):
      name.text + (isAll ? " all" : "") + (condition.map { " where \(draw($0))" } ?? "")
    case .view(let name, let condition): "@\(name.text)" + (condition.map { " where \(draw($0))" } ?? "")
    case .query(let query): "{\(draw(query))}"
    case .subject(let path): path.names.isEmpty ? "it" : "it.\(path.text)"
    }
  }

  static func draw(_ query: Query) -> String {
    var pieces: [String] = []
    let source: String =
      switch query.source {
      case .entity(let name): name.text
      case .view(let name): "@\(name.text)"
      case .variable(let variable, let path): "$\(variable.name)" + (path.map { ".\($0.text)" } ?? "")
      case .references(let atoms): atoms.map { "‹\($0.spelling)›" }.joined(separator: ",")
      }
    switch query.head {
    case .find(let deleted): pieces.append("find\(deleted ? " deleted" : "") \(source)")
    case .count: pieces.append("count \(source)")
    case .aggregate(let function, let expression): pieces.append("\(function.text) \(draw(expression)) of \(source)")
    case .profile: pieces.append("show \(source)" + (query.part.map { " part:\($0.text)" } ?? ""))
    }
    if let search = query.search { pieces.append("search \(draw(search))") }
    if let condition = query.condition { pieces.append("where \(draw(condition))") }
    for clause in query.relations {
      let inner = clause.condition.map { " (\(draw($0)))" } ?? ""
      pieces.append("\(clause.isNegated ? "without" : "with") \(clause.relation.text)\(inner)")
    }
    if !query.grouping.isEmpty {
      let keys = query.grouping.map { ($0.bucket.map { "\($0.rawValue) of " } ?? "") + draw($0.expression) }
      pieces.append("group by \(keys.joined(separator: ", "))")
    }
    if let shown = query.shown {
      let items = shown.map { draw($0.expression) + ($0.alias.map { " as \($0.text)" } ?? "") }
      pieces.append("show \(items.joined(separator: ", "))")
    }
    if let having = query.having { pieces.append("having \(draw(having))") }
    if !query.sorting.isEmpty {
      let keys = query.sorting.map { draw($0.expression) + ($0.isDescending ? " desc" : "") }
      pieces.append("sort by \(keys.joined(separator: ", "))")
    }
    if let top = query.top { pieces.append("top \(top.count.text) by \(draw(top.key))") }
    if let limit = query.limit {
      pieces.append("limit \(draw(limit.count))" + (limit.cursor.map { " after \(draw($0))" } ?? ""))
    }
    if let asOf = query.asOf { pieces.append("as of \(draw(asOf))") }
    if let across = query.across { pieces.append("across \(across.text)") }
    for stage in query.stages { pieces.append("| \(draw(stage))") }
    return pieces.joined(separator: " ")
  }

  private static func draw(_ stage: Stage) -> String {
    switch stage.kind {
    case .format(let format): format.rawValue
    case .chart(let kind, let file): "chart \(kind.text)" + (file.map { " to \(draw($0))" } ?? "")
    case .file(let file): "to \(draw(file))"
    case .update(let assignments): "update \(assignments.map { draw($0) }.joined(separator: "; "))"
    case .each(let variable, let body): "each $\(variable.name) {\(block(body))}"
    }
  }
}

// MARK: - Expressions

extension Shape {
  static func list(_ expressions: [Expression]) -> String { expressions.map { draw($0) }.joined(separator: ", ") }

  static func draw(_ literal: TextLiteral) -> String {
    let pieces = literal.segments.map { segment in
      switch segment {
      case .text(let text): text.replacing("\n", with: "⏎").replacing("\t", with: "⇥")
      case .interpolation(let expression): "{\(draw(expression))}"
      }
    }
    return "\"\(pieces.joined())\""
  }

  static func draw(_ expression: Expression) -> String {
    switch expression.kind {
    case .path(let path, let isSubject):
      isSubject ? (path.names.isEmpty ? "it" : "it.\(path.text)") : path.text
    case .variable(let variable, let path): "$\(variable.name)" + (path.map { ".\($0.text)" } ?? "")
    case .number(let atom): "#\(atom.text)"
    case .text(let literal): draw(literal)
    case .atom(let atom): "‹\(atom.text)›"
    case .ago(let count, let unit, let isLater): "(\(draw(count)) \(unit.text) \(isLater ? "later" : "ago"))"
    case .list(let items): "[\(list(items))]"
    case .call(let call):
      "\(call.function.text)(\(list(call.arguments))\(call.condition.map { " | \(draw($0))" } ?? ""))"
    case .query(let query): "{\(draw(query))}"
    case .negative(let operand): "-\(draw(operand))"
    case .arithmetic(let first, let terms):
      "<\(draw(first))\(terms.map { " \($0.operator.rawValue) \(draw($0.operand))" }.joined())>"
    case .comparison(let left, let comparator, let right): "[\(draw(left)) \(comparator.rawValue) \(draw(right))]"
    case .membership(let left, let isNegated, let members):
      "[\(draw(left)) \(isNegated ? "not in" : "in") \(draw(members))]"
    case .between(let left, let low, let high): "[\(draw(left)) between \(draw(low)) and \(draw(high))]"
    case .quantified(let left, let quantifier, let values):
      "[\(draw(left)) has \(quantifier.rawValue) (\(list(values)))]"
    case .emptiness(let left, let isNegated): "[\(draw(left)) is \(isNegated ? "not " : "")empty]"
    case .history(let left, let history): "[\(draw(left)) \(draw(history))]"
    case .not(let operand): "not \(draw(operand))"
    case .all(let terms): "all(\(list(terms)))"
    case .any(let terms): "any(\(list(terms)))"
    case .group(let inner): "(\(draw(inner)))"
    }
  }

  private static func draw(_ history: HistoryPredicate) -> String {
    var words = [history.verb.rawValue]
    if let value = history.value { words.append(draw(value)) }
    for (word, part) in [
      ("from", history.from), ("to", history.to), ("during", history.during), ("since", history.since),
      ("by", history.by),
    ] {
      if let part { words.append("\(word) \(draw(part))") }
    }
    return words.joined(separator: " ")
  }
}
