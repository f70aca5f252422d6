internal import Diagnostics

extension Printer {
  /// The query's head with its source, then one piece a clause in the canonical order, then the stages.
  func pieces(of query: Query) -> [String] { printed(query).map(\.text) }

  /// A clause as it is printed on one line, and where it begins in the source.
  struct PrintedClause {
    /// What may be parted further.
    enum Clause {
      case condition(Expression)
      case shown([ShowItem])
      case other
    }

    let text: String
    let start: Int
    var clause = Clause.other
  }

  func printed(_ query: Query) -> [PrintedClause] {
    let aliases = (query.shown ?? []).compactMap(\.alias?.text)
    guard kept.isSuperset(of: aliases) else {
      var printer = self
      printer.kept.formUnion(aliases)
      return printer.printed(query)
    }
    var clauses = [PrintedClause(text: head(query), start: query.span.lower)]
    func add(_ text: String, _ span: SourceSpan?, _ clause: PrintedClause.Clause = .other) {
      clauses.append(PrintedClause(text: text, start: span?.lower ?? query.span.lower, clause: clause))
    }
    if let condition = query.condition {
      add("\(word(.where)) \(text(condition))", condition.span, .condition(condition))
    }
    for relation in query.relations {
      let inner = relation.condition.map { " (\(text($0)))" } ?? ""
      add(
        "\(word(relation.isNegated ? .without : .with)) \(spelled(relation.relation, .field))\(inner)",
        relation.relation.span)
    }
    if !query.grouping.isEmpty {
      add("\(groupWord(query.head)) \(list(query.grouping) { text($0) })", query.grouping.first?.expression.span)
    }
    if let shown = query.shown {
      add("\(word(.show)) \(list(shown) { text($0) })", shown.first?.expression.span, .shown(shown))
    }
    if let having = query.having { add("\(word(.having)) \(text(having))", having.span) }
    if let top = query.top {
      add("\(word(.top)) \(top.count.text) \(word(.by)) \(text(top.key))", top.count.span)
    }
    if !query.sorting.isEmpty {
      let verb = spelling == .english ? "sort by" : word(.sortBy)
      add("\(verb) \(list(query.sorting) { text($0) })", query.sorting.first?.expression.span)
    }
    if let limit = query.limit {
      let cursor = limit.cursor.map { " \(word(.after)) \(text($0))" } ?? ""
      add("\(word(.limit)) \(text(limit.count))\(cursor)", limit.count.span)
    }
    if let across = query.across { add("\(word(.across)) \(text(across))", across.span) }
    if let asOf = query.asOf { add("\(spelling == .english ? "as of" : word(.asOf)) \(text(asOf))", asOf.span) }
    for stage in query.stages { add("| \(text(stage))", stage.span) }
    return clauses
  }

  private func head(_ query: Query) -> String {
    let source = text(query.source)
    let search = query.search.map { " \($0.spelling)" } ?? ""
    switch query.head {
    case .find(let deleted): return "\(word(.find))\(deleted ? " \(word(.deleted))" : "") \(source)\(search)"
    case .count: return "\(word(.count)) \(source)\(search)"
    case .aggregate(let function, let expression):
      let verb = Keyword(rawValue: function.text).map { word($0) } ?? function.text
      let currency = query.currency.map { " \(word(.in)) \($0.spelling)" } ?? ""
      return "\(verb) \(text(expression))\(currency) \(word(.of)) \(source)\(search)"
    case .profile: return "\(word(.show)) \(source)\(query.part.map { " \(text($0))" } ?? "")"
    }
  }

  private func text(_ source: Query.Source) -> String {
    switch source {
    case .entity(let name): spelled(name)
    case .view(let name): "@\(text(name))"
    case .variable(let variable, let path): text(variable) + (path.map { ".\(text($0))" } ?? "")
    case .references(let atoms): atoms.map(\.spelling).joined(separator: ", ")
    }
  }

  private func groupWord(_ head: Query.Head) -> String {
    switch head {
    case .count, .aggregate: word(.by)
    case .find, .profile: spelling == .english ? "group by" : word(.groupBy)
    }
  }

  private func list<Item>(_ items: [Item], _ text: (Item) -> String) -> String {
    items.map(text).joined(separator: ", ")
  }

  func text(_ item: ShowItem) -> String {
    text(item.expression) + (item.alias.map { " \(word(.as)) \(text($0))" } ?? "")
  }

  private func text(_ key: GroupKey) -> String {
    guard let bucket = key.bucket else { return text(key.expression) }
    return "\(word(bucket.word)) \(word(.of)) \(text(key.expression))"
  }

  private func text(_ key: SortKey) -> String {
    text(key.expression) + (key.isDescending ? " \(word(.descending))" : "")
  }

  func text(_ stage: Stage) -> String {
    switch stage.kind {
    case .format(let format): word(format.word)
    case .chart(let kind, let file):
      "\(word(.chart)) \(text(kind))" + (file.map { " \(word(.to)) \(text($0))" } ?? "")
    case .file(let file): "\(word(.to)) \(text(file))"
    case .update(let assignments):
      "\(word(.update)) \(word(.set)) \(assignments.map { text($0) }.joined(separator: ", "))"
    case .each(let variable, let body):
      String(
        block("\(word(.each)) \(text(variable))", body, indent: level).joined(separator: "\n").dropFirst(level * 2))
    }
  }
}
