internal import Diagnostics
internal import Values

/// Figures over two keys as a grid, the rows in the order of the first and the columns in that of the second.
struct HeatGrid {
  let rows: [String]
  let columns: [String]
  /// A row's points, one a column.
  let points: [[ChartPoint?]]

  /// With one key there is one column without a name.
  init(_ given: [ChartPoint]) {
    var rows: [String] = []
    var columns: [String] = []
    var places: [String: Int] = [:]
    var columnPlaces: [String: Int] = [:]
    for point in given {
      let (row, column) = HeatGrid.keys(of: point)
      if places.updateValue(places[row] ?? rows.count, forKey: row) == nil { rows.append(row) }
      if columnPlaces.updateValue(columnPlaces[column] ?? columns.count, forKey: column) == nil {
        columns.append(column)
      }
    }
    var points: [[ChartPoint?]] = Array(repeating: Array(repeating: nil, count: columns.count), count: rows.count)
    for point in given {
      let (row, column) = HeatGrid.keys(of: point)
      if let r = places[row], let c = columnPlaces[column] { points[r][c] = point }
    }
    self.rows = rows
    self.columns = columns
    self.points = points
  }

  private static func keys(of point: ChartPoint) -> (String, String) {
    guard let first = point.labels.first else { return ("", "") }
    return (first, point.labels.dropFirst().joined(separator: " · "))
  }
}

/// The grid in shades, with the figures.
struct HeatChart {
  let lines: [String]

  init(_ given: [ChartPoint], _ style: OutputStyle) {
    let grid = HeatGrid(given)
    let greatest = given.compactMap { $0.value?.magnitude }.max() ?? 0
    let width = style.width ?? .max
    let labelCells = min(grid.rows.map { TerminalCells.width(of: $0) }.max() ?? 0, max(4, width / 3))
    let figureCells = given.map { TerminalCells.width(of: $0.figure) }.max() ?? 0
    let headingCells = grid.columns.map { TerminalCells.width(of: $0) }.max() ?? 0
    let cells = min(max(figureCells + 2, headingCells), max(1, width - labelCells - 2))
    let fitting = max(1, (width - labelCells) / (cells + 2))
    let shown = min(grid.columns.count, fitting)
    func line(_ label: String, _ texts: [String]) -> String {
      let start = TerminalCells.padded(TerminalCells.truncated(label, to: labelCells), to: labelCells)
      let rest = texts.map { "  " + TerminalCells.padded(TerminalCells.truncated($0, to: cells), to: cells) }
      return TextWrapping.trimmed((start + rest.joined())[...])
    }
    var result: [String] = []
    if grid.columns != [""] { result.append(line("", Array(grid.columns.prefix(shown)))) }
    for (row, points) in zip(grid.rows, grid.points) {
      result.append(line(row, points.prefix(shown).map { $0.map { HeatChart.cell($0, greatest) } ?? "" }))
    }
    let rest = grid.columns.count - shown
    if rest > 0 {
      let words = Wording("and \(rest) more columns", "另有 \(rest) 列").in(style.language)
      result += TextWrapping.lines(words, width: style.width)
    }
    lines = result
  }

  private static func cell(_ point: ChartPoint, _ greatest: Double) -> String {
    guard let value = point.value else { return "" }
    let share = greatest > 0 ? value.magnitude / greatest : 0
    let shades = ["·", "░", "▒", "▓", "█"]
    return shades[value == 0 ? 0 : max(1, min(4, Int((share * 4).rounded(.up))))] + " " + point.figure
  }
}
