import Diagnostics
import Engine
import Query
import Testing

/// The bulk guard of section 4: it counts the records of a change set that existed before.
@Suite struct GuardTests {
  private func bench(_ allowance: BulkGuard.Allowance) throws -> Workbench {
    let bench = try Workbench.company()
    bench.allowance = allowance
    return bench
  }

  @Test func `three records pass unasked, four do not`() throws {
    let bench = try bench(.atMost(BulkGuard.unasked))
    #expect(bench.say("update customers where city is not empty set source = 网站") == "3 customers updated")
    bench.say("update customers all set source = 展会")
    #expect(bench.codes == ["too-many-changes"])
    #expect(bench.kinds == [.guarded])
    #expect(bench.rows("find customers where source = 展会 show name") == [])
  }

  @Test func `who has the value already is not counted`() throws {
    let bench = try bench(.atMost(1))
    bench.allowance = .all
    bench.say("update customers all set source = 展会\ntag customers all with 老\nupdate cust_001 set source = 网站")
    bench.say("untag cust_001 with 老")
    bench.allowance = .atMost(1)
    #expect(bench.say("update customers all set source = 展会") == "1 customer updated")
    #expect(bench.say("tag customers all with 老") == "1 customer updated")
    #expect(bench.say("update customers all set tags += 老, source = 展会") == "nothing changed")
    bench.say("update cust_001, cust_002 set source = 网站")
    #expect(bench.codes == ["too-many-changes"])
    bench.allowance = .all
    bench.say("update cust_001, cust_002 set source = 网站, tags += 新")
    bench.allowance = .atMost(1)
    let refused = bench.say("update customers all set source = 展会, tags -= 新")
    #expect(bench.codes == ["too-many-changes"])
    #expect(refused.contains("this would change 2 records; 1 are allowed"), "\(refused)")
    #expect(bench.say("update customers all set source = 展会, tags -= 新 expecting at most 2") == "2 customers updated")
  }

  @Test func `records that are named one by one count the same`() throws {
    let bench = try bench(.atMost(3))
    bench.say("delete cust_001, cust_002, cust_003, cust_004")
    #expect(bench.codes == ["too-many-changes"])
    #expect(bench.say("count customers") == "4")
  }

  @Test func `a loop is counted across its statements`() throws {
    let bench = try bench(.atMost(3))
    bench.script("for $c in find customers { update $c set source = x }")
    #expect(bench.codes == ["too-many-changes"])
    #expect(bench.rows("find customers where source = x show name") == [])
  }

  @Test func `one record touched again counts once`() throws {
    let bench = try bench(.atMost(3))
    bench.script((1...9).map { "update cust_001 set source = x\($0)" }.joined(separator: "\n"))
    #expect(bench.codes == [])
  }

  @Test func `new records are not counted, nor changed ones that are new`() throws {
    let bench = try bench(.atMost(3))
    bench.script(
      "for $i in [1,2,3,4,5,6] { add customer name = \"新{$i}\" }\nfor $c in find customers where name starts with 新 { print $c.name }"
    )
    #expect(bench.codes == [])
    #expect(bench.say("count customers") == "10")
  }

  @Test func `a statement's expectation lets through so many and no more`() throws {
    let bench = try bench(.atMost(3))
    #expect(bench.say("update customers all set source = x expecting at most 4") == "4 customers updated")
    bench.say("update customers all set source = y expecting at most 3")
    #expect(bench.codes == ["too-many-changes"])
    bench.say("update cust_001, cust_002 set source = y expecting at most 1")
    #expect(bench.codes == ["too-many-changes"])
  }

  @Test func `an allowance from outside holds for the whole script`() throws {
    let script = "update cust_001, cust_002 set source = x\nupdate cust_003, cust_004 set source = x"
    let four = try bench(.atMost(4))
    four.script(script)
    #expect(four.codes == [])
    let three = try bench(.atMost(3))
    three.script(script)
    #expect(three.codes == ["too-many-changes"])
    let all = try bench(.all)
    all.script("update customers all set source = x")
    #expect(all.codes == [])
  }

