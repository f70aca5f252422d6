import Diagnostics
import Domain
import Engine
import Layout
import Testing
import Values

/// The profile on one screen, its parts, what a customer is worth and where they stand among the others.
@Suite struct ProfileTests {
  private func bench(_ language: UserLanguage = .english) throws -> Workbench {
    try Workbench(
      language,
      saying: """
        add customer name = 甲
        add customer name = 乙
        add order customer = cust_001, amount = 1200.50, ordered_at = 2026-10-01 10:00
        add order customer = cust_001, amount = 1000, ordered_at = 2026-01-01 10:00
        add order customer = cust_002, amount = 10, ordered_at = 2024-01-01 10:00
        add contact customer = cust_001, name = 张三, role = 决策人
        add contact customer = cust_001, name = 李四, role = 使用人
        add opportunity customer = cust_001, title = 系统, amount = 100
        add opportunity customer = cust_001, title = 二期, amount = 300
        close opp_002 won
        add order customer = cust_001, opportunity = opp_002, amount = 300, ordered_at = 2026-11-19 10:00
        for $i in [1, 2, 3, 4, 5, 6, 7, 8, 9] { log phone with contact_001 "第{$i}次" }
        """)
  }

  @Test func `value and RFM stand on the one screen`() throws {
    let said = try bench().say("show cust_001")
    #expect(said.contains("purchases: 3 purchases from 2026-01-01 to "))
    #expect(said.contains("¥2,500.50 in all, ¥833.50 on average"))
    // Of two customers the better one is in the third fifth.
    #expect(said.contains("RFM: 3 + 3 + 3 = 9, ordinary: keep ("))
    #expect(said.contains("3 times, ¥2,500.50; among 2 customers with a purchase)"))
    #expect(try bench().say("show contact_001").contains("RFM") == false)
  }

  @Test func `who bought nothing has neither, and who lies in the recycle bin does not count`() throws {
    let bench = try bench()
    bench.say("add customer name = 丙")
    let said = bench.say("show cust_003")
    #expect(said.contains("none yet") && !said.contains("RFM"))
    bench.say("delete cust_002")
    #expect(bench.say("show cust_001").contains("among 1 customer with a purchase"))
  }

  @Test func `a program gets the scores of who is named, and of lists not yet`() throws {
    let bench = try bench()
    #expect(
      bench.say("show cust_001 | json").contains(
        "\"rfm_score\": {\"recency\": 3, \"frequency\": 3, \"monetary\": 3, \"total\": 9}"))
    #expect(bench.say("show cust_001, cust_002 | jsonl").contains("\"rfm_score\":{\"recency\":1,"))
    #expect(bench.say("find customers | json").contains("\"rfm_score\": null"))
  }

  @Test func `what does not fit is counted, and its statement shows it`() throws {
    let bench = try bench()
    let said = bench.say("show cust_001")
    #expect(said.contains("[timeline 8/"))
    #expect(said.contains("more: opportunities 2, orders 3, interactions 9"))
    #expect(bench.rows("show cust_001 orders show order_id") == ["order_004", "order_001", "order_002"])
    #expect(bench.rows("show cust_001 contacts where role = 决策人 show name") == ["张三"])
    #expect(bench.rows("show cust_001 interactions limit 2 show content") == ["第9次", "第8次"])
    #expect(bench.rows("show 甲 商机 sort by amount desc show title") == ["二期", "系统"])
    #expect(bench.say("show cust_001 timeline").contains("第1次"))
    #expect(bench.say("show cust_001 all").contains("第1次"))
    #expect(bench.say("show opp_002 stages").contains("成交"))
  }

  @Test func `a part can be changed and is what the last result means`() throws {
    let bench = try bench()
    bench.say("show cust_001 contacts | update set position = 经理")
    #expect(bench.rows("find contacts show position") == ["经理", "经理"])
    bench.say("show cust_001 orders")
    #expect(bench.rows("find $_ show order_id").count == 3)
  }

  @Test(arguments: [
    ("show cust_001 timelin", "unknown-part"), ("show contact_001 orders", "unknown-part"),
    ("show cust_001, cust_002 orders", "one-record"), ("show cust_001 timeline limit 3", "part-without-clauses"),
    ("show cust_001 timeline | update set a = b", "part-without-clauses"), ("show cust_001 all | csv", "several-lists"),
    ("show cust_009 orders", "no-such-record"), ("show cust_001 limti 3", "unknown-clause"),
  ])
  func `what cannot be shown is told`(statement: String, code: String) throws {
    let bench = try bench()
    bench.say(statement)
    #expect(bench.codes == [code])
  }

  @Test func `a part is printed as it is read`() throws {
    #expect(try bench().say("explain show cust_001 timeline").contains("show cust_001 timeline"))
  }

  @Test func `of an earlier state the same parts are shown, as they were`() throws {
    let bench = try bench()
    bench.clock.now = bench.clock.now.adding(seconds: 86_400) ?? bench.clock.now
    bench.say("update contact_001 set customer = cust_002")
    #expect(bench.rows("show cust_001 contacts show name") == ["李四"])
    #expect(Set(bench.rows("show cust_001 contacts as of 1d ago show name")) == ["张三", "李四"])
    #expect(bench.say("show cust_001 as of 1d ago").contains("[contacts 2/2]"))
  }

  @Test func `the words are understood in Chinese`() throws {
    let bench = try bench(.chinese)
    #expect(bench.say("查看 甲 时间线").contains("第1次"))
    #expect(bench.say("查看 甲 全部").contains("第1次"))
    #expect(bench.say("查看 甲 时间").contains("的档案没有“时间”这一部分"))
  }

  /// What a profile says today it says of today later on: purchases and score, what was next, what had happened.
  @Test(arguments: [
    "cust_001", "cust_001 timeline", "cust_001 all", "lead_001", "lead_001 score", "contact_001",
    "contact_001 companies", "opp_001",
  ])
  func `a profile of an earlier state is what it was`(asked: String) throws {
    let bench = try Workbench.company()
    for statement in [
      "add lead name = 王线索, company = 新公司, phone = 13900001111, source = 官网",
      "log phone with lead_001 \"问价格\"", "log visit with cust_001 \"演示\"",
      "add contact name = 甲, customer = cust_001", "update contact_001 set customer = cust_002",
      "close opp_001 won amount 9万", "add task title = 回访, customer = cust_001, due_date = in 3d",
      "add order customer = cust_001, amount = 3000, ordered_at = yesterday",
    ] {
      bench.clock.pass(seconds: 60)
      bench.say(statement)
      #expect(bench.codes == [], "\(statement)")
    }
    let number = try ChangeLogTests.lastChangeSet(bench)
    let then = bench.say("show \(asked)")
    #expect(bench.codes == [])
    for statement in [
      "log email with lead_001 \"回信\"", "update lead_001 set company = 旧公司, source = 展会",
      "log phone with cust_001 \"追加\"", "update contact_001 set customer = cust_001", "reopen opp_001",
      "complete task_001", "add order customer = cust_001, amount = 99999, ordered_at = now",
      "update cust_001 set city = 拉萨",
      "add opportunity title = 新单, customer = cust_001, amount = 1万", "close opp_001 lost because 价格", "undo", "undo",
      "undo \(number - 2) force",
    ] {
      bench.clock.pass(seconds: 100_000)
      bench.say(statement)
      #expect(bench.codes == [], "\(statement)")
    }
    #expect(bench.say("show \(asked)") != then)
    let answer = bench.say("show \(asked) as of \"#\(number)\"").replacing("\n(as of #\(number))", with: "")
    #expect(answer == then)
  }
}
