import Engine
import Query
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
}
