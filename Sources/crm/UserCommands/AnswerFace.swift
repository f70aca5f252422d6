import Diagnostics
import Engine
import Language
import Query
import Shell

/// Keeps what a command line's statement says, where a program is to be answered with records instead.
final class AnswerFace: Face {
  private let console: Console
  private(set) var tables: [ResultTable] = []
  private(set) var changed: [ChangeSummary] = []

  init(_ console: Console) { self.console = console }

  func present(
    _ manner: Presentation, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var sink: any ResultSink = TableCollector()
    try fill(&sink)
    if let collector = sink as? TableCollector, let table = collector.table { tables.append(table) }
  }

  func tell(_ outcome: Outcome) {
    if case .changed(let summary) = outcome { changed.append(summary) } else { console.tell(outcome) }
  }

  func confirm(_ question: BulkQuestion) -> Bool? { console.confirm(question) }
  func confirm(_ question: DuplicateQuestion) -> Bool? { console.confirm(question) }
  func choose(_ choice: PlanChoice) -> Chosen? { console.choose(choice) }
  func decide(_ question: DoubleQuestion) -> RowDecision? { console.decide(question) }
}
