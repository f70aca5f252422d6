extension EntityKey { package static let view = EntityKey(rawValue: 12) }

extension Entity {
  /// A query with a name, used as a source: `@重点客户`.
  package static let view = Entity(
    .view, prefix: "view", "view", Names("view", "views", zh: "视图"), title: "name",
    columns: ["view_id", "name", "query"],
    fields: [
      Field(1, "view_id", Names("view_id", "id", zh: "视图编号", "编号"), .identity),
      Field(2, "name", Names("name", zh: "名称"), .text, [.required, .keyed]),
      Field(3, "query", Names("query", zh: "查询"), .text, [.required]),
    ])
}
