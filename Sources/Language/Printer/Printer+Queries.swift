internal import Diagnostics

extension Printer {
  /// The query's head with its source, then one piece a clause in the canonical order, then the stages.
  func pieces(of query: Query) -> [String] {
    let aliases = (query.shown ?? []).compactMap(\.alias?.text)
    guard kept.isSuperset(of: aliases) else {
      var printer = self
      printer.kept.formUnion(aliases)
      return printer.pieces(of: query)
    }
    var pieces = [head(query)]
    if let condition = query.condition { pieces.append("\(word(.where)) \(text(condition))") }
    for relation in query.relations {
      let inner = relation.condition.map { " (\(text($0)))" } ?? ""
      pieces.append("\(word(relation.isNegated ? .without : .with)) \(spelled(relation.relation))\(inner)")
    }
    if !query.grouping.isEmpty { pieces.append("\(groupWord(query.head)) \(list(query.grouping) { text($0) })") }
    if let shown = query.shown { pieces.append("\(word(.show)) \(list(shown) { text($0) })") }
    if let having = query.having { pieces.append("\(word(.having)) \(text(having))") }
    if let top = query.top { pieces.append("\(word(.top)) \(top.count.text) \(word(.by)) \(text(top.key))") }
    if !query.sorting.isEmpty {
      let verb = spelling == .english ? "sort by" : word(.sortBy)
      pieces.append("\(verb) \(list(query.sorting) { text($0) })")
    }
    if let limit = query.limit {
      let cursor = limit.cursor.map { " \(word(.after)) \(text($0))" } ?? ""
      pieces.append("\(word(.limit)) \(text(limit.count))\(cursor)")
    }
    if let across = query.across { pieces.append("\(word(.across)) \(text(across))") }
    if let asOf = query.asOf { pieces.append("\(spelling == .english ? "as of" : word(.asOf)) \(text(asOf))") }
    for stage in query.stages { pieces.append("| \(text(stage))") }
    return pieces
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

  private func text(_ item: ShowItem) -> String {
    text(item.expression) + (item.alias.map { " \(word(.as)) \(text($0))" } ?? "")
  }

  private func text(_ key: GroupKey) -> String {
    guard let bucket = key.bucket else { return text(key.expression) }
    return "\(word(bucket.word)) \(word(.of)) \(text(key.expression))"
  }

  private func text(_ key: SortKey) -> String {
    text(key.expression) + (key.isDescending ? " \(word(.descending))" : "")
  }

  private func text(_ stage: Stage) -> String {
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
