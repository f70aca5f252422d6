extension EntityKey { package static let contact = EntityKey(rawValue: 2) }

extension Entity {
  /// A person at a customer.
  package static let contact = Entity(
    .contact, prefix: "contact", "contact", Names("contact", "contacts", zh: "联系人"), title: "name",
    columns: ["contact_id", "customer", "name", "position", "role", "phone", "email", "is_primary"],
    record: [
      "contact_id", "customer", "name", "position", "phone", "email", "wechat", "role",
    ],
    fields: [
      Field(1, "contact_id", Names("contact_id", "id", zh: "联系人编号", "编号"), .identity),
      Field(
        2, "customer", Names("customer", "customer_id", zh: "客户"), .reference(.customer), [.indexed],
        inverse: "contacts"),
      Field(3, "name", Names("name", zh: "姓名"), .text, [.required, .searchable, .keyed]),
      Field(4, "position", Names("position", zh: "职位"), .text, [.searchable]),
      Field(5, "phone", Names("phone", zh: "电话"), .phone, [.sensitive]),
      Field(6, "email", Names("email", zh: "邮箱"), .email, [.sensitive]),
      Field(7, "wechat", Names("wechat", zh: "微信"), .text, [.sensitive, .indexed]),
      Field(8, "role", Names("role", zh: "角色"), .choice(.contactRoles)),
      Field(9, "birthday", Names("birthday", zh: "生日"), .date),
      Field(10, "is_primary", Names("is_primary", zh: "主要联系人"), .flag),
      Field(11, "do_not_contact", Names("do_not_contact", zh: "勿联系"), .flag),
      Field(12, "notes", Names("notes", zh: "备注"), .text, [.searchable]),
      Field(30, "next_birthday", Names("next_birthday", zh: "下次生日"), .date, derivation: .nextBirthday),
      Field(31, "last_contact", Names("last_contact", zh: "最近联系", "最近联系时间"), .instant, derivation: .lastContact),
    ])
}

extension ChoiceList {
  package static let contactRoles = ChoiceList([
    Choice(1, "决策人", Names("decision_maker", zh: "决策人")), Choice(2, "影响人", Names("influencer", zh: "影响人")),
    Choice(3, "使用人", Names("user", zh: "使用人")),
  ])
}
