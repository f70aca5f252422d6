import Engine
import Query
import Testing

/// Section 5: control, values, functions and files.
@Suite struct ScriptTests {
  @Test func `the example of the contract runs`() throws {
    let bench = try Workbench(
      saying: """
        add customer name = 老客户
        add order customer = 老客户, amount = 100, ordered_at = 2026-07-01
        log phone with 老客户 "上次" at 2026-07-02
        """)
    let script = """
      # quarterly-cleanup.crm
      param $days: number = 90
      let $quiet = find customers where status = active and latest(interactions.date) < $days days ago

      if count($quiet) > 200 { fail "{count($quiet)} quiet customers: raise the bar first" }

      for $c in $quiet {
        add task type = followup, customer = $c, title = "回访 {$c.name}", due_date = in 3d, assignee = $c.owner
      }
      expect count(find tasks where created_at = today and type = followup) = count($quiet)
      print "{count($quiet)} follow-ups created"
      """
    #expect(bench.script(script) == "+task_001\n1 follow-ups created")
    #expect(bench.rows("find tasks show title, customer, due_date") == ["回访 老客户,cust_001,2026-11-23"])
    #expect(bench.script(script, parameters: ["days": .text("365")]).contains("this was expected to hold"))
  }

  @Test func `a new record takes what stands before it into account`() throws {
    let bench = try Workbench()
    let script = """
      add customer name = 甲公司, tags = VIP
      let $tag = 重点
      add customer name = 乙公司, tags = $tag, parent = 甲公司
      add contact name = 李四, customer = 乙公司
      log phone with 李四 "问候"
      add customer name = "丙{count(find customers)}", tags = [$tag, VIP]
      """
    #expect(!bench.script(script).contains("error"))
    #expect(
      bench.rows("find customers show name, tags, parent") == [
        "甲公司,VIP,", "乙公司,重点,cust_001", "丙2,VIP;重点,",
      ])
    #expect(bench.rows("find interactions show contact, customer") == ["contact_001,cust_002"])
  }

  @Test func `values keep their kind`() throws {
    let bench = try Workbench.company()
    for (statement, printed) in [
      ("print 1 + 2 * 3", "7"), ("print (1 + 2) * 3", "9"), ("print 7 / 2", "3.5"), ("print 7 % 4", "3"),
      ("print 10万 / 4", "25000"),
      ("let $x = 5\nprint $x * 2", "10"), ("print \"{1 + 1} {{x}\"", "2 {x}"), ("print today", "2026-11-20"),
      ("let $d = 2026-12-01\nprint $d - today", "11d"), ("print count(find customers)", "4"),
      ("print (sum amount of opportunities)", "1820000"), ("let $n = count customers\nprint $n + 1", "5"),
      ("let $c = find customers where name = 百度在线\nprint count($c)", "1"), ("print sum($none.amount)", ""),
      ("let $o = find opportunities where status = open\nprint sum($o.amount)", "1320000"),
    ] {
      let text = bench.script(
        statement.replacing(
          "print sum($none.amount)", with: "let $none = find opportunities where amount < 0\nprint sum($none.amount)"))
      if printed.isEmpty { #expect(text == "0") } else { #expect(text == printed, "\(statement)") }
    }
  }

  @Test func `if takes the first branch that holds`() throws {
    let bench = try Workbench()
    let script = "param $n: number\nif $n > 10 { print big } else if $n > 5 { print middle } else { print small }"
    for (value, said) in [("20", "big"), ("7", "middle"), ("1", "small")] {
      #expect(bench.script(script, parameters: ["n": .text(value)]) == said)
    }
  }

  @Test func `a loop runs over a query, a list, a variable, and leaves its variable as it was`() throws {
    let bench = try Workbench.company()
    #expect(bench.script("for $c in find customers where city = 深圳 { print $c.name }") == "科技有限公司\n招商银行")
    #expect(bench.script("for $x in [1, \"b c\", 张三] { print \"<{$x}>\" }") == "<1>\n<b c>\n<张三>")
    #expect(bench.script("let $l = [1, 2]\nfor $x in $l { print $x }") == "1\n2")
    #expect(bench.script("let $x = 9\nfor $x in [1] { print $x }\nprint $x") == "1\n9")
    #expect(bench.script("for $c in find customers where city = 没有 { print $c.name }") == "")
  }

  @Test func `a parameter is read by its type, and missing without a default`() throws {
    let bench = try Workbench.company()
    let script = "param $c: customer\nparam $d: date = 2026-12-01\nprint $c.name $d"
      .replacing("$c.name $d", with: "\"{$c.name} {$d}\"")
    #expect(bench.script(script, parameters: ["c": .text("cust_002")]) == "百度在线 2026-12-01")
    #expect(bench.script(script, parameters: ["c": .text("科技有限公司"), "d": .text("明天")]) == "科技有限公司 2026-11-21")
    bench.script(script)
    #expect(bench.codes == ["missing-parameter"])
    bench.script(script, parameters: ["c": .text("没有这家")])
    #expect(bench.codes == ["no-such-record"])
    bench.script(script, parameters: ["c": .text("cust_001"), "d": .text("soon")])
    #expect(bench.codes == ["not-a-date"])
  }

  @Test func `a function takes records, numbers and queries, and returns`() throws {
    let bench = try Workbench.company()
    #expect(
      bench.script(
        """
        define greet($c: customer, $n: number) { return "{$c.name}×{$n}" }
        define total($o: opportunities) { return sum($o.amount) }
        print greet(cust_001, 2)
        let $t = total((find opportunities where status = won))
        print $t + 1
        """) == "科技有限公司×2\n500001")
  }

  @Test func `a function sees its parameters and nothing else`() throws {
    let bench = try Workbench()
    bench.script("let $x = 1\ndefine f() { print $x }\ndo f()")
    #expect(bench.codes == ["unknown-variable"])
    #expect(bench.script("let $x = 1\ndefine f($x: number) { let $x = $x + 1 }\ndo f(5)\nprint $x") == "1")
  }

  @Test func `what fails can be caught, with its message`() throws {
    let bench = try Workbench()
    #expect(bench.script("try { fail \"不行\" } otherwise $e { print \"说：{$e}\" }") == "说：不行")
    #expect(bench.script("try { update cust_009 set city = x } otherwise $e { print $e }") == "there is no cust_009")
    #expect(bench.script("define f() { try { return 1 } otherwise { return 2 } }\nprint f()") == "1")
  }

  @Test func `begin and rollback take back a part, commit keeps it`() throws {
    let bench = try Workbench()
    bench.script(
      """
      add customer name = A
      begin
      add customer name = B
      begin
      add customer name = C
      commit
      rollback
      begin
      add customer name = D
      commit
      """)
    #expect(bench.rows("find customers show id, name") == ["cust_001,A", "cust_002,D"])
    bench.script("rollback")
    #expect(bench.codes == ["no-transaction"])
    bench.script("begin\nadd customer name = F\nrollback\nrollback")
    #expect(bench.codes == ["no-transaction"])
    #expect(bench.say("count customers") == "2")
  }

  @Test func `an expectation that fails stops the script with its message`() throws {
    let bench = try Workbench()
    let text = bench.script("add customer name = A\nexpect count(find customers) = 2, \"两家才对\"\nprint after")
    #expect(bench.codes == ["expectation"])
    #expect(text.contains("两家才对") && !text.contains("after"))
    #expect(bench.say("count customers") == "0")
  }

  @Test func `the last result and its rows are at hand`() throws {
    let bench = try Workbench.company()
    bench.say("find customers where city = 深圳 sort by name")
    #expect(bench.rows("find $_ show name") == ["科技有限公司", "招商银行"])
    bench.say("find customers where city = 深圳 sort by name")
    #expect(bench.say("update $2 set source = x") == "1 customer updated")
    #expect(bench.rows("find customers where source = x show name") == ["招商银行"])
    bench.say("find customers where city = 没有")
    bench.say("show $1")
    #expect(bench.codes == ["no-such-row"])
    bench.say("add customer name = 新")
    #expect(bench.say("update $1 set city = 杭州") == "1 customer updated")
  }

  @Test func `a begin that nothing ends keeps nothing`() throws {
    let bench = try Workbench()
    let text = bench.script("add customer name = 甲\nbegin\nadd customer name = 乙")
    #expect(bench.codes == ["unclosed-begin"])
    #expect(text.contains("test.crm:2:1"), "\(text)")
    #expect(bench.rows("count customers") == ["0"])
    bench.script("add customer name = 甲\nbegin\nadd customer name = 乙\nrollback\nbegin\nadd customer name = 丙\ncommit")
    #expect(bench.rows("find customers show name") == ["甲", "丙"])
  }
}
