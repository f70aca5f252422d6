extension EntityKey { package static let template = EntityKey(rawValue: 10) }

extension Entity {
  /// A message to be sent again and again.
  package static let template = Entity(
    .template, prefix: "tpl", "template", Names("template", "templates", zh: "模板"), title: "name",
    columns: ["template_id", "name", "subject", "channel"],
    fields: [
      Field(1, "template_id", Names("template_id", "id", zh: "模板编号", "编号"), .identity),
      Field(2, "name", Names("name", zh: "名称"), .text, [.required, .searchable, .keyed]),
      Field(3, "subject", Names("subject", zh: "主题"), .text, [.searchable]),
      Field(4, "body", Names("body", zh: "正文"), .text, [.searchable]),
      Field(5, "channel", Names("channel", zh: "渠道"), .choice(.channels)),
    ])
}

extension ChoiceList {
  package static let channels = ChoiceList([
    Choice(1, "email", Names("email", zh: "邮件")), Choice(2, "feishu", Names("feishu", zh: "飞书")),
  ])
}
