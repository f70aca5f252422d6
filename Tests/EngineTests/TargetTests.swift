import Domain
import Testing

/// What people and teams are to sell, and what they have.
@Suite struct TargetTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench.company()
    bench.say(
      """
      add target user = 王芳, period = 2026年第四季度, amount = 100万; add target user = 王芳, period = 本月, amount = 20万
      add target team = 华南, period = 2026, amount = 200万; add target user = 王芳, period = 2026-10, amount = 1万
      """)
    #expect(bench.codes == [])
    return bench
  }

  @Test func `a period is a year, a quarter or a month, in any spelling`() throws {
    let bench = try bench()
    #expect(bench.rows("find targets show period") == ["2026-Q4", "2026-11", "2026", "2026-10"])
    #expect(bench.rows("find targets where period = 2026年 show target_id") == ["target_003"])
    #expect(bench.rows("find targets where period = 2026-q4 show target_id") == ["target_001"])
    for period in ["今天", "2026-03-15", "上周", "随便"] {
      bench.say("add target user = 李雷, period = \(period), amount = 1")
      #expect(["not-a-period", "not-a-date"].contains(bench.codes.first ?? ""), "\(period): \(bench.codes)")
    }
  }

  @Test func `what is won in the period by the person or the team is attained`() throws {
    let bench = try bench()
    // 风控平台, 500,000, is 王芳's and was won today.
    #expect(bench.rows("find targets show attained, attainment") == ["500000,50", "500000,250", "0,0", "0,0"])
    bench.say("close opp_003 won amount 80万")
    #expect(bench.rows("find target_003 show attained, attainment") == ["800000,40"])
    #expect(bench.rows("find targets where attainment >= 50% show target_id") == ["target_001", "target_002"])
    #expect(bench.say("show target_003").contains("40% (¥800,000/¥2,000,000)"))
  }

  @Test func `an order that no won opportunity stands for counts for the customer's owner`() throws {
    let bench = try bench()
    bench.say("add order customer = cust_001, amount = 1000, ordered_at = 2026-10-05")
    bench.say("add order customer = cust_003, opportunity = opp_004, amount = 9000, ordered_at = 2026-10-06")
    #expect(bench.rows("find target_004 show attained, attainment") == ["1000,10"])
  }

  @Test func `a second target of the same person and period is refused with the update`() throws {
    let bench = try bench()
    let text = bench.say("add target user = 王芳, period = 2026-11, amount = 5")
    #expect(bench.codes == ["duplicate-target"])
    #expect(text.contains("update target_002 set amount = …"))
    bench.say("update target_002 set period = 2026-Q4")
    #expect(bench.codes == ["duplicate-target"])
    bench.say("update target_002 set period = 2026-Q3, amount = 30万")
    #expect(bench.codes == [])
  }

  @Test func `a target is of a user or of a team, and more than nothing`() throws {
    let bench = try bench()
    bench.say("add target period = 2027, amount = 5")
    #expect(bench.codes == ["target-of-whom"])
    bench.say("add target user = 王芳, team = 华东, period = 2027, amount = 5")
    #expect(bench.codes == ["target-of-whom"])
    bench.say("add target user = 王芳, period = 2027, amount = 0")
    #expect(bench.codes == ["negative-amount"])
  }
}
