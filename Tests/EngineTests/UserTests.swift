import Domain
import Testing

/// People who come, have work and leave.
@Suite struct UserTests {
  @Test func `who leaves with work in hand is told of with the statements that pass it on`() throws {
    let bench = try Workbench.company()
    let text = bench.say("update sales_001 set active = false")
    #expect(bench.codes == [])
    #expect(
      text.contains(
        "sales_001 still has 2 open opportunities: assign opportunities where owner = sales_001 and status = open to …")
    )
    #expect(text.contains("1 open task: assign tasks"))
    bench.say("assign opportunities where owner = sales_001 and status = open to sales_002")
    bench.say("assign tasks where owner = sales_001 and status in (pending, in_progress) to sales_002")
    bench.say("assign customers where owner = sales_001 to sales_002")
    #expect(bench.codes == [])
  }

  @Test func `who is deleted with work in hand is told of, and the statements still pass it on`() throws {
    let bench = try Workbench.company()
    let text = bench.say("delete sales_001")
    #expect(bench.codes == [])
    #expect(text.contains("1 user deleted") && text.contains("1 open task: assign tasks where owner = sales_001"))
    bench.say("assign tasks where owner = sales_001 and status in (pending, in_progress) to sales_002")
    #expect(bench.codes == [])
    #expect(bench.rows("find tasks where owner = sales_001 and status in (pending, in_progress) show title") == [])
  }

  @Test func `nobody is given work who is not active`() throws {
    let bench = try Workbench.company()
    bench.say("update sales_002 set active = false")
    for statement in [
      "assign opp_001 to sales_002", "update cust_001 set owner = 李雷", "add task title = x, assignee = sales_002",
    ] {
      let text = bench.say(statement)
      #expect(bench.codes == ["inactive-user"], "\(statement)")
      #expect(text.contains("update sales_002 set active = true"))
    }
  }

  @Test func `a default assignee who is no user gets nothing, and that is said`() throws {
    var customization = Customization.plain
    customization.rules.defaultAssignee = "sales_009"
    let bench = try Workbench(customization: customization)
    bench.say("delete sales_009; purge sales_009")
    #expect(bench.say("add task title = x").contains("tasks.default_assignee sales_009 is no user"))
    #expect(bench.codes == [])
    #expect(bench.rows("find tasks show assignee") == ["\"\""])
  }

  @Test func `a person's profile shows what is in hand`() throws {
    let bench = try Workbench.company()
    bench.say("add target user = 王芳, period = 2026, amount = 5")
    let profile = bench.say("show sales_001")
    #expect(profile.contains("[open opportunities 2/2]") && profile.contains("[open tasks 1/1]"))
    #expect(profile.contains("[targets 1/1]"))
    #expect(!profile.contains("风控平台"))
  }
}
