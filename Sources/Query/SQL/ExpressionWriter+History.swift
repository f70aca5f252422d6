internal import Domain
internal import Layout
internal import Values

/// History predicates: sets of records, read from the log once in a statement.
///
/// A change set is one step: what it changed and changed back within itself nobody saw. What undo took back did happen.
extension ExpressionWriter {
  func history(_ history: BoundHistory, _ frame: Frame, _ isStrict: Bool) -> SQLStatement {
    guard !history.isNever else { return SQLStatement("0") }
    let alias = frame.alias(via: history.via)
    let entity = history.via.last?.target ?? frame.entity
    let changed: SQLStatement
    if history.field.type == .labels {
      changed = history.verb == .was ? lostLabels(history, entity) : relabelled(history, entity)
    } else {
      changed = history.verb == .was ? formerValues(history, entity) : revalued(history, entity)
    }
    let happened = wrap("\(alias).id IN (", changed, ")")
    guard history.verb == .was else { return strict(happened, isStrict) }
    let last = self.last(history, frame, alias)
    return strict(wrap("", happened, " OR (") + wrap("", last, ")"), isStrict)
  }

  // MARK: The period

  /// The rows of a log that belong to the period and the field.
  private func period(_ history: BoundHistory, _ entity: Entity) -> String {
    var text = "x.entity = \(entity.key.rawValue) AND x.field = \(history.field.key)"
    if history.field.type == .labels {
      if let after = history.after { text += " AND x.id > \(after.lastMember)" }
      if let until = history.until { text += " AND x.id <= \(until.lastMember)" }
    } else {
      if let after = history.after { text += " AND x.change_set > \(after.changeSet)" }
      if let until = history.until { text += " AND x.change_set <= \(until.changeSet)" }
    }
    return text
  }

  private func by(_ authors: [Int64]?, _ author: String) -> String {
    authors.map { " AND (\(author)) IN (\($0.map(String.init).joined(separator: ", ")))" } ?? ""
  }

  /// Who gave a record the value that row `x` of a log replaced, or that it has up to `until`: the author of the
  /// change before, else of the record.
  private func giver(
    _ log: String, _ record: String, _ history: BoundHistory, _ entity: Entity, before bound: String, label: String = ""
  ) -> String {
    "SELECT ifnull((SELECT s.author FROM \(log) y INDEXED BY \(log)_record JOIN change_sets s ON s.id = y.change_set "
      + "WHERE y.entity = \(entity.key.rawValue) AND y.record = \(record) AND y.field = \(history.field.key)"
      + "\(label)\(bound) ORDER BY y.id DESC LIMIT 1), "
      + "(SELECT g.created_by FROM \(self.frame(entity).source) g WHERE g.id = \(record)))"
  }

  /// Whether row `x` stands for a change of a record that was there before and after: not for one in the change set
  /// that made it, nor in one that undid or redid its making.
  private func isNoCreation(_ entity: Entity) -> String {
    let covers = "n.entity = \(entity.key.rawValue) AND n.first <= x.record AND n.last >= x.record"
    // The ranges of first making lie apart: the nearest that covers a record is its own.
    return " AND x.change_set IS NOT (SELECT n.change_set FROM created n INDEXED BY created_entity WHERE \(covers) "
      + "AND (SELECT undoes FROM change_sets WHERE id = n.change_set) IS NULL ORDER BY n.first DESC LIMIT 1) "
      + "AND ((SELECT undoes FROM change_sets WHERE id = x.change_set) IS NULL "
      + "OR NOT EXISTS(SELECT 1 FROM created n WHERE \(covers) AND n.change_set = x.change_set))"
  }

  // MARK: Values

  /// Another row of the same change set about the same value as `x`.
  private func sibling(_ log: String, _ history: BoundHistory, _ entity: Entity, _ order: String, label: String = "")
    -> String
  {
    "SELECT z.id FROM \(log) z INDEXED BY \(log)_record WHERE z.entity = \(entity.key.rawValue) "
      + "AND z.record = x.record AND z.id \(order) x.id AND z.field = \(history.field.key)\(label) "
      + "AND z.change_set = x.change_set"
  }

