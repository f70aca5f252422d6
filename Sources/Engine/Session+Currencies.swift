internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

extension Session {
  /// What of a sum was another currency, and at which rate it counts.
  func conversionRemark(on query: BoundQuery) -> Wording? {
    let rules = dictionary.rules
    guard !rules.rates.isEmpty, let field = query.summedAmounts.first else { return nil }
    let statement = QueryWriter(rules: rules, now: clock(), style: .bare).foreignAmounts(field, in: query)
    guard case .text(let amounts)? = try? store.scalar(statement) else { return nil }
    return Wording(
      "in other currencies: \(amounts), each at the rate of the day on which it was written",
      "其中外币 \(amounts)，按各自写入时的汇率折算")
  }
}
