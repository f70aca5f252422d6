package import Diagnostics
package import Domain
internal import Language
internal import Layout
internal import Values

/// Conditions whose right side names records, labels or several values.
extension Binder {
  // MARK: References

  func compareReference(
    _ left: BoundExpression, _ key: EntityKey, _ comparator: Comparator, _ text: String, _ isQuoted: Bool,
    _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    guard let entity = dictionary.entity(key) else { throw .notComparable(span) }
    switch comparator {
    case .equal, .notEqual: break
    case .contains, .startsWith, .endsWith, .matches:
      guard case .field(let field, let via) = left.kind, let title = entity.titleField,
        field.type.referenced != nil
      else { throw .notComparable(span) }
      let step = BoundExpression.Step(field: field, target: entity)
      let inner = BoundExpression(.field(title, via: via + [step]), .text)
      return try compareText(inner, comparator, text, span)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard case .identity = left.type, let id = entity.number(of: text), let sign = SQLComparison(comparator) else {
        throw .wrongOperator(comparator.rawValue, type: "a record", typeChinese: "记录", help: nil, span)
      }
      return BoundExpression(.comparison(left, sign, .literal(.integer(id), left.type)), .truth)
    case .overlaps: throw .wrongOperator("overlaps", type: "a record", typeChinese: "记录", help: nil, span)
    }
    let ids = try records(named: text, of: entity, isQuoted: isQuoted, field: left.field, span)
    let match =
      ids.count == 1
      ? BoundExpression(.comparison(left, .equal, .literal(.integer(ids[0]), left.type)), .truth)
      : BoundExpression(.membership(left, ids.map { .integer($0) }), .truth)
    return comparator == .equal ? match : BoundExpression(.not(match), .truth)
  }

  /// Reading by name matches every record of that name; the id's shape wins.
  package func records(
    named text: String, of entity: Entity, isQuoted: Bool = false, field: Field? = nil, _ span: SourceSpan
  ) throws(BindingError) -> [Int64] {
    if !isQuoted {
      if let id = entity.number(of: text) { return [id] }
      if let (other, _) = dictionary.identify(text) {
        throw .value(.wrongEntity(text, expected: entity.key, found: other.key), field: field, entity: entity, span)
      }
      if entity.key == .user, text == "me" || text == "我" { return [context.author] }
    }
    guard let references = context.references else { return [0] }
    do {
      let folded = TextFolding.folded(text)
      let ids = try references.records(titled: folded, of: entity)
      if !ids.isEmpty { return ids }
      let near = Self.near(text, among: try references.titles(near: folded, of: entity))
      throw BindingError.value(
        .unknownReference(text, entity.key, nearest: near), field: nil, entity: entity, span)
    } catch let error as BindingError {
      throw error
    } catch let diagnostic as Diagnostic {
      throw .failed(diagnostic)
    } catch {
      throw .noSuchRecord(text, span)
    }
  }

  /// Titles that a name may have meant: those a slip away, else those that it is a part of.
  package static func near(_ text: String, among titles: [String]) -> [String] {
    let slips = NearestName.suggestions(for: text, among: titles)
    guard slips.isEmpty else { return slips }
    let folded = TextFolding.folded(text)
    var whole: [String] = []
    for title in titles where TextFolding.folded(title).contains(folded) && !whole.contains(title) {
      whole.append(title)
    }
    return Array(whole.prefix(3))
  }

  // MARK: Labels

  func bindLabelComparison(
    _ field: Field, _ via: [BoundExpression.Step], _ comparator: Comparator, _ right: Expression, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    guard comparator == .equal || comparator == .notEqual || comparator == .contains else {
      throw .wrongOperator(
        comparator.rawValue, type: field.name, typeChinese: field.names.chineseName,
        help: Wording(verbatim: "\(field.name) has any (…)"), span)
    }
    if case .atom(let atom) = right.kind, FieldReader.isEmptyWord(atom.text) {
      let any = BoundExpression(.hasAnyLabel(field, via: via), .truth)
      return comparator == .notEqual ? any : BoundExpression(.not(any), .truth)
    }
    let keys = try labelKeys([right])
    if keys == [""], !context.isCheck {
      // The empty text is empty.
      let any = BoundExpression(.hasAnyLabel(field, via: via), .truth)
      return comparator == .notEqual ? any : BoundExpression(.not(any), .truth)
    }
    let has = try keys.map { key throws(BindingError) in try self.has(key, field, via, right.span) }
    let match = has.count == 1 ? has[0] : BoundExpression(.any(has), .truth)
    return comparator == .notEqual ? BoundExpression(.not(match), .truth) : match
  }

