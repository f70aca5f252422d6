internal import Language
internal import Query

/// Of which type the values of variables are, where that can be known before anything runs.
extension CheckWalk {
  /// Counts where statements give variables a value, those in their blocks included. A function's are its own.
  mutating func count(givingsIn statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .letting(let variable, _), .parameter(let variable, _, _): givings[variable.name, default: 0] += 1
      case .loop(let variable, _, let body):
        givings[variable.name, default: 0] += 1
        count(givingsIn: body)
      case .conditional(let branches, let otherwise):
        for branch in branches { count(givingsIn: branch.body) }
        count(givingsIn: otherwise ?? [])
      case .attempt(let body, let error, let otherwise):
        if let error { givings[error.name, default: 0] += 1 }
        count(givingsIn: body + otherwise)
      case .query(let query):
        for case .each(let variable, let body) in query.stages.map(\.kind) {
          givings[variable.name, default: 0] += 1
          count(givingsIn: body)
        }
      case .command, .expression, .definition, .perform, .give, .use, .fail, .print, .expect: continue
      }
    }
  }

  func type(of bound: Bound) -> ValueType? {
    switch bound {
    case .expression(let expression): type(of: expression)
    case .query(let query): figureType(of: query)
    case .command: nil
    }
  }

  /// What a loop binds its variable to, where all elements of a list are alike.
  func elementType(of bound: Bound) -> ValueType? {
    guard case .expression(let expression) = bound, case .list(let items) = expression.kind, let first = items.first,
      let type = type(of: first), items.dropFirst().allSatisfy({ self.type(of: $0) == type })
    else { return nil }
    return type
  }

  private func type(of expression: Expression) -> ValueType? {
    switch expression.kind {
    case .list: return nil
    case .query(let query): return figureType(of: query)
    case .call(let call) where functions[call.function.text] != nil: return nil
    case .variable(let variable, nil) where variables[variable.name] == nil: return types[variable.name]
    default:
      guard let type = (try? Binder(context).bind(expression))?.type else { return nil }
      switch type {
      case .integer, .number, .money, .date, .instant, .duration, .flag, .text: return type
      case .labels, .choice, .reference, .identity, .truth, .unknown: return nil
      }
    }
  }

  /// `let $n = count customers`
  private func figureType(of query: Language.Query) -> ValueType? {
    guard let bound = try? Binder(context).bindQuery(query), bound.isScalar, let column = bound.columns.first else {
      return nil
    }
    let type = column.expression.type
    return type.isFigure ? type : nil
  }
}
