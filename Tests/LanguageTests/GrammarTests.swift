import Foundation
import Language
import Testing

/// Every production of `docs/grammar.md` is read by the parser, and by the corpus.
@Suite struct GrammarTests {
  /// A text that only this production explains, and what its tree must show. `Shape` draws it.
  private static let examples: [(production: String, text: String, shape: String)] = [
    ("program", "find a; find b\nfind c", "find a ; find b ; find c"),
    ("terminator", "find a。find b；find c", "find a ; find b ; find c"),
    ("comment", "find a # b; c", "find a"), ("name", "find x show 名称, `a b`", "find x show 名称, a b"),
    ("path", "find x show a.b.c", "find x show a.b.c"), ("variable", "$vip", "find $vip"), ("view", "@重点", "find @重点"),
    ("number", "print 10万 + 1_000.5 - 50%", "print <#10万 + #1_000.5 - #50%>"),
    ("atom", "find x where a = C#", "find x where [a = ‹C#›]"),
    ("phrase", "find x where a = last 30 days", "find x where [a = ‹last 30 days›]"),
    ("text", "print 'a'", "print \"a\""),
    ("interpolated", "print “{$x} {{”", "print \"{$x} {\""), ("raw", "print 「{x}」", "print \"{x}\""),
    ("block-text", "print \"\"\"\na\"\"\"", "print \"a\""), ("escape", "print \"\\u{4e2d}\"", "print \"中\""),
    ("statement", "delete x all expecting at most 5", "delete target:x all expecting ‹5›"),
    ("control", "fail x", "fail ‹x›"),
    ("letting", "let $x = a", "let $x = ‹a›"), ("parameter", "param $x: number = 5", "param $x: number = ‹5›"),
    ("conditional", "if a { } else if b { } else { }", "if a {} else if b {} else {}"),
    ("loop", "for $x in (a, b) { }", "for $x in [‹a›, ‹b›] {}"),
    ("definition", "define f($a: text) { return $a }", "define f($a: text) {return $a}"),
    ("perform", "do f(a, $b)", "do f(‹a›, $b)"),
    ("argument", "do f(find x)", "do f({find x})"),
    ("give", "define f() { return find x }", "define f() {return {find x}}"), ("use", "use \"a.crm\"", "use \"a.crm\""),
    ("attempt", "try { } otherwise $e { }", "try {} otherwise $e {}"), ("fail", "fail \"a\"", "fail \"a\""),
    ("print", "print a, b", "print a, b"),
    ("item", "print count x", "print {count x}"), ("expect", "expect a = 1, \"m\"", "expect [a = ‹1›], \"m\""),
    ("bound", "let $x = add y a = 1", "let $x = {add entity:y values:a = ‹1›}"),
    ("block", "if a { find b; find c }", "if a {find b ; find c}"), ("expression", "count($x) + 1", "<count($x) + #1>"),
    ("query", "find x \"a\" where b | json", "find x search \"a\" where b | json"),
    ("head", "avg a of x", "avg a of x"), ("source", "find $q.tasks", "find $q.tasks"),
    ("part", "show x y", "show ‹x› part:y"),
    ("references", "show a, b", "show ‹a›,‹b›"), ("reference", "show \"a b\"", "show ‹\"a b\"›"),
    ("clause", "find x show a limit 5", "find x show a limit ‹5›"),
    ("where", "find x where a", "find x where a"),
    ("relation", "find x with a (b) without c", "find x with a (b) without c"),
    ("show", "find x show a as b", "find x show a as b"),
    ("grouping", "find x group by a, b", "find x group by a, b"),
    ("group-key", "count x by month of a", "count x group by month of a"),
    ("having", "find x having a", "find x having a"),
    ("sorting", "find x sort by a desc, b", "find x sort by a desc, b"),
    ("top", "find x top 5 by a", "find x top 5 by a"),
    ("limit", "find x limit 5 after b", "find x limit ‹5› after ‹b›"),
    ("as-of", "find x as of 2026-01-31", "find x as of ‹2026-01-31›"),
    ("across", "find x across a.b", "find x across a.b"), ("stage", "find x | json | csv", "find x | json | csv"),
    ("format", "find x | markdown", "find x | markdown"),
    ("chart", "find x | chart bar to a.svg", "find x | chart bar to ‹a.svg›"),
    ("file", "find x | to \"a\"", "find x | to \"a\""),
    ("update", "find x | update set a = 1", "find x | update a = ‹1›"),
    ("each", "find x | each $c { delete $c }", "find x | each $c {delete target:$c}"),
    ("condition", "expect a or b", "expect any(a, b)"), ("conjunction", "expect a and b", "expect all(a, b)"),
    ("negation", "expect not not a", "expect not not a"),
    ("predicate", "expect a = 1", "expect [a = ‹1›]"),
    ("comparison", "expect a starts with b", "expect [a starts with ‹b›]"),
    ("membership", "expect a not in (b)", "expect [a not in [‹b›]]"),
    ("members", "expect a in (find x)", "expect [a in {find x}]"),
    ("between", "expect a between 1 and 2", "expect [a between ‹1› and ‹2›]"),
    ("quantified", "expect a has none (b, c)", "expect [a has none (‹b›, ‹c›)]"),
    ("emptiness", "expect a is not empty", "expect [a is not empty]"),
    ("history", "expect a changed from b to c since d", "expect [a changed from ‹b› to ‹c› since ‹d›]"),
    ("sum", "print a - b + c", "print <a - b + c>"),
    ("product", "print a * b % c", "print <a * b % c>"), ("factor", "print \"a\", $b, c", "print \"a\", $b, c"),
    ("negative", "print -a", "print -a"), ("group", "print (a)", "print (a)"),
    ("subject", "print it.a.b", "print it.a.b"), ("call", "print count(a.b (c = 1))", "print count(a.b | [c = ‹1›])"),
    ("inner", "print count(find x)", "print count({find x})"),
    ("value", "expect a = it.b * 2", "expect [a = <it.b * #2>]"),
    ("ago", "expect a < $n days ago", "expect [a < ($n days ago)]"), ("list", "let $x = [a, b]", "let $x = [‹a›, ‹b›]"),
    ("sign", "let $x = $a % 2", "let $x = <$a % #2>"), ("command", "reopen opp_001", "reopen target:‹opp_001›"),
    ("element", "help a", "help topic:a"),
    ("target", "delete @v where a", "delete target:@v where a"), ("entity", "describe a", "describe entity:a"),
    ("values", "tag x with a, b", "tag target:‹x› tags:[‹a›, ‹b›]"),
    ("assignments", "add x a = 1, b = 2", "add entity:x values:a = ‹1›; b = ‹2›"),
    ("assignment", "add x a += b, c", "add entity:x values:a += [‹b›, ‹c›]"),
    ("mapping", "import x from f map a to b, c to d", "import entity:x file:‹f› mapping:a→b; c→d"),
    ("choice", "close x won", "close target:‹x› outcome:won"),
    ("any-statement", "explain find x", "explain statement:{find x}"),
  ]

