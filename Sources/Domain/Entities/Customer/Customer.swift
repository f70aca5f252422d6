extension EntityKey { package static let customer = EntityKey(rawValue: 1) }

extension Entity {
  /// Whom the company sells to.
  package static let customer = Entity(
    .customer, prefix: "cust", "customer", Names("customer", "customers", zh: "客户"), title: "name",
    columns: ["customer_id", "name", "industry", "scale", "city", "tags", "status", "owner", "updated_at"],
    record: [
      "customer_id", "name", "industry", "scale", "phone", "email", "address", "tags", "created_at", "updated_at",
      "status", "rfm_score",
    ],
    synonyms: ["assigned_to": "owner", "assignee": "owner"],
    fields: [
      Field(1, "customer_id", Names("customer_id", "id", zh: "客户编号", "编号"), .identity),
      Field(2, "name", Names("name", zh: "名称", "客户名称"), .text, [.required, .searchable, .keyed, .company]),
      Field(3, "industry", Names("industry", zh: "行业"), .choice(.industries), [.indexed]),
      Field(4, "scale", Names("scale", zh: "规模"), .choice(.scales)),
      Field(5, "phone", Names("phone", zh: "电话"), .phone, [.sensitive]),
      Field(6, "email", Names("email", zh: "邮箱"), .email, [.sensitive]),
      Field(7, "address", Names("address", zh: "地址"), .text, [.sensitive]),
      Field(8, "city", Names("city", zh: "城市"), .text, [.searchable]),
      Field(9, "province", Names("province", zh: "省份"), .text, [.searchable]),
      Field(10, "website", Names("website", zh: "网站"), .webAddress, [.searchable]),
      Field(11, "tags", Names("tags", "tag", zh: "标签"), .labels),
      Field(12, "status", Names("status", zh: "状态"), .choice(.lifecycle), derivation: .lifecycle),
      Field(13, "owner", Names("owner", zh: "负责人"), .reference(.user), [.indexed], inverse: "customers"),
      Field(14, "source", Names("source", zh: "来源"), .text, [.searchable]),
      Field(15, "parent", Names("parent", zh: "上级客户"), .reference(.customer), inverse: "subsidiaries"),
      Field(16, "rfm_score", Names("rfm_score", zh: "RFM评分"), .integer(3...15), derivation: .rfm(.total)),
      Field(
        30, "status_since", Names("status_since", zh: "状态起始", "状态起始日期"), .date, derivation: .lifecycleSince),
      Field(31, "last_contact", Names("last_contact", zh: "最近联系", "最近联系时间"), .instant, derivation: .lastContact),
    ])
}

extension ChoiceList {
  /// The user's own list; the configuration replaces it.
  package static let industries = ChoiceList([
    Choice(1, "软件", Names("软件", "software", zh: "软件")), Choice(2, "互联网", Names("互联网", "internet", zh: "互联网")),
    Choice(3, "金融", Names("金融", "finance", zh: "金融")), Choice(4, "制造", Names("制造", "manufacturing", zh: "制造")),
    Choice(5, "其他", Names("其他", "other", zh: "其他")),
  ])
  package static let scales = ChoiceList([
    Choice(1, "小型", Names("小型", "small", zh: "小型")), Choice(2, "中型", Names("中型", "medium", zh: "中型")),
    Choice(3, "大型", Names("大型", "large", zh: "大型")),
  ])
  package static let lifecycle = ChoiceList([
    Choice(1, "prospect", Names("prospect", zh: "潜在客户", "潜在")), Choice(2, "new", Names("new", zh: "新客户")),
    Choice(3, "active", Names("active", zh: "活跃客户", "活跃")), Choice(4, "churned", Names("churned", zh: "流失客户", "流失")),
  ])
}
