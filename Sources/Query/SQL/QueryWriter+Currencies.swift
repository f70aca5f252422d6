package import Domain
package import Layout
internal import Values

extension QueryWriter {
  /// One text: how many amounts of a field, in which other currencies than the workspace's, a query is made of
  /// (`2 USD, 1 JPY`); NULL where there is none.
  package func foreignAmounts(_ field: Field, in query: BoundQuery) -> SQLStatement {
    var plain = query
    plain.columns = []
    plain.grouping = []
    plain.having = nil
    plain.order = []
    plain.limit = nil
    var writer = QueryWriter(expressions.reading(query.past, isFew: query.namesItsRecords))
    writer.style = .bare
    let frame = writer.expressions.frame(query.entity)
    let code = SQLStatement("\(frame.column(field, .currency, via: [])) AS code")
    let inner = writer.assemble(plain, frame, [code])
    let counted = writer.expressions.wrap("SELECT code, count(*) AS n FROM (", inner, ") WHERE code <> ? GROUP BY code")
    return writer.expressions.wrap("SELECT group_concat(n || ' ' || code, ', ') FROM (", counted, ")")
      + SQLStatement("", [.text(expressions.rules.baseCurrency.code)])
  }
}

extension BoundQuery {
  /// The stored amounts that a figure of the query is made of.
  package var summedAmounts: [Field] {
    columns.compactMap { $0.expression.summedAmount }
  }
}

extension BoundExpression {
  fileprivate var summedAmount: Field? {
    switch kind {
    case .aggregate(_, let value?):
      guard case .field(let field, let via) = value.kind, via.isEmpty, field.type == .money, field.isStored else {
        return nil
      }
      return field
    case .arithmetic(let left, _, let right): return left.summedAmount ?? right.summedAmount
    default: return nil
    }
  }
}
