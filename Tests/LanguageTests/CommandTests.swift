import Diagnostics
import Language
import Testing

/// Commands by their signatures (language.md section 4) and scripts (section 5).
@Suite struct CommandTests {
  @Test(arguments: [
    (
      "add customer name = 科技有限公司, industry = 软件, phone = 0755-12345678",
      "add entity:customer values:name = ‹科技有限公司›; industry = ‹软件›; phone = ‹0755-12345678›"
    ),
    ("create customer name = a", "add entity:customer values:name = ‹a›"),
    (
      "update cust_001 set scale = 大型, tags += VIP, tags -= 流失",
      "update target:‹cust_001› values:scale = ‹大型›; tags += ‹VIP›; tags -= ‹流失›"
    ),
    ("delete cust_001, cust_002", "delete target:‹cust_001›,‹cust_002›"),
    ("restore $3", "restore target:$3"), ("purge $_", "purge target:$_"),
    ("tag $vip with VIP, 高价值", "tag target:$vip tags:[‹VIP›, ‹高价值›]"),
    ("untag customers where tag = 流失 with VIP", "untag target:customers where [tag = ‹流失›] tags:[‹VIP›]"),
    ("tag customers all with VIP", "tag target:customers all tags:[‹VIP›]"),
    ("assign @重点客户 where a = 1 to sales_001", "assign target:@重点客户 where [a = ‹1›] owner:‹sales_001›"),
    ("assign (find customers limit 5) to sales_001", "assign target:{find customers limit ‹5›} owner:‹sales_001›"),
    ("assign $c.opportunities to it.owner", "assign target:$c.opportunities owner:it.owner"),
    ("delete it", "delete target:it"), ("tag it.customer with VIP", "tag target:it.customer tags:[‹VIP›]"),
    ("tag IT部 with VIP", "tag target:‹IT部› tags:[‹VIP›]"),
    ("log phone with contact_001 \"讨论产品方案\"", "log type:phone target:‹contact_001› text:\"讨论产品方案\""),
    ("log wechat with contact_001 at 2026-03-15 14:30", "log type:wechat target:‹contact_001› at:‹2026-03-15 14:30›"),
    ("log note with cust_001 “a” at 昨天", "log type:note target:‹cust_001› text:\"a\" at:‹昨天›"),
    ("move opp_001 to 方案提交 probability 50", "move target:‹opp_001› stage:‹方案提交› probability:‹50›"),
    ("close opp_001 won amount 95000", "close target:‹opp_001› outcome:won amount:‹95000›"),
    (
      "close opp_001 lost to competitor \"A B\" because 价格",
      "close target:‹opp_001› outcome:lost reason:‹价格› competitor:\"A B\""
    ),
    ("funnel", "funnel"), ("funnel 2026-Q1", "funnel period:‹2026-Q1›"),
    (
      "funnel last month as of 2026-06-30 where owner = 王芳 | chart bar to \"x.svg\"",
      "funnel period:‹last month› condition:[owner = ‹王芳›] day:‹2026-06-30› stage:| chart bar to \"x.svg\""
    ),
    (
      "漏斗 今年 截至 昨天 其中 owner = 王芳 | json",
      "funnel period:‹今年› condition:[owner = ‹王芳›] day:‹昨天› stage:| json"
    ),
    (
      "funnel where stage = 成交 as of \"#42\" | to \"x.csv\"",
      "funnel condition:[stage = ‹成交›] day:\"#42\" stage:| to \"x.csv\""
    ),
    ("funnel where owner = 王芳 last month limit 3", "funnel period:‹last month› condition:[owner = ‹王芳›] limit:‹3›"),
    ("performance for 王芳 2026-03-01..2026-04-30", "performance period:‹2026-03-01..2026-04-30› user:‹王芳›"),
    ("漏斗 截至 昨天 上月", "funnel period:‹上月› day:‹昨天›"), ("funnel 2026-01 .. 2026-03", "funnel period:‹2026-01 .. 2026-03›"),
    ("reopen opp_001", "reopen target:‹opp_001›"), ("complete task_001", "complete target:‹task_001›"),
    ("postpone task_001 to +3d", "postpone target:‹task_001› date:‹+3d›"),
    ("postpone task_001 to in 3 days", "postpone target:‹task_001› date:‹in 3 days›"),
    (
      "view 重点客户 = find customers where tag = VIP | table",
      "view name:重点客户 query:{find customers where [tag = ‹VIP›] | table}"
    ),
    ("delete view 重点客户", "delete view name:重点客户"), ("delete viewer", "delete target:‹viewer›"),
    ("describe", "describe"), ("describe customers", "describe entity:customers"), ("help", "help"),
    ("help queries", "help topic:queries"),
    (
      "explain delete customers where a = 1 expecting at most 5",
      "explain statement:{delete target:customers where [a = ‹1›] expecting ‹5›}"
    ),
    ("set output = json", "set name:output value:‹json›"), ("set output json", "set name:output value:‹json›"),
    ("run \"a.crm\" with days = 5, name = b", "run file:\"a.crm\" values:days = ‹5›; name = ‹b›"),
    ("run \"a.crm\"", "run file:\"a.crm\""),
    (
      "import customers from \"x.csv\" map 公司 to name, \"a b\" to city on missing create on duplicate skip allow missing encoding gb18030 delimiter ';'",
      "import entity:customers file:\"x.csv\" mapping:公司→name; \"a b\"→city missing:create duplicate:skip allow:missing encoding:‹gb18030› delimiter:\";\""
    ),
    ("import customers from x.csv on duplicate update", "import entity:customers file:‹x.csv› duplicate:update"),
    ("export find customers show name to \"x.xlsx\"", "export query:{find customers show name} file:\"x.xlsx\""),
    ("begin; commit; rollback", "begin ; commit ; rollback"),
    ("delete customers where a = 1 expecting at most 10", "delete target:customers where [a = ‹1›] expecting ‹10›"),
    ("删除 customers 其中 a = 1 预计 至多 10", "delete target:customers where [a = ‹1›] expecting ‹10›"),
    ("打标签 cust_001 加上 VIP", "tag target:‹cust_001› tags:[‹VIP›]"),
    ("记录 电话 与 contact_001 “x” 于 昨天", "log type:phone target:‹contact_001› text:\"x\" at:‹昨天›"),
    ("关闭 opp_001 输单 因为 价格", "close target:‹opp_001› outcome:lost reason:‹价格›"),
    ("merge 42", "merge rest:‹42›"), ("undo", "undo"),
    ("watch delete customers all # c", "watch rest:‹delete customers all›"),
  ])
  func `a command fills its slots`(_ text: String, _ shape: String) {
    #expect(Shape.of(text) == shape)
  }

