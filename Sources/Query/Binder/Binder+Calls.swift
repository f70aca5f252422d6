internal import Diagnostics
package import Domain
internal import Language
internal import Layout
internal import Values

/// Aggregates: down a relation of the record at hand, or over the rows of a group.
extension Binder {
  func bindCall(_ call: Call, _ span: SourceSpan) throws(BindingError) -> BoundExpression {
    guard let function = AggregateFunction(name: call.function.text) else {
      if let count = context.functions[call.function.text] {
        context.noteCall?(call.function.text)
        guard call.arguments.count == count else {
          throw .wrongCount(call.function.text, count, span)
        }
        guard let perform = context.perform else { return .literal(.null, .unknown) }
        return literal(try perform(call, span))
      }
      let known = AggregateFunction.allCases.map(\.rawValue) + context.functions.keys.sorted()
      throw .unknownFunction(
        call.function.text, suggestions: NearestName.suggestions(for: call.function.text, among: known), span)
    }
    if call.arguments.isEmpty {
      guard function == .count, isGrouped else {
        throw isGrouped
          ? .wrongArguments(function.rawValue, expected: "\(function.rawValue)(field)", span)
          : .aggregateInRow("\(function.rawValue)()", meant: scope.map { "count \($0.pluralEnglish)" }, span)
      }
      return BoundExpression(.aggregate(.count, nil), .integer)
    }
    guard call.arguments.count == 1, let argument = call.arguments.first else {
      throw .wrongArguments(function.rawValue, expected: "\(function.rawValue)(…)", span)
    }
    switch argument.kind {
    case .query(let query): return try bindAggregate(function, over: query, span)
    case .variable(let variable, nil) where scope == nil || function == .count: return try bindCount(of: variable, span)
    case .variable(let variable, let path?):
      return try bindAggregate(function, of: variable, path, call.condition, span)
    case .path(let path, let isSubject):
      if !isSubject || scope != nil, let scope, let relation = try relation(path.names, of: scope) {
        return try bindRelation(function, relation.relation, relation.rest, call.condition, span)
      }
      if isSubject, scope == nil, case .record(let key, let id)? = context.subject, let entity = dictionary.entity(key)
      {
        let inner = try nested(entity).bindCall(
          Call(
            function: call.function, arguments: [Expression(.path(path, isSubject: false), span: argument.span)],
            condition: call.condition), span)
        return BoundExpression(.recordField(entity, id, BoundExpressionBox(expression: inner)), inner.type)
      }
    default: break
    }
    return try bindGroupAggregate(function, argument, span)
  }

  // MARK: Groups

  private func bindGroupAggregate(
    _ function: AggregateFunction, _ argument: Expression, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    guard isGrouped else {
      if let scope, case .path(let path, _) = argument.kind, let name = path.names.first,
        dictionary.field(named: name.text, of: scope) == nil
      {
        let known = dictionary.relations(of: scope).map(\.name)
        throw .unknownRelation(
          name.text, entity: scope, suggestions: NearestName.suggestions(for: name.text, among: known), name.span)
      }
      throw .aggregateInRow("\(function.rawValue)(…)", meant: meant(function, argument), span)
    }
    var rows = self
    rows.isGrouped = false
    rows.aliases = [:]
    let value = try rows.bind(argument)
    return BoundExpression(.aggregate(function, value), try Self.type(of: function, over: value.type, span))
  }

  /// `sum amount of opportunities` for `sum(amount)`, `count(find customers)` for `count(customers)`.
  private func meant(_ function: AggregateFunction, _ argument: Expression) -> String? {
    guard case .path(let path, _) = argument.kind else { return nil }
    if let scope { return "\(function.rawValue) \(path.text) of \(scope.pluralEnglish)" }
    return dictionary.entity(named: path.text).map { "\(function.rawValue)(find \($0.pluralEnglish))" }
  }

  private static let countHelp = Wording("sum and avg take figures; count takes anything", "sum 和 avg 只用于数值；计数请用 count")

  static func type(
    of function: AggregateFunction, over type: ValueType, _ span: SourceSpan
  ) throws(BindingError) -> ValueType {
    switch function {
    case .count: return .integer
    case .sum:
      guard type.isFigure else {
        throw .wrongOperator(
          "sum", type: type.wording.english, typeChinese: type.wording.chinese, help: countHelp, span)
      }
      return type
    case .avg:
      guard type.isFigure else {
        throw .wrongOperator(
          "avg", type: type.wording.english, typeChinese: type.wording.chinese, help: countHelp, span)
      }
      return type == .integer ? .number : type
    case .min, .max, .latest, .first: return type
    case .any, .all: return .truth
    }
  }

  // MARK: Relations

