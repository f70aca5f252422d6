package import Diagnostics
package import Domain
package import Language
package import Query

/// What changes in the session and nowhere else.
package enum SessionEffect: Sendable {
  case set(SessionSetting)
  case begin, commit, rollback
  case run(path: String, parameters: [String: Value])
}

/// What is shown without asking the data, or with queries of its own.
package enum ReportRequest: Sendable {
  case entities
  case entity(Entity)
  case help(topic: String?)
  case explain(Statement)
  case settings
  /// `doctor`
  case checkup
}

/// The settings of a session, each with its values.
package enum SessionSetting: Sendable, Hashable {
  case output(OutputFormat)
  case timing(Bool)
  case language(UserLanguage)
  /// Seconds; zero is none.
  case timeout(Int)
  case pager(Bool)
  case color(Bool)

  package static let names = ["output", "timing", "language", "timeout", "pager", "color"]
}

/// How rows are shown where the query does not say.
package enum OutputFormat: String, Sendable, Hashable, CaseIterable {
  case auto, table, card, json, jsonl, csv, markdown
}
