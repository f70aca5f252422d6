internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Values

/// Groups: keys, figures, what is shown of each and in which order.
extension Binder {
  func bindGroups(_ query: Query, _ base: BoundQuery) throws(BindingError) -> BoundQuery {
    var bound = base
    var groups = self
    groups.isGrouped = true
    var keyColumns: [BoundQuery.Column] = []
    for key in query.grouping {
      let column = try groupColumn(key, &bound)
      keyColumns.append(column)
      bound.grouping.append(column.expression)
    }
    let across = try query.across.map { path throws(BindingError) in try pivotKey(path, &keyColumns, &bound) }
    let figures = try figureColumns(query, groups)
    if let shown = query.shown {
      for item in shown {
        let column = try groups.groupItem(item, keyColumns, query.grouping)
        bound.columns.append(column)
        if item.alias != nil { groups.aliases[TextFolding.folded(column.name)] = column.expression }
      }
    } else {
      bound.columns = keyColumns + figures
    }
    bound.isScalar = query.grouping.isEmpty
    for column in bound.columns { groups.aliases[TextFolding.folded(column.name)] = column.expression }
    for (key, column) in zip(query.grouping, keyColumns) {
      groups.aliases[TextFolding.folded(columnName(key.expression))] = column.expression
      if case .path(let path, _) = key.expression.kind {
        groups.aliases[TextFolding.folded(path.text)] = column.expression
      }
    }
    if let having = query.having { bound.having = try groups.bindCondition(having) }
    bound.order = try groups.groupOrder(query, keyColumns, figures)
    if let top = query.top {
      bound.order = [.init(expression: try groups.bind(top.key), isDescending: true)]
      bound.limit = try count(top.count.text, top.count.span)
    }
    if let limit = query.limit { bound.limit = try count(limit.count) }
    if let across {
      if !bound.columns.contains(where: { $0.expression == across.expression }) { bound.columns.append(across) }
      bound.pivot = bound.columns.firstIndex { $0.expression == across.expression }
    }
    return bound
  }

  /// The key whose values become columns: one of those that the query groups by, else one more.
  private func pivotKey(
    _ path: Path, _ keys: inout [BoundQuery.Column], _ bound: inout BoundQuery
  ) throws(BindingError) -> BoundQuery.Column {
    let expression = Expression(.path(path, isSubject: false), span: path.span)
    let wanted = columnName(expression)
    if let known = keys.first(where: { $0.name == wanted }) { return known }
    let value = try bind(expression)
    let column: BoundQuery.Column
    if case .field(let field, let via) = value.kind, field.type == .labels {
      guard via.isEmpty, bound.groupedLabels == nil else {
        throw .useNotBuilt(Wording("this grouping", "这种分组"), path.span)
      }
      bound.groupedLabels = field
      column = .init(
        name: wanted, heading: heading(expression, value), expression: BoundExpression(.groupLabel(field), .text))
    } else {
      column = .init(name: wanted, heading: heading(expression, value), expression: value)
    }
    keys.append(column)
    bound.grouping.append(column.expression)
    return column
  }

  private func groupColumn(_ key: GroupKey, _ bound: inout BoundQuery) throws(BindingError) -> BoundQuery.Column {
    var expression = try bind(key.expression)
    let name = columnName(key.expression)
    let heading = heading(key.expression, expression)
    if case .field(let field, let via) = expression.kind, field.type == .labels {
      guard via.isEmpty, bound.groupedLabels == nil else {
        throw .useNotBuilt(Wording("this grouping", "这种分组"), key.expression.span)
      }
      bound.groupedLabels = field
      return .init(name: name, heading: heading, expression: BoundExpression(.groupLabel(field), .text))
    }
    guard let bucket = key.bucket else { return .init(name: name, heading: heading, expression: expression) }
    guard expression.type == .date || expression.type == .instant else {
      throw .wrongOperator(
        bucket.rawValue, type: name, typeChinese: heading.chineseName, help: nil, key.expression.span)
    }
    expression = BoundExpression(.bucket(bucket, expression), .text)
    return .init(
      name: bucket.rawValue, heading: Names(english: [bucket.rawValue], chinese: [bucket.word.chinese[0]]),
      expression: expression)
  }

  /// What a group yields without `show`: the figure asked for, or the number of its records.
  private func figureColumns(_ query: Query, _ groups: Binder) throws(BindingError) -> [BoundQuery.Column] {
    if case .aggregate(let function, let inner) = query.head {
      let call = Expression(
        .call(Call(function: function, arguments: [inner], condition: nil)), span: inner.span)
      let figure = try groups.bind(call)
      let wanted = try query.currency.map { atom throws(BindingError) in try inCurrency(figure, atom) }
      let name = "\(function.text)(\(columnName(inner)))"
      let label = AggregateFunction(name: function.text)?.chineseName ?? function.text
      var column = BoundQuery.Column(
        name: function.text,
        heading: Names(english: [name], chinese: ["\(heading(inner, try bind(inner)).chineseName)\(label)"]),
        expression: wanted?.figure ?? figure)
      column.currency = wanted?.currency
      return [column]
    }
    return [
      .init(
        name: "count", heading: Names("count", zh: "数量"), expression: BoundExpression(.aggregate(.count, nil), .integer)
      )
    ]
  }

  private func groupItem(
    _ item: ShowItem, _ keys: [BoundQuery.Column], _ grouping: [GroupKey]
  ) throws(BindingError) -> BoundQuery.Column {
    let name = columnName(item.expression)
    if let index = keys.firstIndex(where: { $0.name == name }) {
      guard let alias = item.alias else { return keys[index] }
      return .init(name: alias.text, heading: Names(alias.text), expression: keys[index].expression)
    }
    let column = try column(item)
    guard column.expression.isOfGroup(keys.map(\.expression)) else { throw .notInGroup(name, item.expression.span) }
    return column
  }

  /// Where the query does not say: by the key's own order for stages, dates and buckets, else the largest first.
  private func groupOrder(
    _ query: Query, _ keys: [BoundQuery.Column], _ figures: [BoundQuery.Column]
  ) throws(BindingError) -> [BoundQuery.Order] {
    var order: [BoundQuery.Order] = []
    for key in query.sorting {
      order.append(.init(expression: try bind(key.expression), isDescending: key.isDescending))
    }
    guard order.isEmpty, let first = keys.first else {
      return order + keys.map { .init(expression: $0.expression, isDescending: false) }
    }
    let keyed = keys.map { BoundQuery.Order(expression: $0.expression, isDescending: false) }
    let isOrdered: Bool
    switch first.expression.kind {
    case .bucket: isOrdered = true
    default:
      switch first.expression.type {
      case .choice, .date, .instant, .integer, .number, .money: isOrdered = true
      default: isOrdered = false
      }
    }
    if isOrdered || keys.count > 1 { return keyed }
    return figures.map { .init(expression: $0.expression, isDescending: true) } + keyed
  }
}

extension BoundExpression {
  /// Whether a group has one value of this: an aggregate, a key, or made of such.
  func isOfGroup(_ keys: [BoundExpression]) -> Bool {
    if keys.contains(self) { return true }
    switch kind {
    case .aggregate, .literal, .scalarQuery: return true
    case .arithmetic(let left, _, let right): return left.isOfGroup(keys) && right.isOfGroup(keys)
    case .negative(let operand), .later(let operand, _): return operand.isOfGroup(keys)
    default: return false
    }
  }
}
