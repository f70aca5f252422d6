import Diagnostics
import Query
import Rendering
import Testing

@Suite struct MarkdownTests {
  @Test func `a table has a rule that tells the alignment`() {
    let columns = [Samples.column("name", "名称", .text), Samples.column("n", "数量", .integer)]
    let table = Samples.table(columns, [[.text("cust_001"), .integer(3)]])
    #expect(
      Samples.written(table, by: MarkdownSink(language: .chinese)) == """
        | 名称 | 数量 |
        | --- | ---: |
        | cust_001 | 3 |

        """)
  }

  @Test func `markup and line breaks in a value are shown and not obeyed`() {
    let table = Samples.table([Samples.column("a", "甲", .text)], [[.text("x|y *b* <i> [l](u) \\ _e_\nnext")]])
    let last = Samples.written(table, by: MarkdownSink(language: .english)).split(separator: "\n").last
    #expect(last == #"| x\|y \*b\* \<i> \[l\](u) \\ \_e\_<br>next |"#)
  }

  @Test func `every row of a hostile table is one line with the same number of bars`() {
    let columns = [Samples.column("a", "甲", .text), Samples.column("b", "乙", .text)]
    let table = Samples.table(columns, Samples.hostile.map { [.text($0), .text("x")] })
    let lines = Samples.written(table, by: MarkdownSink(language: .english)).split(separator: "\n")
    #expect(lines.count == Samples.hostile.count + 2)
    for line in lines {
      #expect(line.replacing(#"\\"#, with: "").replacing(#"\|"#, with: "").filter { $0 == "|" }.count == 3)
    }
  }
}
