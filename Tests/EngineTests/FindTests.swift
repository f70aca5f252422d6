import Testing

/// Queries of records (section 3): sources, conditions, paths, columns, order.
@Suite struct FindTests {
  /// Query and the rows that it shows.
  static let queries: [(String, [String])] = [
    // values of every kind
    ("find customers where industry = 软件 and tag = VIP show name", ["科技有限公司"]),
    ("find customers where industry = 软件 or city = 北京 show name", ["科技有限公司", "百度在线"]),
    ("find customers where name = ＢＡＩＤＵ show name", []),
    ("find customers where name contains 在 show name", ["百度在线"]),
    ("find customers where name starts with 招商 or name ends with 小店 show name", ["招商银行", "无名小店"]),
    ("find customers where phone = 075512345678 show name", ["科技有限公司"]),
    ("find customers where phone = 5678 show name", ["科技有限公司"]),
    ("find contacts where email = ZHANGSAN@Company.com show name", ["张三"]),
    ("find contacts where email contains company.com show name", ["张三"]),
    ("find opportunities where amount between 2万 and 10万 show title", ["CRM系统采购", "年度维护"]),
    ("find opportunities where amount = ¥1,200,000 show title", ["云迁移"]),
    ("find opportunities where probability = 50% show title", ["CRM系统采购"]),
    ("find opportunities where not amount > 10万 show title", ["CRM系统采购", "年度维护"]),
    ("find opportunities where amount / 2 >= 25万 show title", ["云迁移", "风控平台"]),
    ("find opportunities where actual_amount = it.amount show title", ["风控平台"]),
    ("find opportunities where stage >= 谈判 show title", ["云迁移", "风控平台"]),
    ("find opportunities where stage contains 谈 show title", ["云迁移"]),
    ("find leads where quality >= medium show name", ["李四"]),
    ("find contacts where role = decision_maker or role = 使用人 show name", ["张三", "王五"]),
    // tags
    ("find customers where tag = vip and tag != 高价值 show name", ["科技有限公司"]),
    ("find customers where tags has all (VIP, 高价值) show name", ["百度在线"]),
    ("find customers where tags is empty show name", ["招商银行", "无名小店"]),
    ("find customers where tag not in (VIP) show name", ["招商银行", "无名小店"]),
    // references, upwards
    ("find customers where owner = 王芳 show name", ["科技有限公司", "招商银行"]),
    ("find customers where owner = sales_002 show name", ["百度在线"]),
    ("find customers where assignee != 王芳 show name", ["百度在线", "无名小店"]),
    ("find contacts where customer.owner.team = 华东 show name", ["张三", "李四"]),
    ("find customers where owner contains 王 show name", ["科技有限公司", "招商银行"]),
    ("find customers where id in (cust_001, cust_003) show name", ["科技有限公司", "招商银行"]),
    ("find contacts where customer in (find customers where city = 深圳) show name", ["张三", "李四"]),
    ("find customers where id in (find opportunities where amount > 10万 show customer) show name", ["百度在线", "招商银行"]),
    // relations, downwards
    (
      "find customers where count(contacts) = 0 or latest(interactions.date) < 30d ago show name",
      ["百度在线", "招商银行", "无名小店"]
    ),
    (
      "find customers with contacts (role = 决策人 and email is not empty) without opportunities (status = won) show name",
      ["科技有限公司"]
    ),
    ("find customers where any(opportunities (amount > 100万)) show name", ["百度在线"]),
    ("find customers where all(opportunities (amount > 10万)) show name", ["百度在线", "招商银行", "无名小店"]),
    ("find customers where sum(opportunities.amount (status = open)) > 100万 show name", ["百度在线"]),
    ("find customers where count(contacts) = count(opportunities) show name", ["科技有限公司", "百度在线", "无名小店"]),
    ("find customers where latest(interactions.type) = 电话 show name", ["科技有限公司"]),
    ("find opportunities where amount > (avg amount of opportunities) show title", ["云迁移", "风控平台"]),
    // sources
    ("find cust_002, cust_001 show name", ["科技有限公司", "百度在线"]),
    ("find customers \"深圳\" show name", ["科技有限公司", "招商银行"]),
    ("find interactions \"产品方\" show content", ["讨论产品方案"]),
    // order and pages: Chinese by pinyin, the empty last
    ("find customers sort by name show name", ["百度在线", "科技有限公司", "无名小店", "招商银行"]),
    ("find customers sort by city desc, name show name", ["科技有限公司", "招商银行", "百度在线", "无名小店"]),
    ("find customers sort by name limit 2 after cust_002 show name", ["科技有限公司", "无名小店"]),
    ("find customers sort by city limit 2 after cust_003 show name", ["无名小店"]),
    ("find opportunities top 2 by amount show title", ["云迁移", "风控平台"]),
    ("find opportunities sort by stage desc limit 1 show title", ["风控平台"]),
    ("find opportunities sort by customer, amount show title", ["云迁移", "年度维护", "CRM系统采购", "风控平台"]),
    ("find customers limit 0 show name", []),
    // full-width punctuation and Chinese words
    ("find customers where industry in （软件，金融） show name", ["科技有限公司", "招商银行"]),
    ("find customers where name ＝ “科技有限公司” show name", ["科技有限公司"]),
    ("查找 商机 其中 金额 ≥ 10万 且 阶段 属于 （方案提交，商务谈判） 显示 标题 排序 按 金额 降序 限 20", ["云迁移", "CRM系统采购"]),
    ("查找 客户 其中 标签 不为空 显示 名称", ["科技有限公司", "百度在线"]),
  ]

