extension EntityKey { package static let target = EntityKey(rawValue: 11) }

extension Entity {
  /// What a person or a team is to sell in a period.
  package static let target = Entity(
    .target, prefix: "target", "target", Names("target", "targets", zh: "业绩目标", "目标"), title: "period",
    columns: ["target_id", "user", "team", "period", "amount", "attained", "attainment"],
    fields: [
      Field(1, "target_id", Names("target_id", "id", zh: "目标编号", "编号"), .identity),
      Field(2, "user", Names("user", "user_id", zh: "用户"), .reference(.user), [.indexed], inverse: "targets"),
      Field(3, "team", Names("team", zh: "团队"), .text, [.searchable]),
      Field(4, "period", Names("period", zh: "期间"), .text, [.required, .period]),
      Field(5, "amount", Names("amount", zh: "金额"), .money, [.required]),
      Field(6, "attained", Names("attained", zh: "已完成"), .money, derivation: .targetAttained),
      Field(7, "attainment", Names("attainment", zh: "完成率"), .number, derivation: .targetAttainment),
    ])
}
