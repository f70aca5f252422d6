internal import Diagnostics
internal import Domain
internal import Language

/// Help from the catalogue: every verb from its signature, summary and examples; the words of scripts beside them.
struct HelpPages {
  let session: Session

  func page(_ topic: String?) throws(Diagnostic) -> HelpTopic { worded(try englishPage(topic)) }

  private func englishPage(_ topic: String?) throws(Diagnostic) -> HelpTopic {
    guard let topic, !topic.isEmpty else { return overview }
    let folded = topic.lowercased()
    if let verb = session.catalogue.verbs.first(where: { Self.answers($0.signature, folded) }) { return page(of: verb) }
    if let page = Self.topics.first(where: { $0.names.contains(folded) }) { return page.topic }
    if session.dictionary.entity(named: topic) != nil {
      return HelpTopic(
        name: topic, summary: Wording("an entity: its fields are shown by `describe`", "对象：用 说明 查看字段"),
        examples: ["describe \(topic)"])
    }
    if let unbuilt = UnbuiltVerbs.signatures.first(where: { Self.answers($0, folded) }) {
      return HelpTopic(
        name: unbuilt.verb, summary: Wording("known, but not built yet", "已列入计划，尚未实现"))
    }
    let known =
      session.catalogue.verbs.flatMap { $0.signature.words.first?.spellings ?? [] } + Self.topics.flatMap(\.names)
    throw Diagnostic(
      "unknown-topic", Wording("there is no help on “\(topic)”", "没有关于“\(topic)”的帮助"),
      help: NearestName.suggestions(for: topic, among: known).map { Wording(verbatim: "help \($0)") }
        + [Wording("help lists the topics", "输入 help 查看全部主题")])
  }

  private static func answers(_ signature: VerbSignature, _ word: String) -> Bool {
    signature.verb == word || (signature.words.count == 1 && signature.words[0].spellings.contains(word))
  }

  private var overview: HelpTopic {
    HelpTopic(
      name: "help",
      summary: Wording(
        "A statement begins with its verb. `help VERB` shows one; Tab completes; ; or Enter ends it.",
        "语句以动词开头。help 动词 查看用法；Tab 补全；回车或分号结束。"),
      examples: [
        "find customers where industry = 软件 and tag = VIP", "move opp_001 to 方案提交", "show cust_001",
        "count opportunities by stage",
      ],
      entries: Self.topics.map { ($0.topic.name, $0.topic.summary) }
        + session.catalogue.verbs.map { ($0.name, $0.summary) })
  }

  private func page(of verb: Verb) -> HelpTopic {
    HelpTopic(
      name: verb.name, summary: verb.summary,
      usage: [verb.signature.usage(.english), verb.signature.usage(.chinese)], examples: verb.examples)
  }

  /// The name of each topic in a language, in the order of the overview.
  static func topicNames(_ spelling: SpellingSet) -> [String] {
    topics.compactMap { page in
      page.names.first { $0.utf8.allSatisfy { $0 < 0x80 } == (spelling == .english) }
    }
  }

  private static func spellings(_ keywords: [Keyword]) -> [String] { keywords.flatMap(\.word.spellings) }

  static func topicSpellings(_ name: String) -> [String] {
    topics.first { $0.topic.name == name }?.names ?? []
  }

  private struct Page {
    let names: [String]
    let topic: HelpTopic
  }

  private static let topics: [Page] = [
    Page(
      names: ["find", "queries", "query", "查找", "查询"]
        + spellings([.where, .with, .without, .sort, .limit, .group, .having, .and, .or, .not]),
      topic: HelpTopic(
        name: "find", summary: Wording("asks for records", "查询记录"),
        usage: [
          "find [deleted] ENTITY [\"text\"] [where …] [with|without RELATION (…)] [show …] [sort by … desc] [limit N] [| json]"
        ],
        examples: [
          "find customers where industry = 软件 and tag = VIP", "find customers \"科技\"",
          "find opportunities where stage in (方案提交, 商务谈判) and amount >= 10万 show title, customer.name, amount sort by amount desc",
          "find customers where latest(interactions.date) < 30d ago",
          "find customers without opportunities (status = open)",
          "find opportunities group by stage show stage, count() as n, sum(amount) as total having n > 3 sort by total desc",
        ])),
    Page(
      names: ["count", "sum", "avg", "min", "max", "统计", "合计", "平均"],
      topic: HelpTopic(
        name: "count", summary: Wording("counts and sums, in groups", "计数与汇总，可分组"),
        usage: ["count ENTITY [by …] [where …]", "sum|avg|min|max FIELD of ENTITY [by …] [where …]"],
        examples: [
          "count customers by industry", "sum amount of opportunities by owner where status = open",
          "sum actual_amount of opportunities by month of closed_at where status = won",
        ])),
    Page(
      names: ["show", "查看", "显示"],
      topic: HelpTopic(
        name: "show", summary: Wording("one record with what belongs to it", "查看一条记录及其相关内容"),
        usage: ["show REFERENCE [PART] [as of DAY]", "show $3"],
        examples: [
          "show cust_001", "show 科技有限公司", "show $1", "show cust_001 timeline",
          "show cust_001 contacts where role = 决策人",
          "show cust_001 all | json",
        ])),
    Page(
      names: ["script", "scripts", "脚本"]
        + spellings([
          .let, .param, .if, .else, .for, .in, .define, .return, .do, .use, .try, .otherwise, .print, .fail, .expect,
        ]),
      topic: HelpTopic(
        name: "script",
        summary: Wording(
          "words for scripts: let param if for define do use try print fail expect",
          "脚本用词：let param if for define do use try print fail expect"),
        usage: [
          "let $x = QUERY | VALUE", "param $x: type = VALUE", "if CONDITION { … } else { … }", "for $x in QUERY { … }",
          "define name($a: type) { … return … }", "do name(…)", "try { … } otherwise $e { … }",
          "expect CONDITION, \"message\"",
        ],
        examples: ["for $c in find customers where tag = VIP { print \"{$c.name}\" }"])),
    Page(
      names: ["values", "dates", "numbers", "值", "日期", "数字"],
      topic: HelpTopic(
        name: "values", summary: Wording("how numbers, money and dates are written", "数字、金额和日期的写法"),
        usage: [
          "100000  10万  1.2亿  3k  50%", "¥10万  99.5 USD  1.2万美元",
          "2026-03-15  3月15日  2026-03  2026-Q1  today  昨天  last month  本季度  last 30 days  7d ago  in 3d",
          "2026-03-01..2026-04-30  2026-Q1..2026-Q2",
        ],
        examples: ["find opportunities where amount >= 10万 and expected_close_date in this quarter"])),
  ]
}
