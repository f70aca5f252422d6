import Testing

/// Counts, sums, groups, pivots and saved views (section 3).
@Suite struct GroupTests {
  static let queries: [(String, [String])] = [
    ("count customers by industry", ["软件,1", "互联网,1", "金融,1", ",1"]),
    ("count customers by city", ["深圳,2", "北京,1", ",1"]),
    ("count customers by tag", ["VIP,2", ",2", "高价值,1"]),
    ("count customers by city where tag = VIP", ["北京,1", "深圳,1"]),
    ("sum amount of opportunities by owner", ["李雷,1200000", "王芳,620000"]),
    (
      "sum amount of opportunities by owner, status where expected_close_date in this quarter",
      ["李雷,open,1200000", "王芳,open,100000"]
    ),
    ("avg amount of opportunities by status", ["open,440000", "won,500000"]),
    ("min amount of opportunities by stage limit 1", ["初步接触,20000"]),
    ("max expected_close_date of opportunities by owner", ["王芳,2027-01-10", "李雷,2026-11-30"]),
    ("count opportunities by month of expected_close_date", ["2026-11,1", "2026-12,1", "2027-01,1", ",1"]),
    ("count opportunities by year of expected_close_date", ["2026,2", "2027,1", ",1"]),
    (
      "find opportunities group by stage show stage, count() as n, sum(amount) as total having total > 5万 sort by total desc",
      ["商务谈判,1,1200000", "成交,1,500000", "方案提交,1,100000"]
    ),
    (
      "find opportunities group by customer.industry show customer.industry, sum(amount) as total",
      ["软件,120000", "互联网,1200000", "金融,500000"]
    ),
    ("find customers group by industry show industry, sum(count(contacts)) as n", ["软件,2", "互联网,1", "金融,0", ",0"]),
    ("find customers group by city show city, count() as n, n * 2 as twice limit 1", ["深圳,2,4"]),
    ("find opportunities group by status show status, sum(amount) / count() as mean", ["open,440000", "won,500000"]),
    ("find customers group by city show city, max(name) as m limit 1", ["深圳,招商银行"]),
    ("count customers by city having count() > 1", ["深圳,2"]),
    ("count customers by city sort by count desc limit 1", ["深圳,2"]),
    ("count customers by city top 1 by count", ["深圳,2"]),
  ]

