package import Diagnostics
package import Domain
package import Language
package import Query
package import Values

/// What changes in the session and nowhere else.
package enum SessionEffect: Sendable {
  case set(SessionSetting)
  case transaction(TransactionStep)
  case sandbox, discard
  case run(path: String, parameters: [String: Value])
  /// What is said from here on is written to a file; nil ends it.
  case record(String?)
  /// Waits for a key, with a caption.
  case pause(String?)
  /// A variable that a person gives a value.
  case ask(String, question: String?)
}

/// `begin`, `commit`, `rollback`
package enum TransactionStep: Sendable {
  case begin, rollback
  /// - Parameter force: over what others changed meanwhile.
  case commit(force: Bool)
}

/// What is shown without asking the data, or with queries of its own.
package enum ReportRequest: Sendable {
  case entities
  case entity(Entity)
  case help(topic: String?)
  case explain(Statement)
  case preview(Statement)
  /// What the sandbox holds that the workspace has not.
  case difference
  case settings
  /// `doctor`
  case checkup
  /// `changes`, `history`, `why`
  case log(LogQuestion)
  /// `calendar`, `agenda`
  case calendar(CalendarRequest)
  /// `funnel`, `rfm`
  case figures(ReportQuestion)
  /// What a verb worked out, and what is to be said of it; the rows may be records of an entity.
  case account(ResultTable, of: Entity?, [Wording])
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
  case exact(Bool)
  /// Only where the clock stands still.
  case clock(Instant)

  package static let names = ["output", "timing", "language", "timeout", "pager", "color", "exact", "clock"]
}

/// How rows are shown where the query does not say.
package enum OutputFormat: String, Sendable, Hashable, CaseIterable {
  case auto, table, card, json, jsonl, csv, markdown
}
