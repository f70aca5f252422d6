internal import Diagnostics
internal import Domain
internal import Language
internal import Query

/// Reports: questions over many records at once, each with its first line saying what it counted.
extension Verb {
  /// `funnel`, `funnel 2026-Q1 where owner = sales_001 | chart funnel`
  package static let funnel = report(
    .funnel, Word("funnel", zh: "漏斗", "销售漏斗"), .opportunities,
    Wording(
      "how far the opportunities of a period came: who reached each stage, went on, stayed or was lost there",
      "销售漏斗：某一时期创建的商机到达各阶段的比例、转化、停留时长与输单位置"),
    examples: [
      "funnel", "funnel 2026-Q1", "funnel this year where owner = sales_001", "funnel as of 2026-06-30",
      "funnel | chart funnel",
    ])

  /// `rfm`, `rfm where industry = 软件 limit 20 | to "rfm.csv"`
  package static let rfm = report(
    .rfm, Word("rfm", zh: "RFM", "RFM分析", "rfm分析"), .customers,
    Wording(
      "customers by recency, frequency and monetary value of their purchases, each scored 1 to 5",
      "RFM 分析：客户最近一次成交、成交次数与金额，各评 1 至 5 分"),
    examples: ["rfm", "rfm where industry = 软件 limit 20", "rfm last year", "rfm as of 2026-06-30 | csv"])

  /// `value`, `value where owner = sales_001 limit 20`
  package static let value = report(
    .value, Word("value", zh: "价值", "客户价值"), .customers,
    Wording(
      "what customers were worth and are going to be: purchases, those of the next 12 months, and who is still there",
      "客户价值：历史成交额、未来 12 个月预测与客户活跃概率"),
    examples: ["value", "value where owner = sales_001 limit 20", "value last year", "value as of 2026-06-30 | json"])

  /// `segments`, `segments where city = 深圳`
  package static let segments = report(
    .segments, Word("segments", zh: "分群", "客户分群"), .allCustomers,
    Wording(
      "how many customers lie in each RFM segment and in each saved view of customers, and what they bought",
      "客户分群：各 RFM 分群与已保存客户视图的客户数、占比与成交额"),
    examples: ["segments", "segments where city = 深圳", "segments as of 2026-06-30", "segments | chart bar"])

  /// `performance 2026-01 for sales_001`
  package static let performance = report(
    .performance, Word("performance", zh: "业绩", "销售业绩"), .people,
    Wording(
      "what each person did in a period: leads, interactions, opportunities opened, won and lost, sales against target",
      "销售业绩：每人在某一时期的线索、沟通、新开、赢单、输单、成交额与目标完成率"),
    examples: [
      "performance", "performance 2026-01 for sales_001", "performance this quarter where team = 华南",
      "performance last month | chart bar",
    ])

  private static func report(
    _ report: Report, _ word: Word, _ form: ReportForm, _ summary: Wording, examples: [String]
  ) -> Verb {
    Verb(
      VerbSignature(report.rawValue, [word], form.elements, effect: .reads, holding: form.contents), summary,
      examples: examples
    ) { command, planning throws(BindingError) in
      .report(.figures(try planning.question(report, command)))
    }
  }
}

/// How a report is asked for: behind its word the clauses in any order, and what becomes of the rows.
private struct ReportForm {
  var hasLimit = true
  let subject: String

  static let opportunities = ReportForm(hasLimit: false, subject: "opportunity")
  static let customers = ReportForm(subject: "customer")
  static let allCustomers = ReportForm(hasLimit: false, subject: "customer")
  static let people = ReportForm(subject: "user")

  var elements: [SignatureElement] {
    var clauses: [[SignatureElement]] = [
      [.slot("period", .period)], [.word(Word("for", zh: "属于", "针对")), .slot("user", .value)],
      [.word(Keyword.where.word), .slot("condition", .condition)],
      [.word(Word(phrase: ["as", "of"], zh: "截至")), .slot("day", .value)],
    ]
    if hasLimit { clauses.append([.word(Keyword.limit.word), .slot("limit", .value)]) }
    return [.clauses(clauses), .stage("stage", .outlets)]
  }

  var contents: [String: SlotContent] {
    ["period": .period, "user": .user, "condition": .records([subject]), "day": .moment]
  }
}
