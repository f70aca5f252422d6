import Language
import Testing

/// Texts in quotes (language.md section 1).
@Suite struct TextTests {
  @Test func `any double quote closes any other`() {
    for opening in ["\"", "“", "”", "＂"] {
      for closing in ["\"", "“", "”", "＂"] {
        #expect(Shape.value("\(opening)科技 a\(closing)") == "\"科技 a\"")
        #expect(Shape.of("find customers \(opening)科技\(closing) limit 1") == "find customers search \"科技\" limit ‹1›")
      }
    }
  }

  @Test func `raw texts take everything as it is`() {
    #expect(Shape.value(#"'a\n{b}"c'"#) == #""a\n{b}"c""#)
    #expect(Shape.value("‘a{b}’") == "\"a{b}\"")
    #expect(Shape.value("「a{b}」") == "\"a{b}\"")
    #expect(Shape.value("＇a＇") == "\"a\"")
  }

  @Test func `escapes are few and others are errors`() {
    #expect(Shape.value(#""a\n\t\\\"\u{4e2d}""#) == #""a⏎⇥\"中""#)
    #expect(Shape.value(#""a\“b""#) == #""a“b""#)
    #expect(Shape.value(#""a\x""#) == "error: unknown-escape")
    #expect(Shape.value(#""a\u{110000}""#) == "error: unknown-escape")
    #expect(Shape.value(#""a\u{d800}""#) == "error: unknown-escape")
    #expect(Shape.value(#""a\u{}""#) == "error: unknown-escape")
    #expect(Shape.value(#""a\u4e2d""#) == "error: unknown-escape")
    #expect(Shape.value("\"a\\") == "error: unknown-escape")
  }

  @Test func `braces interpolate and doubled braces are braces`() {
    #expect(Shape.value("\"{$c.name}：{count($q)}\"") == "\"{$c.name}：{count($q)}\"")
    #expect(Shape.value("\"{{x}} }\"") == "\"{x} }\"")
    #expect(Shape.value("\"{it.amount * 2}\"") == "\"{<it.amount * #2>}\"")
    #expect(Shape.value("\"{join($c.tags, \", \")}\"") == "\"{join($c.tags, \", \")}\"")
    #expect(Shape.value("\"{count customers where x = 1}\"") == "\"{{count customers where [x = ‹1›]}}\"")
    #expect(Shape.value("\"{}\"") == "error: empty-interpolation")
    #expect(Shape.value("\"{a, b}\"") == "error: interpolation")
    #expect(Shape.value("\"{a\"") == "error: interpolation" || Shape.value("\"{a\"") == "error: unterminated-text")
  }

  @Test func `a text ends on its line unless it opens with three quotes`() {
    #expect(Shape.value("\"abc") == "error: unterminated-text")
    #expect(Shape.value("'abc\n") == "error: unterminated-text")
    #expect(Shape.value("\"\"\"\na\n  b \"c\"\n\"\"\"") == "\"a⏎  b \"c\"⏎\"")
    #expect(Shape.value("\"\"\"a {$x}\"\"\"") == "\"a {$x}\"")
    #expect(Shape.value("\"\"") == "\"\"")
    #expect(Shape.value("\"\"\"\nabc") == "error: unclosed")
  }

  @Test func `a text keeps its spelling`() {
    guard case .command(let command)? = Shape.parse("add x a = “b\\n”").program.statements.first?.kind,
      case .assignments(let assignments)? = command["values"], case .text(let literal)? = assignments.first?.value.kind
    else {
      Issue.record("no text")
      return
    }
    #expect(literal.spelling == "“b\\n”")
    #expect(literal.plain == "b\n")
  }

  @Test func `a quoted reference is a name and is not interpolated`() {
    #expect(Shape.of("show \"New York Ltd.\"") == "show ‹\"New York Ltd.\"›")
    #expect(Shape.of("delete 'a, b', cust_002") == "delete target:‹'a, b'›,‹cust_002›")
    #expect(Shape.of("show \"{$x}\"") == "error: interpolated-reference")
  }
}
