import Diagnostics
import Engine
import Query
import Storage
import Testing

/// `preview` and the question before many changes: the same view, and nothing written.
@Suite struct PreviewTests {
  private func bench() throws -> Workbench { try Workbench(saying: Samples.company) }

  @Test func `a preview shows each field as it was and as it would be`() throws {
    let bench = try bench()
    #expect(
      bench.say("preview update cust_001 set scale = 小型, name = 新名") == """
        change,record,name,field,before,after
        ~,cust_001,科技有限公司,scale,中型,小型
        ~,cust_001,科技有限公司,name,科技有限公司,新名
        entity,field,records
        customers,name,1
        customers,scale,1
        would: ~1
        """)
  }

  @Test(arguments: [
    "update customers all set source = x", "delete cust_001", "tag customers all with 新标签", "add customer name = 新",
    "move opp_001 to 谈判", "close opp_001 won", "for $c in find customers { update $c set city = 广州 }",
    "find customers | each $c { add task title = x, customer = $c }",
    "if count(find customers) > 0 { delete customers all }",
  ])
  func `a preview writes nothing and remembers nothing`(statement: String) throws {
    let bench = try bench()
    bench.say("find contacts")
    let (before, last) = (try bench.dump(), bench.session.lastResult?.entity)
    let said = bench.say("preview \(statement)")
    #expect(bench.codes == [], "\(said)")
    #expect(said.contains("would: "), "\(said)")
    #expect(try bench.dump() == before)
    #expect(bench.session.lastResult?.entity == last)
    #expect(bench.session.variables["c"] == nil)
  }

  @Test func `figures are summed before and after`() throws {
    let bench = try bench()
    bench.say("update opportunities all set amount = 10万")
    let said = bench.say("preview update opportunities all set amount = it.amount * 2")
    #expect(said.contains("opportunities,amount,4,400000,800000"), "\(said)")
  }

  @Test func `a preview of a reading says that nothing would change`() throws {
    let bench = try bench()
    #expect(bench.say("preview find customers") == "it would change nothing")
  }

  @Test func `what a preview cannot do it refuses as the statement itself would`() throws {
    let bench = try bench()
    bench.say("preview update cust_999 set scale = 小型")
    #expect(bench.codes == ["no-such-record"])
    bench.say("preview update customers all set source = x expecting at most 1")
    #expect(bench.codes == ["too-many-changes"])
  }

  @Test func `a loop at the prompt is asked about as one`() throws {
    let bench = try bench()
    bench.allowance = .asking
    bench.answer = false
    let before = try bench.dump()
    bench.say("for $c in find customers { update $c set city = 广州 }")
    #expect(bench.codes == ["not-confirmed"])
    #expect(bench.questions.map(\.count) == [4])
    #expect(try bench.dump() == before)
    bench.answer = true
    bench.say("for $c in find customers { update $c set city = 广州 }")
    #expect(bench.codes == [])
    #expect(bench.rows("find customers where city = 广州 show id").count == 4)
    #expect(bench.questions.count == 2)
  }

  @Test func `the question knows every record that would change`() throws {
    let bench = try bench()
    bench.allowance = .asking
    bench.answer = false
    bench.say("update customers all set city = 广州")
    let everything = try bench.questions.first?.everything()
    #expect(everything?.rows.count == 4)
    #expect(bench.rows("find customers where city = 广州 show id") == [])
  }

  @Test func `a preview writes no file`() throws {
    let folder = try OpeningTests.Folder()
    let bench = try bench()
    bench.session.exporter = { path, _, _, fill throws(Diagnostic) in
      var sink: any ResultSink = TableCollector()
      let rows = try fill(&sink)
      folder.write(Array("x".utf8))
      return rows
    }
    for statement in [
      "preview export find customers to \"\(folder.database)\"", "preview find customers | to \"\(folder.database)\"",
      "preview for $c in find customers { find customers | to \"\(folder.database)\" }",
    ] {
      bench.say(statement)
      #expect(bench.codes == [], "\(statement)")
      #expect(folder.bytes().isEmpty, "\(statement)")
    }
    bench.isDryRun = true
    bench.script("export find customers to \"\(folder.database)\"")
    #expect(folder.bytes().isEmpty)
  }

  @Test(arguments: ["commit", "rollback", "discard", "begin", "sandbox"])
  func `a preview leaves the sandbox as it is`(statement: String) throws {
    let bench = try bench()
    bench.say("sandbox")
    bench.say("update cust_001 set scale = 小型")
    let before = try bench.dump()
    bench.say("preview \(statement)")
    #expect(bench.codes == ["no-preview"])
    #expect(bench.session.sandbox?.count.changed == 1)
    #expect(try bench.dump() == before)
  }

  @Test func `a file that waits is not kept by looking at it`() throws {
    let folder = try OpeningTests.Folder()
    folder.write(Array("update customers all set city = 广州\npause\nupdate customers all set source = x".utf8))
    let bench = try bench()
    let before = try bench.dump()
    bench.say("preview run \"\(folder.database)\"")
    #expect(bench.codes == [])
    #expect(try bench.dump() == before)
    bench.allowance = .asking
    bench.answer = false
    bench.say("run \"\(folder.database)\"")
    #expect(bench.codes == ["not-confirmed"])
    #expect(try bench.dump() == before)
    folder.write(Array("update customers all set city = 广州\nask $n \"how many?\"".utf8))
    bench.say("preview run \"\(folder.database)\"")
    #expect(bench.codes == ["no-preview"])
    #expect(try bench.dump() == before)
  }
}
