import Diagnostics
import Language
import Testing

/// Where statements end and go on, and what folds (language.md section 1).
@Suite struct LineTests {
  @Test(arguments: [
    "find customers where a = 1\n  and b = 2", "find customers where a = 1 and\nb = 2",
    "find customers where a =\n1 and b = 2",
    "find customers\n  where a = 1 and b = 2", "find customers \\\nwhere a = 1 and b = 2",
    "find customers where (a = 1\nand b = 2)", "find customers\n\n  # why\n  where a = 1 and b = 2",
    "find customers # all\n  where a = 1 # one\n    and b = 2", "find customers\n\twhere a = 1 and b = 2",
    "find customers\r\n  where a = 1 and b = 2\r\n",
  ])
  func `a statement goes on over a newline`(_ text: String) {
    let shape = Shape.of(text).replacing("(all([a = ‹1›], [b = ‹2›]))", with: "all([a = ‹1›], [b = ‹2›])")
    #expect(shape == "find customers where all([a = ‹1›], [b = ‹2›])")
  }

  @Test func `a leading or trailing pipe continues`() {
    #expect(Shape.of("find customers\n| table") == "find customers | table")
    #expect(Shape.of("find customers |\ntable") == "find customers | table")
    #expect(
      Shape.of("find customers\n   | update tags += VIP\n   | json") == "find customers | update tags += ‹VIP› | json")
  }

  @Test func `a line that is not deeper begins a statement`() {
    #expect(Shape.of("find customers\nshow cust_001") == "find customers ; show ‹cust_001›")
    #expect(Shape.of("find customers\n  show name") == "find customers show name")
    #expect(
      Shape.of("if $x = 1 {\n  count customers\n  set output = json\n}")
        == "if [$x = ‹1›] {count customers ; set name:output value:‹json›}")
    #expect(
      Shape.of("if $x = 1 {\n  count customers\n    by industry\n}")
        == "if [$x = ‹1›] {count customers group by industry}")
  }

  @Test func `a trailing comma continues a list`() {
    #expect(Shape.of("add x a = 1,\nb = 2") == "add entity:x values:a = ‹1›; b = ‹2›")
    #expect(Shape.of("find x show a,\n  b\nsort by c").hasPrefix("error"))
    #expect(Shape.of("find x show a, # first\n  b") == "find x show a, b")
  }

  @Test func `a comment begins at white space only`() {
    #expect(Shape.of("# c\nfind x # d\n") == "find x")
    #expect(Shape.of("#!/usr/bin/env -S crm run\nfind x") == "find x")
    #expect(Shape.of("\u{FEFF}# c\nfind x") == "find x")
    #expect(Shape.of("\u{FEFF}find x") == "find x")
    #expect(Shape.of("find x　＃ c") == "find x")
    #expect(Shape.of("find x where a = C# # d") == "find x where [a = ‹C#›]")
    #expect(Shape.of("find x where a = \"b # c\"") == "find x where [a = \"b # c\"]")
  }

  @Test func `full-width signs fold in syntax positions`() {
    #expect(
      Shape.of("ｆｉｎｄ　customers where（ａ＝１ and b！＝２）｜table；count（$x）")
        == "find customers where (all([a = ‹１›], [b != ‹２›])) | table ; count($x)")
    #expect(Shape.of("find ＠重点客户 show a，b、c") == "find @重点客户 show a, b, c")
    #expect(Shape.of("if ＄x ＞ １ ｛ print ２ ｝") == "if [$x > ‹１›] {print #2}")
    #expect(Shape.condition("a ＋ b － c ＊ d ／ e ％ f > 1") == "[<a + b - <c * d / e % f>> > ‹1›]")
    #expect(Shape.condition("a ≥ 1 and b ≤ 2 and c ≠ 3") == "all([a >= ‹1›], [b <= ‹2›], [c != ‹3›])")
    #expect(Shape.of("let $x = ［a， b］") == "let $x = [‹a›, ‹b›]")
  }

  @Test func `spans point at what was typed`() {
    let text = "查找　客户 其中 行业＝软件"
    var parser = Parser(text, vocabulary: TestVocabulary.vocabulary)
    guard case .query(let query)? = parser.parseProgram().program.statements.first?.kind,
      case .comparison(let left, _, let right)? = query.condition?.kind
    else {
      Issue.record("no comparison")
      return
    }
    let bytes = Array(text.utf8)
    #expect(String(decoding: bytes[left.span.lower..<left.span.upper], as: UTF8.self) == "行业")
    #expect(String(decoding: bytes[right.span.lower..<right.span.upper], as: UTF8.self) == "软件")
    #expect(String(decoding: bytes[query.span.lower..<query.span.upper], as: UTF8.self) == text)
  }

  @Test func `a span holds no white space behind its text`() {
    let text = "find customers where (a = 1)   # c\n  limit 5   \n\nshow x"
    var parser = Parser(text, vocabulary: TestVocabulary.vocabulary)
    let statements = parser.parseProgram().program.statements
    let bytes = Array(text.utf8)
    let spelled = statements.map { String(decoding: bytes[$0.span.lower..<$0.span.upper], as: UTF8.self) }
    #expect(spelled == ["find customers where (a = 1)   # c\n  limit 5", "show x"])
  }

  @Test func `names take every script, digits and backticks`() {
    #expect(
      Shape.of("find x show 名称, _a, naïve, имя, a1, `my field`, `where`")
        == "find x show 名称, _a, naïve, имя, a1, my field, where")
    #expect(Shape.of("find x where `a b` = 1") == "find x where [a b = ‹1›]")
    #expect(Shape.of("find @`my view`") == "find @my view")
    #expect(Shape.of("find x where ``") == "error: stray-character")
    #expect(Shape.of("find x where customer.owner.team = a") == "find x where [customer.owner.team = ‹a›]")
  }

  @Test func `keywords are names where a name stands`() {
    #expect(
      Shape.of("find x where limit > 5 and count = 3 and by = 2")
        == "find x where all([limit > ‹5›], [count = ‹3›], [by = ‹2›])")
    #expect(Shape.of("find x where (count > 3)") == "find x where ([count > ‹3›])")
    #expect(Shape.of("find x where (min in (1, 2))") == "find x where ([min in [‹1›, ‹2›]])")
    #expect(
      Shape.of("find x show count, top, limit sort by show desc") == "find x show count, top, limit sort by show desc")
    #expect(Shape.of("add x where = 1, with = 2") == "add entity:x values:where = ‹1›; with = ‹2›")
    #expect(Shape.of("find x group by group show group") == "find x group by group show group")
  }

  @Test func `an incomplete text asks for more at the prompt`() {
    let open = [
      "find customers where (", "find customers where a =", "find customers where a = 1 and", "add x a = 1,",
      "find x |",
      "if $x = 1 {", "if $x = 1 {\n  print 1", "print \"\"\"\nabc", "find x \\", "find x where a = # c",
      "find x where a in (b,",
      "for $x in (find x) {", "find x where a ＝", "rule x on lead created {",
      "if $x = 1", "for $c in $q # each",
    ]
    for text in open {
      let isComplete = Parser.isComplete(text, vocabulary: TestVocabulary.vocabulary)
      #expect(!isComplete, "\(text)")
    }
    let whole = [
      "", "find customers", "find customers where", "find x where a = \"b", "if $x = 1 { print 1 }", "}",
      "find x where ) (",
      "find x where (a = 1\nshow b", "# c", "find x # c", "rule x on lead created { print 1 }", "print \"{a\"",
    ]
    for text in whole {
      let isComplete = Parser.isComplete(text, vocabulary: TestVocabulary.vocabulary)
      #expect(isComplete, "\(text)")
    }
  }
}
