import Diagnostics
import Query
import Storage
import Testing

/// `matches`: patterns in linear time.
@Suite struct PatternTests {
  private static func bench() throws -> Workbench {
    try Workbench(
      saying: """
        add customer name = "ＶＩＰ科技（北京）有限公司", industry = 软件, city = 北京
        add customer name = "Acme (China) Ltd.", industry = 互联网, city = 上海
        add customer name = "山田㈱", website = yamada.jp
        add customer name = "4S店"
        add contact customer = cust_002, name = 张三, phone = 13800138000
        """)
  }

  static let found: [(String, [String])] = [
    ("name matches '科技.*公司$'", ["ＶＩＰ科技（北京）有限公司"]),
    ("name matches '^\\d'", ["4S店"]),
    ("name matches '^[^\\p{Han}]+$'", ["Acme (China) Ltd."]),
    ("name matches '科技|acme'", ["ＶＩＰ科技（北京）有限公司", "Acme (China) Ltd."]),
    // case and width are folded on both sides
    ("name matches ^vip", ["ＶＩＰ科技（北京）有限公司"]),
    ("name matches '^ＡＣＭＥ'", ["Acme (China) Ltd."]),
    ("name matches '[Ａ-Ｃ]cme'", ["Acme (China) Ltd."]),
    ("name matches '株'", ["山田㈱"]),
    ("name matches '㈱$'", ["山田㈱"]),
    // a full-width sign is itself
    ("name matches '（北京）'", ["ＶＩＰ科技（北京）有限公司"]),
    ("name matches '\\(北京\\)'", ["ＶＩＰ科技（北京）有限公司"]),
    ("name matches 'Ltd．$'", ["Acme (China) Ltd."]),
    ("name matches '\\Q（北京）\\E有限'", ["ＶＩＰ科技（北京）有限公司"]),
    ("name matches '[（［]北'", ["ＶＩＰ科技（北京）有限公司"]),
    // other types of field
    ("industry matches '^软'", ["ＶＩＰ科技（北京）有限公司"]),
    ("industry not matches '^软'", ["Acme (China) Ltd.", "山田㈱", "4S店"]),
    ("website matches '\\.jp$'", ["山田㈱"]),
    ("any(contacts (name matches '张.'))", ["Acme (China) Ltd."]),
    // the empty matches nothing, and `not` inverts exactly
    ("city matches '.*'", ["ＶＩＰ科技（北京）有限公司", "Acme (China) Ltd."]),
    ("not city matches '上'", ["ＶＩＰ科技（北京）有限公司", "山田㈱", "4S店"]),
  ]

  @Test(arguments: found) func `a pattern finds`(condition: String, names: [String]) throws {
    #expect(try Self.bench().rows("find customers where \(condition) show name") == names)
  }

  @Test func `a reference is matched by its title`() throws {
    #expect(try Self.bench().rows("find contacts where customer matches '^acme' show name") == ["张三"])
  }

  @Test func `an earlier name is matched as of its time`() throws {
    let bench = try Self.bench()
    bench.clock.pass(seconds: 86_400)
    bench.say("update cust_004 set name = 五金店")
    #expect(bench.rows("find customers where name matches '^4s' show id as of yesterday") == ["cust_004"])
    #expect(bench.rows("find customers where name matches '^4s' show id") == [])
  }

  @Test(arguments: [
    "(a+", "a)", "[a", "*a", "a**", "\\1", "(?=a)", "(?<=a)b", "a\\", "[z-a]", "a{2000}", "[[:wrong:]]",
  ])
  func `what is no pattern is refused before anything runs`(pattern: String) throws {
    let bench = try Self.bench()
    let said = bench.script("add customer name = 早了\nfind customers where name matches '\(pattern)'")
    #expect(bench.codes == ["bad-pattern"], "\(said)")
    #expect(try bench.count("customers", where: "name = '早了'") == 0)
  }

  @Test func `a phone is found whole and not by a pattern`() throws {
    let bench = try Self.bench()
    bench.say("find contacts where phone matches '138.*'")
    #expect(bench.codes == ["sealed-search"])
  }

  @Test func `a pattern with a hole is read when the hole is filled`() throws {
    let bench = try Self.bench()
    bench.script("let $a = \"(\"\nfind customers where name matches \"{$a}\"")
    #expect(bench.codes == ["bad-pattern"])
  }

  @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){12}b", "^(([a-z])+.)+[A-Z]([a-z])+$"])
  func `a pattern that ruins others ends`(pattern: String) throws {
    // A backtracking matcher would take longer than the universe has for any of these.
    let text = String(repeating: "a", count: 1_000_000) + "!"
    #expect(try Pattern.find(pattern, in: [text]) == [false])
  }
}