  @Test func `each production of the document has an example and each example a production`() throws {
    let document = try #require(Checkout.text("docs/grammar.md"))
    var isGrammar = false
    var productions: [String] = []
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isGrammar = line == "```ebnf" }
      guard isGrammar, let first = line.first, first.isLetter, let sign = line.firstIndex(of: "=") else { continue }
      productions.append(line[..<sign].trimmingCharacters(in: .whitespaces))
    }
    #expect(productions.count > 70)
    #expect(Set(productions) == Set(Self.examples.map(\.production)))
    #expect(productions.count == Set(productions).count)
  }

  @Test func `each example parses to the node that it stands for`() {
    for example in Self.examples { #expect(Shape.of(example.text) == example.shape, "\(example.production)") }
  }

  @Test func `each word that a production is made of is defined or is the reader's own`() throws {
    let document = try #require(Checkout.text("docs/grammar.md"))
    let known = Set(Self.examples.map(\.production)).union([
      "newline", "character", "letter", "digit", "letter-or-underscore", "unit", "hex", "dquote", "verb", "word",
    ])
    var isGrammar = false
    for line in document.components(separatedBy: "\n") {
      if line.hasPrefix("```") { isGrammar = line == "```ebnf" }
      guard isGrammar, !line.hasPrefix("```") else { continue }
      let bare = line.replacing(/\(\*.*?\*\)/, with: "").replacing(/'[^']*'|"[^"]*"/, with: "")
      for word in bare.split(whereSeparator: { !($0.isLetter || $0 == "-") }) where word.first?.isLetter == true {
        #expect(known.contains(String(word)), "\(word) in \(line)")
      }
    }
  }
}
