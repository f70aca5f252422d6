extension EntityKey { package static let user = EntityKey(rawValue: 9) }

extension Entity {
  /// Somebody who works with the data. Number 0 is the administrator who made the workspace.
  package static let user = Entity(
    .user, prefix: "sales", "user", Names("user", "users", zh: "用户", "销售"), title: "name",
    columns: ["user_id", "name", "email", "role", "team", "manager", "active"],
    fields: [
      Field(1, "user_id", Names("user_id", "id", zh: "用户编号", "编号"), .identity),
      Field(2, "name", Names("name", zh: "姓名"), .text, [.required, .searchable, .keyed]),
      Field(3, "email", Names("email", zh: "邮箱"), .email),
      Field(4, "role", Names("role", zh: "角色"), .choice(.userRoles)),
      Field(5, "team", Names("team", zh: "团队"), .text, [.searchable]),
      Field(6, "manager", Names("manager", zh: "经理", "上级"), .reference(.user), inverse: "reports"),
      Field(7, "active", Names("active", zh: "在职"), .flag),
    ])
}

extension ChoiceList {
  package static let userRoles = ChoiceList([
    Choice(1, "admin", Names("admin", zh: "管理员")), Choice(2, "manager", Names("manager", zh: "经理")),
    Choice(3, "sales", Names("sales", zh: "销售")), Choice(4, "viewer", Names("viewer", zh: "只读")),
  ])
}
