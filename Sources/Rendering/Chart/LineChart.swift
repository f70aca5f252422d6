internal import Values

/// A series as a line of dots, two across and four down in each cell, over what it runs from and to.
struct LineChart {
  private static let plainCells = 72
  private static let rows = 10
  let lines: [String]

  init(_ points: [ChartPoint], _ style: OutputStyle) {
    let known = points.compactMap(\.value)
    guard let low = known.min(), let high = known.max() else {
      lines = []
      return
    }
    let top = points.first { $0.value == high }?.figure ?? ""
    let bottom = points.first { $0.value == low }?.figure ?? ""
    let width = style.width ?? Self.plainCells
    let axis = min(max(TerminalCells.width(of: top), TerminalCells.width(of: bottom)), max(4, width / 3))
    var canvas = DotCanvas(columns: max(4, width - axis - 3), rows: low == high ? 1 : Self.rows)
    canvas.draw(points.map(\.value), low, high)
    let drawn = canvas.lines
    var result = drawn.enumerated().map { index, dots in
      let figure = index == 0 ? top : index == drawn.count - 1 ? bottom : ""
      let shown = TerminalCells.truncated(figure, to: axis)
      let pad = String(repeating: " ", count: max(0, axis - TerminalCells.width(of: shown)))
      return TextWrapping.trimmed((pad + shown + (figure.isEmpty ? " │" : " ┤") + dots)[...])
    }
    result.append(LineChart.span(points, axis: axis, cells: canvas.columns))
    lines = result
  }

  /// The first label under the first point and the last under the last.
  private static func span(_ points: [ChartPoint], axis: Int, cells: Int) -> String {
    let first = TerminalCells.truncated(points.first?.label ?? "", to: max(1, cells / 2 - 1))
    let indent = String(repeating: " ", count: axis + 2)
    guard points.count > 1 else { return indent + first }
    let last = TerminalCells.truncated(points.last?.label ?? "", to: max(1, cells / 2 - 1))
    let gap = max(1, cells - TerminalCells.width(of: first) - TerminalCells.width(of: last))
    return indent + first + String(repeating: " ", count: gap) + last
  }
}

/// Dots in cells of Braille patterns.
struct DotCanvas {
  let columns: Int
  let rows: Int
  private var cells: [UInt8]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: 0, count: columns * rows)
  }

  var lines: [String] {
    (0..<rows).map { row in
      var line = ""
      for cell in cells[(row * columns)..<((row + 1) * columns)] {
        line.unicodeScalars.append(cell == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(cell)) ?? " ")
      }
      return line
    }
  }

  /// Joins the values that follow each other; one that is missing leaves a gap.
  mutating func draw(_ values: [Double?], _ low: Double, _ high: Double) {
    var before: (x: Int, y: Int)?
    for (index, value) in values.enumerated() {
      guard let value else {
        before = nil
        continue
      }
      let share = high > low ? (value - low) / (high - low) : 0.5
      let x = values.count > 1 ? index * (columns * 2 - 1) / (values.count - 1) : 0
      let y = Int(((1 - share) * Double(rows * 4 - 1)).rounded())
      join(before ?? (x, y), (x, y))
      before = (x, y)
    }
  }

  private mutating func join(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int)) {
    let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
    for step in 0...steps {
      set(from.x + (to.x - from.x) * step / steps, from.y + (to.y - from.y) * step / steps)
    }
  }

  private mutating func set(_ x: Int, _ y: Int) {
    guard x >= 0, y >= 0, x < columns * 2, y < rows * 4 else { return }
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    cells[y / 4 * columns + x / 2] |= bits[y % 4][x % 2]
  }
}
