package import Diagnostics
package import Query

/// Hears everything and says nothing: while something is rehearsed, or demonstration data is loaded.
package final class SilentFace: Face {
  package init() {}

  package func present(
    _ manner: Presentation, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var sink: any ResultSink = TableCollector(limit: 0)
    try fill(&sink)
  }

  package func tell(_ outcome: Outcome) {}
  package func confirm(_ question: BulkQuestion) -> Bool? { nil }
}
