internal import Values

/// A bar a group, longest for the greatest figure; in a funnel they stand in the middle, with their share of the whole
/// that the figures name, or of the first.
struct BarChart {
  /// Cells of the longest bar where there is no terminal.
  private static let plainCells = 40
  let lines: [String]

  init(_ points: [ChartPoint], _ style: OutputStyle, isFunnel: Bool) {
    let figures = points.map { isFunnel ? BarChart.share($0, of: points.first) : $0.figure }
    let labelWidest = points.map { TerminalCells.width(of: $0.label) }.max() ?? 0
    let figureWidest = figures.map { TerminalCells.width(of: $0) }.max() ?? 0
    var labelCells = labelWidest
    var figureCells = figureWidest
    var barCells = BarChart.plainCells
    if let width = style.width {
      // Four cells of bar at least, two and one cells between; a label gives way before a figure does.
      figureCells = min(figureWidest, width - 12)
      labelCells = min(labelWidest, max(5, min(width * 2 / 5, width - figureCells - 7)))
      barCells = max(4, width - labelCells - figureCells - 3)
    }
    let greatest =
      isFunnel ? ChartPoint.longestInFunnel(points) : points.compactMap { $0.value?.magnitude }.max() ?? 0
    lines = zip(points, figures).map { point, figure in
      let label = TerminalCells.truncated(point.label, to: labelCells)
      let shown = TerminalCells.truncated(figure, to: figureCells)
      let share = greatest > 0 ? (point.value ?? 0) / greatest : 0
      let bar = isFunnel ? BarChart.centred(share, barCells) : BarChart.bar(share, barCells)
      let joint = bar.isEmpty ? "" : " "
      let line = TerminalCells.padded(label, to: labelCells) + "  " + bar + joint + shown
      return TextWrapping.trimmed(line[...])
    }
  }

  /// To an eighth of a cell; a negative figure's bar is shaded. Whatever is not nothing can be seen.
  static func bar(_ share: Double, _ cells: Int) -> String {
    guard share != 0 else { return "" }
    let eighths = max(1, Int((min(share.magnitude, 1) * Double(cells) * 8).rounded()))
    if share < 0 { return String(repeating: "░", count: (eighths + 7) / 8) }
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + rest
  }

  /// Filled to `cells` on both sides, so that the figures of a funnel stand in a column.
  private static func centred(_ share: Double, _ cells: Int) -> String {
    let filled = share <= 0 ? 0 : max(1, Int((min(share, 1) * Double(cells)).rounded()))
    let left = (cells - filled) / 2
    return String(repeating: " ", count: left) + String(repeating: "█", count: filled)
      + String(repeating: " ", count: cells - filled - left)
  }

  /// `80/120 66.7%`; without a whole the first group's figure stands alone.
  private static func share(_ point: ChartPoint, of first: ChartPoint?) -> String {
    if let share = point.share { return share }
    guard let first, let whole = first.value, let part = point.value, whole > 0, point.label != first.label else {
      return point.figure
    }
    return "\(point.figure)/\(first.figure) \(percent(part / whole))"
  }

  /// One digit behind the point.
  private static func percent(_ share: Double) -> String {
    guard let tenths = Int64(exactly: (share * 1000).rounded()) else { return "" }
    let sign = tenths < 0 ? "-" : ""
    return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)%"
  }
}
