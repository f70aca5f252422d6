import Diagnostics
import Engine
import Testing

@Suite struct UndoTests {
  @Test(arguments: ["demo", "fixture"])
  func `what was there first is not the last of mine`(origin: String) throws {
    let bench = try Workbench()
    let source = SourceText(name: "load.crm", text: "add customer name = 甲\nadd customer name = 乙")
    try Interpreter(
      session: bench.session, face: SilentFace(), source: source, origin: origin, isOneChangeSet: true, allowance: .all
    ).run(source)
    bench.say("add customer name = 丙")
    #expect(bench.say("undo") == "1 customer withdrawn")
    bench.say("undo")
    #expect(bench.codes == ["nothing-to-undo"])
    bench.say("undo 2")
    #expect(bench.rows("count customers") == ["0"])
  }

  @Test func `undo takes the last change back and says what it did`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    #expect(bench.say("undo") == "1 customer updated")
    #expect(bench.rows("find customers where id = cust_001 show city") == ["深圳"])
  }

  @Test func `said again it walks backwards`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    bench.say("update cust_001 set city = 北京")
    bench.say("undo")
    bench.say("undo")
    #expect(bench.rows("find customers where id = cust_001 show city") == ["深圳"])
    bench.say("redo")
    bench.say("redo")
    #expect(bench.rows("find customers where id = cust_001 show city") == ["北京"])
  }

  @Test func `what is newer is named and not overwritten`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("update cust_001 set city = 北京")
    let answer = bench.say("undo \(number)")
    #expect(bench.codes == ["undo-conflict"])
    #expect(answer.contains("cust_001.city: 上海 → 北京, by 管理员 in change set \(number + 1) (2026-11-20 10:00"))
    #expect(bench.rows("find customers where id = cust_001 show city") == ["北京"])
  }

  @Test func `a conflict in Chinese names choices in Chinese`() throws {
    let bench = try Workbench.company()
    bench.say("set language = zh")
    bench.say("更新 opp_001 设为 状态 = 输单")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("重新打开 opp_001")
    #expect(bench.say("撤销 \(number)").contains("opp_001 的状态：输单 → 进行中"))
  }

  @Test func `what is newer is named as a person reads it`() throws {
    let bench = try Workbench.company()
    bench.say("update opp_001 set amount = 20万, expected_close_date = 2026-12-30")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("update opp_001 set amount = 30万, expected_close_date = 2026-12-31")
    let answer = bench.say("undo \(number)")
    #expect(answer.contains("opp_001.amount: ¥200,000 → ¥300,000"), "\(answer)")
    #expect(answer.contains("opp_001.expected_close_date: 2026-12-30 → 2026-12-31"), "\(answer)")
  }

  @Test func `force goes over what is newer`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("update cust_001 set city = 北京")
    bench.say("undo \(number) force")
    #expect(bench.codes == [])
    #expect(bench.rows("find customers where id = cust_001 show city") == ["深圳"])
  }

  @Test func `a record that others refer to stays even by force`() throws {
    let bench = try Workbench.company()
    bench.say("add customer name = 新客户")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("add contact name = 新人, customer = 新客户")
    for statement in ["undo \(number)", "undo \(number) force"] {
      #expect(bench.say(statement).contains(".customer refers to cust_005"))
      #expect(bench.codes == ["undo-conflict"])
    }
    #expect(bench.rows("find customers where name = 新客户 show id") == ["cust_005"])
  }

  @Test func `a reference does not come back to a record that was purged`() throws {
    let bench = try Workbench.company()
    bench.say("add customer name = 母公司")
    bench.say("update cust_001 set parent = cust_005")
    bench.say("update cust_001 set parent = empty")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("delete cust_005")
    bench.say("purge cust_005")
    #expect(bench.say("undo \(number)").contains("cust_001.parent would refer to cust_005"))
  }

  @Test func `what has no way back says so`() throws {
    let bench = try Workbench.company()
    bench.say("delete cust_004")
    bench.say("purge cust_004")
    bench.say("undo")
    #expect(bench.codes == ["not-reversible"])
  }

  @Test(arguments: [
    ("undo 1", "first-change-set"), ("undo 99", "no-change-set"), ("undo x", "no-change-set"),
    ("redo", "nothing-to-redo"), ("redo 2", "not-undone"),
  ])
  func `what cannot be undone is refused`(statement: String, code: String) throws {
    let bench = try Workbench.company()
    bench.say(statement)
    #expect(bench.codes == [code])
  }

  @Test func `what is undone is not undone twice`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("undo")
    bench.say("undo \(number)")
    #expect(bench.codes == ["already-undone"])
  }

  @Test func `an undo shares a change set with nothing else`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_002 set city = 上海")
    let before = try bench.dump()
    bench.script("update cust_001 set city = 上海\nundo")
    #expect(bench.codes == ["undo-alone"])
    #expect(try bench.dump() == before)
    bench.script("undo\nupdate cust_001 set city = 上海")
    #expect(bench.codes == ["undo-alone"])
    #expect(try bench.dump() == before)
  }

  @Test func `it speaks Chinese`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("update cust_001 set city = 北京")
    bench.say("撤销 \(number) 强制")
    #expect(bench.codes == [])
    bench.say("重做")
    #expect(bench.rows("find customers where id = cust_001 show city") == ["北京"])
  }

  @Test func `labels that an update did not change leave the record's time alone`() throws {
    let bench = try Workbench.company()
    bench.say("tag cust_001 with 独有")
    let before = bench.rows("find customers where id = cust_001 show updated_at")
    bench.clock.pass(seconds: 3600)
    bench.say("tag customers all with 独有")
    #expect(bench.rows("find customers where id = cust_001 show updated_at") == before)
  }

  @Test func `purging leaves nothing of a record among those that were undone`() throws {
    let bench = try Workbench(saying: "add opportunity title = 秘密商机")
    bench.say("undo")
    bench.say("redo")
    bench.say("delete opp_001")
    bench.say("purge opp_001")
    #expect(bench.codes == [])
    #expect(try bench.count("undone_records") == 0)
    #expect(try bench.count("undone_visits") == 0)
  }

  @Test func `changes lists what was done and what became of it`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("undo")
    bench.say("set output = csv")
    let lines = bench.say("changes on cust_001 limit 2").split(whereSeparator: \.isNewline)
    #expect(lines.count == 3)
    #expect(lines.dropFirst().first?.hasSuffix(",undo,1,undoes \(number)") == true)
    #expect(lines.last?.hasSuffix(",update cust_001 set city = 上海,1,undone by \(number + 1)") == true)
  }

  @Test func `history tells everything that happened to a record`() throws {
    let bench = try Workbench.company()
    bench.say("update cust_001 set city = 上海")
    bench.say("tag cust_001 with 新标签")
    bench.say("undo")
    bench.say("set output = csv")
    let lines = bench.say("history of cust_001").split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    #expect(lines.count == 4)
    #expect(lines.first?.contains(",created,") == true)
    #expect(lines.dropFirst().first?.contains("city,深圳,上海") == true)
    #expect(lines.last?.contains("新标签,,undo of") == true)
  }

  @Test func `why names the statement behind each value`() throws {
    let bench = try Workbench.company()
    bench.say("move opp_001 to 商务谈判")
    bench.say("set output = csv")
    let lines = bench.say("why opp_001.stage").split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    #expect(lines.first?.hasPrefix("商务谈判,") == true)
    #expect(lines.first?.hasSuffix(",prompt,move opp_001 to 商务谈判") == true)
    #expect(lines.count == 2)
    #expect(bench.say("why opp_001.weighted_amount").contains("amount × probability"))
  }

  @Test func `what went to and fro is in its stages again, when something newer touched it too`() throws {
    let bench = try Workbench.company()
    bench.clock.pass(seconds: 3600)
    bench.script("close opp_001 won amount 5万\nreopen opp_001")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("undo")
    bench.clock.pass(seconds: 3600)
    bench.say("update opp_001 set amount = 7万")
    bench.say("redo \(number + 1)")
    #expect(bench.codes == [])
    try ChangeLogTests.checkStanding(bench)
  }

  @Test func `undo after a purge names the one before, and forgets nothing in silence`() throws {
    let bench = try Workbench(
      saying: "add opportunity title = a; add opportunity title = b")
    bench.say("update opp_002 set title = c")
    bench.say("update opp_001 set title = d")
    bench.say("delete opp_001")
    bench.say("purge opp_001")
    let text = bench.say("undo")
    #expect(bench.codes == ["not-reversible"])
    #expect(text.contains("undo 3"))
    bench.say("undo 5")
    #expect(bench.codes == ["not-reversible"])
  }

  // MARK: What is newer

  /// What was decided later stands, also where it came to the same, or to what stood before.
  @Test(arguments: [
    (["update cust_001 set city = 上海", "update cust_001 set city = 北京", "update cust_001 set city = 上海"], 2),
    (["update cust_001 set city = 上海", "update cust_001 set city = 深圳"], 1),
    (["tag cust_001 with 甲", "untag cust_001 with 甲", "tag cust_001 with 甲"], 2),
    (["tag cust_001 with 甲", "untag cust_001 with 甲"], 1),
    (["delete cust_004", "restore cust_004"], 1),
  ])
  func `a later decision is newer, whatever it came to`(statements: [String], last: Int) throws {
    let bench = try Workbench.company()
    bench.say("add customer name = 空")
    let first = try ChangeLogTests.lastChangeSet(bench) + 1
    for statement in statements {
      bench.say(statement)
      #expect(bench.codes == [])
    }
    let before = try StandingState(of: bench)
    let answer = bench.say("undo \(first)")
    #expect(bench.codes == ["undo-conflict"])
    #expect(answer.contains("in change set \(first + Int64(last)) "), "\(answer)")
    #expect(try StandingState(of: bench) == before)
    // What was undone itself is nothing newer; nor is what undid it.
    for _ in 0..<last {
      bench.say("undo")
      #expect(bench.codes == [])
    }
    bench.say("redo")
    bench.say("undo")
    bench.say("undo \(first)")
    #expect(bench.codes == [])
  }

  @Test func `what was purged stays so`() throws {
    let bench = try Workbench()
    bench.script("for $n in (甲, 乙, 丙, 丁) { add customer name = $n }")
    for customer in ["cust_002", "cust_004"] {
      bench.say("delete \(customer)")
      bench.say("purge \(customer)")
    }
    #expect(bench.codes == [])
    #expect(bench.say("undo 2") == "2 customers withdrawn")
    bench.say("redo")
    #expect(bench.say("history of cust_002").contains("purged"))
    #expect(!bench.say("history of cust_002").contains("back"))
  }

  /// A record's outcome goes back whole, and stands in the way whole.
  @Test func `an outcome is undone whole`() throws {
    let bench = try Workbench.company()
    let outcome = "find opp_001 show stage, probability, status, actual_amount, closed_at, lost_reason, lost_to"
    let before = bench.rows(outcome)
    bench.say("close opp_001 won amount 95000")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("reopen opp_001")
    bench.say("close opp_001 lost because 价格 to competitor 对手")
    let answer = bench.say("undo \(number)")
    #expect(bench.codes == ["undo-conflict"])
    #expect(answer.contains("opp_001.lost_reason: — → 价格"), "\(answer)")
    bench.say("undo \(number) force")
    #expect(bench.codes == [])
    #expect(bench.rows(outcome) == before)
  }

  @Test func `a move stands on no outcome that came later`() throws {
    let bench = try Workbench.company()
    bench.say("move opp_001 to 商务谈判")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("close opp_001 lost because 价格")
    bench.say("undo \(number)")
    #expect(bench.codes == ["undo-conflict"])
    bench.say("update opp_001 set amount = 3万")
    bench.say("undo")
    bench.say("undo")
    bench.say("undo \(number)")
    #expect(bench.codes == [])
  }

  @Test func `why and history take a name and a variable with a field`() throws {
    let bench = try Workbench.company()
    let direct = bench.say("why opp_001.stage")
    #expect(bench.say("why CRM系统采购.stage") == direct)
    #expect(bench.say("let $o = opp_001\nwhy $o.stage") == direct)
    #expect(bench.say("history of CRM系统采购.amount") == bench.say("history of opp_001.amount"))
    bench.say("why CRM系统采购.stege")
    #expect(bench.codes == ["unknown-field"])
    bench.say("why 无此商机.stage")
    #expect(bench.codes == ["no-such-record"])
  }

  @Test func `a making is told as it was made`() throws {
    let bench = try Workbench()
    bench.say("add customer name = 甲, city = 深圳, tags = [新, 甲]")
    let made = bench.say("changes 2")
    bench.say("update cust_001 set city = empty, industry = 软件")
    bench.say("untag cust_001 with 新")
    bench.say("tag cust_001 with 大")
    let later = bench.say("changes 2")
    #expect(later == made && made.contains("深圳"), "\(later)")
  }

  @Test func `an amount or a reason alone decides no outcome`() throws {
    let bench = try Workbench.company()
    bench.say("update opp_001 set actual_amount = 5")
    let number = try ChangeLogTests.lastChangeSet(bench)
    bench.say("move opp_001 to 商务谈判")
    bench.say("undo \(number)")
    #expect(bench.codes == [])
    #expect(bench.rows("find opp_001 show stage, actual_amount") == ["商务谈判,"])
  }
}
