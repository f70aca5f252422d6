package import Domain
internal import Language
package import Layout
package import Values

/// Writes bound expressions as SQL, in SQLite's dialect.
///
/// `isStrict` holds below a `not`: there a comparison must be 0 or 1 and never NULL, so that `not` inverts exactly.
package struct ExpressionWriter {
  private(set) var rules: DomainRules
  private(set) var today: CivilDate
  private(set) var now: Instant
  let names: AliasNames
  /// The state that is read; nil for the one that stands.
  private(set) var past: PastReader?
  /// Walk the rows and probe each for a label, or start from the label's records.
  var startsFromLabel = false
  /// The search index already leads the statement: a search has only to be confirmed.
  var isLedBySearch = false
  /// The records asked for lie in the recycle bin, of which the search index knows nothing.
  var seesBin = false
  /// Amounts of the row are read in their own currency, and not in the workspace's.
  var countsOwnCurrency = false

  package init(rules: DomainRules, now: Instant) {
    self.rules = rules
    self.now = now
    today = rules.zone.day(of: now)
    names = AliasNames()
  }

  /// The same for an earlier state, or for the one that stands: derived values take their moment for now.
  func reading(
    _ state: Past?, isFew: Bool = false, rarelyChanged: (entity: EntityKey, fields: Set<Int>)? = nil
  ) -> ExpressionWriter {
    var copy = self
    copy.past = state.map {
      PastReader(past: $0, currency: rules.baseCurrency, isFew: isFew, rarelyChanged: rarelyChanged)
    }
    guard let state else { return copy }
    copy.rules = state.rules
    copy.now = state.at
    copy.today = state.rules.zone.day(of: state.at)
    return copy
  }

  func frame(_ entity: Entity) -> Frame { Frame(entity, names: names, past: past) }

  func write(_ expression: BoundExpression, _ frame: Frame, isStrict: Bool = false) -> SQLStatement {
    switch expression.kind {
    case .literal(let value): return SQLStatement("?", [value])
    case .field(let field, let via):
      return SQLStatement(column(field, frame, via))
    case .arithmetic(let left, let sign, let right): return arithmetic(left, sign, right, expression.type, frame)
    case .negative(let operand): return wrap("-(", write(operand, frame), ")")
    case .later(let value, let duration):
      let name = value.type == .instant ? "crm_later_instant" : "crm_later_day"
      return wrap(
        "\(name)(", write(value, frame), ", \(duration.months), \(duration.days), \(duration.seconds))")
    case .comparison(let left, let sign, let right): return comparison(left, sign, right, frame, isStrict)
    case .range(let value, let low, let high): return range(value, low, high, frame, isStrict)
    case .membership(let subject, let values): return membership(subject, values, frame, isStrict)
    case .membershipQuery(let subject, let query):
      return strict(wrap("", write(subject, frame), " IN (") + subquery(query) + SQLStatement(")"), isStrict)
    case .isEmpty(let operand): return wrap("(", write(operand, frame), " IS NULL)")
    case .hasLabel(let field, let via, let key): return hasLabel(field, via, key, frame, isStrict)
    case .hasAnyLabel(let field, let via):
      let alias = frame.alias(via: via)
      if let past = frame.past {
        return SQLStatement("EXISTS(\(past.labels(field, of: via.last?.target ?? frame.entity, alias)))")
      }
      let table = labelTable(field, frame, via)
      return SQLStatement("EXISTS(SELECT 1 FROM \(table) m WHERE m.record = \(alias).id)")
    case .history(let history): return self.history(history, frame, isStrict)
    case .textMatch(let subject, let match, let text): return textMatch(subject, match, text, frame, isStrict)
    case .textComparison(let one, let match, let other): return textComparison(one, match, other, frame, isStrict)
    case .pattern(let subject, let pattern):
      return wrap("crm_matches(", folded(subject, frame), ", ?)") + SQLStatement("", [.text(pattern)])
    case .joined(let pieces): return wrap("nullif(", joined(pieces, frame), ", '')")
    case .shown(let value): return shown(value, frame)
    case .length(let text): return wrap("length(CAST(", write(text, frame), " AS BLOB))")
    case .suffix(let subject, let text):
      let length = text.unicodeScalars.count
      return strict(
        wrap("substr(", folded(subject, frame), ", -\(length)) = ?") + SQLStatement("", [.text(text)]), isStrict)
    case .search(let text): return search(text, frame)
    case .not(let operand):
      // SQLite's parser bounds the depth of a statement: two inversions are none.
      if case .not(let inner) = operand.kind { return write(inner, frame, isStrict: true) }
      return wrap("NOT (", write(operand, frame, isStrict: true), ")")
    case .all(let terms): return joined(terms, " AND ", frame, isStrict)
    case .any(let terms):
      if frame.past == nil, let (field, keys) = expression.anyLabel, keys.count > 1 {
        return hasAny(of: keys, field, frame, isStrict)
      }
      return joined(terms, " OR ", frame, isStrict)
    case .relation(let aggregate): return relation(aggregate, frame)
    case .aggregate(let function, let value): return self.aggregate(function, value, expression.type, frame)
    case .bucket(let bucket, let value): return self.bucket(bucket, value, frame)
    case .scalarQuery(let query): return wrap("(", subquery(query), ")")
    case .recordField(let entity, let id, let box):
      // What a variable's record holds is what it holds now, whatever the query around it asks of.
      let writer = reading(nil)
      let inner = writer.frame(entity)
      let value = writer.write(box.expression, inner)
      return wrap(
        "(SELECT ", value, " FROM \(entity.pluralEnglish) \(inner.alias)\(inner.joins) WHERE \(inner.alias).id = ?)")
        + SQLStatement("", [.integer(id)])
    case .groupLabel(let field): return groupLabel(field)
    }
  }

  /// A group's label: of a list of options each under the name that it has now, whatever it was called when it was set.
  private func groupLabel(_ field: Field) -> SQLStatement {
    let former = field.formerElements
    guard !former.isEmpty else { return SQLStatement("gl.text") }
    return SQLStatement(
      "CASE gl.key" + String(repeating: " WHEN ? THEN ?", count: former.count) + " ELSE gl.text END",
      former.flatMap { [.text($0.key), .text($0.name)] })
  }

  // MARK: Pieces

  func wrap(_ before: String, _ inner: SQLStatement, _ after: String) -> SQLStatement {
    SQLStatement(before + inner.text + after, inner.arguments)
  }

  func strict(_ inner: SQLStatement, _ isStrict: Bool) -> SQLStatement {
    isStrict ? wrap("ifnull(", inner, ", 0)") : wrap("(", inner, ")")
  }

  private func joined(
    _ terms: [BoundExpression], _ sign: String, _ frame: Frame, _ isStrict: Bool
  ) -> SQLStatement {
    guard !terms.isEmpty else { return SQLStatement(sign == " AND " ? "1" : "0") }
    // A balanced tree: SQLite bounds the depth of an expression.
    if terms.count > 2 {
      let middle = terms.count / 2
      let left = joined(Array(terms[..<middle]), sign, frame, isStrict)
      return wrap("(", left, sign) + wrap("", joined(Array(terms[middle...]), sign, frame, isStrict), ")")
    }
    let pieces = terms.map { write($0, frame, isStrict: isStrict) }
    return pieces.count == 1 ? pieces[0] : wrap("(", pieces[0], sign) + wrap("", pieces[1], ")")
  }

  func column(_ field: Field, _ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    func own(_ name: String, _ part: ColumnPart = .value) -> String { frame.column(named: name, part, via: via) }
    switch field.derivation {
    case .lifecycle: return lifecycle(frame, via)
    case .lifecycleSince: return lifecycleSince(frame, via)
    case .lastContact: return lastContact(frame, via)
    case .nextBirthday: return nextBirthday(own("birthday"))
    case .leadQuality:
      let score = own("score")
      return
        "CASE WHEN \(score) >= \(rules.highScore) THEN 1 WHEN \(score) >= \(rules.scoreThreshold) THEN 2 "
        + "WHEN \(score) IS NOT NULL THEN 3 END"
    case .stageAge:
      return
        "CASE WHEN \(own("status")) = \(OpportunityStatus.open) THEN (\(now.milliseconds) - \(own("stage_since"))) / 1000 END"
    case .weightedAmount:
      return "CAST(round(\(own("amount", .base)) * ifnull(\(own("probability")), 0) / 100.0) AS INTEGER)"
    case .isStale:
      let since = now.milliseconds &- Int64(rules.staleDays) &* 86_400_000
      return "ifnull(\(own("status")) = \(OpportunityStatus.open) AND \(own("stage_since")) < \(since), 0)"
    case .competitorWon: return closed(.init(won: true), frame, via)
    case .competitorLost: return closed(.init(lost: true), frame, via)
    case .targetAttained: return attained(frame, via)
    case .competitorWinRate, .targetAttainment: return share(field.derivation, frame, via)?.value ?? "NULL"
    case .overdue: return overdue { own($0) }
    case .nextReminder: return nextReminder { own($0) }
    case .completedOnTime: return completedOnTime { own($0) }
    case .rfm(let part): return score(part.rawValue, frame, via)
    case nil: break
    }
    switch field.type {
    case .money: return frame.column(field, countsOwnCurrency && via.isEmpty ? .value : .base, via: via)
    case .labels: return labelList(field, frame, via)
    default: return frame.column(field, via: via)
    }
  }

  /// All the labels of a record, joined by the unit separator, in the order in which the labels were first used.
  private func labelList(_ field: Field, _ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let alias = frame.alias(via: via)
    let list = "SELECT group_concat(text, char(31)) FROM (SELECT l.text FROM"
    if let past = frame.past {
      let labels = past.labels(field, of: via.last?.target ?? frame.entity, alias)
      return "(\(list) labels l WHERE l.id IN (\(labels)) ORDER BY l.id))"
    }
    let table = labelTable(field, frame, via)
    return "(\(list) \(table) m JOIN labels l ON l.id = m.label WHERE m.record = \(alias).id ORDER BY m.label))"
  }

  private func labelTable(_ field: Field, _ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    EntityTable(via.last?.target ?? frame.entity).labelTable(field)
  }

  // MARK: Comparisons

  private func comparison(
    _ left: BoundExpression, _ sign: SQLComparison, _ right: BoundExpression, _ frame: Frame, _ isStrict: Bool
  ) -> SQLStatement {
    let isText = left.type == .text
    let one = isText ? folded(left, frame) : write(left, frame)
    let other = isText && !right.isLiteral ? folded(right, frame) : write(right, frame)
    switch sign {
    case .equal where !isStrict && right.isLiteral: return wrap("", one, " = ") + other
    case .equal, .notEqual: return wrap("(", one, " \(sign.rawValue) ") + wrap("", other, ")")
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return strict(wrap("", one, " \(sign.rawValue) ") + other, isStrict)
    }
  }

  private func range(
    _ value: BoundExpression, _ low: BoundExpression?, _ high: BoundExpression?, _ frame: Frame, _ isStrict: Bool
  ) -> SQLStatement {
    let subject = write(value, frame)
    var pieces: [SQLStatement] = []
    if let low { pieces.append(wrap("", subject, " >= ") + write(low, frame)) }
    if let high { pieces.append(wrap("", subject, " < ") + write(high, frame)) }
    let whole = pieces.count == 2 ? wrap("", pieces[0], " AND ") + pieces[1] : pieces.first ?? SQLStatement("1")
    return strict(whole, isStrict)
  }

  private func membership(
    _ subject: BoundExpression, _ values: [SQLValue], _ frame: Frame, _ isStrict: Bool
  ) -> SQLStatement {
    let one = write(subject, frame)
    if values.count > 64, let list = Self.integers(values) {
      return strict(wrap("", one, " IN (SELECT value FROM json_each(?))") + SQLStatement("", [.text(list)]), isStrict)
    }
    let marks = values.map { _ in "?" }.joined(separator: ", ")
    return strict(wrap("", one, " IN (\(marks))") + SQLStatement("", values), isStrict)
  }

  private static func integers(_ values: [SQLValue]) -> String? {
    var text = "["
    for value in values {
      guard case .integer(let number) = value else { return nil }
      if text.utf8.count > 1 { text += "," }
      text += String(number)
    }
    return text + "]"
  }

  private func hasLabel(
    _ field: Field, _ via: [BoundExpression.Step], _ key: String, _ frame: Frame, _ isStrict: Bool
  ) -> SQLStatement {
    let table = labelTable(field, frame, via)
    let alias = frame.alias(via: via)
    let label = Self.label(key).text
    if let past = frame.past {
      let entity = via.last?.target ?? frame.entity
      return strict(past.has(Self.label(key), field, of: entity, alias), isStrict && !via.isEmpty)
    }
    if startsFromLabel, !isStrict, via.isEmpty {
      return SQLStatement("\(alias).id IN (SELECT record FROM \(table) WHERE label = \(label))", [.text(key)])
    }
    return SQLStatement(
      "EXISTS(SELECT 1 FROM \(table) m WHERE m.label = \(label) AND m.record = \(alias).id)", [.text(key)])
  }

  /// One look at the label table, however many labels are asked for.
  private func hasAny(of keys: [String], _ field: Field, _ frame: Frame, _ isStrict: Bool) -> SQLStatement {
    let table = labelTable(field, frame, [])
    let labels = Self.labels(keys)
    if startsFromLabel, !isStrict {
      return wrap("\(frame.alias).id IN (SELECT record FROM \(table) WHERE label IN ", labels, ")")
    }
    return wrap("EXISTS(SELECT 1 FROM \(table) m WHERE m.label IN ", labels, " AND m.record = \(frame.alias).id)")
  }

  /// SQL for the numbers of some labels.
  package static func labels(_ keys: [String]) -> SQLStatement {
    let marks = keys.map { _ in "?" }.joined(separator: ", ")
    return SQLStatement("(SELECT id FROM labels WHERE key IN (\(marks)))", keys.map { .text($0) })
  }

  /// SQL for a label's number.
  static func label(_ key: String) -> SQLStatement {
    SQLStatement("(SELECT id FROM labels WHERE key = ?)", [.text(key)])
  }

  // MARK: Text

  /// The folded form of a text: its key column where it has one, else worked out row by row.
  func folded(_ expression: BoundExpression, _ frame: Frame) -> SQLStatement {
    if case .field(let field, let via) = expression.kind, EntityTable.keyColumn(field) != nil {
      return SQLStatement(frame.column(field, .key, via: via))
    }
    if case .literal = expression.kind { return write(expression, frame) }
    return wrap("crm_fold(", write(expression, frame), ")")
  }

  private func textMatch(
    _ subject: BoundExpression, _ match: TextMatch, _ text: String, _ frame: Frame, _ isStrict: Bool
  ) -> SQLStatement {
    let target = folded(subject, frame)
    let length = text.unicodeScalars.count
    switch match {
    case .equals: return strict(wrap("", target, " = ?") + SQLStatement("", [.text(text)]), isStrict)
    case .contains:
      let confirmed = strict(wrap("instr(", target, ", ?) > 0") + SQLStatement("", [.text(text)]), isStrict)
      guard let candidates = candidates(subject, text, frame) else { return confirmed }
      return wrap("(", candidates, " AND ") + wrap("", confirmed, ")")
    case .startsWith:
      let end = text + "\u{10FFFF}"
      let pieces = wrap("", target, " >= ? AND ") + wrap("", target, " < ?")
      return strict(SQLStatement(pieces.text, [.text(text), .text(end)]), isStrict)
    case .endsWith:
      return strict(wrap("substr(", target, ", -\(length)) = ?") + SQLStatement("", [.text(text)]), isStrict)
    }
  }

  private func textComparison(
    _ one: BoundExpression, _ match: TextMatch, _ other: BoundExpression, _ frame: Frame, _ isStrict: Bool
  ) -> SQLStatement {
    let whole = folded(one, frame)
    let part = folded(other, frame)
    switch match {
    case .equals: return strict(wrap("", whole, " = ") + part, isStrict)
    case .contains: return strict(wrap("instr(", whole, ", ") + wrap("", part, ") > 0"), isStrict)
    case .startsWith:
      return strict(
        wrap("substr(", whole, ", 1, ") + wrap("length(", part, ")) = ") + part, isStrict)
    case .endsWith:
      return strict(wrap("substr(", whole, ", ") + wrap("-length(", part, ")) = ") + part, isStrict)
    }
  }

  /// The records that the search index gives for a text, where the subject is one of the record's own indexed fields.
  private func candidates(_ subject: BoundExpression, _ text: String, _ frame: Frame) -> SQLStatement? {
    guard case .field(let field, let via) = subject.kind, field.traits.contains(.searchable) else { return nil }
    // The index knows what stands.
    if frame.past != nil { return nil }
    guard let table = EntityTable(via.last?.target ?? frame.entity).searchTable,
      let query = SearchGrams.query(for: text)
    else { return nil }
    let alias = frame.alias(via: via)
    let found = "\(alias).id IN (SELECT rowid FROM \(table) WHERE \(table) MATCH ?)"
    // What lies in the recycle bin is not in the index; through a reference it is seen all the same.
    return SQLStatement(
      seesBin || !via.isEmpty ? "(\(found) OR \(alias).deleted_at IS NOT NULL)" : found, [.text(query.match)])
  }

  private func search(_ text: String, _ frame: Frame) -> SQLStatement {
    let fields = frame.entity.searchableFields
    guard let table = EntityTable(frame.entity).searchTable, !fields.isEmpty else { return SQLStatement("0") }
    let tests = fields.map { field in
      wrap(
        "ifnull(instr(", folded(BoundExpression(.field(field, via: []), .text), frame), ", ?), 0) > 0")
        + SQLStatement("", [.text(text)])
    }
    var confirmed = tests[0]
    for test in tests.dropFirst() { confirmed = wrap("", confirmed, " OR ") + test }
    confirmed = wrap("(", confirmed, ")")
    guard let query = SearchGrams.query(for: text), frame.past == nil, !seesBin else { return confirmed }
    if isLedBySearch { return query.isExact ? SQLStatement("1") : confirmed }
    let candidates = SQLStatement(
      "\(frame.alias).id IN (SELECT rowid FROM \(table) WHERE \(table) MATCH ?)", [.text(query.match)])
    return query.isExact ? candidates : wrap("(", candidates, " AND ") + wrap("", confirmed, ")")
  }

  // MARK: Whole queries

  func subquery(_ query: BoundQuery) -> SQLStatement {
    var writer = QueryWriter(self)
    writer.style = .bare
    return writer.statement(query)
  }
}

extension BoundExpression {
  /// The record's own labels of which it asks for at least one: `tag = VIP`, `tag has any (VIP, 高价值)`.
  package var anyLabel: (field: Field, keys: [String])? {
    switch kind {
    case .hasLabel(let field, let via, let key): return via.isEmpty ? (field, [key]) : nil
    case .any(let terms):
      var found: (field: Field, keys: [String])?
      for term in terms {
        guard case .hasLabel(let field, let via, let key) = term.kind, via.isEmpty,
          found == nil || found?.field == field
        else { return nil }
        found = (field, (found?.keys ?? []) + [key])
      }
      return found
    default: return nil
    }
  }

  var isLiteral: Bool {
    if case .literal(let value) = kind { return value != .null }
    return false
  }
}

package func + (first: SQLStatement, second: SQLStatement) -> SQLStatement {
  SQLStatement(first.text + second.text, first.arguments + second.arguments)
}
