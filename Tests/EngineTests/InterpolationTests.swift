import Testing

/// Texts that tell of the row that they are written to.
@Suite struct InterpolationTests {
  @Test func `an update writes each row's own text in one step`() throws {
    let bench = try Workbench.company()
    let said = bench.say("update opportunities where status = open set title = \"{it.title} · {it.customer}\"")
    #expect(said.contains("3 opportunities updated"), "\(said)")
    #expect(
      bench.rows("find opportunities sort by id show title") == [
        "CRM系统采购 · 科技有限公司", "年度维护 · 科技有限公司", "云迁移 · 百度在线", "风控平台",
      ])
  }

  @Test func `every kind of value reads as it is shown`() throws {
    let bench = try Workbench.company()
    bench.say(
      "update opp_001 set title = \"{it.amount}|{it.probability}|{it.stage}|{it.expected_close_date}|{it.owner.team}|{it.id}|{it}\""
    )
    #expect(
      bench.rows("find opp_001 show title") == ["\"¥100,000|50|方案提交|2026-12-15|华东|CRM系统采购|CRM系统采购\""])
    bench.say("update cust_002 set city = \"{it.tags}\"")
    #expect(bench.rows("find cust_002 show city") == ["\"VIP, 高价值\""])
    bench.say("update task_001 set title = \"{it.customer.name}：{it.type}\"")
    #expect(bench.rows("find task_001 show title") == ["科技有限公司：followup"])
  }

  @Test func `the search index and the order follow`() throws {
    let bench = try Workbench.company()
    bench.say("update customers where city = 北京 set name = \"阿{it.name}\"")
    #expect(bench.rows("find customers \"阿百度\" show name") == ["阿百度在线"])
    #expect(bench.rows("find customers sort by name limit 1 show name") == ["阿百度在线"])
  }

  @Test func `it is undone exactly`() throws {
    let bench = try Workbench.company()
    let before = try bench.dump()["opportunities"]
    bench.say("update opportunities all set title = \"{it.title}{it.title}\"")
    #expect(try bench.dump()["opportunities"] != before)
    bench.say("undo")
    #expect(
      bench.rows("find opportunities sort by id show title") == ["CRM系统采购", "年度维护", "云迁移", "风控平台"])
  }

  @Test func `a preview shows each row's text and writes nothing`() throws {
    let bench = try Workbench.company()
    let said = bench.say("preview update opp_002 set title = \"{it.title}!\"")
    #expect(said.contains("年度维护!"), "\(said)")
    #expect(bench.rows("find opp_002 show title") == ["年度维护"])
  }

  @Test func `a required text that would become empty is refused with its record`() throws {
    let bench = try Workbench.company()
    bench.say("update customers all set name = \"{it.city}\"")
    #expect(bench.codes == ["out-of-range"])
    #expect(bench.rows("find cust_001 show name") == ["科技有限公司"])
  }

  @Test func `a text that grows beyond what a field holds is refused`() throws {
    let bench = try Workbench.company()
    let piece = String(repeating: "字", count: 300_000)
    bench.say("update cust_001 set city = \"\(piece)\"")
    bench.say("update cust_001 set city = \"{it.city}{it.city}\"")
    #expect(bench.codes == ["out-of-range"])
  }

  @Test func `a column and a condition may tell of the row`() throws {
    let bench = try Workbench.company()
    #expect(bench.rows("find contacts where id = contact_001 show \"{name}（{it.customer}）\"") == ["张三（科技有限公司）"])
    bench.say("update cust_001 set city = 科技有限公司")
    #expect(bench.rows("find customers where name = \"{it.city}\" show id") == ["cust_001"])
  }

  @Test func `in a loop over records it is the record`() throws {
    let bench = try Workbench.company()
    bench.say("find customers where city = 深圳 | each $c { add task title = \"回访 {it.name}\", customer = $c }")
    #expect(
      bench.rows("find tasks where title starts with 回访 and title contains ' ' show title").sorted() == [
        "回访 招商银行", "回访 科技有限公司",
      ])
  }

  @Test func `where there is no row there is no it`() throws {
    let bench = try Workbench.company()
    bench.say("add task title = \"回访 {it.name}\"")
    #expect(bench.codes == ["no-subject"])
  }

  @Test func `a word between braces that names nothing is refused with the nearest name`() throws {
    let bench = try Workbench.company()
    #expect(bench.say("update cust_001 set city = \"{nmae}\"").contains("it.name"))
    #expect(bench.codes == ["unknown-name"])
    bench.say("print \"{nosuch}\"")
    #expect(bench.codes == ["unknown-name"])
    let text = bench.script("for $c in find customers limit 1 { print \"{c.name}\" }")
    #expect(bench.codes == ["unknown-name"])
    #expect(text.contains("$c.name"))
  }
}
