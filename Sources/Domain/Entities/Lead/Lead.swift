extension EntityKey { package static let lead = EntityKey(rawValue: 4) }

extension Entity {
  /// Somebody who may become a customer.
  package static let lead = Entity(
    .lead, prefix: "lead", "lead", Names("lead", "leads", zh: "线索", "销售线索"), title: "name",
    columns: ["lead_id", "name", "company", "source", "interest", "score", "quality", "status", "assigned_to"],
    record: [
      "lead_id", "name", "company", "phone", "email", "position", "source", "interest", "score", "status",
      "created_at", "assigned_to",
    ],
    synonyms: ["owner": "assigned_to", "assignee": "assigned_to"],
    fields: [
      Field(1, "lead_id", Names("lead_id", "id", zh: "线索编号", "编号"), .identity),
      Field(2, "name", Names("name", zh: "姓名"), .text, [.required, .searchable, .keyed]),
      Field(3, "company", Names("company", zh: "公司"), .text, [.searchable, .keyed]),
      Field(4, "phone", Names("phone", zh: "电话"), .phone, [.sensitive]),
      Field(5, "email", Names("email", zh: "邮箱"), .email, [.sensitive]),
      Field(6, "position", Names("position", zh: "职位"), .text, [.searchable]),
      Field(7, "source", Names("source", zh: "来源"), .text, [.searchable]),
      Field(8, "interest", Names("interest", zh: "意向"), .text, [.searchable]),
      Field(9, "score", Names("score", zh: "评分"), .integer(0...100), [.guided, .indexed]),
      Field(10, "quality", Names("quality", zh: "质量"), .choice(.leadQualities), derivation: .leadQuality),
      Field(11, "status", Names("status", zh: "状态"), .choice(.leadStatuses), [.indexed]),
      Field(12, "assigned_to", Names("assigned_to", zh: "负责人"), .reference(.user), [.indexed], inverse: "leads"),
      Field(
        13, "converted_customer", Names("converted_customer", zh: "转化客户"), .reference(.customer), [.guided],
        inverse: "leads"),
      Field(14, "converted_contact", Names("converted_contact", zh: "转化联系人"), .reference(.contact), [.guided]),
      Field(
        15, "converted_opportunity", Names("converted_opportunity", zh: "转化商机"), .reference(.opportunity), [.guided]),
      Field(16, "converted_at", Names("converted_at", zh: "转化时间"), .instant, [.guided]),
      Field(31, "last_contact", Names("last_contact", zh: "最近联系", "最近联系时间"), .instant, derivation: .lastContact),
    ])
}

extension ChoiceList {
  package static let leadQualities = ChoiceList([
    Choice(3, "low", Names("low", zh: "低价值")), Choice(2, "medium", Names("medium", zh: "中价值")),
    Choice(1, "high", Names("high", zh: "高价值")),
  ])
  package static let leadStatuses = ChoiceList([
    Choice(1, "new", Names("new", zh: "新线索", "新")), Choice(2, "contacted", Names("contacted", zh: "已联系")),
    Choice(3, "qualified", Names("qualified", zh: "已确认")), Choice(4, "converted", Names("converted", zh: "已转化")),
    Choice(5, "disqualified", Names("disqualified", zh: "已淘汰", "无效")),
  ])
}