  /// Whether what the log holds meets the condition of a history.
  private func meets(_ content: BoundHistory.Content?, _ history: BoundHistory, _ entity: Entity, _ logged: String)
    -> SQLStatement?
  {
    guard case .value(let box)? = content else { return nil }
    let rows = Frame(frame(entity), history.field, logged: logged, base: rules.baseCurrency)
    return write(box.expression, rows)
  }

  /// The records that lost the value in the period: they had it until then.
  private func formerValues(_ history: BoundHistory, _ entity: Entity) -> SQLStatement {
    var text = SQLStatement("SELECT x.record FROM changes x WHERE \(period(history, entity))")
    if let met = meets(history.value, history, entity, "x.before") { text += wrap(" AND ", met, "") }
    text += SQLStatement(" AND NOT EXISTS(\(sibling("changes", history, entity, "<")))")
    text += SQLStatement(
      by(history.authors, giver("changes", "x.record", history, entity, before: " AND y.id < x.id")))
    return text
  }

  /// The records that the period's last state had with the value.
  private func last(_ history: BoundHistory, _ frame: Frame, _ alias: String) -> SQLStatement {
    let entity = history.via.last?.target ?? frame.entity
    let writer = reading(history.until)
    let rows = Frame(entity, names: names, past: writer.past, alias: alias)
    var text = SQLStatement(history.until == nil ? "1" : writer.past?.existence(of: entity, alias) ?? "1")
    let isLabel = history.field.type == .labels
    switch history.value {
    case .value(let box): text += wrap(" AND ", writer.write(box.expression, rows), "")
    case .labels(let keys):
      let has = keys.map { BoundExpression(.hasLabel(history.field, via: [], key: $0), .truth) }
      text += wrap(" AND ", writer.write(BoundExpression(.any(has), .truth), rows), "")
    case nil: break
    }
    guard history.authors != nil else { return text }
    if isLabel { return text + labelGiver(history, entity, alias) }
    let bound = history.until.map { " AND y.id <= \($0.lastChange)" } ?? ""
    return text
      + SQLStatement(by(history.authors, giver("changes", "\(alias).id", history, entity, before: bound)))
  }

  /// The records that a change set of the period gave another value.
  private func revalued(_ history: BoundHistory, _ entity: Entity) -> SQLStatement {
    let source = frame(entity)
    let later =
      "FROM changes n INDEXED BY changes_record WHERE n.entity = \(entity.key.rawValue) AND n.record = x.record "
      + "AND n.id > x.id AND n.field = \(history.field.key) AND n.change_set > x.change_set ORDER BY n.id LIMIT 1"
    let stands =
      "SELECT \(history.field.logged(source.alias, base: rules.baseCurrency)) FROM \(source.source) \(source.alias) "
      + "WHERE \(source.alias).id = x.record"
    // The value behind a change is what the next one replaced, else what stands.
    let after = "(CASE WHEN EXISTS(SELECT 1 \(later)) THEN (SELECT n.before \(later)) ELSE (\(stands)) END)"
    var text = SQLStatement("SELECT x.record FROM changes x WHERE \(period(history, entity))")
    if let met = meets(history.from, history, entity, "x.before") { text += wrap(" AND ", met, "") }
    text += SQLStatement(by(history.authors, "SELECT author FROM change_sets WHERE id = x.change_set"))
    text += SQLStatement(" AND NOT EXISTS(\(sibling("changes", history, entity, "<")))")
    text += SQLStatement(
      " AND (NOT EXISTS(\(sibling("changes", history, entity, ">"))) OR x.before IS NOT \(after))")
    text += SQLStatement(isNoCreation(entity))
    if let met = meets(history.value, history, entity, after) { text += wrap(" AND ", met, "") }
    return text
  }

  // MARK: Labels

