extension EntityKey { package static let interaction = EntityKey(rawValue: 3) }

extension Entity {
  /// A call, a mail, a meeting, a visit, a message, a note.
  package static let interaction = Entity(
    .interaction, prefix: "act", "interaction", Names("interaction", "interactions", zh: "沟通记录"), title: "content",
    columns: ["interaction_id", "date", "type", "customer", "contact", "content", "created_by"],
    record: [
      "interaction_id", "date", "type", "content", "contact", "customer", "opportunity", "lead",
    ],
    fields: [
      Field(1, "interaction_id", Names("interaction_id", "id", zh: "沟通编号", "编号"), .identity),
      Field(
        2, "contact", Names("contact", "contact_id", zh: "联系人"), .reference(.contact), [.indexed],
        inverse: "interactions"),
      Field(
        3, "customer", Names("customer", "customer_id", zh: "客户"), .reference(.customer), [.indexed],
        inverse: "interactions"),
      Field(
        4, "opportunity", Names("opportunity", "opportunity_id", zh: "商机"), .reference(.opportunity), [.indexed],
        inverse: "interactions"),
      Field(5, "lead", Names("lead", "lead_id", zh: "线索"), .reference(.lead), [.indexed], inverse: "interactions"),
      Field(6, "type", Names("type", zh: "类型"), .choice(.interactionTypes), [.required]),
      Field(7, "content", Names("content", zh: "内容"), .text, [.searchable]),
      Field(8, "date", Names("date", zh: "日期", "时间"), .instant, [.indexed]),
      Field(9, "duration", Names("duration", zh: "时长"), .duration),
      Field(10, "direction", Names("direction", zh: "方向"), .choice(.directions)),
    ])
}

extension ChoiceList {
  package static let interactionTypes = ChoiceList([
    Choice(1, "phone", Names("phone", zh: "电话")), Choice(2, "email", Names("email", zh: "邮件")),
    Choice(3, "meeting", Names("meeting", zh: "会议")), Choice(4, "visit", Names("visit", zh: "拜访")),
    Choice(5, "wechat", Names("wechat", zh: "微信")), Choice(6, "note", Names("note", zh: "备注")),
  ])
  package static let directions = ChoiceList([
    Choice(1, "in", Names("in", zh: "呼入", "收到")), Choice(2, "out", Names("out", zh: "呼出", "发出")),
  ])
}

/// The keys of an interaction's types.
package enum InteractionType {
  package static let meeting = 3
  package static let visit = 4
  /// Nobody was in touch with anybody.
  package static let note = 6
}
