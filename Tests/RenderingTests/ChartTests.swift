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
    try Samples.written(table, by: ChartSink(kind, OutputStyle(language: .english, width: width)))
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

  @Test(arguments: [ChartKind.bar, .funnel, .spark])
  func `no line is wider than the terminal`(_ kind: ChartKind) throws {
    let rows = Samples.hostile.enumerated().map { ($1, Int64($0) << 40) }
    for width in [20, 37, 80] {
      for line in try drawn(kind, table(rows), width: width).split(separator: "\n") {
        #expect(TerminalCells.width(of: line) <= width)
      }
    }
  }

  @Test(arguments: [ChartKind.line, .heat])
  func `a kind without a drawing says so`(_ kind: ChartKind) {
    #expect(throws: ChartError.notBuilt(kind)) { try ChartSink(kind, OutputStyle(language: .english)) }
  }

  @Test func `a result without figures cannot be drawn`() throws {
    var sink = try ChartSink(.bar, OutputStyle(language: .english))
    Samples.table([columns[0]], [[.text("a")]]).send(to: &sink)
    #expect(sink.failure == .noFigure)
    #expect(sink.output.count == 0)
  }
}
