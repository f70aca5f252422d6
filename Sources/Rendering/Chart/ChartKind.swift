package import Diagnostics

/// The charts that the language names: `| chart bar`.
package enum ChartKind: String, Sendable, CaseIterable {
  case bar, line, funnel, spark, heat
}

package enum ChartError: Error, Sendable, Hashable {
  /// The language has the word and the terminal no drawing of it.
  case notBuilt(ChartKind)
  /// No column of the result is a figure.
  case noFigure

  package var diagnostic: Diagnostic {
    switch self {
    case .notBuilt(let kind):
      Diagnostic(
        "chart-not-built",
        Wording("there is no \(kind.rawValue) chart for the terminal", "终端没有 \(kind.rawValue) 图"),
        help: [Wording("use chart bar, chart spark or chart funnel", "可用 chart bar、chart spark 或 chart funnel")])
    case .noFigure:
      Diagnostic(
        "chart-without-figure",
        Wording("a chart needs a column of figures", "图表需要一列数字"),
        help: [
          Wording("group first: … group by stage show stage, count()", "先分组：… group by stage show stage, count()")
        ])
    }
  }
}
