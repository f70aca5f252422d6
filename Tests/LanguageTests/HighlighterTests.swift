import Language
import Testing

/// Colours for a text that is being typed.
@Suite struct HighlighterTests {
  static let highlighter = Highlighter(vocabulary: TestVocabulary.vocabulary) { name in
    [
      "customers", "customer", "industry", "name", "amount", "客户", "行业", "contacts", "stage", "status", "phone",
      "count",
    ].contains(name)
  }

  /// Each part with the initial of its style: `find/v customers/n where/k …`; what is plain is left out.
  static func drawn(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var styles = [Highlighter.Style?](repeating: nil, count: bytes.count)
    for run in highlighter.runs(of: text) { for index in run.range { styles[index] = run.style } }
    var pieces: [String] = []
    var start = 0
    while start < bytes.count {
      var end = start + 1
      while end < bytes.count, styles[end] == styles[start] { end += 1 }
      if let style = styles[start] { pieces.append(String(decoding: bytes[start..<end], as: UTF8.self) + "/\(style)") }
      start = end
    }
    return pieces.joined(separator: " ")
  }

  @Test(arguments: [
    (
      "find customers where industry = \"软件\" and tag = VIP # c",
      "find/verb customers/name where/keyword industry/name \"软件\"/string and/keyword # c/comment"
    ),
    ("查找 客户 其中 行业 = 软件", "查找/verb 客户/name 其中/keyword 行业/name"),
    (
      "add customer name = C#, phone = 0755-12345678",
      "add/verb customer/name name/name phone/name 0755-12345678/number"
    ),
    ("tag cust_001 with C#, 高价值", "tag/verb with/keyword"),
    ("delete customers where amount > 10万", "delete/verb customers/name where/keyword amount/name 10万/number"),
    ("delete view x", "delete/verb view/verb"),
    ("let $x = count($q) + 1", "let/keyword $x/variable count/keyword $q/variable 1/number"),
    (
      "if $x = 1 { print \"a {$x} b\" } else { show cust_001 }",
      "if/keyword $x/variable 1/number print/keyword \"a {/string $x/variable } b\"/string else/keyword show/verb"
    ),
    ("find @v show name | table", "find/verb @v/name show/keyword name/name table/keyword"),
    (
      "find customers where (stage in (a, 5) and count > 3)",
      "find/verb customers/name where/keyword stage/name in/keyword 5/number and/keyword count/name 3/number"
    ),
    ("find customers where name = \"open", "find/verb customers/name where/keyword name/name \"open/string"),
    (
      "find customers where amount = $x | to \"a.csv\"",
      "find/verb customers/name where/keyword amount/name $x/variable to/keyword \"a.csv\"/string"
    ),
    ("move opp_001 to 方案提交 probability 50", "move/verb to/keyword probability/keyword 50/number"),
    (
      "find customers where name is empty and name = empty",
      "find/verb customers/name where/keyword name/name is/keyword empty/keyword and/keyword name/name empty/keyword"
    ),
  ])
  func `parts have their colours`(_ text: String, _ expected: String) {
    #expect(Self.drawn(text) == expected)
  }

  @Test func `what is certainly wrong is marked, what is unfinished is not`() {
    #expect(Self.drawn("find customers were x = 1").contains("were/error"))
    #expect(!Self.drawn("find customers whe").contains("error"))
    #expect(!Self.drawn("fin").contains("error"))
    #expect(!Self.drawn("find customers where (amount > ").contains("error"))
    #expect(Self.drawn("find customers where name = New York and x = 1").contains("New York/error"))
  }

  @Test func `every beginning of a program is coloured without a trap`() {
    for text in Corpus.queries + Corpus.commands + Corpus.scripts {
      let scalars = Array(text.unicodeScalars)
      for count in stride(from: 0, through: scalars.count, by: scalars.count > 200 ? 7 : 1) {
        var prefix = String.UnicodeScalarView()
        prefix.append(contentsOf: scalars[..<count])
        let length = String(prefix).utf8.count
        for run in Self.highlighter.runs(of: String(prefix)) { #expect(run.range.upperBound <= length) }
      }
    }
  }
}
