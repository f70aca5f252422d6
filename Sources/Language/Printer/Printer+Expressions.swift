internal import Diagnostics

extension Printer {
  /// A name of the domain, in the spelling asked for.
  func spelled(_ name: Name, _ role: NameRole = .entity) -> String {
    name.isQuoted || kept.contains(name.text) ? text(name) : speller(name.text, role)
  }

  /// A name that the writer made.
  func text(_ name: Name) -> String { name.isQuoted ? "`\(name.text)`" : name.text }

  func text(_ path: Path) -> String { path.names.map { spelled($0, .field) }.joined(separator: ".") }
  func text(_ variable: Variable) -> String { "$\(variable.name)" }

  func text(_ assignment: Assignment) -> String {
    var value = text(assignment.value)
    if case .list(let items) = assignment.value.kind, items.count > 1 { value = list(items) }
    return following("\(text(assignment.field)) \(assignment.operator.rawValue)", value)
  }

  /// A value behind a sign. One that begins with `#` stands close to it: behind a space it would be a comment.
  func following(_ sign: String, _ value: String) -> String {
    value.hasPrefix("#") || value.hasPrefix("＃") ? sign + value : "\(sign) \(value)"
  }

  func list(_ items: [Expression]) -> String {
    guard let first = items.first else { return "" }
    return items.dropFirst().reduce(text(first)) { following($0 + ",", text($1)) }
  }

  func text(_ target: Target) -> String {
    func condition(_ condition: Expression?) -> String { condition.map { " \(word(.where)) \(text($0))" } ?? "" }
    switch target.kind {
    case .references(let atoms): return atoms.map(\.spelling).joined(separator: ", ")
    case .variable(let variable, let path): return text(variable) + (path.map { ".\(text($0))" } ?? "")
    case .entity(let name, let filter, let isAll):
      return spelled(name) + (isAll ? " \(word(.all))" : condition(filter))
    case .view(let name, let filter): return "@\(text(name))" + condition(filter)
    case .query(let query): return "(\(print(query)))"
    case .subject(let path): return path.names.isEmpty ? word(.it) : "\(word(.it)).\(text(path))"
    }
  }

  package func text(_ expression: Expression) -> String {
    switch expression.kind {
    case .path(let path, let isSubject):
      guard isSubject else { return text(path) }
      return path.names.isEmpty ? word(.it) : "\(word(.it)).\(text(path))"
    case .variable(let variable, let path): return text(variable) + (path.map { ".\(text($0))" } ?? "")
    case .number(let atom), .atom(let atom): return atom.text
    case .text(let literal): return literal.spelling
    case .ago(let number, let unit, let isLater):
      return "\(text(number)) \(unit.text) \(isLater ? (spelling == .chinese ? "后" : "later") : word(.ago))"
    case .list(let items): return "[\(list(items))]"
    case .call(let call):
      let inner = call.condition.map { " (\(text($0)))" } ?? ""
      let verb = call.isPerformed ? "\(word(.do)) " : ""
      return "\(verb)\(text(call.function))(\(text(arguments: call.arguments))\(inner))"
    case .query(let query): return "(\(print(query)))"
    case .group(let inner): return "(\(text(inner)))"
    case .negative(let operand): return "-\(text(operand))"
    case .arithmetic(let first, let terms):
      return text(first) + terms.map { " \($0.operator.rawValue) \(text($0.operand))" }.joined()
    case .not(let operand): return denial(of: operand) ?? "\(word(.not)) \(text(operand))"
    case .all(let terms): return terms.map { text($0) }.joined(separator: " \(word(.and)) ")
    case .any(let terms): return terms.map { text($0) }.joined(separator: " \(word(.or)) ")
    default: return predicate(expression)
    }
  }

  /// A query that stands alone needs no parentheses; beside others its own commas would be taken for theirs.
  func text(arguments: [Expression]) -> String {
    arguments.loneQuery.map { print($0) } ?? list(arguments)
  }

  private func predicate(_ expression: Expression) -> String {
    switch expression.kind {
    case .comparison(let left, let comparator, let right):
      return following("\(text(left)) \(spelled(comparator))", text(right))
    case .membership(let left, let isNegated, let members):
      let verb = isNegated ? (spelling == .english ? "not in" : "不属于") : word(.in)
      return "\(text(left)) \(verb) \(parenthesized(members))"
    case .between(let left, let low, let high):
      return "\(text(left)) \(word(.between)) \(text(low)) \(word(.and)) \(text(high))"
    case .quantified(let left, let quantifier, let values):
      return "\(text(left)) \(spelled(quantifier)) (\(list(values)))"
    case .emptiness(let left, let isNegated):
      let verb =
        isNegated
        ? (spelling == .english ? "is not empty" : "不为空") : (spelling == .english ? "is empty" : "为空")
      return "\(text(left)) \(verb)"
    case .history(let left, let history): return "\(text(left)) \(text(history))"
    case .path, .variable, .number, .atom, .text, .ago, .list, .call, .query, .group, .negative, .arithmetic, .not,
      .all,
      .any:
      return text(expression)
    }
  }

  /// `name not contains 科技`; nil where the `not` stands before the whole.
  private func denial(of operand: Expression) -> String? {
    let isChinese = spelling == .chinese
    func sign(_ keyword: Keyword, _ chinese: String) -> String { isChinese ? chinese : "not \(word(keyword))" }
    switch operand.kind {
    case .comparison(let left, let comparator, let right):
      let verb: String
      switch comparator {
      case .contains: verb = sign(.contains, "不包含")
      case .matches: verb = sign(.matches, "不匹配")
      case .startsWith: verb = isChinese ? "开头不是" : "not starts with"
      case .endsWith: verb = isChinese ? "结尾不是" : "not ends with"
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .overlaps: return nil
      }
      return following("\(text(left)) \(verb)", text(right))
    case .between(let left, let low, let high):
      return "\(text(left)) \(sign(.between, "不介于")) \(text(low)) \(word(.and)) \(text(high))"
    default: return nil
    }
  }

  private func parenthesized(_ members: Expression) -> String {
    guard case .list(let items) = members.kind else { return text(members) }
    return "(\(list(items)))"
  }

  private func spelled(_ comparator: Comparator) -> String {
    guard spelling == .chinese else { return comparator.rawValue }
    switch comparator {
    case .contains: return "包含"
    case .startsWith: return "开头是"
    case .endsWith: return "结尾是"
    case .matches: return "匹配"
    case .overlaps: return "重叠"
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return comparator.rawValue
    }
  }

  private func spelled(_ quantifier: Quantifier) -> String {
    switch (quantifier, spelling) {
    case (.any, .english): "has any"
    case (.all, .english): "has all"
    case (.none, .english): "has none"
    case (.any, .chinese): "含任一"
    case (.all, .chinese): "含全部"
    case (.none, .chinese): "不含"
    }
  }

  private func text(_ history: HistoryPredicate) -> String {
    var words = [word(history.verb == .was ? .was : .changed)]
    if let value = history.value { words.append(text(value)) }
    if let from = history.from { words += [word(.from), text(from)] }
    if let to = history.to { words += [word(.to), text(to)] }
    if let during = history.during { words += [word(.during), text(during)] }
    if let since = history.since { words += [word(.since), text(since)] }
    if let by = history.by { words += [word(Word("by", zh: "由")), text(by)] }
    return words.joined(separator: " ")
  }
}

extension [Expression] {
  /// A query that is the only one: it needs no parentheses.
  var loneQuery: Query? {
    if count == 1, case .query(let query)? = first?.kind { query } else { nil }
  }
}
