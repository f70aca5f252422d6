import Diagnostics
import FoundationEssentials
import Query
import Rendering
import Testing
import Values

@Suite struct DocumentTests {
  private let document = Document([
    .heading(Wording("customers", "客户"), level: 1),
    .paragraph(Wording("Whom the company sells to, one record for each.", "公司的销售对象，每家一条记录。")),
    .definitions([
      .init(Wording(verbatim: "name"), Wording("what it is called", "叫什么")),
      .init(Wording(verbatim: "industry"), Wording("one of a list", "行业之一")),
    ]),
    .heading(Wording("Examples", "示例"), level: 2),
    .list([Wording("1. try * this", "试试")]),
    .code(Wording(verbatim: "find customers\n\tlimit 3"), label: "crm"),
    .table(Samples.table([Samples.column("n", "数量", .integer)], [[.integer(3)]], isGrouped: true)),
  ])

  private func drawn(_ language: UserLanguage, width: Int?) -> String {
    var output = OutputBuffer()
    document.write(OutputStyle(language: language, width: width), to: &output)
    return output.text
  }

  @Test func `it is drawn for a terminal within its width`() {
    let expected = """
      customers
      Whom the company sells
      to, one record for each.

        name      what it is
                  called
        industry  one of a
                  list

      Examples
        - 1. try * this

        find customers
          limit 3

      n
      ─
      3

      """
    #expect(drawn(.english, width: 24) == expected)
  }

  @Test func `it is Markdown that shows the same text`() {
    var output = OutputBuffer()
    document.write(markdown: .chinese, to: &output)
    let expected = """
      # 客户

      公司的销售对象，每家一条记录。

      - **name**: 叫什么
      - **industry**: 行业之一

      ## 示例

      - 试试

      ```crm
      find customers
        limit 3
      ```

      | 数量 |
      | ---: |
      | 3 |

      """
    #expect(output.text == expected)
  }

  @Test func `a number at the start of a paragraph makes no list`() {
    var output = OutputBuffer()
    Document([.paragraph(Wording(verbatim: "2026. That was a year"))]).write(markdown: .english, to: &output)
    #expect(output.text == "2026\\. That was a year\n")
  }

  @Test func `a fence is longer than the backticks inside`() {
    var output = OutputBuffer()
    Document([.code(Wording(verbatim: "````"), label: "")]).write(markdown: .english, to: &output)
    #expect(output.text == "`````\n````\n`````\n")
  }

  @Test func `it is JSON that a parser reads`() throws {
    struct Block: Decodable {
      let kind: String
      let rows: [[String: Int]]?
    }
    var output = OutputBuffer()
    document.write(json: .english, to: &output)
    let blocks = try JSONDecoder().decode([Block].self, from: Data(output.bytes))
    #expect(blocks.map(\.kind) == ["heading", "paragraph", "definitions", "heading", "list", "code", "table"])
    #expect(blocks.last?.rows == [["n": 3]])
  }

  @Test func `hostile texts keep to the width`() {
    for width in [20, 40] {
      for text in Samples.hostile.map(Wording.init(verbatim:)) {
        var output = OutputBuffer()
        Document([.heading(text, level: 1), .paragraph(text), .list([text]), .definitions([.init(text, text)])])
          .write(OutputStyle(language: .english, width: width), to: &output)
        for line in output.text.split(separator: "\n") { #expect(TerminalCells.width(of: line) <= width) }
      }
    }
  }
}
