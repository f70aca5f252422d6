import Diagnostics
import Query
import Rendering
import Testing
import Values

@Suite struct ChartTests {
  private let columns = [Samples.column("stage", "阶段", .text), Samples.column("n", "数量", .integer)]

  private func table(_ rows: [(String, Int64)]) -> ResultTable {
    Samples.table(columns, rows.map { [.text($0.0), .integer($0.1)] }, isGrouped: true)
  }

  private func drawn(_ kind: ChartKind, _ table: ResultTable, width: Int?) throws -> String {
    Samples.written(table, by: ChartSink(kind, OutputStyle(language: .english, width: width)))
  }

  @Test func `bars are scaled to the greatest figure`() throws {
    let expected = """
      初步接触  ██████████████████████████ 120
      方案提交  █████████████ 60
      成交      ▎ 1
      流失      0

      """
    #expect(try drawn(.bar, table([("初步接触", 120), ("方案提交", 60), ("成交", 1), ("流失", 0)]), width: 40) == expected)
  }

  @Test func `a negative figure has a shaded bar`() throws {
    #expect(try drawn(.bar, table([("a", -10), ("b", 10)]), width: 20).hasPrefix("a  ░░░░░░░░░░░░░ -10\n"))
  }

  @Test func `a funnel shows the share of the first with both its numbers`() throws {
    let drawn = try drawn(.funnel, table([("A", 120), ("B", 80), ("C", 0)]), width: 40)
    #expect(drawn.contains("80/120 66.7%"))
    #expect(drawn.contains("0/120 0.0%"))
  }

  @Test func `a spark is one line with its bounds`() throws {
    let drawn = try drawn(.spark, table([("Jan", 0), ("Feb", 7), ("Mar", 14)]), width: 60)
    #expect(drawn == "▁▅█\nJan … Mar  min 0, max 14\n")
  }

  @Test func `a long series is averaged into the width`() throws {
    let drawn = try drawn(.spark, table((0..<1000).map { ("d\($0)", $0) }), width: 40)
    #expect(drawn.split(separator: "\n").first?.count == 40)
  }

  @Test(arguments: ChartKind.allCases)
  func `no line is wider than the terminal`(_ kind: ChartKind) throws {
    let rows = Samples.hostile.enumerated().map { ($1, Int64($0) << 40) }
    for width in [20, 37, 80] {
      for line in try drawn(kind, table(rows), width: width).split(separator: "\n") {
        #expect(TerminalCells.width(of: line) <= width)
      }
    }
  }

  @Test func `a line runs between its bounds, with the first and the last under it`() throws {
    let drawn = try drawn(.line, table((0..<50).map { ("d\($0)", $0 * $0 - 400) }), width: 60)
    let lines = drawn.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first?.hasPrefix("2001 ┤") == true)
    #expect(lines.contains { $0.hasPrefix("-400 ┤") })
    #expect(lines.contains { $0.contains("d0") && $0.hasSuffix("d49") })
    #expect(drawn.unicodeScalars.contains { $0.value > 0x2800 && $0.value < 0x2900 })
  }

  @Test func `one point and a gap make a line too`() throws {
    #expect(try drawn(.line, table([("only", 5)]), width: 40).contains("5 ┤"))
    let gap = Samples.table(columns, [[.text("a"), .integer(1)], [.text("b"), .empty], [.text("c"), .integer(3)]])
    #expect(try drawn(.line, gap, width: 40).contains("3 ┤"))
  }

  @Test func `heat is a grid of two keys, darker where there is more`() throws {
    let keys = [columns[0], Samples.column("owner", "负责人", .text), columns[1]]
    let rows: [[Cell]] = [
      [.text("初步"), .text("王芳"), .integer(1)], [.text("初步"), .text("李雷"), .integer(9)],
      [.text("成交"), .text("李雷"), .integer(4)],
    ]
    let drawn = try drawn(.heat, Samples.table(keys, rows, isGrouped: true), width: 60)
    #expect(drawn == "      王芳  李雷\n初步  ░ 1   █ 9\n成交        ▒ 4\n")
  }

  @Test(arguments: ChartKind.allCases) func `a picture is drawn of none, one and many`(_ kind: ChartKind) throws {
    for count in [0, 1, 7, 1000] {
      let rows = (0..<count).map { ("组<&\"\($0)", Int64($0) * 37 % 101 - 20) }
      var sink = ChartSink(kind, OutputStyle(language: .chinese), form: .svg)
      table(rows).send(to: &sink)
      let picture = sink.output.text
      #expect(picture.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") && picture.hasSuffix("</svg>\n"))
      #expect(!picture.contains("组<") && !picture.contains("nan") && !picture.contains("inf"))
      #expect(picture.contains("数量 · 阶段"))
      var again = ChartSink(kind, OutputStyle(language: .chinese), form: .svg)
      table(rows).send(to: &again)
      #expect(again.output.text == picture)
    }
  }

  @Test func `a result without figures cannot be drawn`() throws {
    var sink = ChartSink(.bar, OutputStyle(language: .english))
    Samples.table([columns[0]], [[.text("a")]]).send(to: &sink)
    #expect(sink.failure == .noFigure)
    #expect(sink.output.count == 0)
  }

  @Test func `a chart is named in either language`() throws {
    #expect(try ChartKind(named: "热力图") == .heat)
    #expect(try ChartKind(named: "Bar") == .bar)
    #expect(throws: Diagnostic.self) { try ChartKind(named: "饼图") }
  }
}
