import Testing

/// Section 5: the whole file is parsed, name-checked and type-checked before its first statement runs.
@Suite struct StaticCheckTests {
  @Test(arguments: [
    ("find customres", "unknown-entity"), ("find customers where nme = x", "unknown-field"),
    ("find customers with contcts", "unknown-relation"), ("update cust_001 set industry = 农业", "not-a-choice"),
    ("find customers where created_at > yesterdy", "not-a-date"), ("move cust_001 to 成交", "wrong-target"),
    ("print $nothing", "unknown-variable"), ("do nothing()", "unknown-function"),
    ("add customer city = x", "missing-field"),
    ("update customers set city = x", "missing-selection"), ("find @没有", "unknown-view"), ("return 1", "return"),
    ("update cust_001 set status = active", "derived-field"),
    ("add contact name = x, customer = opp_001", "wrong-entity"),
    ("find opportunities where amount > abc", "not-money"), ("define f($a: number) { }\ndo f()", "wrong-arguments"),
    ("let $c = find customers\nfor $x in $c { print $x.nme }", "unknown-field"),
    ("define f($c: customer) { print \"{$c.nme}\" }", "unknown-field"),
    ("find customers | each $c { print $c.nme }", "unknown-field"),
    ("find customers | update set nme = 1", "unknown-field"),
    ("explain find customres", "unknown-entity"), ("set nonsense = 1", "unknown-setting"),
  ])
  func `a fault is found before anything runs`(statement: String, code: String) throws {
    let bench = try Workbench()
    let text = bench.script("print before\nadd customer name = 先行\n\(statement)")
    #expect(bench.codes == [code], "\(text)")
    #expect(!text.hasPrefix("before"), "\(text)")
    #expect(bench.say("count customers") == "0")
  }

  @Test func `what only the run can know is left to the run`() throws {
    let bench = try Workbench()
    bench.script(
      """
      let $c = add customer name = 甲
      add contact name = 乙, customer = 甲
      let $found = find contacts where customer = $c
      expect count($found) = 1
      update 甲 set city = 深圳
      expect count(find customers where city = 深圳) = 1
      let $n = count customers
      if $n > 0 { add opportunity title = "{$n} 个", customer = $c, amount = $n }
      """)
    #expect(bench.codes == [])
  }

  @Test(arguments: [
    "define f() { do f() }", "define f() { do g() }\ndefine g() { do f() }",
    "define f($n: number) { let $x = f($n)\nreturn $x }",
    "define f() { if 1 = 1 { do g() } }\ndefine g() { for $i in [1] { do h() } }\ndefine h() { do f() }",
    "define f() { print \"{g()}\" }\ndefine g() { do f() }", "define f() { return g() + 1 }\ndefine g() { return f() }",
    "define f() { if g() > 1 { } }\ndefine g() { do f() }",
  ])
  func `a function may not call itself, directly or around`(script: String) throws {
    let bench = try Workbench()
    let text = bench.script(script)
    #expect(bench.codes.contains("recursion"), "\(text)")
    #expect(Set(bench.codes) == ["recursion"], "\(text)")
  }

  @Test func `at most ten errors are told, in the order of their places`() throws {
    let bench = try Workbench()
    let script = (1...25).map { "find thing\($0)" }.joined(separator: "\n")
    let text = bench.script(script)
    #expect(bench.codes == Array(repeating: "unknown-entity", count: 10))
    #expect(text.contains("thing10") && !text.contains("thing11"))
  }

  @Test(arguments: [
    "find customers where nme = x and name = y show name", "let $x = find customres\nfor $c in $x { print $c.name }",
    "let $x = find customres\nfind $x where city = x", "find customers show nme, name sort by name",
    "define f($c: customre) { print $c.name }", "update cust_001 set nme = 1, city = x",
    "let $x = $y\nprint $x\nprint $x", "find customers group by nme show nme, count()",
    "sum amonut of opportunities by stage", "find customers where count(contcts) > 1",
  ])
  func `one fault is told once`(script: String) throws {
    let bench = try Workbench()
    let text = bench.script(script)
    #expect(bench.codes.count == 1, "\(text)")
  }

  @Test func `a variable keeps the kind of its records`() throws {
    let bench = try Workbench()
    bench.script("let $o = add opportunity title = x\nmove $o to 方案提交\nprint $o.customer.name")
    #expect(bench.codes == [])
    bench.script("let $c = add customer name = x\nmove $c to 方案提交")
    #expect(bench.codes == ["wrong-target"])
    #expect(bench.say("count customers") == "0")
  }
}
