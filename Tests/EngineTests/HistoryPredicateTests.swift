import Testing

/// What a field was, and that it changed.
@Suite struct HistoryPredicateTests {
  private static func moved() throws -> Workbench {
    let bench = try Workbench.company()
    bench.clock.pass(seconds: 86_400)
    bench.say("move opp_001 to 商务谈判")
    bench.say("tag cust_003 with VIP")
    bench.clock.pass(seconds: 86_400)
    bench.say("move opp_001 to 方案提交")
    bench.say("untag cust_003 with VIP")
    return bench
  }

  @Test func `was finds what held at some moment of a time`() throws {
    let bench = try Self.moved()
    func found(_ condition: String) -> [String] {
      bench.rows("find opportunities where id = opp_001 and (\(condition)) show id")
    }
    #expect(found("stage was 商务谈判") == ["opp_001"])
    #expect(found("stage was 谈判 during 2026-11-21") == ["opp_001"])
    #expect(found("stage was 商务谈判 during 2026-11-20") == [])
    // It held into the morning of the last day.
    #expect(found("stage was 商务谈判 since today") == ["opp_001"])
    #expect(found("stage was 商务谈判 since 2026-11-22 11:00") == [])
    #expect(found("阶段 曾为 方案提交 期间 2026-11-20") == ["opp_001"])
    #expect(found("stage was 商务谈判 during next month") == [])
  }

  @Test func `changed finds a change from one value to another`() throws {
    let bench = try Self.moved()
    func found(_ condition: String) -> [String] { bench.rows("find opportunities where (\(condition)) show id") }
    #expect(found("stage changed to 商务谈判") == ["opp_001"])
    #expect(found("stage changed from 商务谈判 to 方案提交 since today") == ["opp_001"])
    #expect(found("stage changed from 方案提交 during 2026-11-22") == [])
    // To be made with a value is no change.
    #expect(found("stage changed during 2026-11-20") == [])
    #expect(found("not (stage changed)").count == Int(try bench.count("opportunities")) - 1)
  }

  @Test func `tags have a history like any field`() throws {
    let bench = try Self.moved()
    func found(_ condition: String) -> [String] { bench.rows("find customers where (\(condition)) show id") }
    #expect(found("tag was VIP") == ["cust_001", "cust_002", "cust_003"])
    #expect(found("tag was VIP during 2026-11-20") == ["cust_001", "cust_002"])
    #expect(found("tag changed to VIP") == ["cust_003"])
    #expect(found("tag changed from VIP during 2026-11-21") == [])
    #expect(found("tag changed from VIP since today") == ["cust_003"])
  }

  @Test func `by says who gave the value`() throws {
    let bench = try Self.moved()
    bench.clock.pass(seconds: 60)
    let wang = Workbench(beside: bench, author: 1)
    wang.say("move opp_001 to 商务谈判")
    func found(_ condition: String) -> [String] { bench.rows("find opportunities where (\(condition)) show id") }
    #expect(found("stage was 商务谈判 by 王芳") == ["opp_001"])
    #expect(found("stage was 商务谈判 by sales_001 during 2026-11-21") == [])
    #expect(found("stage changed to 商务谈判 by 王芳 since today") == ["opp_001"])
    #expect(found("stage changed by 李雷") == [])
    #expect(wang.rows("find opportunities where (stage changed by me) show id") == ["opp_001"])
  }

  @Test func `a history is asked as of a moment too`() throws {
    let bench = try Self.moved()
    let query = "find opportunities where (stage changed to 方案提交) show id"
    #expect(bench.rows(query) == ["opp_001"])
    #expect(bench.rows("\(query) as of 2026-11-21") == [])
  }

  @Test func `the history of another record is reached by a path`() throws {
    let bench = try Self.moved()
    bench.say("update cust_001 set city = 上海")
    #expect(
      bench.rows("find contacts where (customer.city was 深圳) show id")
        == bench.rows("find contacts where customer = cust_001 show id"))
    #expect(
      bench.rows("find customers where count(opportunities (stage changed to 商务谈判)) = 1 show id")
        == ["cust_001"])
  }

  @Test func `what has no history says so`() throws {
    let bench = try Self.moved()
    for condition in ["status was active", "created_at changed", "id changed", "updated_at was today"] {
      #expect(bench.say("find customers where (\(condition))").contains("help"), "\(condition)")
      #expect(bench.codes == ["no-history"], "\(condition)")
    }
    bench.say("find opportunities where (stage was 不存在)")
    #expect(bench.codes == ["not-a-choice"])
    bench.say("find opportunities where (stage was 谈判 by 谁)")
    #expect(bench.codes == ["no-such-record"])
  }
}
