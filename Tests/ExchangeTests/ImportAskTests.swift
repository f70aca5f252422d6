import Diagnostics
import Engine
import Query
import Storage
import Testing

/// `on duplicate ask` and `allow duplicate`.
@Suite struct ImportAskTests {
  private func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.run(
      """
      add customer name = 蓝海软件有限公司, phone = 0755-26001234, city = 深圳
      add customer name = 星河贸易有限公司, phone = 0755-26005678
      """)
    try workspace.put(
      "c.csv",
      """
      name,phone,city
      蓝海科技,075526001234,广州
      新公司,13900139000,北京
      星河贸易,13900139001,上海
      """)
    return workspace
  }

  private let statement = "import customers from \"c.csv\" on duplicate ask"

  @Test func `each double is asked about with both sides beside one another`() throws {
    let workspace = try workspace()
    workspace.face.decisions = [.one(.update), .one(.create)]
    try workspace.run(statement, .asking)
    let first = try #require(workspace.face.asked.first)
    #expect(
      first.heading.english
        == "(1 of 2) line 2 of c.csv: cust_001 蓝海软件有限公司 has the same phone: 0755-26001234 (entered: 075526001234)")
    #expect(
      first.table.rows == [
        [.text("name"), .text("蓝海软件有限公司"), .text("蓝海科技")],
        [.text("phone"), .text("0755-26001234"), .text("075526001234")],
        [.text("city"), .text("深圳"), .text("广州")],
      ])
    #expect(first.offered == [.skip, .update, .create])
    let report = try #require(workspace.face.reports.last)
    #expect((report.created, report.updated, report.skipped) == (2, 1, 0))
    #expect(
      try workspace.rows("find customers show name, city sort by customer_id")
        == ["蓝海科技,广州", "星河贸易有限公司,", "新公司,北京", "星河贸易,上海"])
  }

  @Test func `one answer does for all of the rest`() throws {
    let workspace = try workspace()
    workspace.face.decisions = [.rest(.skip)]
    try workspace.run(statement, .asking)
    #expect(workspace.face.asked.count == 1)
    #expect(try workspace.rows("count customers") == ["3"])
  }

  @Test func `nothing is written where it is stopped`() throws {
    let workspace = try workspace()
    workspace.face.decisions = [.one(.update), .stop]
    #expect(throws: DiagnosticList.self) { try workspace.run(statement, .asking) }
    #expect(try workspace.rows("find customers show name") == ["蓝海软件有限公司", "星河贸易有限公司"])
  }

  @Test func `where nobody can be asked the ways out are named`() throws {
    let workspace = try workspace()
    let failure = try workspace.failure(statement)
    #expect(failure.code == "cannot-ask")
    #expect(
      failure.help.first?.english == "on duplicate skip  ·  on duplicate update  ·  allow duplicate")
    #expect(workspace.face.asked.isEmpty)
  }

  @Test func `others may write while somebody thinks, and what moved is asked anew`() throws {
    let folder = try CSVScratchDirectory()
    let path = folder.path("w.db")
    let workspace = try TestWorkspace(path: path, in: folder)
    try workspace.run("add customer name = 蓝海软件有限公司, phone = 0755-26001234")
    try workspace.put("c.csv", "name,phone\n蓝海科技,0755-26001234\n")
    let other = try TestWorkspace(path: path, in: folder)
    var isDone = false
    workspace.face.whileAsked = {
      guard !isDone else { return }
      isDone = true
      do { try other.run("update cust_001 set name = 蓝海集团") } catch { Issue.record(error) }
    }
    workspace.face.decisions = [.one(.update), .one(.skip)]
    try workspace.run(statement, .asking)
    #expect(workspace.face.asked.count == 2)
    #expect(workspace.face.asked.last?.table.rows.first?[1] == .text("蓝海集团"))
    #expect(try workspace.rows("find customers show name") == ["蓝海集团"])
  }

  @Test func `a row that doubles one before it is told by its line`() throws {
    let workspace = try TestWorkspace()
    try workspace.put("c.csv", "name,phone\n甲公司,13900139000\n乙公司,13900139000\n")
    workspace.face.decisions = [.one(.create)]
    try workspace.run(statement, .asking)
    #expect(workspace.face.asked.first?.heading.english.contains("line 2 甲公司 has the same phone") == true)
    #expect(try workspace.rows("count customers") == ["2"])
  }

  @Test func `a number that is taken is not offered once more`() throws {
    let workspace = try workspace()
    try workspace.put("c.csv", "customer_id,name\ncust_002,星河\n")
    workspace.face.decisions = [.one(.update)]
    try workspace.run(statement, .asking)
    #expect(workspace.face.asked.first?.offered == [.skip, .update])
    #expect(try workspace.rows("find customers show name") == ["蓝海软件有限公司", "星河"])
  }

  @Test func `a calendar file asks about the tasks that differ`() throws {
    let workspace = try TestWorkspace()
    try workspace.run("add task title = 回电, due_date = 2026-12-01\nexport find tasks to \"t.ics\"")
    try workspace.run("update task_001 set title = 再回电")
    workspace.face.decisions = [.one(.update)]
    try workspace.run("import tasks from \"t.ics\" on duplicate ask", .asking)
    #expect(workspace.face.asked.first?.table.rows.first == [.text("title"), .text("再回电"), .text("回电")])
    #expect(try workspace.rows("find tasks show title") == ["回电"])
  }

  @Test func `doubles are entered where that is allowed`() throws {
    let workspace = try workspace()
    let report = try workspace.load("import customers from \"c.csv\" allow duplicate allow missing")
    #expect(report.created == 3)
    #expect(try workspace.rows("count customers") == ["5"])
    #expect(
      try workspace.failure("import customers from \"c.csv\" allow duplicate on duplicate skip").code == "contradiction"
    )
  }

  @Test func `a refused double names both values and the record`() throws {
    let workspace = try workspace()
    let failure = try workspace.failure("import customers from \"c.csv\"")
    #expect(
      failure.help.first?.english
        == "line 2: cust_001 蓝海软件有限公司 has the same phone: 0755-26001234 (entered: 075526001234)")
    #expect(
      failure.help.dropFirst().first?.english
        == "line 4: cust_002 has much the same name: 星河贸易有限公司 (entered: 星河贸易)")
  }
}
