import Query
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
    ("define f($n: number) { print ($n + 1) }\ndo f(三)", "not-a-number"),
    ("define f($n: number) { print ($n + 1) }\nprint f(\"x\")", "not-a-number"),
    ("let $a = today\nprint ($a + 3)", "wrong-operator"),
    ("let $a = today\nlet $b = $a\nprint ($b + 3)", "wrong-operator"),
    ("define f($d: date) { print ($d + 3) }", "wrong-operator"),
    ("let $n = count customers\nprint ($n + today)", "wrong-operator"),
    ("for $c in (1, 2) { update $c set city = 北京 }", "not-a-record"),
    ("for $c in (1, 2) { print $c.name }", "not-a-record"), ("let $n = 5\nfind $n", "wrong-arguments"),
    ("param $d: date = abc", "not-a-date"), ("param $n: number = today", "not-a-number"),
    ("param $n: number = \"x\"", "not-a-number"),
    ("let $c = cust_001\nprint $c.nme", "unknown-field"), ("let $c = cust_001\nmove $c to 成交", "wrong-target"),
    ("define f($o: opportunity) { print $o.title }\ndo f(cust_001)", "wrong-entity"),
    ("let $c = find customers\ndefine f($o: opportunity) { print $o.title }\ndo f($c)", "wrong-entity"),
    ("define f() { print 1 }\ndefine f() { print 2 }", "defined-twice"),
    ("let $d = today\nfind opportunities where amount > $d", "not-comparable"),
    ("define f($n: number) { find tasks where due_date < $n }", "not-comparable"),
    ("let $n = abc\nprint ($n + 1)", "wrong-operator"),
  ])
  func `a fault is found before anything runs`(statement: String, code: String) throws {
    let bench = try Workbench()
    let text = bench.script("print before\nadd customer name = 先行\n\(statement)")
    #expect(bench.codes == [code], "\(text)")
    #expect(!text.hasPrefix("before"), "\(text)")
    #expect(bench.say("count customers") == "0")
  }

  /// A variable that is given values of two types has none that could be known.
  @Test(arguments: [
    "let $x = 3\nif 1 = 1 { let $x = today }\nprint ($x + 1d)",
    "let $x = 3\nfor $i in (1, 2) { if $i = 2 { print ($x + 1d) }\nlet $x = today }",
    "let $n = 5\ndefine f($n: date) { print ($n + 1d) }\ndo f(today)",
    "define f($n: number) { print ($n * 2) }\ndo f(3)\nlet $m = 4\ndo f($m)\ndo f(50%)\ndo f(\"7\")",
    "define f($t: text) { print $t }\ndo f(3)\ndo f(today)\nlet $m = 4\ndo f($m)",
    "define f($m: money) { print ($m + 1) }\nlet $m = 4\ndo f($m)\ndo f(10万)",
  ])
  func `what may be right is let through`(script: String) throws {
    let bench = try Workbench()
    let text = bench.script(script)
    #expect(bench.codes == [], "\(text)")
  }

  @Test func `a variable that names a record is one`() throws {
    let bench = try Workbench()
    bench.script(
      """
      add customer name = 甲
      add customer name = 乙
      let $c = cust_001
      tag $c with VIP
      update $c set city = 深圳
      expect $c.name = 甲
      for $c in (cust_001, cust_002) { update $c set industry = 软件 }
      for $name in ("甲", 乙) { tag $name with 新 }
      """)
    #expect(bench.codes == [])
    #expect(bench.rows("find customers where tag = 新 and industry = 软件 show name, city") == ["甲,深圳", "乙,"])
    bench.script("delete cust_002\nlet $d = cust_002\nrestore $d")
    #expect(bench.codes == [])
    bench.say("let $c = cust_009")
    #expect(bench.codes == ["no-such-record"])
  }

  @Test func `what a parameter is given is held to its type`() throws {
    let bench = try Workbench()
    bench.say("add customer name = 甲")
    let user = "param $who: user\nupdate cust_001 set owner = $who"
    bench.script(user, parameters: ["who": .text("sales_999")])
    #expect(bench.codes == ["no-such-record"])
    bench.script("define f($c: customer) { print \"{$c.name}\" }\ndo f(cust_999)")
    #expect(bench.codes == ["no-such-record"])
    bench.script("define f($n: number) { print ($n + 1) }\nlet $t = \"{1 + 1}x\"\ndo f($t)")
    #expect(bench.codes == ["not-a-number"])
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

  @Test func `each fault of a query is told, and those beside a slip`() throws {
    let bench = try Workbench()
    bench.script("find customers where 行页 = 软件 and (城氏 = 深圳 or city = x) show name, nme")
    #expect(bench.codes == ["unknown-field", "unknown-field", "unknown-field"])
    bench.script("find custmers\ntag cust_001\nlet $c = oops(\nprint $c\nfind customers where industry = 农业")
    #expect(bench.codes.first == "unknown-entity" && bench.codes.contains("not-a-choice"), "\(bench.codes)")
    #expect(!bench.codes.contains("unknown-variable"))
    bench.script("find customers where industry = 农业 and industry = 农业")
    #expect(bench.codes == ["not-a-choice", "not-a-choice"])
  }
}
