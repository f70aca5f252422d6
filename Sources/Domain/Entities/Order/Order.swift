extension EntityKey { package static let order = EntityKey(rawValue: 7) }

extension Entity {
  /// A purchase that came from elsewhere: a shop, an ERP.
  package static let order = Entity(
    .order, prefix: "order", "order", Names("order", "orders", zh: "订单"), title: "source",
    columns: ["order_id", "customer", "amount", "ordered_at", "source"],
    fields: [
      Field(1, "order_id", Names("order_id", "id", zh: "订单编号", "编号"), .identity),
      Field(
        2, "customer", Names("customer", "customer_id", zh: "客户"), .reference(.customer), [.required, .indexed],
        inverse: "orders"),
      Field(
        3, "opportunity", Names("opportunity", "opportunity_id", zh: "商机"), .reference(.opportunity), [.indexed],
        inverse: "orders"),
      Field(4, "amount", Names("amount", zh: "金额"), .money, [.required]),
      Field(5, "ordered_at", Names("ordered_at", zh: "下单时间"), .instant, [.required, .indexed]),
      Field(6, "source", Names("source", zh: "来源"), .text, [.searchable]),
    ])
}
