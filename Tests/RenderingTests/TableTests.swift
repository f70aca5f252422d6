import Diagnostics
import Domain
import Query
import Rendering
import Testing
import Values

@Suite struct TableTests {
  @Test func `off the terminal it is the form of transcripts`() {
    let table = Samples.table([Samples.column("name", "名称", .text)], [[.text("科技有限公司")]])
    #expect(Samples.drawn(table) == "name\n科技有限公司\n(1 customer)\n")
  }

  @Test func `columns are aligned by cells, figures to the right`() {
    let expected = """
      opportunity_id  title              customer                amount  stage     expected_close_date  competitors
      opp_001         CRM系统采购        科技有限公司          ¥100,000  方案提交  2026-03-15           Salesforce, 钉钉CRM
      opp_002         Data | “platform”  Acme, Inc. (deleted)  US$99.50
      (2 opportunities)

      """
    #expect(Samples.drawn(Samples.opportunities) == expected)
  }

  @Test func `a Chinese person sees Chinese headings and a rule on the terminal`() {
    let expected = """
      商机编号  标题               客户                      金额  阶段      预计成交日期  竞品
      ────────────────────────────────────────────────────────────────────────────────────────────────────────
      opp_001   CRM系统采购        科技有限公司          ¥100,000  方案提交  2026-03-15    Salesforce、钉钉CRM
      opp_002   Data | “platform”  Acme, Inc.（已删除）  US$99.50
      （2 个商机）

      """
    #expect(Samples.drawn(Samples.opportunities, .chinese, width: 120) == expected)
  }

  @Test func `a narrow terminal cuts the long texts and leaves figures and dates whole`() {
    let drawn = Samples.drawn(Samples.opportunities, .chinese, width: 70)
    #expect(drawn.contains("¥100,000"))
    #expect(drawn.contains("2026-03-15"))
    #expect(drawn.contains("…"))
    #expect(!drawn.contains("未能显示"))
  }

  @Test func `a long heading over short dates is cut before a value is`() {
    let expected = """
      opport…  title              customer                amount  stage     expected_…
      ────────────────────────────────────────────────────────────────────────────────
      opp_001  CRM系统采购        科技有限公司          ¥100,000  方案提交  2026-03-15
      opp_002  Data | “platform”  Acme, Inc. (deleted)  US$99.50
      """
    let columns = Samples.opportunities.shape.columns.dropLast()
    let rows = Samples.opportunities.rows.map { Array($0.dropLast()) }
    let drawn = Samples.drawn(Samples.table(Array(columns), rows), width: 80)
    #expect(drawn.hasPrefix(expected))
  }

  @Test func `columns that find no room are named`() {
    let drawn = Samples.drawn(Samples.opportunities, .english, width: 40)
    #expect(drawn.contains("(no room for expected_close_date,\ncompetitors)\n"))
    #expect(drawn.hasSuffix("(2 opportunities)\n"))
  }

  @Test func `what says more of other columns goes first, and before those are cut`() {
    let columns = [
      ResultColumn(name: "id", heading: Names("id", zh: "编号"), type: .identity, isAside: true),
      ResultColumn(name: "name", heading: Names("name", zh: "名称"), type: .text),
      ResultColumn(name: "amount", heading: Names("amount", zh: "金额"), type: .integer, isAside: true),
      ResultColumn(name: "rfm", heading: Names("rfm", zh: "RFM"), type: .text),
      ResultColumn(name: "total", heading: Names("total", zh: "总分"), type: .integer),
    ]
    let row: [Cell] = [.text("cust_001"), .text("科技有限公司"), .integer(123_456), .text("3+1+3 = 7"), .integer(7)]
    let table = Samples.table(columns, [row])
    #expect(Samples.drawn(table, width: 60).contains("cust_001  科技有限公司  123456  3+1+3 = 7      7\n"))
    #expect(Samples.drawn(table, width: 42).contains("cust_001  科技有限公司  3+1+3 = 7      7\n(no room for amount)"))
    #expect(Samples.drawn(table, width: 32).contains("科技有限公司  3+1+3 = 7      7\n(no room for id, amount)"))
  }

