import Language
import Testing

/// Value positions (language.md section 1): one raw atom, its spelling kept.
@Suite struct ValueTests {
  @Test(arguments: [
    "C#", "58同城", "4S店", "AT&T", "（北京）科技", "0755-12345678", "a@b.com", "baidu.com", "软件", "O'Brien", "IT", "C++",
    "https://例子.cn/a?b", "科技(北京)有限公司", "NovaEdge(Shanghai)Ltd.", "100_000", "100,000", "-1,234,567.89", "¥10万",
    "￥100,000",
    "1.2亿", "3k", "50%", "1.2万美元", "+3d", "-5", "#b".replacing("#", with: "a#"), "a:b", "a/b", "a*b", "_x", "7号仓", "Ａ１",
    "don’t",
    "中、".replacing("、", with: "·文"), "🙂", "2026年3月15日", "2026-Q1", "近30天", "30天前", "14:30", "2026-03-15T14:30:00+08:00",
  ])
  func `an atom keeps its spelling`(_ text: String) {
    #expect(Shape.value(text) == "‹\(text)›")
  }

  @Test(arguments: [
    "last 30 days", "7d ago", "in 3d", "in 3 days", "30 days ago", "14 days", "2026-03-15 14:30", "99.5 USD", "99.5 美元",
    "USD 99.5", "100 万", "this week", "next quarter", "last 7d", "tomorrow at 9:00", "今天 14:30", "2026-03-15 下午3点",
    "2026-03-15 2:30 pm", "2 hours from now", "3 days later", "past 2 weeks",
  ])
  func `a phrase stays one atom`(_ text: String) {
    #expect(Shape.value(text) == "‹\(text)›")
    #expect(Shape.condition("x in (\(text), b)") == "[x in [‹\(text)›, ‹b›]]")
    #expect(Shape.condition("x = \(text) and y = 1") == "all([x = ‹\(text)›], [y = ‹1›])")
    #expect(Shape.of("find customers where x = \(text) limit 2") == "find customers where [x = ‹\(text)›] limit ‹2›")
  }

  @Test func `an atom ends where the contract says`() {
    #expect(Shape.condition("x = a)") == "error: stray-closing")
    #expect(Shape.condition("(x = a)") == "([x = ‹a›])")
    #expect(Shape.condition("（x = a）") == "([x = ‹a›])")
    #expect(Shape.condition("(x = （北京）科技)") == "([x = ‹（北京）科技›])")
    #expect(Shape.of("add x a = 1,b = 2，c = 3、d = 4") == "add entity:x values:a = ‹1›; b = ‹2›; c = ‹3›; d = ‹4›")
    #expect(Shape.of("find x where a = b;count x") == "find x where [a = ‹b›] ; count x")
    #expect(Shape.of("find x where a = b；count x") == "find x where [a = ‹b›] ; count x")
    #expect(Shape.of("find x where a = b|table") == "find x where [a = ‹b›] | table")
    #expect(Shape.of("if $x = 大型{ print 1 }") == "if [$x = ‹大型›] {print #1}")
  }

  @Test func `only a variable, a call, the subject and parentheses make an expression`() {
    #expect(Shape.value("actual_amount") == "‹actual_amount›")
    #expect(Shape.value("it.amount") == "it.amount")
    #expect(Shape.value("它.金额") == "it.金额")
    #expect(Shape.value("it") == "it")
    #expect(Shape.value("item") == "‹item›")
    #expect(Shape.value("$c.owner") == "$c.owner")
    #expect(Shape.value("$3") == "$3")
    #expect(Shape.value("$_") == "$_")
    #expect(Shape.value("rotate(sales_001, sales_002)") == "rotate(sales_001, sales_002)")
    #expect(Shape.value("(it.amount * 0.9)") == "(<it.amount * #0.9>)")
    #expect(Shape.value("it.amount * 2 + 1") == "<<it.amount * #2> + #1>")
    #expect(Shape.value("count(contacts) - 1") == "<count(contacts) - #1>")
    #expect(Shape.value("＄x") == "$x")
  }

  @Test func `dates count from a variable`() {
    #expect(Shape.value("$days days ago") == "($days days ago)")
    #expect(Shape.value("$p.days 天 前") == "($p.days 天 ago)")
    #expect(Shape.condition("x < $days days ago and y = 1") == "all([x < ($days days ago)], [y = ‹1›])")
  }

  @Test func `a keyword means itself as a value`() {
    for word in ["empty", "today", "find", "where", "and", "by", "show", "limit", "table", "add"] {
      #expect(Shape.value(word) == "‹\(word)›")
    }
    #expect(Shape.condition("x = and and y = 1") == "all([x = ‹and›], [y = ‹1›])")
    #expect(Shape.condition("x = show sort by y") == "[x = ‹show›] … find customers sort by y")
  }

  @Test func `a missing value is told at the word that stands in its place`() {
    for text in [
      "find customers where industry = and tag = VIP", "find customers where industry = or (tag = VIP)",
      "find customers where industry = show name", "find customers where industry = sort by name",
      "find customers where industry = group by name", "find customers where industry = as of 2026-01-01",
      "find customers where industry = limit 5", "find customers where industry =",
      "find customers where industry = | table",
      "add customer name = , industry = 软件", "add customer name = industry = 软件", "find customers where name = 。",
      "tag cust_001 with", "tag cust_001 with #x",
    ] {
      #expect(Shape.of(text) == "error: missing-value", "\(text)")
    }
  }

  @Test func `digits are grouped by commas where no list is`() {
    #expect(Shape.of("add x a = 100,000, b = 2") == "add entity:x values:a = ‹100,000›; b = ‹2›")
    #expect(Shape.of("add x a = 100, b = 200") == "add entity:x values:a = ‹100›; b = ‹200›")
    #expect(Shape.of("tag cust_001 with 100,200") == "error: digit-group")
    // In a list it is one number or two, and so refused; a space makes it two.
    #expect(Shape.condition("x in (1, 200)") == "[x in [‹1›, ‹200›]]")
    #expect(Shape.condition("x in (1,200)") == "error: digit-group")
    #expect(Shape.value("1,2345") == "error: unknown-verb" || Shape.value("1,2345").hasPrefix("error"))
  }

  @Test func `lists take brackets, parentheses and bare commas`() {
    #expect(Shape.of("add x tags = VIP, 高价值, name = a") == "add entity:x values:tags = [‹VIP›, ‹高价值›]; name = ‹a›")
    #expect(Shape.of("add x tags = [VIP, 高价值]") == "add entity:x values:tags = [‹VIP›, ‹高价值›]")
    #expect(Shape.of("update c set tags += VIP，tags -= 流失") == "update target:‹c› values:tags += ‹VIP›; tags -= ‹流失›")
    #expect(Shape.condition("x in (\n  a,\n  b\n)") == "[x in [‹a›, ‹b›]]")
    #expect(Shape.condition("x in [a, b]") == "[x in [‹a›, ‹b›]]")
  }

  @Test func `a closing full stop ends the statement`() {
    #expect(Shape.of("find customers where industry = 软件。") == "find customers where [industry = ‹软件›]")
    #expect(Shape.of("find customers。 show cust_001。") == "find customers ; show ‹cust_001›")
    #expect(Shape.value("Ltd.") == "‹Ltd.›")
  }
}