  @Test func `queries find what they say`() throws {
    let bench = try Workbench.company()
    for (query, rows) in Self.queries { #expect(bench.rows(query) == rows, "\(query)") }
  }

  /// Half-open ranges in Asia/Shanghai; the clock stands at 2026-11-20 10:00.
  @Test func `dates are ranges of the workspace's own days`() throws {
    let bench = try Workbench(
      saying: """
        add user name = u
        add customer name = c
        log note with c "last of March" at "2026-03-31 23:59"
        log note with c "first of April" at "2026-04-01 00:00"
        log note with c "UTC morning" at 2026-03-31T17:00:00Z
        log note with c "yesterday" at "2026-11-19 23:59"
        log note with c "today" at "2026-11-20 00:00"
        """)
    for (condition, found) in [
      ("date = 2026-03", ["last of March"]), ("date = 2026-04", ["first of April", "UTC morning"]),
      ("date in 2026-Q1", ["last of March"]), ("date > 2026-03 and date < 2026-05", ["first of April", "UTC morning"]),
      ("date <= 2026-03", ["last of March"]),
      ("date >= 2026-04 and date <= 2026-04-01", ["first of April", "UTC morning"]),
      ("date = today", ["today"]), ("date = yesterday", ["yesterday"]), ("date = 昨天", ["yesterday"]),
      ("date < today and date >= 2d ago", ["yesterday"]),
      ("date in this week", ["yesterday", "today"]), ("date in 本月", ["yesterday", "today"]),
      ("date in last 30 days", ["yesterday", "today"]),
      ("date = 2026", ["last of March", "first of April", "UTC morning", "yesterday", "today"]), ("date = 2025", []),
      ("date between 2026-04-01 and 2026-04", ["first of April", "UTC morning"]),
      ("date != 2026-04 and date < 2026-05", ["last of March"]),
    ] {
      #expect(bench.rows("find interactions where \(condition) show content") == found, "\(condition)")
    }
    #expect(bench.rows("count interactions by month of date") == ["2026-03,1", "2026-04,2", "2026-11,2"])
    #expect(bench.rows("count interactions by week of date") == ["2026-03-30,3", "2026-11-16,2"])
    #expect(bench.rows("count interactions by quarter of date") == ["2026-Q1,1", "2026-Q2,2", "2026-Q4,2"])
    #expect(bench.rows("count interactions by day of date limit 1") == ["2026-03-31,1"])
  }

  @Test func `columns are fields, paths, aggregates and figures under names of their own`() throws {
    let bench = try Workbench.company()
    #expect(
      bench.say(
        "find customers where city = 深圳 show name, count(contacts) as n, sum(opportunities.amount) as total, latest(interactions.date) as last"
      )
        == """
        name          n     total  last
        科技有限公司  2  ¥120,000  2026-11-18 00:00
        招商银行      0  ¥500,000
        (2 customers)
        """)
    #expect(
      bench.rows(
        "find opportunities show title, customer.owner.team, amount * probability / 100 as w, weighted_amount limit 1")
        == ["CRM系统采购,华东,50000,50000"])
    #expect(
      bench.rows("find customers show name, first(contacts.name) as f, latest(contacts.name) as l limit 1") == [
        "科技有限公司,张三,李四"
      ])
    #expect(
      bench.rows("find opportunities where customer = cust_003 show expected_close_date - today as left, stage_age")
        == [","])
  }

  @Test func `each aggregate counts its own records once, however many stand beside it`() throws {
    let bench = try Workbench.company()
    #expect(
      bench.rows(
        "find cust_001 show count(contacts), count(opportunities), count(interactions), count(tasks), sum(opportunities.amount)"
      )
        == ["2,2,1,1,120000"])
  }

  @Test func `deleted records are in no query unless it asks, and show through references`() throws {
    let bench = try Workbench.company()
    bench.say("delete cust_001")
    #expect(bench.rows("find customers show name") == ["百度在线", "招商银行", "无名小店"])
    #expect(bench.rows("find deleted customers show name") == ["科技有限公司"])
    #expect(bench.rows("find customers \"科技\" show name") == [])
    #expect(bench.say("find opp_001 show customer").contains("科技有限公司 (deleted)"))
    #expect(bench.rows("find opportunities where customer.name = 科技有限公司 show title") == ["CRM系统采购", "年度维护"])
    bench.say("delete opp_001")
    #expect(bench.say("count opportunities") == "3")
    #expect(bench.rows("find deleted customers show count(opportunities)") == ["1"])
    bench.say("restore 科技有限公司")
    #expect(bench.say("count customers") == "4")
  }

  @Test func `a profile shows the record with what belongs to it`() throws {
    let bench = try Workbench.company()
    let text = bench.say("show 科技有限公司")
    for piece in ["cust_001", "[contacts 2/2]", "[open opportunities ", "[open tasks 1/1]", "[timeline ", "讨论产品方案"] {
      #expect(text.contains(piece), "\(piece)")
    }
    bench.script((1...7).map { "log note with cust_001 \"第\($0)次\"" }.joined(separator: "\n"))
    #expect(bench.say("show cust_001").contains("[timeline 8/"))
  }

  @Test func `contains and its kin take variables and fields`() throws {
    let bench = try Workbench(
      saying: "add opportunity title = 深圳甲, lost_reason = 深圳; add opportunity title = 乙, lost_reason = 丙")
    let found = bench.script("let $v = \"深圳\"\nfind opportunities where title contains $v show title | csv")
    #expect(found.contains("深圳甲"))
    #expect(bench.codes == [])
    #expect(bench.rows("find opportunities where title contains it.lost_reason show title") == ["深圳甲"])
    #expect(bench.rows("find opportunities where title starts with it.lost_reason show title") == ["深圳甲"])
    #expect(bench.rows("find opportunities where not (title ends with it.lost_reason) show title") == ["深圳甲", "乙"])
    bench.script("for $o in find opportunities { expect count(find opportunities where title contains $o.title) = 1 }")
    #expect(bench.codes == [])
  }
}