  @Test func `a verb that is not built keeps its words, blocks and all`() {
    let rule = "rule 欢迎 \"x; y\"\non lead created when source = 网站 {\n  send email a to it.email\n}\nshow cust_001"
    #expect(Shape.of(rule).hasPrefix("error") || Shape.of(rule).hasSuffix("show ‹cust_001›"))
    #expect(
      Shape.of("rule a every day at 09:00 {\n  notify b \"}\"\n}\nshow cust_001")
        == "rule rest:‹a every day at 09:00 {\n  notify b \"}\"\n}› ; show ‹cust_001›")
    #expect(Shape.of("if $x = 1 { undo }") == "if [$x = ‹1›] {undo}")
    #expect(Shape.of("if $x = 1 { merge 4 }") == "if [$x = ‹1›] {merge rest:‹4›}")
  }

  @Test func `a clause of a verb stands once`() {
    #expect(Shape.of("close opp_001 won amount 5 amount 6") == "error: duplicate-clause")
    #expect(Shape.of("close opp_001 wn") == "error: expected-choice")
    #expect(Shape.of("postpone task_001 +3d") == "error: syntax")
    #expect(Shape.of("tag New York with VIP") == "error: unquoted-space")
  }

  @Test(arguments: [
    ("let $q = find customers where a = 1", "let $q = {find customers where [a = ‹1›]}"),
    ("let $c = add customer name = a", "let $c = {add entity:customer values:name = ‹a›}"),
    ("let $x = 5", "let $x = ‹5›"), ("let $x = add", "let $x = ‹add›"), ("let $x = $y + 1", "let $x = <$y + #1>"),
    ("let $x = count($q) - 1", "let $x = <count($q) - #1>"), ("let $x = do f($a, b c)", "error: unquoted-space"),
    ("let $x = do f($a, 大型)", "let $x = do f"), ("let $x = [a, b]", "let $x = [‹a›, ‹b›]"),
    ("let $south = $q where a = 1", "let $south = {find $q where [a = ‹1›]}"),
    ("param $days: number = 90", "param $days: number = ‹90›"), ("param $x", "param $x"),
    ("if count($q) > 200 { fail \"{count($q)} x\" }", "if [count($q) > ‹200›] {fail \"{count($q)} x\"}"),
    ("if $a = 1\n{ print 1 }\nelse # c\n\n{\n print 2 }", "if [$a = ‹1›] {print #1} else {print #2}"),
    ("for $a in (find customers limit 2) { print 1 }", "for $a in {find customers limit ‹2›} {print #1}"),
    ("let $q = (find customers)", "let $q = {find customers}"),
    ("for $a in $q\n{ print 1 }", "for $a in $q {print #1}"),
    (
      "if $a = 1 { print 1 }\nelse if $b = 2 { print 2 }\n\nelse { print 3 }",
      "if [$a = ‹1›] {print #1} else if [$b = ‹2›] {print #2} else {print #3}"
    ),
    ("for $c in $q { delete $c }", "for $c in $q {delete target:$c}"),
    (
      "for $c in find customers where a = 1 { delete $c }",
      "for $c in {find customers where [a = ‹1›]} {delete target:$c}"
    ),
    ("for $x in (a, b) { print $x }", "for $x in [‹a›, ‹b›] {print $x}"),
    ("for $x in [a, b] { print $x }", "for $x in [‹a›, ‹b›] {print $x}"),
    ("for $x in @v { print $x }", "for $x in {find @v} {print $x}"),
    (
      "define f($c: customer, $n: number) { return $n * 2 }\ndo f(cust_001, 5)",
      "define f($c: customer, $n: number) {return <$n * #2>} ; do f(‹cust_001›, ‹5›)"
    ),
    ("define f() { return find customers }\nprint f()", "define f() {return {find customers}} ; print f()"),
    ("use \"lib.crm\"", "use \"lib.crm\""),
    (
      "try { delete cust_001 } otherwise $e { print \"{$e}\" }",
      "try {delete target:‹cust_001›} otherwise $e {print \"{$e}\"}"
    ),
    ("try { delete cust_001 }\notherwise { print 1 }", "try {delete target:‹cust_001›} otherwise {print #1}"),
    (
      "expect count(find tasks where created_at = today) = count($q), \"m\"",
      "expect [count({find tasks where [created_at = ‹today›]}) = count($q)], \"m\""
    ),
    ("expect $a = 1 and $b = 2", "expect all([$a = ‹1›], [$b = ‹2›])"),
    ("print \"a\", $x.name, 1 + 2, count customers", "print \"a\", $x.name, <#1 + #2>, {count customers}"),
    ("open_deals($c)", "open_deals($c)"), ("$x + 1", "<$x + #1>"), ("$x > 3", "[$x > ‹3›]"),
    ("(1 + 2) * 3", "<(<#1 + #2>) * #3>"),
  ])
  func `control statements`(_ text: String, _ shape: String) {
    let drawn = Shape.of(text)
    #expect(shape == "let $x = do f" ? drawn.hasPrefix("let $x = f(") : drawn == shape)
  }

  @Test func `what to do is performed with values as they are`() {
    #expect(Shape.of("let $x = do f($a, 大型)") == "let $x = f($a, ‹大型›)")
    #expect(Shape.of("let $x = f($a, 大型)") == "let $x = f($a, 大型)")
  }

  @Test func `errors in different statements are told together, up to ten`() {
    let text = String(repeating: "find x show\nshow cust_001\n", count: 14)
    let (program, errors) = Shape.parse(text)
    #expect(errors.count == 10)
    #expect(program.statements.count == 9)
    let mixed = Shape.parse("find x where (a = 1\nfoo\nif $x = 1 {\n  bar\n  show cust_001\n}\nshow cust_002")
    #expect(mixed.errors.map { $0.diagnostic().code } == ["unclosed", "unknown-verb", "unknown-verb"])
    #expect(Shape.block(mixed.program.statements) == "if [$x = ‹1›] {show ‹cust_001›} ; show ‹cust_002›")
  }

  @Test(arguments: [
    "if x y {\n  a\n  b { c }\n} else {\n  d\n}\nshow cust_001", "find x where (a =\n  1 and\n  b b\n)\nshow cust_001",
    "print \"{a b}\"; show cust_001", "add x a = \"b\n  c = d\nshow cust_001",
    "find x | each $c {\n  nonsense\n}\nshow cust_001",
    "find x where a = 'it''s' b }\nshow cust_001", "try {\n  show cust_002\n}\nshow cust_001",
    "find x where a = b c # }{\nshow cust_001",
  ])
  func `one mistake gives one error and the next statement is read`(_ text: String) {
    let (program, errors) = Shape.parse(text)
    #expect(errors.count == 1, "\(errors)")
    #expect(Shape.block(program.statements).hasSuffix("show ‹cust_001›"))
  }
}
