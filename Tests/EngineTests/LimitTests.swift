import Testing

/// Figures beyond what a field holds and statements beyond what a database takes: told, never cut in silence.
@Suite struct LimitTests {
  @Test func `what is worked out row by row must fit the field in every row`() throws {
    let bench = try Workbench.company()
    let before = try bench.dump()
    for (statement, code) in [
      ("update opp_003 set probability = it.probability * 7", "out-of-range"),
      ("update opportunities where status = open set probability += 100", "out-of-range"),
      ("update opp_003 set expected_close_date += 99999999d", "out-of-range"),
      ("update opp_003 set amount = it.amount * 999999999999999", "out-of-range"),
      ("update opp_003 set probability = it.amount * 0", "wrong-kind"),
      ("update opp_003 set amount = it.expected_close_date", "wrong-kind"),
    ] {
      bench.say(statement)
      #expect(bench.codes == [code], "\(statement)")
      #expect(try bench.dump() == before, "\(statement)")
    }
    bench.say("update opp_001 set probability = it.probability * 1.1")
    #expect(bench.rows("find opp_001 show probability") == ["55"])
    bench.say("update opp_001 set amount = it.probability * 1000")
    #expect(bench.rows("find opp_001 show amount") == ["55000"])
    bench.say("update opp_001 set amount = it.probability * 0.5")
    #expect(bench.rows("find opp_001 show amount") == ["27.50"])
  }

  @Test func `sums beyond 64 bits are an error and not a wrong figure`() throws {
    let bench = try Workbench()
    bench.say("print 9223372036854775807 + 1")
    #expect(bench.codes == ["too-large"])
    bench.say("print 9223372036854775807 * 9223372036854775807")
    #expect(bench.codes == ["too-large"])
    #expect(bench.say("print 9223372036854775806 + 1") == "9223372036854775807")
    bench.script((1...4).map { "add opportunity title = t\($0), amount = 90000000000000000" }.joined(separator: "\n"))
    #expect(bench.codes == [])
    bench.say("sum amount of opportunities")
    #expect(bench.codes == ["too-large"])
    #expect(bench.rows("find opp_001 show amount") == ["90000000000000000"])
  }

  @Test func `deep, long and wide statements end in an answer`() throws {
    let bench = try Workbench.company()
    let deep = String(repeating: "not (city = a or ", count: 30) + "city = b" + String(repeating: ")", count: 30)
    let many = (0..<3000).map { "n\($0)" }.joined(separator: ", ")
    for (statement, expected) in [
      ("find customers where \(deep) show name", ["too-complex"]),
      ("find customers where \(String(repeating: "not ", count: 60))(city = 深圳) show name", []),
      (
        "find customers where \(String(repeating: "(", count: 60))city = 深圳\(String(repeating: ")", count: 60)) show name",
        []
      ),
      ("find customers where name in (\(many)) show name", []),
      ("find customers where tags has any (\(many)) show name", []),
      ("find opportunities show \((0..<2100).map { "amount as a\($0)" }.joined(separator: ", "))", ["too-complex"]),
      ("tag cust_001 with \(many)", []), ("find customers \"\(String(repeating: "科", count: 5000))\" show name", []),
      ("find customers where name contains \"\(String(repeating: "a", count: 100_000))\" show name", []),
      ("update cust_001 set name = \"\(String(repeating: "长", count: 400_000))\"", ["text-too-long"]),
      ("find customers limit 9223372036854775807 show name", []),
      ("find customers limit 99999999999999999999", ["wrong-limit"]),
      ("show cust_999999999999999999999", ["no-such-record"]), ("find customers where id > cust_999999999999", []),
      ("$99999999999999999999", ["unknown-variable"]), ("find customers where created_at > 9999-12-31", []),
    ] {
      bench.say(statement)
      #expect(bench.codes == expected, "\(statement.prefix(60))")
    }
  }

  @Test func `a session goes on after every failure`() throws {
    let bench = try Workbench.company()
    for statement in [
      "find nothing", "update cust_999 set city = x", "purge cust_001", "find customers where name matches '(x'",
      "rollback",
    ] {
      bench.say(statement)
      #expect(!bench.codes.isEmpty)
      #expect(bench.say("count customers") == "4")
      #expect(bench.say("update cust_001 set source = \(statement.count)").hasSuffix("updated"))
    }
  }
}
