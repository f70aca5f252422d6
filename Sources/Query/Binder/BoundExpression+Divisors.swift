package import Domain
internal import Language

extension BoundExpression {
  /// What its own arithmetic divides by. What a comparison or an aggregate inside works out is not looked into: there
  /// nothing is what a division by zero yields, and the comparison is false.
  package var divisors: [BoundExpression] {
    switch kind {
    case .arithmetic(let left, let sign, let right):
      return left.divisors + right.divisors + (sign == .over || sign == .modulo ? [right] : [])
    case .negative(let inner), .shown(let inner), .length(let inner), .bucket(_, let inner), .later(let inner, _):
      return inner.divisors
    case .joined(let pieces): return pieces.flatMap(\.divisors)
    case .recordField(let entity, let id, let box):
      return box.expression.divisors.map {
        BoundExpression(.recordField(entity, id, BoundExpressionBox(expression: $0)), $0.type)
      }
    case .literal, .field, .comparison, .range, .membership, .membershipQuery, .isEmpty, .hasLabel, .hasAnyLabel,
      .history, .textMatch, .textComparison, .pattern, .suffix, .search, .not, .all, .any, .relation, .aggregate,
      .scalarQuery,
      .groupLabel:
      return []
    }
  }

  /// Whether a move along the calendar inside its own arithmetic leaves the years that there are, one condition each:
  /// there nothing is what the move yields.
  package var beyondCalendar: [BoundExpression] {
    switch kind {
    case .later(let inner, _):
      let isGone = BoundExpression(.isEmpty(self), .truth)
      let wasThere = BoundExpression(.not(BoundExpression(.isEmpty(inner), .truth)), .truth)
      return inner.beyondCalendar + [BoundExpression(.all([isGone, wasThere]), .truth)]
    case .arithmetic(let left, _, let right): return left.beyondCalendar + right.beyondCalendar
    case .negative(let inner), .shown(let inner), .length(let inner), .bucket(_, let inner): return inner.beyondCalendar
    case .joined(let pieces): return pieces.flatMap(\.beyondCalendar)
    case .recordField(let entity, let id, let box):
      return box.expression.beyondCalendar.map {
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
