internal import Diagnostics
package import Domain
package import Language
internal import Layout
internal import Values

/// Resolves names: tree to bound tree. Reads nothing but what its context answers, writes nothing.
package struct Binder {
  package let context: BindingContext
  /// The record type that plain names belong to; nil in a script outside any query.
  let scope: Entity?
  /// Inside a group: aggregates take fields of the rows.
  var isGrouped = false
  /// Names that `show … as n` gave, for `having` and `sort by`.
  var aliases: [String: BoundExpression] = [:]

  package init(_ context: BindingContext, scope: Entity? = nil) {
    self.context = context
    self.scope = scope
  }

  package var dictionary: DataDictionary { context.dictionary }
  var reader: FieldReader { context.reader }

  func nested(_ entity: Entity) -> Binder { Binder(context, scope: entity) }

  // MARK: Names

  package func entity(_ name: Name) throws(BindingError) -> Entity {
    if let entity = dictionary.entity(named: name.text) { return entity }
    throw .unknownEntity(
      name.text, suggestions: NearestName.suggestions(for: name.text, among: dictionary.entitySpellings), name.span)
  }

  package func field(_ name: Name, of entity: Entity) throws(BindingError) -> Field {
    if let field = dictionary.field(named: name.text, of: entity) { return field }
    if let relation = dictionary.relation(named: name.text, of: entity) {
      throw .relationAsField(name.text, relation, entity, name.span)
    }
    let known =
      dictionary.fieldSpellings(of: entity)
      + dictionary.relations(of: entity).map(\.name)
    throw .unknownField(
      name.text, entity: entity, suggestions: NearestName.suggestions(for: name.text, among: known), name.span)
  }

  /// Follows references upwards: all names but the last lead, the last is the field.
  func follow(_ names: [Name], from start: Entity) throws(BindingError) -> (
    via: [BoundExpression.Step], field: Field, entity: Entity
  ) {
    var entity = start
    var via: [BoundExpression.Step] = []
    guard let last = names.last else { throw .noSubject(.zero) }
    guard names.count <= 6 else { throw .pathTooLong(Path(names).span) }
    for (place, name) in names.dropLast().enumerated() {
      let field = try field(name, of: entity)
      if case .rfm? = field.derivation, place + 2 == names.count {
        return (via, try scorePart(last, of: field, entity), entity)
      }
      guard let key = field.type.referenced, let target = dictionary.entity(key) else {
        throw .notAReference(name.text, entity: entity, name.span)
      }
      via.append(.init(field: field, target: target))
      entity = target
    }
    return (via, try field(last, of: entity), entity)
  }

  /// `rfm_score.segment`
  private func scorePart(_ name: Name, of score: Field, _ entity: Entity) throws(BindingError) -> Field {
    let parts = dictionary.rules.rfm.parts(of: score)
    if let part = parts.first(where: { part in
      part.names.spellings.contains { TextFolding.folded($0) == TextFolding.folded(name.text) }
    }) {
      return part
    }
    throw .unknownField(name.text, entity: entity, suggestions: parts.map(\.names.englishName), name.span)
  }

  // MARK: Expressions

  /// An expression in a syntax position.
  package func bind(_ expression: Expression) throws(BindingError) -> BoundExpression {
    switch expression.kind {
    case .path(let path, let isSubject): return try bindPath(path, isSubject: isSubject, expression.span)
    case .variable(let variable, let path): return try bindVariable(variable, path)
    case .number(let atom), .atom(let atom): return try bindLiteral(atom)
    case .text(let literal): return try bindText(literal)
    case .ago: return try bindAgo(expression)
    case .group(let inner): return try bind(inner)
    case .negative(let operand): return BoundExpression(.negative(try figure(operand)), try figure(operand).type)
    case .arithmetic(let first, let terms): return try bindArithmetic(first, terms)
    case .call(let call): return try bindCall(call, expression.span)
    case .query(let query): return try bindScalar(query)
    case .list: throw .notComparable(expression.span)
    case .comparison, .membership, .between, .quantified, .emptiness, .history, .not, .all, .any:
      return try bindCondition(expression)
    }
  }

  private func bindPath(
    _ path: Path, isSubject: Bool, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    if !isSubject, path.names.count == 1, let name = path.names.first {
      if let alias = aliases[TextFolding.folded(name.text)] { return alias }
    }
    if let scope {
      guard let first = path.names.first else { return identity(scope) }
      if !isSubject, path.names.count == 1, !first.isQuoted, dictionary.field(named: first.text, of: scope) == nil,
        let value = try? reader.readTemporal(first.text)
      {
        // `due_date - today`
        return literal(value)
      }
      let (via, field, entity) = try follow(path.names, from: scope)
      return column(field, of: entity, via: via)
    }
    if isSubject, let subject = context.subject { return try bindField(of: subject, path, span) }
    if let name = path.names.first, path.names.count == 1, !isSubject {
      return try bindLiteral(Atom(name.text, span: name.span))
    }
    throw .noSubject(span)
  }

  private func identity(_ entity: Entity) -> BoundExpression {
    let field = entity.fields.first { $0.type == .identity } ?? entity.fields[0]
    return BoundExpression(.field(field, via: []), .identity(entity.key))
  }

  func column(_ field: Field, of entity: Entity, via: [BoundExpression.Step]) -> BoundExpression {
    BoundExpression(.field(field, via: via), ValueType(field, of: entity))
  }

  // MARK: Variables

  private func bindVariable(_ variable: Variable, _ path: Path?) throws(BindingError) -> BoundExpression {
    let value = try context.value(of: variable)
    // What a check cannot know it lets pass.
    if context.isCheck, value == .empty {
      let type = context.types[variable.name] ?? .unknown
      if let path, !path.names.isEmpty {
        guard type == .unknown else { throw .notARecord(type, variable.span.joined(with: path.span)) }
        return .literal(.null, .unknown)
      }
      return .literal(.null, type)
    }
    if let path, !path.names.isEmpty { return try bindField(of: value, path, variable.span.joined(with: path.span)) }
    return literal(value)
  }

  /// `$c.owner.name`: a field of a known record.
  private func bindField(of value: Value, _ path: Path, _ span: SourceSpan) throws(BindingError) -> BoundExpression {
    guard case .record(let key, let id) = value, let entity = dictionary.entity(key) else {
      throw .notARecord(literal(value).type, span)
    }
    guard !path.names.isEmpty else { return literal(value) }
    let inner = try nested(entity).bindPath(path, isSubject: false, span)
    return BoundExpression(.recordField(entity, id, BoundExpressionBox(expression: inner)), inner.type)
  }

  package func literal(_ value: Value) -> BoundExpression {
    switch value {
    case .empty: .literal(.null, .unknown)
    case .text(let text), .choice(let text): .literal(.text(text), .text)
    case .integer(let number): .literal(.integer(number), .integer)
    case .number(let number): .literal(FieldValue.storedUnits(number).map { .integer($0) } ?? .null, .number)
    case .percent(let number): literal(number)
    case .money(let money): .literal(.integer((try? reader.worth(of: money, "")) ?? money.minorUnits), .money)
    case .date(let day): .literal(.integer(Int64(day.daysSinceEpoch)), .date)
    case .days(let range): .literal(.integer(Int64(range.lowerBound.daysSinceEpoch)), .date)
    case .instant(let instant): .literal(.integer(instant.milliseconds), .instant)
    case .duration(let seconds, _): .literal(.integer(seconds), .duration)
    case .flag(let flag): .literal(.integer(flag ? 1 : 0), .flag)
    case .record(let key, let id): .literal(.integer(id), .reference(key))
    case .records(_, let ids): .literal(.integer(Int64(ids.count)), .integer)
    case .list(let values): .literal(.integer(Int64(values.count)), .integer)
    }
  }

  // MARK: Literals

  /// A word or number with no slot to say what it is: a number if it reads as one, money, a date, else text.
  func bindLiteral(_ atom: Atom) throws(BindingError) -> BoundExpression {
    let text = atom.text
    if FieldReader.isEmptyWord(text) { return .literal(.null, .unknown) }
    switch TextFolding.folded(text) {
    case "true", "真": return .literal(.integer(1), .flag)
    case "false", "假": return .literal(.integer(0), .flag)
    default: break
    }
    if let number = try? PercentOrNumber(reading: text).plain { return literal(number) }
    if let duration = try? reader.readDuration(text) { return .literal(.integer(duration), .duration) }
    if case .money(let money, let base)? = try? reader.readMoney(text) {
      _ = money
      return .literal(.integer(base), .money)
    }
    if let value = try? reader.readTemporal(text) { return literal(value) }
    if let first = text.unicodeScalars.first, first.value >= 0x30, first.value <= 0x39 {
      do throws(NumberReadingError) { _ = try ExactDecimal(reading: text) } catch {
        throw .value(.notANumber(text, error), field: nil, entity: nil, atom.span)
      }
    }
    return .literal(.text(text), .text)
  }

  func literal(_ number: ExactDecimal) -> BoundExpression {
    if let whole = number.int64Value { return .literal(.integer(whole), .integer) }
    return .literal(FieldValue.storedUnits(number).map { .integer($0) } ?? .null, .number)
  }

  func literal(_ value: TemporalValue) -> BoundExpression {
    switch value {
    case .day(let day): .literal(.integer(Int64(day.daysSinceEpoch)), .date)
    case .days(let range): .literal(.integer(Int64(range.lowerBound.daysSinceEpoch)), .date)
    case .instant(let instant): .literal(.integer(instant.milliseconds), .instant)
    case .instants(let range): .literal(.integer(range.lowerBound.milliseconds), .instant)
    case .time(let time):
      .literal(.integer(reader.temporal.zone.instant(of: reader.temporal.today, at: time).milliseconds), .instant)
    }
  }

  /// `$days days ago`, `$days days later`
  func ago(_ number: Expression, unit: Name, isLater: Bool) throws(BindingError) -> String {
    let way = isLater ? "later" : "ago"
    guard let evaluate = context.evaluate else { return "1\(Binder.unitSuffix(unit.text)) \(way)" }
    let value = try evaluate(try bind(number), number.span)
    guard case .integer(let count) = value else { throw .notComparable(number.span) }
    return "\(count)\(Binder.unitSuffix(unit.text)) \(way)"
  }

  private func bindAgo(_ expression: Expression) throws(BindingError) -> BoundExpression {
    guard case .ago(let number, let unit, let isLater) = expression.kind else { throw .notComparable(expression.span) }
    let phrase = try ago(number, unit: unit, isLater: isLater)
    do throws(FieldValueError) { return literal(try reader.readTemporal(phrase)) } catch {
      throw .value(error, field: nil, entity: nil, expression.span)
    }
  }

  private static func unitSuffix(_ unit: String) -> String {
    switch unit.lowercased() {
    case "second", "seconds", "秒": "s"
    case "minute", "minutes", "分钟": "min"
    case "hour", "hours", "小时": "h"
    case "week", "weeks", "周": "w"
    case "month", "months", "月", "个月": "mo"
    case "quarter", "quarters", "季度": "q"
    case "year", "years", "年": "y"
    default: "d"
    }
  }
}
