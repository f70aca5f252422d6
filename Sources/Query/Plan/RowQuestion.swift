package import Diagnostics
package import Domain
package import Layout

/// What may become of a row of a file that doubles a record.
package enum RowAnswer: String, Sendable, Hashable, CaseIterable {
  case skip, update, create
}

/// A row of a file that doubles a record, which somebody is to decide.
package struct RowQuestion: Sendable {
  /// By which its answer is found when the file is read again.
  package struct Key: Sendable, Hashable {
    /// Of the row in its file.
    package let line: Int
    /// The record as people say it, `cust_001`; one that the file made itself by its line.
    package let record: String

    package init(line: Int, record: String) {
      self.line = line
      self.record = record
    }
  }

  /// A field with what the record has and what the row says.
  package struct Value: Sendable {
    package let field: Field
    package let stands: SQLValue
    /// As it is written in the file, or as the log would write it; null where the file says nothing.
    package let given: SQLValue

    package init(_ field: Field, stands: SQLValue, given: SQLValue) {
      self.field = field
      self.stands = stands
      self.given = given
    }
  }

  package let key: Key
  package let file: String
  /// `cust_001 has the same phone: …`
  package let reason: Wording
  package let values: [Value]
  package let offered: [RowAnswer]

  package init(_ key: Key, file: String, reason: Wording, values: [Value], offered: [RowAnswer]) {
    self.key = key
    self.file = file
    self.reason = reason
    self.values = values
    self.offered = offered
  }
}

/// What somebody has decided of the rows of a file.
package struct RowAnswers: Sendable {
  /// With what the record had when it was decided: of another record it is asked anew.
  private var each: [RowQuestion.Key: (answer: RowAnswer, stood: [SQLValue])] = [:]
  /// Of all that is not decided one by one.
  package var rest: RowAnswer?

  package init() {}

  package mutating func decide(_ question: RowQuestion, _ answer: RowAnswer) {
    each[question.key] = (answer, question.values.map(\.stands))
  }

  /// - Parameter stands: what the record has now; nil where the file itself has changed it.
  package func answer(to key: RowQuestion.Key, _ stands: [SQLValue]?) -> RowAnswer? {
    guard let decided = each[key], stands.map({ $0 == decided.stood }) ?? true else { return nil }
    return decided.answer
  }
}

/// Records of a file, some of which somebody must decide: it is read, asked about with nothing locked, and read again
/// with the answers.
package protocol AskingSource: RecordSource {
  /// It is to ask.
  var asks: Bool { get }
  /// What it met when it was read and had no answer to, at most so many as somebody would answer at once.
  var questions: [RowQuestion] { get }
  /// How many there were.
  var questionCount: Int { get }
  /// What is said where nobody can be asked.
  var unaskable: Diagnostic { get }
}
