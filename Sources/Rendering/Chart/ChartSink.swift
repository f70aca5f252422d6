internal import Diagnostics
internal import Domain
package import Query
internal import Values

/// Draws a grouped result as a chart: its first figure over the other columns.
package struct ChartSink: WritingSink {
  package var output: OutputBuffer
  /// Why nothing is drawn: known once the columns are.
  package private(set) var failure: ChartError?
  package enum Form: Sendable { case terminal, svg }

  private let kind: ChartKind
  private let form: Form
  private let style: OutputStyle
  private var format: CellFormat
  private var labelColumns: [Int] = []
  private var figureColumn = 0
  private var points: [ChartPoint] = []
  /// How many groups it drew.
  package private(set) var count = 0
  private var title = ""

  package init(
    _ kind: ChartKind, _ style: OutputStyle, form: Form = .terminal, output: OutputBuffer = OutputBuffer()
  ) {
    self.form = form
    self.kind = kind
    self.style = style
    self.output = output
    format = CellFormat(.person(style.language))
  }

  package mutating func begin(_ shape: ResultShape) {
    format = CellFormat(.person(style.language), zone: shape.zone)
    points = []
    labelColumns = shape.columns.indices.filter { !shape.columns[$0].type.isFigure }
    var figures = shape.columns.indices.filter { shape.columns[$0].type.isFigure }
    // Figures over figures: deals by year.
    if labelColumns.isEmpty, figures.count > 1 { labelColumns = [figures.removeFirst()] }
    failure = figures.isEmpty ? .noFigure : nil
    figureColumn = figures.first ?? 0
    let headings = ([figureColumn] + labelColumns).filter { shape.columns.indices.contains($0) }
    title = VisibleText.escaped(
      headings.map { shape.columns[$0].heading.shown(in: style.language) }.joined(separator: " · "))
  }

  package mutating func row(_ row: any ResultRow) -> Bool {
    guard failure == nil else { return false }
    let labels = labelColumns.map { VisibleText.escaped(format.text(row.cell($0))) }
    let cell = row.cell(figureColumn)
    points.append(
      ChartPoint(
        label: labels.joined(separator: " · "), labels: labels, figure: VisibleText.escaped(format.text(cell)),
        value: ChartPoint.value(of: cell), share: ChartPoint.share(of: cell)))
    return true
  }

  package mutating func end() {
    guard failure == nil else { return }
    let lines =
      switch kind {
      case _ where form == .svg: ChartSVG(points, kind, title: title, style.language).lines
      case _ where points.isEmpty: [Wording("(nothing to draw)", "（没有数据）").in(style.language)]
      case .bar: BarChart(points, style, isFunnel: false).lines
      case .line: LineChart(points, style).lines
      case .heat: HeatChart(points, style).lines
      case .funnel: BarChart(points, style, isFunnel: true).lines
      case .spark: Sparkline(points, style).lines
      }
    for line in lines {
      output.append(line)
      output.append(UInt8(ascii: "\n"))
    }
    count = points.count
    points = []
    output.flush()
  }
}

/// One group of a chart.
struct ChartPoint {
  /// What may be put on a screen.
  let label: String
  /// The same, a column each.
  let labels: [String]
  let figure: String
  /// For lengths and heights only; nil where there is no figure.
  let value: Double?
  /// `80/120 66.7%`, where the figure is a share of a whole.
  let share: String?

  /// What the longest bar of a funnel stands for: the whole, in percent, where every figure is a share of one, else the
  /// greatest figure.
  static func longestInFunnel(_ points: [ChartPoint]) -> Double {
    points.allSatisfy { $0.share != nil } ? 100 : points.compactMap { $0.value.map { max(0, $0) } }.max() ?? 0
  }

  static func share(of cell: Cell) -> String? {
    guard case .share(let percent, let part, let whole, nil) = cell else { return nil }
    return "\(part)/\(whole) \(percent)%"
  }

  static func value(of cell: Cell) -> Double? {
    switch cell {
    case .integer(let number), .duration(let number): Double(number)
    case .number(let number), .share(let number, _, _, _): number.doubleValue
    case .money(let money): money.amount.doubleValue
    case .scores(let score): Double(score.total)
    case .empty, .text, .date, .instant, .flag, .choice, .reference, .labels: nil
    }
  }
}