  @Test func `at the prompt somebody is asked, with the count and the first records`() throws {
    let bench = try bench(.asking)
    bench.answer = true
    #expect(bench.say("update customers all set source = x") == "4 customers updated")
    #expect(bench.questions.map(\.count) == [4])
    #expect(bench.questions.first?.view.sample.rows.count == 4)
    #expect(bench.questions.first?.statement == "update customers all set source = x")
    bench.say("update cust_001, cust_002, cust_003 set source = y")
    #expect(bench.questions.count == 1)
  }

  @Test func `a refusal at the prompt leaves everything as it was`() throws {
    let bench = try bench(.asking)
    let before = try bench.dump()
    bench.answer = false
    bench.say("delete customers all")
    #expect(bench.codes == ["not-confirmed"])
    bench.answer = nil
    bench.say("delete customers all")
    #expect(bench.codes == ["too-many-changes"])
    #expect(try bench.dump() == before)
  }

  @Test func `each statement at the prompt is counted anew`() throws {
    let bench = try bench(.atMost(3))
    for name in ["cust_001", "cust_002", "cust_003", "cust_004"] {
      bench.say("update \(name) set source = x")
      #expect(bench.codes == [])
    }
  }

  @Test func `the guard counts targets of every kind of write`() throws {
    let changing = [
      ("tag customers all with T", 4), ("delete customers all", 4), ("assign opportunities all to 王芳", 1),
      ("move opportunities all to 谈判", 3), ("find customers | update set source = x", 4),
      ("update opportunities all set status = open", 1), ("find customers | each $c { update $c set source = x }", 4),
    ]
    for (statement, count) in changing {
      let few = try bench(.atMost(count - 1))
      few.script(statement)
      #expect(few.codes == ["too-many-changes"], "\(statement)")
      let enough = try bench(.atMost(count))
      enough.script(statement)
      #expect(enough.codes == [], "\(statement)")
    }
    let bench = try bench(.atMost(2))
    bench.script("close opportunities where status = open won")
    #expect(bench.codes == ["too-many-changes"])
  }

  @Test func `a failed part of a script still counts what it touched`() throws {
    let bench = try bench(.atMost(3))
    bench.script(
      """
      try { update cust_001, cust_002 set source = x; fail "no" } otherwise { }
      update cust_003, cust_004 set source = x
      """)
    #expect(bench.codes == ["too-many-changes"])
  }

  @Test func `a loop does not slip past what its statement expects`() throws {
    let bench = try bench(.atMost(3))
    bench.script("for $c in find customers { update $c set source = x expecting at most 1 }")
    #expect(bench.codes == ["too-many-changes"])
    #expect(bench.rows("find customers where source = x show name") == [])
    bench.script("for $c in find customers { update $c set source = x expecting at most 4 }")
    #expect(bench.codes == [])
  }

  @Test func `what is expected of a block counts all that is changed in it`() throws {
    let bench = try bench(.atMost(3))
    bench.script("for $c in find customers { update $c set source = x } expecting at most 3")
    #expect(bench.codes == ["too-many-changes"])
    bench.script("for $c in find customers { update $c set source = x } expecting at most 4")
    #expect(bench.codes == [])
    #expect(bench.rows("count customers where source = x") == ["4"])
    bench.script("print \"a\" expecting at most 4")
    #expect(bench.codes == ["syntax"])
  }

  @Test func `what is removed for good is asked about, be it one`() throws {
    let bench = try Workbench(saying: "add customer name = 甲; add customer name = 乙; delete cust_001; delete cust_002")
    bench.allowance = .asking
    bench.answer = false
    bench.say("purge cust_001")
    #expect(bench.codes == ["not-confirmed"])
    #expect(bench.questions.last?.isFinal == true)
    bench.answer = true
    bench.say("purge cust_001")
    #expect(bench.codes == [])
    bench.allowance = .atMost(3)
    bench.say("purge cust_002")
    #expect(bench.codes == [])
  }
}