  @Test(arguments: UserLanguage.allCases)
  func `no line is wider than the terminal, whatever the values`(_ language: UserLanguage) {
    let types: [ColumnType] = [.text, .integer, .money, .choice, .instant, .labels, .reference]
    let strings = Samples.hostile
    for columnCount in 1...9 {
      let columns = (0..<columnCount).map { index in
        Samples.column(strings[(index * 31 + 7) % strings.count], "标题\(index)", types[index % types.count])
      }
      let rows = (0..<20).map { row in
        (0..<columnCount).map { column -> Cell in
          let text = strings[(row * columnCount + column * 17 + columnCount * 41) % strings.count]
          return switch types[column % types.count] {
          case .integer: .integer(Int64(row) << (3 * column))
          case .money: Samples.money(Int64.max >> row)
          case .instant: row % 3 == 0 ? .empty : Samples.instant
          case .labels: .labels([text, "VIP"])
          case .reference: .reference("cust_00\(row)", title: text, isDeleted: row % 2 == 0)
          case .text, .choice, .number, .date, .duration, .flag, .identity: .text(text)
          }
        }
      }
      let table = Samples.table(columns, rows)
      for width in 20...200 where (width + columnCount) % 5 == 0 {
        for line in Samples.drawn(table, language, width: width).split(separator: "\n") {
          #expect(TerminalCells.width(of: line) <= width)
          #expect(line.last != " ")
        }
      }
    }
  }

  @Test func `values stand under their heading in every row`() {
    let columns = [Samples.column("a", "甲", .text), Samples.column("b", "乙", .text)]
    let texts = ["科技", "a", "👨‍👩‍👧‍👦", "é", "한국어", "“…”"]
    let lines = Samples.drawn(Samples.table(columns, texts.map { [.text($0), .text("|")] }), width: 40)
      .split(separator: "\n").dropFirst(2).dropLast()
    for line in lines { #expect(TerminalCells.width(of: line.prefix { $0 != "|" }) == 8) }
    #expect(lines.count == texts.count)
  }

  @Test func `control and bidirectional characters are spelled out`() {
    let table = Samples.table([Samples.column("name", "名称", .text)], [[.text("a\u{1B}[2J\n\u{202E}b")]])
    #expect(Samples.drawn(table).contains(#"a\u{1B}[2J\n\u{202E}b"#))
  }

  @Test func `nothing is cut off the terminal`() {
    let long = String(repeating: "长", count: 5000)
    #expect(Samples.drawn(Samples.table([Samples.column("name", "名称", .text)], [[.text(long)]])).contains(long))
  }

  @Test func `colour stands only where it is asked for`() {
    let table = Samples.table([Samples.column("name", "名称", .text)], [[.text("Acme")]])
    let style = OutputStyle(language: .english, width: 40, colour: true)
    #expect(Samples.written(table, by: TableSink(style)).hasPrefix("\u{1B}[1mname\u{1B}[0m\n\u{1B}[2m────\u{1B}[0m\n"))
    #expect(!Samples.drawn(table, width: 40).contains("\u{1B}"))
  }

  @Test func `a scalar is its figure alone`() {
    let column = Samples.column("sum", "合计", .money)
    #expect(Samples.drawn(Samples.table([column], [[Samples.money(123_456_700)]], isScalar: true)) == "¥1,234,567\n")
    #expect(Samples.drawn(Samples.table([column], [[.empty]], isScalar: true)) == "(empty)\n")
    #expect(Samples.drawn(Samples.table([column], [], isScalar: true), .chinese) == "（空）\n")
  }

  @Test(arguments: [
    (0, false, "(no customers)", "（没有客户）"), (1, false, "(1 customer)", "（1 个客户）"),
    (12, false, "(12 customers)", "（12 个客户）"), (0, true, "(no groups)", "（没有分组）"), (1, true, "(1 group)", "（1 组）"),
    (5, true, "(5 groups)", "（5 组）"),
  ])
  func `the last line counts in the singular and in the plural`(
    _ count: Int, _ isGrouped: Bool, _ english: String, _ chinese: String
  ) {
    let shape = Samples.shape([], isGrouped: isGrouped)
    #expect(RowCount.wording(count, of: shape) == Wording(english, chinese))
  }

  @Test func `a row shorter than its columns is filled with nothing`() {
    let columns = [Samples.column("a", "甲", .text), Samples.column("b", "乙", .integer)]
    #expect(Samples.drawn(Samples.table(columns, [[.text("x")], []])) == "a  b\nx\n\n(2 customers)\n")
  }
}
