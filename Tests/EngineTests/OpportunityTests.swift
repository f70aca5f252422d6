import Domain
import Testing
import Values

/// Opportunities between their stages and outcomes, and what is known of competitors by them.
@Suite struct OpportunityTests {
  private func bench(_ statements: String) throws -> Workbench {
    let bench = try Workbench.company()
    bench.say(statements)
    #expect(bench.codes == [])
    return bench
  }

  @Test func `every move, forward, back and skipping, is kept with its time`() throws {
    let bench = try bench("add opportunity title = 甲, amount = 10")
    for stage in ["商务谈判", "需求确认", "方案提交"] {
      bench.clock.pass(seconds: 86_400)
      #expect(bench.say("move opp_005 to \(stage)") == "1 opportunity updated")
    }
    bench.clock.pass(seconds: 86_400 * 2)
    let profile = bench.say("show opp_005")
    #expect(profile.contains("[stages 4/4]"))
    #expect(profile.contains("需求确认") && profile.contains("2d"))
    #expect(bench.rows("find opp_005 show stage, stage_age") == ["方案提交,172800"] || bench.codes.isEmpty)
  }

  @Test func `what is closed is not closed again, and says the way out`() throws {
    let bench = try bench("close opp_001 won amount 95000")
    let text = bench.say("close opp_001 lost because 价格")
    #expect(bench.codes == ["already-closed"])
    #expect(text.contains("opp_001 is won already") && text.contains("reopen opp_001"))
    #expect(bench.rows("find opp_001 show status, actual_amount") == ["won,95000"])
    bench.say("reopen opp_001")
    #expect(bench.rows("find opp_001 show status, stage, actual_amount, closed_at") == ["open,方案提交,,"])
    bench.say("close opp_001 lost because 价格 to competitor \"钉钉CRM\"")
    #expect(bench.rows("find opp_001 show status, lost_reason, lost_to, competitors") == ["lost,价格,钉钉CRM,钉钉CRM"])
  }

  @Test func `moving what was lost opens it again, and says so`() throws {
    let bench = try bench("close opp_001 lost because 价格")
    let text = bench.say("move opp_001 to 商务谈判")
    #expect(text.contains("lost before, open now"))
    #expect(bench.rows("find opp_001 show status, stage, lost_reason, closed_at") == ["open,商务谈判,,"])
  }

  @Test func `an outcome that stands is not dated again`() throws {
    let bench = try bench("close opp_001 won amount 95000")
    bench.clock.pass(seconds: 86_400 * 3)
    bench.say("update opp_001 set status = won")
    bench.say("move opp_001 to 成交")
    #expect(bench.codes == [])
    #expect(bench.rows("find opp_001 show actual_amount, closed_at") == ["95000,2026-11-20"])
    bench.say("update opp_001 set status = lost, lost_reason = 退货")
    #expect(bench.rows("find opp_001 show status, actual_amount, closed_at, lost_reason") == ["lost,,2026-11-23,退货"])
  }

