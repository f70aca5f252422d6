internal import Diagnostics
internal import Query
internal import Values

/// A chart as a picture of its own: no script, no style sheet, no font but the reader's. The same rows give the same
/// bytes.
struct ChartSVG {
  static let width = 800.0
  static let ink = "#1f2933"
  static let faint = "#9aa5b1"
  static let fill = "#3b7dd8"
  static let fall = "#d8573b"
  private(set) var lines: [String] = []
  private var body: [String] = []
  private let points: [ChartPoint]

  init(_ points: [ChartPoint], _ kind: ChartKind, title: String, _ language: UserLanguage) {
    self.points = points
    let height: Double
    if points.contains(where: { $0.value != nil }) {
      switch kind {
      case .bar: height = bars()
      case .funnel: height = funnel()
      case .line: height = line(isPlain: false)
      case .spark: height = line(isPlain: true)
      case .heat: height = heat()
      }
    } else {
      height = 120
      text(Wording("(nothing to draw)", "（没有数据）").in(language), Self.width / 2, 80, anchor: "middle", color: Self.faint)
    }
    let size = "width=\"\(Self.number(Self.width))\" height=\"\(Self.number(height))\""
    lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) "
        + "viewBox=\"0 0 \(Self.number(Self.width)) \(Self.number(height))\" role=\"img\" "
        + "font-family=\"'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif\" font-size=\"13\">",
      "<title>\(Self.escaped(title))</title>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
      Self.element(title, Self.width / 2, 28, anchor: "middle", color: Self.ink, size: 17),
    ]
    lines += body
    lines.append("</svg>")
  }

  // MARK: Kinds

  private mutating func bars() -> Double {
    let values = points.compactMap(\.value)
    let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
    let row = points.count <= 40 ? 28.0 : points.count <= 200 ? 18.0 : 12.0
    let (left, right) = (190.0, Self.width - 110)
    let scale = high > low ? (right - left) / (high - low) : 0
    let zero = left - low * scale
    for (index, point) in points.enumerated() {
      let y = 50 + Double(index) * row
      label(point.label, left - 8, y + row * 0.65, size: min(13, row - 2), anchor: "end", room: 176)
      guard let value = point.value else { continue }
      let length = value.magnitude * scale
      rectangle(value < 0 ? zero - length : zero, y + row * 0.12, length, row * 0.76, value < 0 ? Self.fall : Self.fill)
      text(point.figure, max(zero, zero + value * scale) + 6, y + row * 0.65, color: Self.ink, size: min(13, row - 2))
    }
    let end = 50 + Double(points.count) * row
    stroke(zero, 46, zero, end + 4)
    return end + 20
  }

  private mutating func funnel() -> Double {
    let greatest = ChartPoint.longestInFunnel(points)
    let row = points.count <= 40 ? 36.0 : 16.0
    for (index, point) in points.enumerated() {
      let y = 50 + Double(index) * row
      let length = greatest > 0 ? max(0, point.value ?? 0) / greatest * 420 : 0
      rectangle(400 - length / 2, y + row * 0.1, length, row * 0.8, Self.fill)
      label(point.label, 180, y + row * 0.62, size: min(13, row - 2), anchor: "end", room: 168)
      text(point.figure, 622, y + row * 0.62, color: Self.ink, size: min(13, row - 2))
    }
    return 50 + Double(points.count) * row + 20
  }

  private mutating func line(isPlain: Bool) -> Double {
    let values = points.compactMap(\.value)
    let ticks = ChartTicks(values.min() ?? 0, values.max() ?? 0)
    let (left, right, top, bottom) =
      isPlain ? (20.0, Self.width - 20, 50.0, 130.0) : (90.0, Self.width - 30, 50.0, 370.0)
    func y(_ value: Double) -> Double { bottom - (value - ticks.low) / (ticks.high - ticks.low) * (bottom - top) }
    func x(_ index: Int) -> Double {
      points.count > 1 ? left + Double(index) / Double(points.count - 1) * (right - left) : (left + right) / 2
    }
    if !isPlain {
      for tick in ticks.values {
        stroke(left, y(tick), right, y(tick), tick == 0 ? Self.faint : "#e4e7eb")
        text(ChartTicks.spelled(tick), left - 8, y(tick) + 4, anchor: "end", color: Self.faint)
      }
    }
    var run: [String] = []
    func finish(_ run: [String]) -> [String] {
      run.count > 1
        ? [
          "<polyline fill=\"none\" stroke=\"\(Self.fill)\" stroke-width=\"2\" points=\"\(run.joined(separator: " "))\"/>"
        ]
        : []
    }
    for (index, point) in points.enumerated() {
      guard let value = point.value else {
        body += finish(run)
        run = []
        continue
      }
      run.append("\(Self.number(x(index))),\(Self.number(y(value)))")
      if points.count <= 60 {
        body.append(
          "<circle cx=\"\(Self.number(x(index)))\" cy=\"\(Self.number(y(value)))\" r=\"3\" fill=\"\(Self.fill)\">"
            + "<title>\(Self.escaped(point.label)): \(Self.escaped(point.figure))</title></circle>")
      }
    }
    body += finish(run)
    let step = max(1, (points.count + 7) / 8)
    for index in stride(from: 0, to: points.count, by: step) {
      label(points[index].label, x(index), bottom + 20, size: 12, anchor: "middle", room: (right - left) / 8)
    }
    return bottom + 40
  }

  private mutating func heat() -> Double {
    let grid = HeatGrid(points)
    let greatest = points.compactMap { $0.value?.magnitude }.max() ?? 0
    let left = 150.0
    let column = max(4, min(90, (Self.width - left - 20) / Double(max(1, grid.columns.count))))
    let row = grid.rows.count <= 60 ? 30.0 : 14.0
    for (index, name) in grid.columns.enumerated() {
      label(name, left + (Double(index) + 0.5) * column, 58, size: 12, anchor: "middle", room: column - 2)
    }
    for (rowIndex, name) in grid.rows.enumerated() {
      let y = 66 + Double(rowIndex) * row
      label(name, left - 8, y + row * 0.65, size: min(13, row - 2), anchor: "end", room: 138)
      for (index, point) in grid.points[rowIndex].enumerated() {
        guard let point, let value = point.value else { continue }
        let share = greatest > 0 ? value.magnitude / greatest : 0
        let x = left + Double(index) * column
        rectangle(x, y, column - 1, row - 1, value < 0 ? Self.fall : Self.fill, opacity: 0.08 + share * 0.92)
        label(
          point.figure, x + column / 2, y + row * 0.65, size: min(12, row - 3), anchor: "middle", room: column - 4,
          color: share > 0.55 ? "#ffffff" : Self.ink)
      }
    }
    return 66 + Double(grid.rows.count) * row + 20
  }

  // MARK: Pieces

  /// A text cut to the room it has; the whole of it shows when it is pointed at.
  private mutating func label(
    _ text: String, _ x: Double, _ y: Double, size: Double, anchor: String, room: Double, color: String = Self.ink
  ) {
    let cells = max(1, Int(room / (size * 0.54)))
    let cut = TerminalCells.truncated(text, to: cells)
    body.append(
      Self.element(cut, x, y, anchor: anchor, color: color, size: size, whole: cut == text ? nil : text))
  }

  private mutating func text(
    _ text: String, _ x: Double, _ y: Double, anchor: String = "start", color: String, size: Double = 13
  ) {
    body.append(Self.element(text, x, y, anchor: anchor, color: color, size: size))
  }

  private static func element(
    _ text: String, _ x: Double, _ y: Double, anchor: String, color: String, size: Double, whole: String? = nil
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" fill=\"\(color)\" "
      + "font-size=\"\(number(size))\">\(whole.map { "<title>\(escaped($0))</title>" } ?? "")\(escaped(text))</text>"
  }

  private mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ color: String, opacity: Double = 1
  ) {
    let shade = opacity < 1 ? " fill-opacity=\"\(Self.number(opacity))\"" : ""
    body.append(
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
        + "height=\"\(Self.number(height))\" fill=\"\(color)\"\(shade)/>")
  }

  private mutating func stroke(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double, _ color: String = Self.faint) {
    body.append(
      "<line x1=\"\(Self.number(x))\" y1=\"\(Self.number(y))\" x2=\"\(Self.number(toX))\" y2=\"\(Self.number(toY))\" "
        + "stroke=\"\(color)\"/>")
  }

  /// Two digits behind the point: a hundredth of a pixel.
  static func number(_ value: Double) -> String {
    guard let hundredths = Int64(exactly: (value * 100).rounded()) else { return "0" }
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)"
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML 1.0 has no place for these.
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Round figures beside an axis: steps of 1, 2 or 5 times a power of ten.
struct ChartTicks {
  let low: Double
  let high: Double
  let values: [Double]

