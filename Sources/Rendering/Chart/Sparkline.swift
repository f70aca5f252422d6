internal import Diagnostics
internal import Values

/// A series in one line, and under it what it runs from and to.
struct Sparkline {
  let lines: [String]

  init(_ points: [ChartPoint], _ style: OutputStyle) {
    let values = Sparkline.fitted(points.map(\.value), style.width)
    let known = values.compactMap { $0 }
    // The ground line is nothing, so that heights compare; a fall below it moves it down.
    let low = min(0, known.min() ?? 0)
    let high = known.max() ?? 0
    let heights = "▁▂▃▄▅▆▇█".map { String($0) }
    let line = values.map { value -> String in
      guard let value else { return " " }
      guard high > low else { return heights[0] }
      let step = ((value - low) / (high - low) * 7).rounded()
      return heights[max(0, min(7, Int(step)))]
    }
    let words = Sparkline.caption(points, style)
    lines = [TextWrapping.trimmed(line.joined()[...])] + TextWrapping.lines(words, width: style.width)
  }

  /// The mean of neighbours where there are more values than cells.
  private static func fitted(_ values: [Double?], _ width: Int?) -> [Double?] {
    guard let width, values.count > width, width > 0 else { return values }
    return (0..<width).map { cell in
      let known = values[(cell * values.count / width)..<((cell + 1) * values.count / width)].compactMap { $0 }
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
  }

  private static func caption(_ points: [ChartPoint], _ style: OutputStyle) -> String {
    let known = points.filter { $0.value != nil }
    guard let first = points.first, let last = points.last,
      let least = known.min(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
      let most = known.max(by: { ($0.value ?? 0) < ($1.value ?? 0) })
    else { return "" }
    let span = points.count > 1 ? "\(first.label) … \(last.label)" : first.label
    let bounds = Wording("min \(least.figure), max \(most.figure)", "最小 \(least.figure)，最大 \(most.figure)")
    return span + "  " + bounds.in(style.language)
  }
}