  @Test func `an amount is not negative, and a date gone by is remarked on`() throws {
    let bench = try bench("")
    for statement in [
      "add opportunity title = x, amount = -5", "update opp_001 set amount = -1", "close opp_001 won amount -1",
    ] {
      bench.say(statement)
      #expect(bench.codes == ["negative-amount"], "\(statement)")
    }
    #expect(
      bench.say("add opportunity title = x, expected_close_date = 2026-01-01").contains("lies before today"))
  }

  @Test func `one that stays too long in its stage is stale`() throws {
    let bench = try bench("")
    #expect(bench.rows("find opportunities where stale = true show title") == [])
    bench.clock.pass(seconds: 86_400 * 15)
    bench.say("move opp_002 to 方案提交")
    #expect(bench.rows("find opportunities where stale = true show title") == ["CRM系统采购", "云迁移"])
    #expect(bench.rows("find opportunities where stage_age > 14d show title") == ["CRM系统采购", "云迁移"])
  }

  @Test func `the win rate against a competitor counts the closed ones that name it`() throws {
    let bench = try bench(
      """
      add competitor name = 钉钉CRM, strengths = 便宜; add competitor name = 无人
      update opp_001 set competitors = [钉钉CRM, Salesforce]; update opp_002 set competitors = 钉钉crm
      update opp_003 set competitors = 钉钉CRM
      close opp_001 won; close opp_002 lost because 价格 to competitor 钉钉CRM
      add opportunity title = 四, competitors = 钉钉CRM; close opp_005 lost because 功能
      """)
    #expect(bench.rows("find competitors show name, won, lost, win_rate") == ["钉钉CRM,1,2,33.333333", "无人,0,0,"])
    #expect(bench.say("find competitors where win_rate > 30% show name, win_rate").contains("33.3% (1/3)"))
    let profile = bench.say("show comp_001")
    #expect(profile.contains("[lost opportunities 2/2]") && profile.contains("价格") && profile.contains("功能"))
    #expect(profile.contains("[open opportunities 1/1]") && profile.contains("云迁移"))
    bench.say("delete opp_005")
    #expect(bench.rows("find comp_001 show win_rate") == ["50"])
  }

  @Test func `a competitor's profile shows the last losses and counts them all`() throws {
    let bench = try Workbench(saying: "add competitor name = 对手")
    for number in 1...7 {
      bench.say("add opportunity title = 单\(number), competitors = 对手; close opp_00\(number) lost because 价格")
      bench.clock.pass(seconds: 86_400)
    }
    #expect(bench.codes == [])
    let profile = bench.say("show comp_001")
    #expect(profile.contains("[lost opportunities 5/7]"))
    #expect(profile.contains("单7") && profile.contains("单3") && !profile.contains("单2"))
  }

  @Test func `the win rate is that of its moment`() throws {
    let bench = try bench("add competitor name = A; update opp_001 set competitors = A; close opp_001 won")
    bench.clock.pass(seconds: 86_400 * 3)
    bench.say("update opp_002 set competitors = A; close opp_002 lost")
    #expect(bench.rows("find comp_001 show win_rate") == ["50"])
    #expect(bench.rows("find competitors show win_rate as of 2026-11-21") == ["100"])
  }

  @Test func `a computed amount is not negative either`() throws {
    let bench = try Workbench(saying: "add opportunity title = 单, amount = 1万")
    bench.say("update opp_001 set amount -= 5万")
    #expect(bench.codes != [])
    #expect(bench.rows("find opportunities show amount") == ["10000"])
  }

  @Test func `reopening brings back the probability from before`() throws {
    let bench = try Workbench(
      saying: "add opportunity title = a, stage = 方案提交, probability = 65; close opp_001 lost")
    bench.say("reopen opp_001")
    #expect(bench.rows("find opportunities show probability") == ["65"])
    bench.say("update opp_001 set probability = 22")
    bench.say("close opp_001 won")
    bench.say("reopen opp_001")
    #expect(bench.rows("find opportunities show probability, status") == ["22,open"])
  }

  @Test(
    arguments: [
      "move opp_001 to 成交 probability 50", "update opp_001 set status = won, probability = 30",
      "close opp_001 won because 价格", "close opp_001 lost amount 3万",
      "update opp_001 set status = lost, probability = 5",
    ])
  func `what is said beside an outcome does not gainsay it`(statement: String) throws {
    let bench = try bench("")
    let before = bench.rows("find opp_001 show stage, status, probability")
    bench.say(statement)
    #expect(bench.codes == ["contradiction"])
    #expect(bench.rows("find opp_001 show stage, status, probability") == before)
  }

  @Test func `a competitor is found by its name`() throws {
    let bench = try bench("add competitor name = 钉钉CRM")
    #expect(bench.say("show 钉钉CRM").contains("comp_001"))
  }

  @Test func `what is over is certain`() throws {
    let bench = try Workbench(
      saying: "add opportunity title = a, status = lost; add opportunity title = b, status = won")
    #expect(bench.rows("find opportunities show probability") == ["0", "100"])
    bench.say("update opp_002 set probability = 30")
    #expect(bench.codes == ["already-closed"])
  }
}
