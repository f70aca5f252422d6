import Diagnostics
import Domain
import Engine
import Language
import Testing

@testable import crm

/// What Tab offers is what may stand: statements cut at every word, in both languages.
@Suite struct CompletionHonestyTests {
  private static let verbs = VerbCatalogue.complete().verbs
  private static let vocabulary = VerbCatalogue.complete().vocabulary
  private static let statementWords =
    (CompletionPoint.openings + CompletionPoint.controls).flatMap(\.spellings)
    + verbs.flatMap { verb in
      [SpellingSet.english, .chinese].map { set in
        verb.signature.words.map { $0.spelling(set) }.joined(separator: " ")
      } + (verb.signature.words.count == 1 ? verb.signature.words[0].spellings : [])
    }
  private static let comparisons = CompletionPoint.comparisons.flatMap(\.word.spellings)

  private static let queries = [
    "find customers where industry = 软件 and tag = VIP", "find deleted customers",
    "find opportunities where customer.industry = 软件 and stage in (方案提交, 商务谈判) show title, customer.name, amount sort by amount desc limit 20",
    "find customers where count(contacts) = 0 or latest(interactions.date) < 30d ago",
    "find customers with contacts (role = 决策人 and email is empty) without opportunities (status = open)",
    "find opportunities group by stage show stage, count() as n, sum(amount) as total having n > 3 sort by total desc",
    "count customers by industry", "sum amount in USD of opportunities by owner, stage where status = open",
    "find opportunities where (stage was 商务谈判 during 2026-Q1)",
    "find opportunities where (stage changed from 初步接触 to 方案提交 by sales_001 since 2026-01-01)",
    "find opportunities where status = open as of 2026-01-31", "show cust_001 timeline",
    "show cust_001 as of 2026-01-31",
    "find customers where name starts with 北 or name not contains 科 or tags has any (VIP, 重点) or not (name = 科技)",
    "find customers where created_at between 2026-01-01 and 2026-02-01 | chart bar to \"x.svg\"",
    "find customers where industry = 软件 | update set scale = 大型, tags += VIP expecting at most 3",
    "find customers | each $c { print $c.name }", "count opportunities by month of closed_at across stage | json",
    "find opportunities top 5 by amount | to \"x.csv\"", "find customers where not industry in (软件, 制造)",
    "update customers all set scale = 大型 expecting at most 20",
  ]

  private static let scripts = [
    "let $quiet = find customers where industry = 软件\nfor $c in $quiet {\n  add task title = 回访, customer = $c\n}",
    "param $days: number = 90; if $days > 3 { print $days } else if $days = 2 { fail 少 } else { print 1, count customers }",
    "define f($a: customer) { return $a.name }; do f(cust_001); let $x = do f(cust_002)",
    "try { delete cust_001 } otherwise $e { print \"{$e}\" }", "use \"lib.crm\"",
    "expect count(find customers where industry = 软件) = 3, 三", "print \"{count(find customers where industry = 软件)}\"",
    "let $c = add customer name = 科技", "for $x in (a, b) { print $x }",
  ]

  private static var statements: [String] {
    let examples = verbs.flatMap(\.examples) + queries + scripts
    let chinese = Printer(vocabulary: vocabulary, spelling: .chinese)
    return examples
      + examples.map { text in
        var parser = Parser(text, vocabulary: vocabulary)
        return chinese.print(parser.parseProgram().program)
      }
  }

  private static func point(_ text: String) -> CompletionPoint {
    CompletionPoint(in: text, at: text.utf8.count, vocabulary: vocabulary) { name in
      DataDictionary.builtIn.contains { $0.names.spellings.contains(name) }
    }
  }

  /// The words and signs that are offered as they are, each in both languages.
  private static func fixed(_ kinds: [CompletionPoint.Kind]) -> [String] {
    kinds.flatMap { kind -> [String] in
      switch kind {
      case .statement:
        return statementWords
      case .word(let word): return word.spellings
      case .symbol(let symbol): return [symbol]
      case .comparison: return comparisons
      case .entity, .relation, .field, .value, .reference, .identifier, .part, .function, .variable, .view, .type,
        .definition, .chart:
        return []
      }
    }
  }

