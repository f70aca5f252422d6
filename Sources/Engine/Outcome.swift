package import Diagnostics
package import Domain
package import Language
package import Query
internal import Values

/// What a statement has to say beside rows.
package enum Outcome: Sendable {
  case changed(ChangeSummary)
  case loaded(LoadReport)
  case exported(path: String, rows: Int)
  case printed(String)
  case value(String)
  case set(SessionSetting)
  case settings([(name: String, value: String)])
  case entities([Entity])
  case entity(Entity, relations: [Relation])
  case help(HelpTopic)
  case explanation(Explanation)
  case profile(Profile)
  case notice(Wording)
  case calendar(CalendarPage)
  /// What a statement would change.
  case preview(ChangeView)
  case timing(milliseconds: Double)
}

/// One record with what belongs to it.
package struct Profile: Sendable {
  package let reference: String
  package let entity: Entity
  package let record: ResultTable
  /// What is worked out of all that belongs to it, and what is to be done next.
  package var facts: [Fact] = []
  package var sections: [Section]
  /// Parts that are not on the screen, or not whole, and how many rows they have.
  package var others: [(names: Names, total: Int)] = []
  /// It is one screen of what there is, and shorter where the screen is.
  package var fitsScreen = false
  /// The form in which it is asked for; nil: as the session's settings say.
  package var format: Language.Stage.Format?

  package struct Fact: Sendable {
    package let label: Names
    package let text: Wording
  }

  package struct Section: Sendable {
    /// What asks for all of it: `show cust_001 contacts`.
    package let names: Names
    package let heading: Names
    package let table: ResultTable
    /// All there are; the table shows the first of them.
    package let total: Int
  }
}

/// How a statement would run.
package struct Explanation: Sendable {
  package let canonical: String
  package let effect: Effect
  package let sql: String?
  package let arguments: [String]
  /// SQLite's own account.
  package let steps: [String]
  package let change: [String]
}

/// A page of help.
package struct HelpTopic: Sendable {
  package let name: String
  package let summary: Wording
  package let usage: [String]
  package let examples: [String]
  package let entries: [(name: String, summary: Wording)]

  package init(
    name: String, summary: Wording, usage: [String] = [], examples: [String] = [],
    entries: [(name: String, summary: Wording)] = []
  ) {
    self.name = name
    self.summary = summary
    self.usage = usage
    self.examples = examples
    self.entries = entries
  }
}

/// What became of the rows of a file.
package struct LoadReport: Sendable {
  package let entity: Entity
  package var file: String
  package var read = 0
  package var created = 0
  package var updated = 0
  package var skipped = 0
  package var refused = 0
  /// Where the refused rows stand with their reasons.
  package var refusedFile: String?
  /// Things worth knowing, each counted: `1,480 rows read GTXPro as GTX Pro`.
  package var remarks: [(count: Int, text: Wording)] = []
  /// What followed from the import.
  package var notices: [Wording] = []
  package var encoding: String = ""
  package var ignoredColumns: [String] = []

  package init(entity: Entity, file: String) {
    self.entity = entity
    self.file = file
  }
}

/// Who hears what the engine has to say, and is asked what it must know: the prompt, a script's terminal, a test.
package protocol Face: AnyObject {
  /// Shows the rows that `fill` sends.
  func present(
    _ manner: Presentation, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic)
  func tell(_ outcome: Outcome)
  /// Whether a change of more records than the guard lets through may go on; nil where nobody can be asked.
  func confirm(_ question: BulkQuestion) -> Bool?
  /// Whether a record may be entered that may be there already; nil where nobody can be asked.
  func confirm(_ question: DuplicateQuestion) -> Bool?
  /// Which of several things is meant; nil where nobody can be asked.
  func choose(_ choice: PlanChoice) -> Chosen?
  /// What becomes of a row that doubles a record; nil where nobody can be asked.
  func decide(_ question: DoubleQuestion) -> RowDecision?
  /// Somebody is there who can be asked.
  var canAsk: Bool { get }
  /// Waits until somebody has seen what stands there; returns at once where nobody is.
  func pause(_ caption: String?)
  /// A line that somebody types; nil where nobody does.
  func ask(_ question: String) -> String?
  /// Writes what is said from here on to a file; nil ends that.
  func record(to path: String?) throws(Diagnostic)
  /// A statement of its own begins.
  func begins(_ statement: String)
  /// A change set is committed, and what was told of it stands.
  func settled()
}

/// What somebody says to a choice.
package enum Chosen: Sendable, Equatable {
  /// By its key.
  case option(String)
  case nothing
}

extension Face {
  package func choose(_ choice: PlanChoice) -> Chosen? { nil }
  package func decide(_ question: DoubleQuestion) -> RowDecision? { nil }
  package func confirm(_ question: DuplicateQuestion) -> Bool? { nil }
  package var canAsk: Bool { false }
  package func pause(_ caption: String?) {}
  package func ask(_ question: String) -> String? { nil }
  package func record(to path: String?) throws(Diagnostic) {
    throw Diagnostic("not-here", Wording("recording is for the prompt", "录制只能在提示符下进行"))
  }
  package func begins(_ statement: String) {}
  package func settled() {}
}

/// How rows are to be shown.
package enum Presentation: Sendable {
  /// As the session's settings say.
  case usual
  case format(Language.Stage.Format)
  /// `chart bar`
  case chart(String)
}

/// What somebody is asked before many records change.
package struct BulkQuestion {
  /// Records that exist and would be touched.
  package let count: Int
  package let entity: Entity?
  package let statement: String
  /// Some would be gone for good.
  package var isFinal = false
  /// What would become of them.
  package let view: ChangeView
  /// The same with every record; worked out when it is asked for.
  package let everything: () throws(Diagnostic) -> ResultTable
}
