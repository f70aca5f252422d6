import Testing

@Suite struct FindTests {
  @Test func `a find shows the default columns`() throws {
    let bench = try Workbench.company()
    print(bench.say("find customers"))
    print(bench.say("show cust_001"))
    print(bench.say("find opportunities"))
    print(bench.rows("find customers show name, city"))
    print(bench.say("count opportunities by stage"))
    print(try bench.dump().keys)
  }
}