  /// Whether names and values of the workspace, or texts of the writer's own, may stand there.
  private static func isOpen(_ kinds: [CompletionPoint.Kind]) -> Bool {
    kinds.contains { kind in
      switch kind {
      case .entity, .relation, .field, .value, .reference, .identifier, .part, .function, .variable, .view, .type,
        .definition, .chart:
        true
      case .statement, .word, .symbol, .comparison: false
      }
    }
  }

  /// The places where a word begins.
  private static func cuts(_ text: String) -> [String.Index] {
    let signs = Set<Character>(" \n,()[]{};|=<>!+-*/.\"$，（）")
    var cuts: [String.Index] = []
    var isQuoted = false
    for index in text.indices {
      let before = index == text.startIndex ? " " : text[text.index(before: index)]
      if text[index] == "\"" { isQuoted.toggle() }
      if !isQuoted, !signs.contains(text[index]), " \n,([{".contains(before) { cuts.append(index) }
    }
    return cuts
  }

  private static func word(_ text: String, at index: String.Index) -> String {
    String(text[index...].prefix { !" \n,()[]{};|=<>.".contains($0) }).lowercased()
  }

  @Test func `the word that comes next is offered, or is the writer's own`() {
    var missing: [String] = []
    for text in Self.statements {
      for cut in Self.cuts(text) {
        let point = Self.point(String(text[..<cut]))
        let next = Self.word(text, at: cut)
        let isOffered = Self.fixed(point.kinds).contains { $0.split(separator: " ").first.map(String.init) == next }
        // A date and a span of days go on over a space.
        let goesOn =
          next.first?.isNumber == true || ["days", "ago", "天", "至多", "most", "of", "的"].contains(next)
        if !isOffered && !Self.isOpen(point.kinds) && !goesOn { missing.append("\(text[..<cut])‸\(text[cut...])") }
      }
    }
    #expect(missing.isEmpty)
  }

  /// Where any statement may begin, a few of its words, others each time.
  private static func some(of words: Set<String>, turn: Int) -> [String] {
    let sorted = words.sorted()
    return sorted.count < 80 ? sorted : stride(from: turn % 17, to: sorted.count, by: 17).map { sorted[$0] }
  }

  @Test func `whatever word is offered parses so far`() {
    var broken: [String] = []
    for text in Self.statements {
      for cut in Self.cuts(text) + [text.endIndex] {
        // Behind a line's end a space would make the next line go on with the statement.
        let start = text[..<cut] + (cut == text.endIndex && text.last != "\n" ? " " : "")
        for word in Self.some(of: Set(Self.fixed(Self.point(String(start)).kinds)), turn: start.utf8.count) {
          let whole = start + word
          var parser = Parser(String(whole), vocabulary: Self.vocabulary)
          let wrong = parser.parseProgram().errors.filter { error in
            if case .isNotComparison(found: .end, _) = error { return false }
            return !error.isUnfinished && error.span.lower < whole.utf8.count
          }
          if !wrong.isEmpty { broken.append("\(start)‸\(word)") }
        }
      }
    }
    #expect(broken.isEmpty)
  }

  @Test func `what belongs elsewhere is not offered`() {
    func words(_ text: String) -> [String] { Self.fixed(Self.point(text).kinds) }
    #expect(!words("postpone task_001 to ").contains { ["where", "and", "or"].contains($0) })
    #expect(words("calendar 2026-11 ").contains("for") && !Self.isOpen(Self.point("calendar 2026-11 ").kinds))
    #expect(!words("find customers where ").contains("and"))
    #expect(!words("update customers ").contains("set"))
    #expect(Self.point("undo ").kinds.first == .value(.changeSet(.undo), of: nil))
    #expect(Self.point("set ").kinds == [.value(.setting, of: nil)])
    #expect(Self.point("why cust_001.").kinds == [.field(of: .reference("cust_001"), through: [], .read)])
    #expect(words("import customers from \"x\" on missing create on ").filter { $0 == "missing" }.isEmpty)
  }
}
