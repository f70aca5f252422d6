package import Diagnostics

/// The charts that the language names: `| chart bar`.
package enum ChartKind: String, Sendable, CaseIterable {
  case bar, line, funnel, spark, heat
}

extension ChartKind {
  /// - Throws: what kinds there are, where there is none of that name.
  package init(named name: String) throws(Diagnostic) {
    guard let known = ChartKind(rawValue: name.lowercased()) else {
      let kinds = ChartKind.allCases.map(\.rawValue).joined(separator: " | ")
      throw Diagnostic(
        "unknown-chart", Wording("there is no chart “\(name)”", "没有“\(name)”这种图表"), help: [Wording(verbatim: kinds)])
    }
    self = known
  }
}

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
          Wording("group first: … group by stage show stage, count()", "先分组：… group by stage show stage, count()")
        ])
    }
  }
}
