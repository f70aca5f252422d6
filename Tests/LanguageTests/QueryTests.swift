import Diagnostics
import Language
import Testing

/// Queries (language.md section 3).
@Suite struct QueryTests {
  @Test func `clauses stand in any order`() {
    let written = Shape.of(
      "find opportunities limit 5 after abc sort by amount desc, title asc show title as t, amount where a = 1 as of 2026-01-31"
    )
    #expect(
      written
        == "find opportunities where [a = ‹1›] show title as t, amount sort by amount desc, title limit ‹5› after ‹abc› as of ‹2026-01-31›"
    )
  }

  @Test func `every clause stands at most once, relations once each`() {
    for text in [
      "find x where a = 1 where b = 2", "find x show a show b", "find x group by a group by b",
      "find x sort by a sort by b",
      "find x limit 1 limit 2", "find x top 1 by a top 2 by b", "find x as of today as of now", "find x with c with c",
      "find x without c 没有 c", "find x having a > 1 having b > 1", "find x across a across b",
      "count x by a group by b",
    ] {
      #expect(Shape.of(text) == "error: duplicate-clause", "\(text)")
    }
    #expect(Shape.of("find x with c without c with d (a = 1)") == "find x with c without c with d ([a = ‹1›])")
  }

  @Test func `groups, buckets, pivots and the top`() {
    #expect(
      Shape.of(
        "find opportunities group by stage, month of closed_at show stage, count() as n, sum(amount) as total having n > 3"
      )
        == "find opportunities group by stage, month of closed_at show stage, count() as n, sum(amount) as total having [n > ‹3›]"
    )
    #expect(Shape.of("count customers by industry") == "count customers group by industry")
    #expect(
      Shape.of("sum amount of opportunities by owner, stage where expected_close_date in this quarter")
        == "sum amount of opportunities where [expected_close_date in ‹this quarter›] group by owner, stage")
    #expect(
      Shape.of("sum a * b of x by quarter of c across owner") == "sum <a * b> of x group by quarter of c across owner")
    #expect(Shape.of("find x group by month") == "find x group by month")
    #expect(Shape.of("find x top 5 by amount") == "find x top 5 by amount")
    #expect(
      Shape.of("find x group by a show a, sum(count(contacts))") == "find x group by a show a, sum(count(contacts))")
  }

  @Test func `an inner condition stands behind the relation`() {
    #expect(
      Shape.condition("count(opportunities (status = won)) > 2") == "[count(opportunities | [status = ‹won›]) > ‹2›]")
    #expect(
      Shape.condition("latest(interactions.date (type = phone)) < 30d ago")
        == "[latest(interactions.date | [type = ‹phone›]) < ‹30d ago›]")
    #expect(Shape.condition("any(tasks (a = 1 or b = 2))") == "any(tasks | any([a = ‹1›], [b = ‹2›]))")
  }

  @Test func `sources are entities, views, variables, references, deleted ones`() {
    #expect(Shape.of("find @重点客户 where a = 1") == "find @重点客户 where [a = ‹1›]")
    #expect(Shape.of("@重点客户 | count x").hasPrefix("error"))
    #expect(Shape.of("@重点客户 show name") == "find @重点客户 show name")
    #expect(Shape.of("find $q where a = 1") == "find $q where [a = ‹1›]")
    #expect(Shape.of("$q where a = 1") == "find $q where [a = ‹1›]")
    #expect(Shape.of("$_") == "find $_")
    #expect(Shape.of("$c.contacts show name") == "find $c.contacts show name")
    #expect(Shape.of("find cust_001, cust_002") == "find ‹cust_001›,‹cust_002›")
    #expect(Shape.of("show cust_001") == "show ‹cust_001›")
    #expect(Shape.of("show 科技有限公司, \"New York\"") == "show ‹科技有限公司›,‹\"New York\"›")
    #expect(Shape.of("find deleted customers") == "find deleted customers")
  }

  @Test func `predicates of every kind`() {
    #expect(Shape.condition("a in (b, c)") == "[a in [‹b›, ‹c›]]")
    #expect(Shape.condition("a not in (find x where b = 1)") == "[a not in {find x where [b = ‹1›]}]")
    #expect(Shape.condition("a in last 30 days") == "[a in ‹last 30 days›]")
    #expect(Shape.condition("a in @v and b = 1") == "all([a in {find @v}], [b = ‹1›])")
    #expect(Shape.condition("a in $q") == "[a in $q]")
    #expect(Shape.condition("a between 1 and 5 and b = 2") == "all([a between ‹1› and ‹5›], [b = ‹2›])")
    #expect(Shape.condition("a between 2026-01-01 and in 3 days") == "[a between ‹2026-01-01› and ‹in 3 days›]")
    #expect(
      Shape.condition("a contains 科技 or a starts with 北 or a ends with \"公 司\" or a matches \"^x\"")
        == "any([a contains ‹科技›], [a starts with ‹北›], [a ends with \"公 司\"], [a matches \"^x\"])")
    #expect(
      Shape.condition("a has any (b, c) and a has all (d) and a has none ('e f')")
        == "all([a has any (‹b›, ‹c›)], [a has all (‹d›)], [a has none (\"e f\")])")
    #expect(Shape.condition("a is empty or b is not empty") == "any([a is empty], [b is not empty])")
    #expect(Shape.condition("a overlaps 2026-03") == "[a overlaps ‹2026-03›]")
    #expect(Shape.condition("a < it.amount and b >= $min") == "all([a < it.amount], [b >= $min])")
    #expect(
      Shape.condition("not a = 1 and not (b = 2 or c = 3)") == "all(not [a = ‹1›], not (any([b = ‹2›], [c = ‹3›])))")
    #expect(Shape.condition("a = 1 or b = 2 and c = 3") == "any([a = ‹1›], all([b = ‹2›], [c = ‹3›]))")
    #expect(Shape.condition("amount - cost * 2 > 10万") == "[<amount - <cost * #2>> > ‹10万›]")
    #expect(Shape.condition("is_primary") == "is_primary")
    #expect(Shape.condition("a == 1 and b <> 2") == "all([a = ‹1›], [b != ‹2›])")
    #expect(Shape.condition("a is 5") == "error: is-needs-empty")
  }

  @Test func `history belongs to its predicate`() {
    #expect(Shape.condition("(stage was 商务谈判 during 2026-Q1)") == "([stage was ‹商务谈判› during ‹2026-Q1›])")
    #expect(
      Shape.condition("stage changed from a to b since last month by sales_001")
        == "[stage changed from ‹a› to ‹b› since ‹last month› by ‹sales_001›]")
    #expect(Shape.condition("stage changed") == "[stage changed]")
    #expect(
      Shape.of("assign opportunities where stage changed to b to sales_001")
        == "assign target:opportunities where [stage changed to ‹b›] owner:‹sales_001›")
    #expect(Shape.of("assign opportunities where stage changed to sales_001") == "error: ambiguous-history")
    #expect(
      Shape.of("assign opportunities where (stage changed) to sales_001")
        == "assign target:opportunities where ([stage changed]) owner:‹sales_001›")
  }

  @Test func `stages follow a query`() {
    for format in ["table", "card", "json", "jsonl", "csv", "markdown"] {
      #expect(Shape.of("find x | \(format)") == "find x | \(format)")
    }
    #expect(Shape.of("find x | chart bar to \"x.svg\"") == "find x | chart bar to \"x.svg\"")
    #expect(Shape.of("find x | to \"file.xlsx\"") == "find x | to \"file.xlsx\"")
    #expect(Shape.of("find x | update set a = 1, b += c") == "find x | update a = ‹1›; b += ‹c›")
    #expect(Shape.of("find x | update a = 1") == "find x | update a = ‹1›")
    #expect(
      Shape.of("find x | each $c {\n  tag $c with VIP\n  print \"{$c.name}\"\n}\nshow cust_001")
        == "find x | each $c {tag target:$c tags:[‹VIP›] ; print \"{$c.name}\"} ; show ‹cust_001›")
    #expect(Shape.of("find x | jsno") == "error: syntax")
  }

  @Test func `Chinese says the same`() {
    let pairs = [
      (
        "查找 客户 其中 行业 = 软件 且 城市 = 深圳 显示 名称, 规模 排序 名称 降序 限 5 接着 c",
        "find 客户 where 行业 = 软件 and 城市 = 深圳 show 名称, 规模 sort by 名称 desc limit 5 after c"
      ),
      ("统计 客户 按 行业", "count 客户 by 行业"), ("合计 金额 的 商机 按 月 的 成交日期", "sum 金额 of 商机 by month of 成交日期"),
      ("查找 客户 带有 联系人 （角色 = 决策人 且 邮箱 为空） 没有 商机", "find 客户 with 联系人 (角色 = 决策人 and 邮箱 is empty) without 商机"),
      ("查找 商机 分组 阶段 显示 阶段, count() 作为 n 组内 n > 3", "find 商机 group by 阶段 show 阶段, count() as n having n > 3"),
      ("查找 商机 其中 阶段 属于 （a， b） 或 金额 介于 1 且 2 截至 昨天", "find 商机 where 阶段 in (a, b) or 金额 between 1 and 2 as of 昨天"),
      (
        "查找 客户 其中 标签 含任一 (a) 且 标签 含全部 (b) 且 标签 不含 (c)",
        "find 客户 where 标签 has any (a) and 标签 has all (b) and 标签 has none (c)"
      ),
      (
        "查找 客户 其中 非 名称 开头是 a 且 名称 结尾是 b 且 邮箱 不为空",
        "find 客户 where not 名称 starts with a and 名称 ends with b and 邮箱 is not empty"
      ),
      (
        "查找 商机 其中 阶段 曾为 a 期间 本月 或 阶段 变更 从 a 到 b 自 上月",
        "find 商机 where 阶段 was a during 本月 or 阶段 changed from a to b since 上月"
      ),
      ("查找 商机 前 5 按 金额 | 表格", "find 商机 top 5 by 金额 | table"), ("显示 cust_001", "show cust_001"),
      ("如果 $x = 1 { 打印 1 } 否则 { 失败 \"x\" }", "if $x = 1 { print 1 } else { fail \"x\" }"),
      ("遍历 $c 属于 $q { 更新 $c 设为 a = 1 }", "for $c in $q { update $c set a = 1 }"),
    ]
    for (chinese, english) in pairs {
      #expect(!Shape.of(english).hasPrefix("error"), "\(english)")
      #expect(Shape.of(chinese) == Shape.of(english), "\(chinese)")
    }
  }

  @Test func `words are known whatever their case`() {
    #expect(
      Shape.of("FIND x WHERE a = 1 AND b = 2 Sort By c DESC") == "find x where all([a = ‹1›], [b = ‹2›]) sort by c desc"
    )
    #expect(Shape.of("Tag cust_001 With VIP") == "tag target:‹cust_001› tags:[‹VIP›]")
  }
}
