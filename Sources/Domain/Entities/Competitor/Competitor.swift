extension EntityKey { package static let competitor = EntityKey(rawValue: 6) }

extension Entity {
  /// A rival product or firm.
  package static let competitor = Entity(
    .competitor, prefix: "comp", "competitor", Names("competitor", "competitors", zh: "竞品", "竞争对手"), title: "name",
    columns: ["competitor_id", "name", "win_rate", "strengths", "weaknesses"],
    fields: [
      Field(1, "competitor_id", Names("competitor_id", "id", zh: "竞品编号", "编号"), .identity),
      Field(2, "name", Names("name", zh: "名称"), .text, [.required, .searchable, .keyed]),
      Field(3, "strengths", Names("strengths", zh: "优势"), .text, [.searchable]),
      Field(4, "weaknesses", Names("weaknesses", zh: "劣势"), .text, [.searchable]),
      Field(5, "notes", Names("notes", zh: "备注"), .text, [.searchable]),
      Field(6, "win_rate", Names("win_rate", zh: "对其赢率"), .number, derivation: .competitorWinRate),
      Field(7, "won", Names("won", zh: "赢单数"), .integer(0...Int.max), derivation: .competitorWon),
      Field(8, "lost", Names("lost", zh: "输单数"), .integer(0...Int.max), derivation: .competitorLost),
    ])
}
