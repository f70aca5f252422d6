package import Diagnostics

package enum ChartError: Error, Sendable, Hashable {
  /// No column of the result is a figure.
  case noFigure

  package var diagnostic: Diagnostic {
    switch self {
    case .noFigure:
      Diagnostic(
        "chart-without-figure",
        Wording("a chart needs a column of figures", "图表需要一列数字"),
        help: [
          Wording("group first: … group by stage show stage, count()", "先分组：… 分组 阶段 显示 阶段, 计数()")
        ])
    }
  }
}
