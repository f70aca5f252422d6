import Diagnostics
import Engine
import Layout
import Storage
import Testing

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
