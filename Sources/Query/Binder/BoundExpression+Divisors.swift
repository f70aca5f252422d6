package import Domain
internal import Language

extension BoundExpression {
  /// What its own arithmetic divides by.
  package var divisors: [BoundExpression] {
    inOwnArithmetic { part in
      if case .arithmetic(_, .over, let right) = part.kind { return [right] }
      if case .arithmetic(_, .modulo, let right) = part.kind { return [right] }
      return []
    }
  }

  /// Whether a move along the calendar inside its own arithmetic leaves the years that there are, one condition each:
  /// there nothing is what the move yields.
  package var beyondCalendar: [BoundExpression] {
    inOwnArithmetic { part in
      guard case .later(let inner, _) = part.kind else { return [] }
      let isGone = BoundExpression(.isEmpty(part), .truth)
      let wasThere = BoundExpression(.not(BoundExpression(.isEmpty(inner), .truth)), .truth)
      return [BoundExpression(.all([isGone, wasThere]), .truth)]
    }
  }

  /// What is found in it and in the parts of its own arithmetic. What a comparison or an aggregate inside works out is not
  /// looked into: where nothing comes of it, the comparison is false.
  private func inOwnArithmetic(_ find: (BoundExpression) -> [BoundExpression]) -> [BoundExpression] {
    switch kind {
    case .arithmetic(let left, _, let right):
      return left.inOwnArithmetic(find) + right.inOwnArithmetic(find) + find(self)
    case .negative(let inner), .shown(let inner), .length(let inner), .bucket(_, let inner), .later(let inner, _):
      return inner.inOwnArithmetic(find) + find(self)
    case .joined(let pieces): return pieces.flatMap { $0.inOwnArithmetic(find) }
    case .recordField(let entity, let id, let box):
      return box.expression.inOwnArithmetic(find).map {
        BoundExpression(.recordField(entity, id, BoundExpressionBox(expression: $0)), $0.type)
      }
    case .literal, .field, .comparison, .range, .membership, .membershipQuery, .isEmpty, .hasLabel, .hasAnyLabel,
      .history, .textMatch, .textComparison, .pattern, .suffix, .search, .not, .all, .any, .relation, .aggregate,
      .scalarQuery,
      .groupLabel:
      return []
    }
  }

  /// The stored amounts of the row that its own arithmetic reads.
  package var ownAmounts: [Field] {
    switch kind {
    case .field(let field, let via): return via.isEmpty && field.type == .money && field.isStored ? [field] : []
    case .arithmetic(let left, _, let right): return left.ownAmounts + right.ownAmounts
    case .negative(let inner): return inner.ownAmounts
    case .literal, .later, .shown, .length, .bucket, .joined, .recordField, .comparison, .range, .membership,
      .membershipQuery,
      .isEmpty, .hasLabel, .hasAnyLabel, .history, .textMatch, .textComparison, .pattern, .suffix, .search, .not, .all,
      .any, .relation,
      .aggregate, .scalarQuery, .groupLabel:
      return []
    }
  }

  /// Whether its own arithmetic adds amounts that are only known in the workspace's currency: of other records, or
  /// derived.
  package var hasForeignAmounts: Bool {
    switch kind {
    case .field(let field, let via): return type == .money && !(via.isEmpty && field.isStored)
    case .arithmetic(let left, _, let right): return left.hasForeignAmounts || right.hasForeignAmounts
    case .negative(let inner): return inner.hasForeignAmounts
    case .recordField, .relation, .aggregate, .scalarQuery: return type == .money
    case .literal, .later, .shown, .length, .bucket, .joined, .comparison, .range, .membership, .membershipQuery,
      .isEmpty,
      .hasLabel, .hasAnyLabel, .history, .textMatch, .textComparison, .pattern, .suffix, .search, .not, .all, .any,
      .groupLabel:
      return false
    }
  }
}
