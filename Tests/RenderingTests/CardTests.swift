import Diagnostics
import Query
import Rendering
import Testing
import Values

@Suite struct CardTests {
  private let columns = [
    Samples.column("name", "名称", .text), Samples.column("address", "地址", .text), Samples.column("notes", "备注", .text),
  ]

  @Test func `labels are aligned and empty fields left out`() {
    let rows: [[Cell]] = [[.text("科技有限公司"), .empty, .text("one\ntwo")], [.text("Acme"), .text("Rd 1"), .empty]]
    let table = Samples.table(columns, rows)
    let expected = """
      name   科技有限公司
      notes  one
             two

      name     Acme
      address  Rd 1

      """
    #expect(Samples.written(table, by: CardSink(OutputStyle(language: .english))) == expected)
  }

  @Test func `empty fields are listed where that is asked for`() {
    let table = Samples.table(columns, [[.text("Acme"), .empty, .empty]])
    let sink = CardSink(OutputStyle(language: .chinese), showsEmpty: true)
    #expect(Samples.written(table, by: sink) == "名称  Acme\n地址\n备注\n")
  }

  @Test func `Chinese wraps between characters and not before a comma`() {
    let table = Samples.table(columns, [[.text("讨论新产品方案，确认情况")]])
    let expected = """
      名称  讨论新产品方
            案，确认情况

      """
    #expect(Samples.written(table, by: CardSink(OutputStyle(language: .chinese, width: 20))) == expected)
  }

  @Test func `no line is wider than the terminal, whatever the values`() {
    let strings = Samples.hostile
    for width in [20, 21, 33, 80, 200] {
      for (index, text) in strings.enumerated() {
        let columns = [
          Samples.column(strings[(index + 5) % strings.count], "名称", .text), Samples.column("name", "名称", .text),
        ]
        let table = Samples.table(columns, [[.text(text), .labels([text])]])
        let card = Samples.written(table, by: CardSink(OutputStyle(language: .english, width: width)))
        for line in card.split(separator: "\n") {
          #expect(TerminalCells.width(of: line) <= width)
          #expect(line.last != " ")
        }
      }
    }
  }

  @Test func `a card of pairs is one column where the line is short`() {
    let columns = ["name", "converted_at", "converted_opportunity", "phone"].map { Samples.column($0, $0, .text) }
    let table = Samples.table(columns, [[.text("张三"), .text("2026-11-20"), .text("opp_001"), .text("13800000001")]])
    let sink = CardSink(OutputStyle(language: .english, width: 40), isPaired: true)
    #expect(
      Samples.written(table, by: sink) == """
        name          张三
        converted_at  2026-11-20
        converted_opportunity
                      opp_001
        phone         13800000001

        """)
  }

  @Test func `no record is said to be none`() {
    let sink = CardSink(OutputStyle(language: .english))
    #expect(Samples.written(Samples.table(columns, []), by: sink) == "(no customers)\n")
  }
}