  init(_ least: Double, _ most: Double) {
    let low = min(0, least)
    let high = max(most, low == 0 && most <= 0 ? 1 : max(0, most))
    var step = 1.0
    let wanted = max((high - low) / 5, .leastNormalMagnitude)
    while step < wanted { step *= 10 }
    while step / 10 >= wanted, step > 1e-6 { step /= 10 }
    if step / 5 >= wanted { step /= 5 } else if step / 2 >= wanted { step /= 2 }
    let first = (low / step).rounded(.down)
    let count = min(12, max(1, Int(((high / step).rounded(.up) - first).rounded())))
    values = (0...count).map { (first + Double($0)) * step }
    self.low = values.first ?? low
    self.high = values.last ?? high
  }

  /// With commas; up to six digits behind the point.
  static func spelled(_ value: Double) -> String {
    guard let millionths = Int64(exactly: (value * 1e6).rounded()) else {
      return Int64(exactly: value.rounded()).map(grouped) ?? "\(value)"
    }
    let (whole, rest) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var text = (millionths < 0 ? "-" : "") + grouped(Int64(clamping: whole))
    guard rest > 0 else { return text }
    var digits = String(rest)
    digits = String(repeating: "0", count: 6 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    text += "." + digits
    return text
  }

  private static func grouped(_ value: Int64) -> String {
    var result = ""
    let digits = String(value.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }
}
