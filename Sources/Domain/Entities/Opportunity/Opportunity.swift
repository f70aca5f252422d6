extension EntityKey { package static let opportunity = EntityKey(rawValue: 5) }

extension Entity {
  /// A possible sale.
  package static let opportunity = Entity(
    .opportunity, prefix: "opp", "opportunity", Names("opportunity", "opportunities", zh: "商机", "销售机会"), title: "title",
    columns: [
      "opportunity_id", "title", "customer", "amount", "stage", "probability", "expected_close_date", "status",
      "assigned_to",
    ],
    record: [
      "opportunity_id", "customer", "title", "amount", "stage", "probability", "expected_close_date", "created_at",
      "updated_at", "assigned_to", "competitors", "status",
    ],
    synonyms: ["owner": "assigned_to", "assignee": "assigned_to"],
    fields: [
      Field(1, "opportunity_id", Names("opportunity_id", "id", zh: "商机编号", "编号"), .identity),
      Field(
        2, "customer", Names("customer", "customer_id", zh: "客户"), .reference(.customer), [.indexed],
        inverse: "opportunities"),
      Field(3, "title", Names("title", zh: "标题", "商机名称"), .text, [.required, .searchable, .keyed]),
      Field(4, "amount", Names("amount", zh: "金额"), .money, [.indexed]),
      Field(5, "actual_amount", Names("actual_amount", zh: "成交金额"), .money),
      Field(6, "stage", Names("stage", zh: "阶段"), .choice(.stages), [.indexed]),
      Field(7, "probability", Names("probability", zh: "概率"), .integer(0...100)),
      Field(8, "expected_close_date", Names("expected_close_date", zh: "预计成交日期", "预计成交时间"), .date, [.indexed]),
      Field(9, "status", Names("status", zh: "状态"), .choice(.opportunityStatuses), [.indexed]),
      Field(10, "lost_reason", Names("lost_reason", zh: "输单原因"), .text, [.searchable]),
      Field(11, "competitors", Names("competitors", "competitor", zh: "竞品", "竞争对手"), .labels),
      Field(
        12, "assigned_to", Names("assigned_to", zh: "负责人"), .reference(.user), [.indexed], inverse: "opportunities"),
      Field(13, "closed_at", Names("closed_at", zh: "成交日期", "关闭日期"), .date, [.guided, .indexed]),
      Field(14, "stage_since", Names("stage_since", zh: "进入阶段时间"), .instant, [.automatic]),
      Field(15, "stage_age", Names("stage_age", zh: "停留时长"), .duration, derivation: .stageAge),
      Field(16, "weighted_amount", Names("weighted_amount", zh: "加权金额"), .money, derivation: .weightedAmount),
      Field(17, "lost_to", Names("lost_to", zh: "输给"), .text, [.guided, .searchable]),
      Field(18, "stale", Names("stale", zh: "停滞"), .flag, derivation: .isStale),
      Field(31, "last_contact", Names("last_contact", zh: "最近联系", "最近联系时间"), .instant, derivation: .lastContact),
    ])
}

extension ChoiceList {
  /// The user's own sales process; the configuration replaces it.
  package static let stages = ChoiceList([
    Choice(1, "初步接触", Names("初步接触", "contact", zh: "初步接触"), probability: 10),
    Choice(2, "需求确认", Names("需求确认", "qualification", zh: "需求确认"), probability: 30),
    Choice(3, "方案提交", Names("方案提交", "proposal", zh: "方案提交"), probability: 50),
    Choice(4, "商务谈判", Names("商务谈判", "negotiation", zh: "商务谈判", "谈判"), probability: 70),
    Choice(5, "成交", Names("成交", "closed", zh: "成交"), probability: 100),
  ])
  package static let opportunityStatuses = ChoiceList([
    Choice(1, "open", Names("open", zh: "进行中")), Choice(2, "won", Names("won", zh: "赢单", "已成交")),
    Choice(3, "lost", Names("lost", zh: "输单", "已丢单")),
  ])
}

/// The keys of an opportunity's statuses.
package enum OpportunityStatus {
  package static let open = 1
  package static let won = 2
  package static let lost = 3

  /// What a stage stands for: the closing ones end an opportunity.
  package static func status(in stage: Choice?) -> Int {
    stage?.isWinning == true ? won : stage?.isLosing == true ? lost : open
  }
}
