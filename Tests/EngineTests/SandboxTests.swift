import Diagnostics
import Domain
import Engine
import Foundation
import Layout
import Storage
import Testing
import Values

/// A private copy while somebody thinks: nobody sees it, nobody waits for it, and `commit` brings it home as one.
@Suite struct SandboxTests {
  private func bench() throws -> Workbench { try Workbench(saying: Samples.company) }

  /// What somebody else does meanwhile.
  private func other(_ bench: Workbench, _ statement: String) {
    let clock = bench.clock
    let colleague = Session(store: bench.store, catalogue: Workbench.catalogue, author: 1, clock: { clock.now })
    let face = SilentFace()
    let source = SourceText(name: "prompt", text: statement)
    let interpreter = Interpreter(
      session: colleague, face: face, source: source, origin: "prompt", isOneChangeSet: false, allowance: .all)
    #expect(throws: Never.self) { try interpreter.run(source) }
  }

  @Test func `what is done in a sandbox stays in it until commit`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("update cust_001 set scale = 小型")
    bench.say("add customer name = 沙盒公司")
    #expect(bench.session.sandbox?.label.english == "sandbox +1 ~1")
    #expect(bench.rows("find customers where scale = 小型 show name") == ["科技有限公司"])
    #expect(try bench.sql("SELECT count(*) FROM customers WHERE name = '沙盒公司'") == .integer(0))
    #expect(bench.say("commit") == "+cust_005, 1 customer updated")
    #expect(bench.session.sandbox == nil)
    #expect(try bench.sql("SELECT count(*) FROM customers WHERE name = '沙盒公司'") == .integer(1))
    #expect(bench.rows("find customers where scale = 小型 show name") == ["科技有限公司"])
  }

  @Test func `the prompt counts what is left after an undo`() throws {
    let bench = try bench()
    func label() -> String? { bench.session.sandbox?.label.chinese }
    bench.say("sandbox")
    for number in 1...12 { bench.say("add customer name = 沙盒公司\(number)") }
    bench.say("update customers where name = 科技有限公司 set scale = 小型, city = 拉萨")
    bench.say("tag cust_001 with 新")
    #expect(label() == "沙盒 +12 ~1")
    bench.say("untag cust_001 with 新")
    #expect(label() == "沙盒 +12 ~1")
    for _ in 0..<3 { bench.say("undo") }
    #expect(label() == "沙盒 +12")
    for _ in 0..<11 { bench.say("undo") }
    #expect(label() == "沙盒 +1")
    bench.say("undo")
    #expect(bench.codes == [])
    #expect(label() == "沙盒")
    #expect(bench.say("diff") == "(no rows)")
    bench.say("redo")
    #expect(label() == "沙盒 +1")
    bench.say("delete cust_001")
    bench.say("restore cust_001")
    #expect(label() == "沙盒 +1")
    bench.say("delete cust_001")
    #expect(label() == "沙盒 +1 -1")
  }

  @Test func `a commit is one change set with what was said`() throws {
    let bench = try bench()
    let before = try bench.store.lastChangeSet()
    bench.say("sandbox")
    bench.say("update cust_001 set scale = 小型")
    bench.say("tag cust_001 with 新")
    bench.say("commit")
    #expect(try bench.store.lastChangeSet() == before + 1)
    #expect(
      try bench.sql("SELECT statement FROM change_sets ORDER BY id DESC LIMIT 1")
        == .text("update cust_001 set scale = 小型\ntag cust_001 with 新"))
  }

  @Test func `why tells the statements that touched the record`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("update cust_001 set scale = 小型")
    bench.say("add customer name = 沙盒公司")
    bench.say("update customers where id in (cust_001, cust_002)\n  set city = 拉萨")
    bench.say("tag cust_005 with 新")
    bench.say("commit")
    func why(_ record: String) -> String {
      bench.say("set output = csv")
      defer { bench.say("set output = table") }
      return bench.say("why \(record)")
    }
    let first = why("cust_001.scale")
    #expect(first.contains("prompt sandbox,"), "\(first)")
    #expect(first.contains("update cust_001 set scale = 小型; update customers where"), "\(first)")
    #expect(!first.contains("add customer name = 沙盒公司"), "\(first)")
    let second = why("cust_002.city")
    #expect(second.contains("update customers where") && !second.contains("scale = 小型"), "\(second)")
    let made = why("cust_005.name")
    #expect(made.contains("add customer name = 沙盒公司; tag cust_005 with 新"), "\(made)")
    #expect(!made.contains("拉萨"), "\(made)")
    #expect(bench.say("doctor").hasPrefix("sound"))
  }

  @Test(arguments: [("sandbox", "commit"), ("begin", "commit")])
  func `what was made and purged inside leaves no words`(open: String, close: String) throws {
    let bench = try bench()
    bench.say(open)
    bench.say("add customer name = 绝密公司")
    bench.say("update cust_005 set address = 绝密地址; update cust_001 set city = 广州")
    bench.say("delete cust_005")
    bench.say("purge cust_005")
    bench.say("update cust_002 set city = 拉萨")
    bench.say(close)
    #expect(bench.codes == [])
    let said = try bench.sql("SELECT statement FROM change_sets ORDER BY id DESC LIMIT 1")
    guard case .text(let text) = said else {
      Issue.record("\(said)")
      return
    }
    #expect(!text.contains("绝密"), "\(text)")
    #expect(text.contains("update cust_002 set city = 拉萨") && text.contains("purge cust_005"), "\(text)")
    #expect(try bench.sql("SELECT count(*) FROM sources WHERE text LIKE '%绝密%'") == .integer(0))
  }

  @Test func `what a sandbox purged leaves no words`() throws {
    let bench = try bench()
    bench.say("add customer name = 秘密公司")
    bench.say("sandbox")
    bench.say("update cust_005 set city = 秘密城")
    bench.say("update cust_001 set scale = 小型")
    bench.say("delete cust_005")
    bench.say("purge cust_005")
    bench.say("commit")
    #expect(bench.codes == [])
    #expect(try !bench.dump().values.contains { $0.contains("秘密") })
  }

  @Test func `discard leaves no trace`() throws {
    let bench = try bench()
    let before = try bench.dump()
    bench.say("sandbox")
    bench.say("let $n = add customer name = x")
    bench.say("delete customers all")
    #expect(bench.say("discard") == "discarded (+1 -4); the workspace is as it was")
    #expect(try bench.dump() == before)
    #expect(bench.session.variables["n"] == nil)
    bench.say("discard")
    #expect(bench.codes == ["no-sandbox"])
  }

  @Test func `diff shows the net of all statements`() throws {
    let bench = try bench()
    bench.say("set output = csv")
    bench.say("sandbox")
    bench.say("update cust_001 set scale = 小型")
    bench.say("update cust_001 set scale = 大型")
    bench.say("tag cust_001 with 新")
    bench.say("untag cust_001 with VIP")
    bench.say("delete cust_002")
    #expect(
      bench.say("diff").split(whereSeparator: \.isNewline).map(String.init) == [
        "change,record,name,field,before,after", "~,cust_001,科技有限公司,scale,中型,大型",
        "~,cust_001,科技有限公司,tags,VIP,新", "-,cust_002,百度在线,,,",
      ])
  }

  @Test func `a conflict names the field and leaves the sandbox open`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("update cust_001 set scale = 小型, city = 广州")
    other(bench, "update cust_001 set scale = 大型")
    let said = bench.say("commit")
    #expect(bench.codes == ["conflict"])
    #expect(said.contains("cust_001 scale: 大型"), "\(said)")
    #expect(bench.session.sandbox != nil)
    #expect(try bench.sql("SELECT scale FROM customers WHERE id = 1") == .integer(3))
    bench.say("commit force")
    #expect(bench.codes == [])
    #expect(try bench.sql("SELECT scale FROM customers WHERE id = 1") == .integer(1))
  }

  // MARK: All conflicts at once

  private func crowded() throws -> Workbench {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("update cust_001 set city = 广州")
    bench.say("add customer name = 新客户, phone = 13900001111")
    bench.say("add opportunity customer = cust_003, title = 甲")
    bench.say("tag cust_002 with A")
    #expect(bench.codes == [])
    other(bench, "update cust_001 set city = 上海")
    other(bench, "add customer name = 新客户乙, phone = 13900001111")
    other(bench, "delete cust_002")
    return bench
  }

  @Test func `a commit names every kind of conflict at once`() throws {
    let bench = try crowded()
    other(bench, "delete cust_003")
    let before = try bench.dump()
    let said = bench.say("commit")
    #expect(bench.codes == ["conflict"])
    for part in [
      "4 conflicts", "cust_001 city: 上海", "yours: 广州", "elsewhere: cust_005 新客户乙 has the same phone",
      "cust_002 was deleted elsewhere, 2026-11-20 10:00 by ", "opp_005.customer: cust_003 was deleted elsewhere",
      "restore cust_003",
    ] { #expect(said.contains(part), "\(part) in \(said)") }
    #expect(try bench.dump() == before)
    // What force cannot settle is named again, alone.
    let again = bench.say("commit force")
    #expect(bench.codes == ["conflict"])
    #expect(again.contains("1 conflict ") && again.contains("restore cust_003"), "\(again)")
    #expect(try bench.dump() == before)
  }

  @Test func `force goes over what was named and nothing else`() throws {
    let bench = try crowded()
    bench.say("commit")
    other(bench, "update cust_001 set city = 北京")
    let before = try bench.dump()
    let said = bench.say("commit force")
    #expect(bench.codes == ["conflict"])
    #expect(said.contains("cust_001 city: 北京") && !said.contains("新客户乙"), "\(said)")
    #expect(try bench.dump() == before)
    bench.say("commit force")
    #expect(bench.codes == [])
    #expect(bench.rows("find customers where phone = 13900001111 show name") == ["新客户乙", "新客户"])
    #expect(
      bench.rows("find customers where id in (cust_001, cust_002) show city, tags") == ["广州,VIP", "北京,VIP;高价值;A"])
  }

  @Test func `force at once names first`() throws {
    let bench = try crowded()
    let before = try bench.dump()
    #expect(bench.say("commit force").contains("3 conflicts"))
    #expect(try bench.dump() == before)
    bench.say("commit force")
    #expect(bench.codes == [])
  }

  @Test func `what both did alike is no conflict`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("update cust_001 set city = 广州, scale = 小型")
    bench.say("tag cust_001 with 新")
    bench.say("delete cust_002")
    other(bench, "update cust_001 set city = 广州")
    other(bench, "update cust_001 set scale = 大型")
    other(bench, "update cust_001 set scale = 中型")
    other(bench, "tag cust_001 with 新")
    other(bench, "delete cust_002")
    bench.say("commit")
    #expect(bench.codes == [])
    #expect(bench.rows("find customers where id = cust_001 show city, scale") == ["广州,小型"])
    #expect(try bench.store.presence(of: 2, .customer) == .binned)
    #expect(bench.say("doctor").hasPrefix("sound"))
  }

  /// Of one deal there is one outcome, whole: what stands afterwards is what one of the two decided.
  @Test(arguments: [
    ("close opp_002 lost because 太贵", "close opp_002 won amount 95000", "lost,,太贵"),
    ("close opp_002 won amount 95000", "close opp_002 lost because 价格 to competitor 对手", "won,95000,"),
    ("move opp_002 to 谈判 probability 60", "close opp_002 lost because 价格", "open,,"),
    ("close opp_002 won amount 95000", "close opp_002 won amount 90000", "won,95000,"),
  ])
  func `of two outcomes one stands whole`(own: String, others: String, outcome: String) throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say(own)
    let was = bench.rows("find opp_002 show stage, probability, status, actual_amount, lost_reason, lost_to, closed_at")
    other(bench, others)
    bench.say("commit")
    #expect(bench.codes == ["conflict"])
    bench.say("commit force")
    #expect(bench.codes == [])
    #expect(bench.rows("find opp_002 show status, actual_amount, lost_reason") == [outcome])
    #expect(
      bench.rows("find opp_002 show stage, probability, status, actual_amount, lost_reason, lost_to, closed_at") == was)
  }

  @Test func `two who completed a task are at one`() throws {
    let bench = try bench()
    bench.say("add task title = 回访")
    bench.say("sandbox")
    bench.say("complete task_001")
    bench.clock.pass(seconds: 5)
    other(bench, "complete task_001")
    bench.clock.pass(seconds: 5)
    bench.say("commit")
    #expect(bench.codes == [])
  }

  @Test func `a conversion and a disqualification are two outcomes`() throws {
    let bench = try bench()
    bench.say("add lead name = 王线索, company = 新公司, phone = 13900001111")
    bench.say("sandbox")
    bench.say("disqualify lead_001 because 没有预算")
    other(bench, "convert lead_001")
    bench.say("commit")
    #expect(bench.codes == ["conflict"])
    bench.say("commit force")
    #expect(bench.rows("find lead_001 show status, converted_customer, converted_at") == ["disqualified,,"])
  }

  @Test func `the same number is not the same record`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("add customer name = 沙盒母公司")
    bench.say("update cust_001 set parent = cust_005")
    other(bench, "add customer name = 别家母公司")
    other(bench, "update cust_001 set parent = cust_005")
    let said = bench.say("commit")
    #expect(bench.codes == ["conflict"])
    #expect(said.contains("cust_001 parent: 别家母公司") && said.contains("yours: 沙盒母公司"), "\(said)")
    bench.say("commit force")
    #expect(bench.rows("find customers where id = cust_001 show parent.name") == ["沙盒母公司"])
  }

  /// What `force` does with a record that the two removed and changed.
  @Test(arguments: [
    ("update cust_004 set city = 拉萨", "delete cust_004", "was deleted elsewhere", "拉萨"),
    ("delete cust_004", "update cust_004 set city = 拉萨", "city: 拉萨", "deleted"),
    ("delete cust_004", "tag cust_004 with 新", "tags: +新", "deleted"),
    ("update cust_004 set city = 拉萨", "delete cust_004; purge cust_004", "was purged elsewhere", "gone"),
    ("delete cust_004; purge cust_004", "update cust_004 set city = 拉萨", "city: 拉萨", "gone"),
  ])
  func `force keeps the sandbox's word of a record`(own: String, theirs: String, named: String, left: String) throws {
    let bench = try bench()
    bench.say("purge contacts all")
    bench.say("sandbox")
    bench.say(own)
    #expect(bench.codes == [])
    for statement in theirs.split(separator: ";") { other(bench, String(statement)) }
    let said = bench.say("commit")
    #expect(bench.codes == ["conflict"])
    #expect(said.contains("1 conflict") && said.contains(named), "\(said)")
    #expect(!said.contains("deleted_at") && !said.contains("T02:"), "\(said)")
    bench.say("commit force")
    #expect(bench.codes == [])
    let presence = try bench.store.presence(of: 4, .customer)
    #expect(presence == (left == "gone" ? .gone : left == "deleted" ? .binned : .live))
    if left == "拉萨" { #expect(bench.rows("find customers where city = 拉萨 show id") == ["cust_004"]) }
    let examined = bench.say("doctor")
    #expect(examined.hasPrefix("sound"), "\(examined)")
  }

  @Test func `what others refer to meanwhile does not go for good`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("let $c = add customer name = x")
    bench.say("discard")
    bench.say("add customer name = 待清除")
    bench.say("sandbox")
    bench.say("delete cust_005")
    bench.say("purge cust_005")
    other(bench, "add contact customer = cust_005, name = 新人")
    let before = try bench.dump()
    let said = bench.say("commit")
    #expect(bench.codes == ["conflict"])
    #expect(said.contains("1 contact entered elsewhere refers to it"), "\(said)")
    #expect(try bench.dump() == before)
  }

  @Test func `others' changes of other fields are kept`() throws {
    let bench = try bench()
    bench.say("begin")
    bench.say("update cust_001 set scale = 小型")
    other(bench, "update cust_001 set city = 上海")
    bench.say("commit")
    #expect(bench.codes == [])
    #expect(bench.rows("find customers where id = cust_001 show scale, city") == ["小型,上海"])
  }

  @Test func `a number that was taken meanwhile is given anew with all that refers to it`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("let $c = add customer name = 沙盒公司")
    bench.say("add contact customer = $c, name = 新人")
    other(bench, "add customer name = 抢先公司")
    let said = bench.say("commit")
    #expect(said.contains("cust_005 → cust_006"), "\(said)")
    #expect(bench.rows("find contacts where name = 新人 show customer.name") == ["沙盒公司"])
    #expect(bench.rows("find customers where name = 抢先公司 show id") == ["cust_005"])
    bench.say("update $c set city = 广州")
    #expect(bench.rows("find customers where city = 广州 show name") == ["沙盒公司"])
  }

  /// What others wrote meanwhile stands in the way of `own`; nothing is written, and the sandbox stays open.
  @Test(arguments: [
    ("add contact customer = cust_004, name = 甲", "add contact customer = cust_004, name = 乙", "conflict"),
    (
      "add target user = sales_001, period = 2026, amount = 1",
      "add target user = sales_001, period = 2026, amount = 2",
      "conflict"
    ),
    ("add customer name = 同名公司", "add customer name = 同名公司", "likely-duplicate"),
    ("view V = find customers", "view V = find contacts", "conflict"),
    ("delete cust_002", "add opportunity customer = cust_002, title = 甲", "conflict"),
    ("delete cust_002", "update cust_001 set parent = cust_002", "conflict"),
    ("update cust_002 set parent = cust_001", "update cust_001 set parent = cust_002", "conflict"),
  ])
  func `what others did meanwhile stands in the way`(theirs: String, own: String, code: String) throws {
    let bench = try bench()
    bench.say("add user name = 王芳")
    bench.say("sandbox")
    bench.say(own)
    #expect(bench.codes == [], "\(own)")
    other(bench, theirs)
    let before = try bench.dump()
    let said = bench.say("commit")
    #expect(bench.codes == [code], "\(said)")
    #expect(try bench.dump() == before)
    #expect(bench.session.sandbox != nil)
  }

  @Test func `what stood there before the sandbox was asked about in it`() throws {
    let bench = try bench()
    bench.say("sandbox")
    for number in 1...8 { bench.say("add customer name = 全新\(number)") }
    bench.say("add customer name = 科技有限公司 allow duplicate")
    bench.say("commit")
    #expect(bench.codes == [])
    #expect(bench.rows("find customers where name = 科技有限公司 show id").count == 2)
  }

  @Test func `an opportunity of a sandbox goes through its stages as outside of it`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("let $o = add opportunity customer = cust_001, title = 甲")
    bench.say("move $o to 方案提交")
    let said = bench.say("commit")
    #expect(!said.contains("updated"), "\(said)")
    #expect(
      bench.rows("find opportunities where title = 甲 show stage, count(interactions)").first?.hasPrefix("方案提交") == true)
    #expect(bench.rows("find opportunities where title = 甲 and (stage was 初步接触) show title") == ["甲"])
    #expect(bench.rows("find opportunities where title = 甲 and stage_since is empty show title") == [])
    let examined = bench.say("doctor")
    #expect(!examined.contains("stage"), "\(examined)")
    bench.say("begin")
    bench.say("move opp_001 to 商务谈判")
    bench.say("commit")
    #expect(!bench.say("doctor").contains("stage"))
  }

  @Test func `rollback takes back what begin began`() throws {
    let bench = try bench()
    let before = try bench.dump()
    bench.say("begin")
    bench.say("delete cust_001")
    let said = bench.say("update cust_999 set scale = 小型")
    #expect(said.contains("only this statement was taken back") || bench.codes == ["no-such-record"])
    bench.say("rollback")
    #expect(try bench.dump() == before)
    bench.say("commit")
    #expect(bench.codes == ["no-transaction"])
  }

  @Test func `an error in a transaction takes back its statement alone`() throws {
    let bench = try bench()
    bench.say("begin")
    bench.say("update cust_001 set scale = 小型")
    let said = bench.say("for $c in find customers { update $c set city = 广州; fail \"no\" }")
    #expect(said.contains("only this statement was taken back"), "\(said)")
    #expect(bench.rows("find customers where city = 广州 show id") == [])
    bench.say("commit")
    #expect(bench.rows("find customers where scale = 小型 show id") == ["cust_001"])
  }

  @Test func `the guard asks at the end for the whole`() throws {
    let bench = try bench()
    bench.allowance = .asking
    bench.answer = true
    bench.say("sandbox")
    bench.say("update customers all set city = 广州")
    #expect(bench.questions.isEmpty)
    bench.say("commit")
    #expect(bench.questions.map(\.count) == [4])
    #expect(bench.rows("find customers where city = 广州 show id").count == 4)
  }

  @Test func `a sandbox holds no lock`() throws {
    let folder = try OpeningTests.Folder()
    try folder.fill()
    let bench = try Workbench(path: folder.database)
    bench.say("sandbox")
    bench.say("update cust_001 set scale = 小型")
    let colleague = try Workbench(path: folder.database)
    colleague.say("update cust_002 set city = 上海")
    #expect(colleague.codes == [])
    bench.say("commit")
    #expect(bench.codes == [])
    #expect(colleague.rows("find customers where scale = 小型 show id") == ["cust_001"])
  }

  @Test func `a sandbox that a crash took is told of once, and a living one is not`() throws {
    let folder = try OpeningTests.Folder()
    try folder.fill()
    let bench = try Workbench(path: folder.database)
    func marks() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("-sandbox-") }
    }
    bench.say("sandbox")
    bench.say("update cust_001 set scale = 小型")
    bench.say("add customer name = 沙盒公司")
    let mark = try #require(try marks().first)
    let text = try String(contentsOfFile: "\(folder.path)/\(mark)", encoding: .utf8)
    // What a process leaves that was killed: the same file, held by nobody.
    let orphan = folder.database + "-sandbox-killed"
    try text.write(toFile: orphan, atomically: false, encoding: .utf8)
    // One that was killed before it wrote anything is no news.
    try "".write(toFile: orphan + "2", atomically: false, encoding: .utf8)
    let next = try Workbench(path: folder.database)
    let said = next.session.lostSandboxes()
    #expect(
      said.map(\.english) == [
        "the sandbox begun 2026-11-20 10:00 was discarded when the program broke off (+1 ~1); the workspace is as it was"
      ])
    #expect(next.session.lostSandboxes().isEmpty)
    #expect(try marks() == [mark])
    bench.say("commit")
    #expect(bench.codes == [])
    #expect(try marks() == [])
    bench.say("sandbox")
    #expect(try marks().count == 1)
    bench.say("discard")
    #expect(try marks() == [])
    // A crash behind the commit has lost nothing.
    let last = try bench.store.lastChangeSet()
    let line = text.dropLast() + " \(last) \(bench.clock.now.milliseconds)\n"
    try line.write(toFile: orphan, atomically: false, encoding: .utf8)
    #expect(next.session.lostSandboxes().isEmpty)
    #expect(try marks() == [])
  }

  @Test func `a sandbox inside a sandbox or a script is refused`() throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("begin")
    #expect(bench.codes == ["sandbox-open"])
    bench.say("discard")
    bench.script("sandbox")
    #expect(bench.codes == ["sandbox-inside"])
  }
}
