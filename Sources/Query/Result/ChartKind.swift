package import Diagnostics
package import Domain
package import Language

/// The charts that the language names: `| chart bar`.
package enum ChartKind: String, Sendable, CaseIterable {
  case bar, line, funnel, spark, heat
}

extension ChartKind {
  package var names: Names {
    switch self {
    case .bar: Names("bar", zh: "柱状图", "柱状", "条形图")
    case .line: Names("line", zh: "折线图", "折线")
    case .funnel: Names("funnel", zh: "漏斗图", "漏斗")
    case .spark: Names("spark", zh: "走势图", "走势")
    case .heat: Names("heat", zh: "热力图", "热力")
    }
  }

  /// - Throws: what kinds there are, where there is none of that name.
  package init(named name: String) throws(Diagnostic) {
    let spelled = name.lowercased()
    guard let known = ChartKind.allCases.first(where: { ($0.names.english + $0.names.chinese).contains(spelled) })
    else {
      let kinds = ChartKind.allCases.map(\.names)
      throw Diagnostic(
        "unknown-chart", Wording("there is no chart “\(name)”", "没有“\(name)”这种图表"),
        help: [
          Wording(
            kinds.map(\.englishName).joined(separator: " | "), kinds.map(\.chineseName).joined(separator: " | "))
        ])
    }
    self = known
  }
}

extension ChartKind {
  /// Of a stage `| chart …`; nothing of another.
  package static func check(_ stage: Stage) throws(BindingError) {
    guard case .chart(let kind, _) = stage.kind else { return }
    do throws(Diagnostic) { _ = try ChartKind(named: kind.text) } catch { throw .failed(error.located(at: kind.span)) }
  }
}
