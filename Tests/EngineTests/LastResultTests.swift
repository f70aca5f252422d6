import Testing

/// `$_` and `$3` (section 1): the last result, and its rows.
@Suite struct LastResultTests {
  @Test func `looking at one row leaves the last result as it is`() throws {
    let bench = try Workbench.company()
    _ = bench.say("find customers sort by customer_id show name")
    #expect(bench.say("$2 show name").contains("百度在线"))
    #expect(bench.say("$3 show name").contains("招商银行"))
  }

  @Test func `a date that stands alone is a date and no subtraction`() throws {
    let bench = try Workbench()
    #expect(bench.say("print 2026-12-01").contains("2026-12-01"))
    #expect(bench.say("print 2026 - 12").contains("2014"))
  }
}
