/// What is wrong (or worth knowing), where, and the way out.
///
/// Every stage of the line has an error enum of its own whose cases carry values; each converts to this one shape,
/// which is drawn in one place (`DiagnosticRenderer`) and travels as JSON through the API.
package struct Diagnostic: Error, Sendable {
  package enum Severity: String, Sendable {
    case error, warning, note
  }

  /// What a program does about it: the exit codes of language.md section 5.
  package enum Kind: Int32, Sendable {
    /// A statement failed on its data.
    case failure = 1
    /// Wrong usage or syntax: the text must change.
    case usage = 2
    /// The one who asks may not.
    case permission = 3
    /// More records than the bulk guard lets through unasked.
    case guarded = 4
    /// The disk, the file or the database.
    case storage = 5
  }

  /// A place with a few words beside its carets.
  package struct Mark: Sendable {
    package let span: SourceSpan
    package let label: Wording?

    package init(_ span: SourceSpan, _ label: Wording? = nil) {
      self.span = span
      self.label = label
    }
  }

  /// A place that led to where the marks are: a call of a function, a `use` or `run` of a file.
  package struct Caller: Sendable {
    package let source: SourceText
    package let span: SourceSpan
  }

  /// Stable, in kebab case: programs and documents refer to it.
  package let code: String
  package let severity: Severity
  package let kind: Kind
  package let message: Wording
  package var mark: Mark?
  package var furtherMarks: [Mark]
  package var help: [Wording]
  /// The text that the marks point into, put there by whoever ran it.
  package var source: SourceText?
  /// How it came there, the nearest place first.
  package private(set) var callers: [Caller] = []
  /// Of a deeper chain only so many places are kept: those next to the fault.
  package static let callerLimit = 5

  package init(
    _ code: String, _ message: Wording, severity: Severity = .error, kind: Kind = .usage, at mark: Mark? = nil,
    further: [Mark] = [], help: [Wording] = [], source: SourceText? = nil
  ) {
    self.code = code
    self.message = message
    self.severity = severity
    self.kind = kind
    self.mark = mark
    self.furtherMarks = further
    self.help = help
    self.source = source
  }

  /// The same, pointing into `text` unless it already points somewhere.
  package func attached(to text: SourceText) -> Diagnostic {
    guard source == nil, mark != nil else { return self }
    var copy = self
    copy.source = text
    return copy
  }

  /// The same, having come from `span` of `text`.
  package func called(from span: SourceSpan, of text: SourceText) -> Diagnostic {
    guard source != nil, callers.count < Self.callerLimit else { return self }
    var copy = self
    copy.callers.append(Caller(source: text, span: span))
    return copy
  }

  /// The same, pointing at `span` unless it already points somewhere.
  package func located(at span: SourceSpan) -> Diagnostic {
    guard mark == nil else { return self }
    var copy = self
    copy.mark = Mark(span)
    return copy
  }
}

/// Several diagnostics of one text, at most `limit`, in the order of their places.
package struct DiagnosticList: Error, Sendable {
  package static let limit = 10
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) {
    let ordered = diagnostics.sorted { ($0.mark?.span.lower ?? 0) < ($1.mark?.span.lower ?? 0) }
    self.diagnostics = Array(ordered.prefix(Self.limit))
  }
}
