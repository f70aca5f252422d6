import Testing

/// Fields set from other fields of their record.
@Suite struct CopiedTextTests {
  @Test func `a name taken from another field is found and sorted by its new text`() throws {
    let bench = try Workbench.company()
    _ = bench.say("update cust_001 set name = it.city")
    #expect(bench.say("find customers where name = 深圳 show customer_id").contains("cust_001"))
    #expect(bench.say("find customers \"科技有限\" show customer_id").contains("no customers"))
    #expect(bench.say("find customers \"深圳\" show customer_id").contains("cust_001"))
  }

  @Test func `a phone is not taken from a field that holds any text`() throws {
    let bench = try Workbench.company()
    _ = bench.say("update cust_001 set phone = it.city")
    #expect(!bench.codes.isEmpty)
    #expect(bench.say("find customers where phone = 5678 show customer_id").contains("cust_001"))
  }
}