  /// The relation that a path's first name is, with what follows it.
  func relation(_ names: [Name], of entity: Entity) throws(BindingError) -> (relation: Relation, rest: [Name])? {
    guard let first = names.first, let relation = dictionary.relation(named: first.text, of: entity) else { return nil }
    // A field of the same name wins where it stands alone in a group: sum(amount).
    if isGrouped, names.count == 1, dictionary.field(named: first.text, of: entity) != nil { return nil }
    return (relation, Array(names.dropFirst()))
  }

  private func bindRelation(
    _ function: AggregateFunction, _ relation: Relation, _ rest: [Name], _ condition: Expression?, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    guard let child = dictionary.entity(relation.child) else { throw .noSubject(span) }
    let inner = nested(child)
    var value: BoundExpression?
    if !rest.isEmpty {
      let (via, field, entity) = try inner.follow(rest, from: child)
      value = inner.column(field, of: entity, via: via)
    } else if function != .count, function != .any, function != .all {
      throw .wrongArguments(
        function.rawValue, expected: "\(function.rawValue)(\(relation.name).…)", span)
    }
    let filter: BoundExpression? = try condition.map { expression throws(BindingError) in
      try inner.bindCondition(expression)
    }
    let type: ValueType =
      try value.map { value throws(BindingError) in
        try Self.type(of: function, over: value.type, span)
      } ?? (function == .count ? .integer : .truth)
    return BoundExpression(
      .relation(
        RelationAggregate(
          function: function, relation: relation, child: child, parentVia: [], value: value, condition: filter)), type)
  }

  // MARK: Script values

  private func bindCount(of variable: Variable, _ span: SourceSpan) throws(BindingError) -> BoundExpression {
    switch try context.value(of: variable) {
    case .records(_, let ids): return .literal(.integer(Int64(ids.count)), .integer)
    case .list(let items): return .literal(.integer(Int64(items.count)), .integer)
    case .record: return .literal(.integer(1), .integer)
    case .empty: return .literal(.integer(0), .integer)
    default: throw .wrongArguments("count", expected: "count(find …)", span)
    }
  }

  /// `sum($won.actual_amount)`: over the records that a variable holds.
  private func bindAggregate(
    _ function: AggregateFunction, of variable: Variable, _ path: Path, _ condition: Expression?, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    guard let (key, ids) = try context.value(of: variable).asRecords, let entity = dictionary.entity(key) else {
      if context.isCheck { return .literal(.null, .unknown) }
      throw .wrongArguments(function.rawValue, expected: "\(function.rawValue)($records.field)", span)
    }
    if ids.count == 1, let relation = try nested(entity).relation(path.names, of: entity) {
      let inner = try nested(entity).bindRelation(function, relation.relation, relation.rest, condition, span)
      return BoundExpression(.recordField(entity, ids[0], BoundExpressionBox(expression: inner)), inner.type)
    }
    var grouped = nested(entity)
    grouped.isGrouped = true
    let argument = Expression(.path(path, isSubject: false), span: path.span)
    let figure = try grouped.bindGroupAggregate(function, argument, span)
    let identity = nested(entity).identityExpression(entity)
    let query = BoundQuery(
      entity: entity, condition: BoundExpression(.membership(identity, ids.map { .integer($0) }), .truth),
      columns: [.init(name: function.rawValue, heading: Names(function.rawValue), expression: figure)], isScalar: true)
    return BoundExpression(.scalarQuery(query), figure.type)
  }

  package func identity(of entity: Entity) -> BoundExpression { identityExpression(entity) }

  func identityExpression(_ entity: Entity) -> BoundExpression {
    let field = entity.fields.first { $0.type == .identity } ?? entity.fields[0]
    return BoundExpression(.field(field, via: []), .identity(entity.key))
  }

  /// `count(find tasks where …)`
  private func bindAggregate(
    _ function: AggregateFunction, over query: Query, _ span: SourceSpan
  ) throws(BindingError) -> BoundExpression {
    guard function == .count else {
      throw .wrongArguments(function.rawValue, expected: "\(function.rawValue) FIELD of …", span)
    }
    var bound = try bindQuery(query)
    guard !bound.isGrouped else { throw .wrongArguments("count", expected: "count(find …)", span) }
    bound.columns = [
      .init(
        name: "count", heading: Names("count", zh: "数量"), expression: BoundExpression(.aggregate(.count, nil), .integer)
      )
    ]
    bound.isScalar = true
    bound.order = []
    return BoundExpression(.scalarQuery(bound), .integer)
  }

  /// `(sum amount of opportunities where …)` in parentheses: one figure.
  func bindScalar(_ query: Query) throws(BindingError) -> BoundExpression {
    let bound = try bindQuery(query)
    guard bound.isScalar, let column = bound.columns.first else { throw .notComparable(query.span) }
    return BoundExpression(.scalarQuery(bound), column.expression.type)
  }
}

extension Value {
  package var asRecords: (EntityKey, [Int64])? {
    switch self {
    case .record(let key, let id): (key, [id])
    case .records(let key, let ids): (key, ids)
    default: nil
    }
  }
}