  /// Whether a record has a label; of a list of options, under any name that the option has.
  private func has(
    _ key: String, _ field: Field, _ via: [BoundExpression.Step], _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    let has = try elementKeys(key, of: field, span).map { BoundExpression(.hasLabel(field, via: via, key: $0), .truth) }
    return has.count == 1 ? has[0] : BoundExpression(.any(has), .truth)
  }

  /// The folded texts under which records hold what a text names.
  func elementKeys(_ key: String, of field: Field, _ span: SourceSpan) throws(BindingError) -> [String] {
    // A check does not know the values yet.
    if key.isEmpty { return [key] }
    guard let spellings = field.spellings(ofElement: key) else {
      throw .value(.notAChoice(key, field: field), field: field, entity: nil, span)
    }
    var keys: [String] = []
    for spelling in spellings.map(TextFolding.folded) where !keys.contains(spelling) { keys.append(spelling) }
    return keys
  }

  /// The folded texts of label values.
  func labelKeys(_ values: [Expression]) throws(BindingError) -> [String] {
    var keys: [String] = []
    for value in values {
      switch value.kind {
      case .atom(let atom), .number(let atom): keys.append(TextFolding.folded(atom.text))
      case .text(let literal): keys.append(TextFolding.folded(try text(literal)))
      case .list(let items): keys += try labelKeys(items)
      case .variable(let variable, nil):
        switch try context.value(of: variable) {
        case .text(let text), .choice(let text): keys.append(TextFolding.folded(text))
        case .list(let items):
          for case .text(let text) in items { keys.append(TextFolding.folded(text)) }
        default: if !context.isCheck { throw .notComparable(value.span) }
        }
      default:
        guard let evaluate = context.evaluate else { continue }
        guard case .text(let text) = try evaluate(try bind(value), value.span) else { throw .notComparable(value.span) }
        keys.append(TextFolding.folded(text))
      }
    }
    return keys.isEmpty && context.isCheck ? [""] : keys
  }

  func bindQuantified(
    _ left: Expression, _ quantifier: Quantifier, _ values: [Expression], _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    guard let (field, via) = try labels(left) else {
      throw .wrongOperator(
        "has \(quantifier.rawValue)", type: "a single value", typeChinese: "单个值",
        help: Wording(verbatim: "in (…)"), span)
    }
    let has = try labelKeys(values).map { key throws(BindingError) in try self.has(key, field, via, span) }
    switch quantifier {
    case .all: return BoundExpression(.all(has), .truth)
    case .any: return BoundExpression(.any(has), .truth)
    case .none: return BoundExpression(.not(BoundExpression(.any(has), .truth)), .truth)
    }
  }

  // MARK: Membership

  func bindMembership(
    _ left: Expression, _ members: Expression, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    switch members.kind {
    case .query(let query):
      let subject = try bind(left)
      var inner = try nestedQueryBinder().bindQuery(query)
      guard !inner.isGrouped else { throw .notComparable(members.span) }
      if inner.columns.count != 1 || query.shown == nil {
        inner.columns = [
          .init(name: "id", heading: Names("id"), expression: identityExpression(inner.entity))
        ]
        guard subject.type == .reference(inner.entity.key) || subject.type == .identity(inner.entity.key) else {
          throw .notComparable(members.span)
        }
      }
      return BoundExpression(.membershipQuery(subject, inner), .truth)
    case .list(let items):
      var terms: [BoundExpression] = []
      for item in items { terms.append(try bindComparison(left, .equal, item, span)) }
      return Self.merged(terms)
    case .atom, .number, .text, .variable, .ago: return try bindComparison(left, .equal, members, span)
    default: return try bindComparison(left, .equal, members, span)
    }
  }

  func nestedQueryBinder() -> Binder { Binder(context) }

  /// `a = 1 or a = 2` over one expression becomes `a in (1, 2)`.
  static func merged(_ terms: [BoundExpression]) -> BoundExpression {
    var subject: BoundExpression?
    var values: [SQLValue] = []
    for term in terms {
      guard case .comparison(let left, .equal, let right) = term.kind, case .literal(let value) = right.kind,
        subject == nil || subject == left
      else { return terms.count == 1 ? terms[0] : BoundExpression(.any(terms), .truth) }
      subject = left
      values.append(value)
    }
    guard let subject, values.count > 1 else {
      return terms.count == 1 ? terms[0] : BoundExpression(.any(terms), .truth)
    }
    return BoundExpression(.membership(subject, values), .truth)
  }
}