  @Test func `groups yield what they say`() throws {
    let bench = try Workbench.company()
    for (query, rows) in Self.queries {
      #expect(
        bench.rows(query).map { $0.replacing("sales_001", with: "王芳").replacing("sales_002", with: "李雷") } == rows,
        "\(query)")
    }
  }

  @Test func `a single figure stands alone`() throws {
    let bench = try Workbench.company()
    #expect(bench.say("count customers") == "4")
    #expect(bench.say("count customers where city = 没有") == "0")
    #expect(bench.say("sum amount of opportunities") == "¥1,820,000")
    #expect(bench.say("sum amount of opportunities where amount < 0") == "¥0")
    #expect(bench.say("avg score of leads") == "57.5")
    #expect(bench.say("max expected_close_date of opportunities") == "2027-01-10")
    #expect(bench.say("统计 客户") == "4")
    #expect(bench.say("合计 金额 的 商机 其中 状态 = open") == "¥1,320,000")
  }

  @Test func `across turns a key's values into columns`() throws {
    let bench = try Workbench.company()
    #expect(bench.rows("count opportunities by stage across status") == ["初步接触,1,", "方案提交,1,", "商务谈判,1,", "成交,,1"])
    #expect(
      bench.rows("count opportunities by stage, status across status")
        == bench.rows("count opportunities by stage across status"))
    #expect(
      bench.say("find opportunities group by stage, owner show sum(amount) as t, stage, owner across owner")
        == """
        stage         王芳        李雷
        初步接触   ¥20,000
        方案提交  ¥100,000
        商务谈判            ¥1,200,000
        成交      ¥500,000
        (4 groups)
        """)
  }

  @Test func `amounts in other currencies compare and sum in the base currency at the rate of their day`() throws {
    let bench = try Workbench(customization: .varied)
    bench.script(
      "add opportunity title = a, amount = 100 USD\nadd opportunity title = b, amount = 700\nadd opportunity title = c, amount = 1万 JPY"
    )
    #expect(
      bench.say("sum amount of opportunities")
        == "¥1,900\nin other currencies: 1 JPY, 1 USD, each at the rate of the day on which it was written")
    #expect(bench.rows("find opportunities where amount >= 100 USD show title") == ["a", "b"])
    #expect(bench.rows("find opportunities where amount = 700 show title") == ["a", "b"])
    #expect(bench.rows("find opportunities sort by amount, title show title") == ["c", "a", "b"])
    #expect(bench.say("find opp_001 show amount").contains("US$100"))
  }

  @Test func `a saved view is a source like any other`() throws {
    let bench = try Workbench.company()
    #expect(bench.say("view 重点客户 = find customers where tag = VIP") == "+view_001")
    #expect(bench.rows("find @重点客户 where tag has none (高价值) show name") == ["科技有限公司"])
    #expect(bench.say("count @重点客户") == "2")
    #expect(bench.rows("count @重点客户 by city") == ["北京,1", "深圳,1"])
    #expect(bench.rows("find contacts where customer in @重点客户 show name") == ["张三", "李四", "王五"])
    #expect(bench.say("update @重点客户 where city = 深圳 set source = 网站") == "1 customer updated")
    #expect(bench.say("view 深圳重点 = find @重点客户 where city = 深圳") == "+view_002")
    #expect(bench.say("count @深圳重点") == "1")
    #expect(bench.say("view 重点客户 = find customers where scale = 大型") == "1 view updated")
    #expect(bench.say("count @深圳重点") == "1")
    #expect(bench.rows("find @深圳重点 show name") == ["招商银行"])
    bench.say("view 重点客户 = find @深圳重点")
    #expect(bench.codes == ["circular-view"])
    bench.say("view 自己 = find @自己")
    #expect(bench.codes == ["unknown-view"])
    #expect(bench.say("delete view 重点客户") == "1 view deleted")
    bench.say("count @深圳重点")
    #expect(bench.codes == ["unknown-view"])
  }

  @Test func `stages send rows on`() throws {
    let bench = try Workbench.company()
    #expect(bench.say("find customers show name limit 1 | jsonl") == "{\"name\":\"科技有限公司\"}")
    #expect(bench.say("find customers where city = 北京 show name, tags | markdown").contains("| 百度在线 | VIP, 高价值 |"))
    #expect(bench.say("find customers where city = 深圳 | update set province = 广东") == "2 customers updated")
    #expect(
      bench.say("find customers where city = 深圳 | each $c { print \"{$c.name} {it.province}\" }")
        == "科技有限公司 广东\n招商银行 广东")
    #expect(bench.say("find cust_001 show name | card") == "name  科技有限公司")
    bench.say("set output = json")
    #expect(bench.say("find cust_001 show name") == "[\n  {\n    \"name\": \"科技有限公司\"\n  }\n]")
  }

  @Test func `a limit counts the rows that across leaves`() throws {
    let bench = try Workbench(
      saying: "for $i in [1, 2, 3, 4] { add opportunity title = \"t\", lost_reason = \"r{$i}\"\n"
        + "add opportunity title = \"t\", lost_reason = \"r{$i}\", stage = 需求确认 }")
    let text = bench.say("count opportunities by lost_reason, stage across stage limit 3")
    #expect(["r1", "r2", "r3"].allSatisfy { text.contains($0) })
    #expect(!text.contains("r4") && text.contains("(3 groups)"))
  }

  @Test func `the greatest text is the last in the order of sorting`() throws {
    let bench = try Workbench(
      saying: "add opportunity title = 阿里; add opportunity title = 中国; add opportunity title = 百度")
    #expect(bench.rows("max title of opportunities") == ["中国"])
    #expect(bench.rows("min title of opportunities") == ["阿里"])
  }
}
