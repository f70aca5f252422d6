import Domain
import Testing
import Values

/// Reports: what they count, of which days, as of when, and where their rows go.
@Suite struct ReportTests {
  @Test func `a funnel says who reached what`() throws {
    let bench = try Workbench.company()
    #expect(
      bench.rows("funnel") == [
        "初步接触,4,4,100,,,,1,0,1820000", "需求确认,3,4,75,3,75,,0,0,1800000", "方案提交,3,4,75,3,100,,1,0,1800000",
        "商务谈判,2,4,50,2,66.7,,1,0,1700000", "成交,1,4,25,1,50,,0,0,500000",
      ])
    bench.say("close opp_003 lost because 价格")
    #expect(bench.rows("funnel where owner = 李雷").contains("商务谈判,1,1,100,0,,,0,1,1200000"))
    let text = bench.say("funnel")
    #expect(text.contains("4 opportunities, all: 1 won, 1 lost, 2 open"))
    #expect(text.contains("75% (3/4)") && text.contains("66.7% (2/3)") && text.contains("50% (1/2)"))
  }

  @Test func `a funnel of a period is of those that were entered in it`() throws {
    let bench = try Workbench.company()
    #expect(bench.rows("funnel 2025").allSatisfy { $0.contains(",0,0,") })
    #expect(bench.rows("funnel this month").first?.hasPrefix("初步接触,4,4") == true)
  }

  @Test func `scores are given among all, whoever is shown`() throws {
    let bench = try Self.buyers()
    let all = bench.rows("rfm")
    #expect(all.count == 5)
    #expect(all.first == "cust_005,e,2026-11-15,5,5,15000,5,5,5,15,VIP客户")
    #expect(all.last == "cust_001,a,2026-11-11,9,1,1000,1,1,1,3,一般保持客户")
    #expect(bench.rows("rfm where name = e") == [all[0]])
    #expect(bench.rows("rfm limit 2") == Array(all.prefix(2)))
    #expect(bench.say("rfm where name = e").contains("1 customer with a purchase up to 2026-11-20"))
    #expect(bench.say("rfm where name = e").contains("scored among all 5"))
    // The rows are records: what follows may speak of them.
    bench.say("rfm limit 1")
    #expect(bench.rows("find $_ show name") == ["e"])
  }

  @Test func `what a customer is going to be worth is said where there is enough to learn from`() throws {
    let bench = try Self.buyers()
    #expect(bench.rows("value limit 1") == ["cust_005,e,5,15000,,,,15000"])
    #expect(bench.say("value").contains("no prediction: 4 bought again, 10 are needed"))
    #expect(bench.say("value").contains("5 customers with a purchase up to 2026-11-20: ¥35,000, ¥7,000 each (ARPU"))
    var dice = Dice(7)
    for index in 6...60 {
      bench.say("add customer name = n\(index)")
      // Many buy once, few often, and half of those stop early.
      let often = [0, 0, 0, 1, 0, 2, 0, 9, 1, 0, 17][index % 11]
      let size = 10 * (1 + dice.roll(20)) * (1 + dice.roll(20))
      for _ in 0...often {
        let day = 1 + dice.roll(28)
        let month = index.isMultiple(of: 2) ? 1 + dice.roll(4) : 1 + dice.roll(10)
        bench.say(
          "add order customer = n\(index), amount = \(size * (5 + dice.roll(11))), ordered_at = 2026-\(month)-\(day)")
      }
    }
    #expect(bench.codes == [])
    let rows = bench.rows("value")
    #expect(rows.count == 60)
    let wrong = rows.filter { row in
      let cells = row.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
      return !(cells[4] >= 0 && abs(cells[3] + cells[4] - cells[7]) < 0.02 && (0...1).contains(cells[6]))
    }
    #expect(wrong == [])
    #expect(bench.say("value").contains("in the next 12 months ¥"))
    #expect(bench.say("value 2026-10").contains("in the 12 months after 2026-10-31 ¥"))
    #expect(bench.say("value limit 2").hasPrefix("2 of 60 shown; all together: 60 customers with a purchase"))
    #expect(bench.rows("value where name = e").count == 1)
    bench.say("delete cust_005, cust_006, cust_017")
    #expect(bench.rows("value") == bench.rows("value as of now"))
  }

  @Test func `a list may ask for scores, their parts and segments`() throws {
    let bench = try Self.buyers()
    let list = "show name, rfm_score, rfm_score.monetary, rfm_score.segment sort by rfm_score desc, name"
    #expect(bench.rows("find customers where rfm_score > 11 \(list)") == ["e,15,5,VIP客户", "d,12,4,VIP客户"])
    #expect(bench.rows("find customers where rfm_score.segment = VIP show name") == ["d", "e"])
    #expect(bench.rows("find customers where rfm_score.segment in (一般保持客户, 重要发展客户) show name") == ["a", "b", "c"])
    #expect(bench.rows("avg rfm_score of customers") == ["9"])
    #expect(bench.rows("count customers by rfm_score.recency") == ["1,1", "2,1", "3,1", "4,1", "5,1"])
    #expect(bench.rows("find opportunities where customer.rfm_score = 3 show title") == ["x"])
    bench.say("add customer name = f; delete cust_005")
    #expect(bench.rows("find customers where rfm_score is empty show name") == ["f"])
    // Who lies in the bin is nobody's rival.
    #expect(bench.rows("find customers where name = d show rfm_score") == ["12"])
    bench.say("find customers where rfm_score.segment = 没有这种 show name")
    #expect(bench.codes == ["not-a-choice"])
    for field in ["rfm_score", "rfm_score.total"] {
      bench.say("update cust_001 set \(field) = 5")
      #expect(bench.codes == ["derived-field"])
    }
    #expect(bench.rows("count customers by rfm_score.segment").last == "未成交,1")
    #expect(bench.say("count customers by rfm_score.segment").contains("no purchase"))
    #expect(bench.rows("count customers where rfm_score.segment is empty") == ["1"])
  }

  @Test func `a score is that of the report, of any day`() throws {
    let bench = try Self.buyers()
    bench.clock.now = Instant(milliseconds: bench.clock.now.milliseconds + 3 * 86_400_000)
    bench.say(
      "add order customer = cust_001, amount = 999999, ordered_at = 2026-11-21; delete cust_004; undo; delete cust_003")
    #expect(bench.codes == [])
    for day in ["2026-11-20", "2026-11-23"] {
      let report = bench.rows("rfm as of \(day)").map { row in
        let cells = row.split(separator: ",")
        return "\(cells[1]),\(cells[9]),\(cells[10])"
      }
      let list = bench.rows(
        "find customers where rfm_score is not empty show name, rfm_score.total, rfm_score.segment as of \(day)")
      #expect(list.sorted() == report.sorted() && !list.isEmpty)
    }
  }

  @Test func `a period of rfm counts its purchases only`() throws {
    let bench = try Self.buyers()
    #expect(bench.rows("rfm 2026-11-15") == ["cust_005,e,2026-11-15,0,1,5000,1,1,1,3,一般保持客户"])
    #expect(bench.rows("rfm 2025") == [])
  }

  @Test func `segments hold everybody once, saved views beside them`() throws {
    let bench = try Self.buyers()
    bench.say("add customer name = f; view 大单 = find customers where name in (d, e, f); view 机会 = find opportunities")
    let rows = bench.rows("segments")
    #expect(rows.contains("VIP客户,2,6,33.3,25000,12500"))
    #expect(rows.contains("未成交,1,6,16.7,0,0"))
    #expect(rows.last == "@大单,3,6,50,25000,8333.33")
    let counts = rows.filter { !$0.hasPrefix("@") }.compactMap { Int($0.split(separator: ",")[1]) }
    #expect(counts.reduce(0, +) == 6)
  }

  @Test func `a visit that was undone and done again counts once`() throws {
    let bench = try Self.buyers()
    bench.clock.pass(seconds: 3600)
    bench.say("move opp_002 to 需求确认")
    let then = bench.rows("funnel")
    bench.clock.pass(seconds: 2 * 86_400)
    bench.say("undo; redo")
    #expect(bench.codes == [])
    #expect(bench.rows("funnel as of 2026-11-20") == then)
  }

  @Test func `what is sold by who is gone is told beside`() throws {
    let bench = try Workbench.company()
    bench.say("delete sales_001")
    #expect(bench.say("performance").contains("¥500,000 beside that belong to nobody who is here"))
  }

  @Test func `of one person's sales too it is told what belongs to nobody`() throws {
    let bench = try Workbench.company()
    bench.say("update opportunities where status = won set owner = empty")
    #expect(bench.say("performance for 李雷").contains("¥500,000 beside that belong to nobody"))
    bench.say("assign opportunities where status = won to 王芳")
    #expect(!bench.say("performance for 李雷").contains("beside"))
  }

  @Test func `sums of performance stop at the largest amount`() throws {
    let bench = try Workbench.company()
    for _ in 1...3 {
      bench.say("add order customer = cust_002, amount = 60000000000000000, ordered_at = 2026-11-02")
    }
    #expect(bench.codes == [])
    #expect(bench.say("performance for 李雷").contains("¥92,233,720,368,547,758.07"))
    #expect(bench.say("performance").contains("0 lost, ¥92,233,720,368,547,758.07"))
  }

  @Test func `performance is each person's work of a month`() throws {
    let bench = try Workbench.company()
    bench.say("add target user = 王芳, period = 2026-11, amount = 100万; assign lead_001 to 李雷")
    bench.say("add order customer = cust_002, amount = 3000, ordered_at = 2026-11-02")
    bench.say("add order customer = cust_002, amount = 700, ordered_at = 2026-10-02")
    #expect(
      bench.rows("performance") == [
        "sales_001,王芳,0,0,3,1,0,100,500000,1000000,50,0", "sales_002,李雷,1,0,1,0,0,,3000,,,",
        "sales_000,管理员,0,1,0,0,0,,0,,,",
      ])
    #expect(bench.rows("performance 2026-10 for 李雷") == ["sales_002,李雷,0,0,0,0,0,,700,,,"])
    #expect(bench.rows("performance where team = 华东").count == 1)
    #expect(bench.say("performance").contains("50% (¥500,000/¥1,000,000)"))
  }

  @Test func `targets of the longest periods inside the one that is asked for count`() throws {
    let bench = try Workbench.company()
    for (period, amount) in [("2026-10", 1), ("2026-11", 2), ("2026-Q4", 7), ("2027-01", 9)] {
      bench.say("add target user = 王芳, period = \(period), amount = \(amount)")
    }
    func target(_ period: String) -> String? {
      bench.rows("performance \(period) for 王芳").first?.split(separator: ",", omittingEmptySubsequences: false)
        .dropFirst(9).first.map(String.init)
    }
    #expect(["2026-11", "2026-Q4", "2026", "2026-09"].map(target) == ["2", "7", "7", ""])
  }

  @Test func `as of a day a report says what it said that day`() throws {
    let bench = try Self.buyers()
    let reports = [
      "funnel", "value", "rfm", "segments", "performance", "rfm where name in (a, e)", "funnel where amount > 100",
    ]
    bench.say("move opp_002 to 需求确认")
    let then = reports.map { bench.rows($0) }
    bench.clock.now = Instant(milliseconds: bench.clock.now.milliseconds + 3 * 86_400_000)
    bench.say("move opp_002 to 初步接触; close opp_001 lost because 价格; delete cust_005; add customer name = g")
    bench.say(
      "add order customer = cust_001, amount = 999999, ordered_at = 2026-11-21; update order_001 set amount = 5; delete order_002"
    )
    #expect(bench.codes == [])
    for (report, rows) in zip(reports, then) {
      #expect(bench.rows(report) != rows, "\(report)")
      #expect(bench.rows("\(report) as of 2026-11-20") == rows, "\(report)")
    }
    bench.say("undo; undo; undo; undo; undo; undo; undo")
    #expect(bench.codes == [])
    for (report, rows) in zip(reports, then) where !["rfm", "segments", "value"].contains(report) {
      #expect(bench.rows("\(report) as of 2026-11-20") == rows, "\(report) after undo")
    }
  }

  @Test func `a report's rows go where a query's go`() throws {
    let bench = try Workbench.company()
    bench.say("funnel | update set stage = 成交")
    #expect(bench.codes == ["syntax"])
    bench.say("funnel 随便")
    #expect(bench.codes.count == 1)
    for statement in ["performance for cust_001", "calendar for cust_001"] {
      bench.say(statement)
      #expect(bench.codes == ["wrong-target"])
    }
    bench.say("performance for sales_999")
    #expect(bench.codes == ["no-such-record"])
    bench.say("rfm where stage = 成交")
    #expect(bench.codes == ["unknown-field"])
    bench.say("funnel as of 2030")
    #expect(bench.codes == ["future-moment"])
    #expect(bench.say("funnel as of 2020-01-01").contains("the workspace began on"))
  }

  @Test func `clauses of a report stand in any order`() throws {
    let bench = try Workbench.company()
    for (one, other) in [
      ("performance 2026-11 for 王芳", "performance for 王芳 2026-11"),
      ("performance this month where team = 华南", "performance where team = 华南 this month"),
      ("performance 2026-11 limit 1", "performance limit 1 2026-11"),
      ("funnel 2026-11 where owner = 王芳", "funnel where owner = 王芳 2026-11"),
      ("funnel 2026 as of today", "funnel as of today 2026"), ("rfm last year limit 3", "rfm limit 3 last year"),
      ("rfm limit 3 where owner = 王芳", "rfm where owner = 王芳 limit 3"), ("业绩 本月 属于 王芳", "业绩 属于 王芳 本月"),
      ("funnel where owner = 王芳", "funnel for 王芳"), ("rfm for 李雷", "rfm where owner = 李雷"),
      ("value for 王芳 2026", "value 2026 where owner = 王芳"), ("segments for 王芳", "segments where owner = 王芳"),
      ("calendar 2026-11 for 王芳", "calendar for 王芳 2026-11"),
    ] {
      #expect(bench.rows(one) == bench.rows(other), "\(one)")
      #expect(bench.codes == [], "\(one)")
    }
    #expect(bench.rows("performance limit 1").count == 1)
    #expect(bench.rows("funnel for 王芳").first?.hasPrefix("初步接触,3,") == true)
  }

  @Test func `what a report does not take is told with what it takes`() throws {
    let bench = try Workbench.company()
    for (statement, found) in [
      ("rfm limt 3", "did you mean limit?"), ("rfm wehre owner = 王芳", "did you mean where?"),
      ("funnel limit 3", "`funnel` takes no “limit”"), ("segments limit 3", "`segments` takes no “limit”"),
      ("rfm sort by name", "[where CONDITION]"), ("value by owner", "[as of DAY]"), ("performance 王芳", "[for USER]"),
      ("rfm where owner = 王芳 limt 3", "did you mean limit?"), ("funnel where owner = 王芳 limit 3", "takes no “limit”"),
    ] {
      let text = bench.say(statement)
      #expect(bench.codes == ["unknown-clause"] && text.contains(found), "\(statement): \(text)")
    }
    for statement in ["funnel | chart pie", "funnel | chart pie to \"x.svg\"", "find customers | chart pie"] {
      #expect(bench.say(statement).hasPrefix("error[unknown-chart]"))
    }
    bench.say("funnel 9999")
    #expect(bench.codes == [])
    bench.say("funnel 2026-10 2026-11")
    #expect(bench.codes == ["duplicate-clause"])
    bench.say("rfm where name = New York")
    #expect(bench.codes == ["unquoted-space"])
  }

  @Test func `a stretch of days is a period, and its targets are those inside`() throws {
    let bench = try Workbench.company()
    for (period, amount) in [("2026-10", 1), ("2026-11", 2), ("2026-Q4", 7)] {
      bench.say("add target user = 王芳, period = \(period), amount = \(amount)")
    }
    bench.say("add order customer = cust_002, amount = 700, ordered_at = 2026-10-02")
    let text = bench.say("performance 2026-10-02..2026-12-31 for 李雷")
    #expect(text.contains("from 2026-10-02 to 2026-12-31") && text.contains("¥700"))
    func target(_ period: String) -> String? {
      bench.rows("performance \(period) for 王芳").first?.split(separator: ",", omittingEmptySubsequences: false)
        .dropFirst(9).first.map(String.init)
    }
    let periods = [
      "2026-10..2026-11", "2026-10-02..2026-11-30", "2026-Q4..2027-Q1", "2026-10-01..2026-12-31", "2026-12..2027-01",
    ]
    #expect(periods.map(target) == ["3", "2", "7", "7", ""])
    bench.say("performance 2026-12..2026-10")
    #expect(bench.codes == ["not-a-date"])
    #expect(bench.rows("find orders where ordered_at = 2026-10-01..2026-10-31 show amount") == ["700"])
  }

  @Test func `reports go by the names of the user's document`() throws {
    let bench = try Workbench.company()
    for (name, report) in [
      ("销售漏斗", "funnel"), ("客户价值", "value"), ("RFM分析", "rfm"), ("客户分群", "segments"), ("销售业绩", "performance"),
    ] {
      #expect(bench.rows(name) == bench.rows(report) && bench.codes == [], "\(name)")
    }
  }

  /// Five customers, a to e, with one to five orders each that rise in size and end later and later.
  private static func buyers() throws -> Workbench {
    let bench = try Workbench()
    for (index, name) in ["a", "b", "c", "d", "e"].enumerated() {
      bench.say("add customer name = \(name)")
      for order in 0...index {
        bench.say(
          "add order customer = cust_00\(index + 1), amount = \((order + 1) * 1000), ordered_at = 2026-11-\(11 + order)"
        )
      }
    }
    bench.say("add user name = 王芳; assign customers all to 王芳")
    bench.say("add opportunity customer = cust_001, title = x, amount = 1000, stage = 方案提交")
    bench.say("add opportunity customer = cust_002, title = y, amount = 50")
    #expect(bench.codes == [])
    return bench
  }
}