  private func numbers(_ content: BoundHistory.Content?) -> SQLStatement? {
    guard case .labels(let keys)? = content else { return nil }
    let marks = keys.map { _ in "?" }.joined(separator: ", ")
    return SQLStatement(
      " AND x.label IN (SELECT id FROM labels WHERE key IN (\(marks)))", keys.map { .text($0) })
  }

  private func members(_ history: BoundHistory, _ entity: Entity, _ content: BoundHistory.Content?) -> SQLStatement {
    let text = SQLStatement(" FROM member_changes x WHERE \(period(history, entity))")
    return numbers(content).map { text + $0 } ?? text
  }

  private func lostLabels(_ history: BoundHistory, _ entity: Entity) -> SQLStatement {
    let isFirst = sibling("member_changes", history, entity, "<", label: " AND z.label = x.label")
    let giver = giver(
      "member_changes", "x.record", history, entity, before: " AND y.id < x.id", label: " AND y.label = x.label")
    return wrap("SELECT x.record", members(history, entity, history.value), "")
      + SQLStatement(" AND x.sign = -1 AND NOT EXISTS(\(isFirst))\(by(history.authors, giver))")
  }

  /// Who gave the label that the period's last state had.
  private func labelGiver(_ history: BoundHistory, _ entity: Entity, _ alias: String) -> SQLStatement {
    guard let authors = history.authors, case .labels(let keys)? = history.value else { return SQLStatement("") }
    let bound = history.until.map { " AND y.id <= \($0.lastMember)" } ?? ""
    var text = SQLStatement(" AND (0")
    for key in keys {
      let label = " AND y.label = (SELECT id FROM labels WHERE key = ?)"
      let has = reading(history.until).write(
        BoundExpression(.hasLabel(history.field, via: [], key: key), .truth),
        Frame(entity, names: names, past: reading(history.until).past, alias: alias))
      let giver = giver("member_changes", "\(alias).id", history, entity, before: bound, label: label)
      text += wrap(" OR (", has, "") + SQLStatement("\(by(authors, giver)))", [.text(key)])
    }
    return text + SQLStatement(")")
  }

  private func relabelled(_ history: BoundHistory, _ entity: Entity) -> SQLStatement {
    guard history.from != nil, history.value != nil else {
      let sign = history.from != nil ? -1 : history.value != nil ? 1 : nil
      return wrap("SELECT x.record", turns(history, entity, history.from ?? history.value, sign: sign), "")
    }
    let lost = turns(history, entity, history.from, sign: -1)
    let gained = turns(history, entity, history.value, sign: 1)
    return wrap("SELECT record FROM (SELECT x.record, x.change_set", lost, " INTERSECT SELECT x.record, x.change_set")
      + wrap("", gained, ")")
  }

  /// The change sets of the period that gave or took a label: the first row and the last of it go the same way.
  private func turns(
    _ history: BoundHistory, _ entity: Entity, _ content: BoundHistory.Content?, sign: Int?
  ) -> SQLStatement {
    func sibling(_ order: String) -> String {
      self.sibling("member_changes", history, entity, order, label: " AND z.label = x.label")
    }
    var text = members(history, entity, content)
    if let sign { text += SQLStatement(" AND x.sign = \(sign)") }
    text += SQLStatement(by(history.authors, "SELECT author FROM change_sets WHERE id = x.change_set"))
    text += SQLStatement(
      " AND NOT EXISTS(\(sibling("<"))) AND ifnull((SELECT l.sign FROM member_changes l WHERE l.id = "
        + "(\(sibling(">")) ORDER BY z.id DESC LIMIT 1)), x.sign) = x.sign")
    return text + SQLStatement(isNoCreation(entity))
  }
}

extension Field {
  /// SQL of what the log would hold of the value that stands.
  fileprivate func logged(_ alias: String, base currency: Currency) -> String {
    let value = "\(alias).\"\(EntityTable.valueColumn(self))\""
    guard type == .money else { return value }
    return "CASE WHEN \(alias).\"\(name)_currency\" = '\(currency.code)' THEN \(value) "
      + "ELSE \(value) || ' ' || \(alias).\"\(name)_currency\" || ' ' || \(alias).\"\(name)_base\" END"
  }
}
