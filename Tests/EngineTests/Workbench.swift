import Diagnostics
import Domain
import Engine
import Language
import Layout
import Query
import Rendering
import Storage
import Synchronization
import Values

/// A workspace in memory with a clock that stands still, and a person who talks to it: statements in, text out.
final class Workbench {
  let store: Store
  let session: Session
  let clock: StandingClock
  let cancellation = Store.Cancellation()
  var allowance = BulkGuard.Allowance.all
  /// Statements are done and shown, and nothing is kept.
  var isDryRun = false
  /// A script of so many bytes is written while it is still being read; nil leaves it to the interpreter.
  var readsAheadFrom: Int?
  /// What is answered when many records would change; nil where nobody can be asked.
  var answer: Bool? {
    get { face.answer }
    set { face.answer = newValue }
  }
  var questions: [BulkQuestion] { face.questions }
  /// What was told with the question whether to enter somebody who may be there already.
  var duplicateQuestions: [String] { face.duplicateQuestions }
  /// The codes of the diagnostics of the last text that was said.
  private(set) var codes: [String] = []
  private(set) var kinds: [Diagnostic.Kind] = []
  private let face: RecordingFace
  /// What is said to a choice, and what was offered.
  var chosen: Chosen? {
    get { face.chosen }
    set { face.chosen = newValue }
  }
  var choices: [PlanChoice] { face.choices }
  /// What happens while somebody thinks about a question.
  var whileAsked: () -> Void {
    get { face.whileAsked }
    set { face.whileAsked = newValue }
  }

  init(
    _ language: UserLanguage = .english, path: String? = nil, customization: Customization = .plain,
    catalogue: VerbCatalogue = Workbench.catalogue
  ) throws {
    let clock = StandingClock()
    self.clock = clock
    let settings = WorkspaceSettings(
      fingerprint: customization == .plain ? nil : customization.encoded, rules: customization.rules
    ) { customization }
    store = try Store(path: path, settings: settings, cancellation: cancellation)
    session = Session(store: store, catalogue: catalogue, clock: { clock.now })
    session.settings.language = language
    face = RecordingFace(session: session)
  }

  /// A session that was made elsewhere.
  init(_ session: Session) {
    clock = StandingClock()
    store = session.store
    self.session = session
    face = RecordingFace(session: session)
  }

  /// Another person at the same workspace.
  init(beside other: Workbench, author: Int64) {
    clock = other.clock
    store = other.store
    let clock = other.clock
    session = Session(store: store, catalogue: Self.catalogue, author: author, clock: { clock.now })
    session.settings.language = other.session.settings.language
    face = RecordingFace(session: session)
  }

  /// With the statements said and their own answers forgotten.
  convenience init(_ language: UserLanguage = .english, saying preparation: String) throws {
    try self.init(language)
    let text = script(preparation)
    guard codes.isEmpty else { throw PreparationFailure(text: text) }
  }

  static let catalogue = VerbCatalogue(VerbCatalogue.engine)

  /// As at the prompt: every statement is a change set of its own.
  @discardableResult
  func say(_ text: String) -> String { run(text, isOneChangeSet: false) }

  /// As `crm run`: one change set, all or nothing.
  @discardableResult
  func script(_ text: String, parameters: [String: Value] = [:], folder: String = "") -> String {
    run(text, isOneChangeSet: true, parameters: parameters, folder: folder)
  }

  /// As `crm run NAME`, with the name in the log.
  @discardableResult
  func run(_ text: String, named name: String, folder: String = "") -> String {
    run(SourceText(name: name, text: text), origin: "script \(name)", isOneChangeSet: true, folder: folder)
  }

  private func run(
    _ text: String, isOneChangeSet: Bool, parameters: [String: Value] = [:], folder: String = ""
  ) -> String {
    let name = isOneChangeSet ? "test.crm" : "prompt"
    return run(
      SourceText(name: name, text: text), origin: name, isOneChangeSet: isOneChangeSet, parameters: parameters,
      folder: folder)
  }

  private func run(
    _ source: SourceText, origin: String, isOneChangeSet: Bool, parameters: [String: Value] = [:], folder: String
  ) -> String {
    let interpreter = Interpreter(
      session: session, face: face, source: source, folder: folder, origin: origin,
      isOneChangeSet: isOneChangeSet, allowance: allowance)
    interpreter.parameters = parameters
    interpreter.isDryRun = isDryRun
    if let readsAheadFrom { interpreter.readsAheadFrom = readsAheadFrom }
    face.lines = []
    codes = []
    kinds = []
    do throws(DiagnosticList) { try interpreter.run(source) } catch {
      let renderer = DiagnosticRenderer(language: session.settings.language)
      codes = error.diagnostics.map(\.code)
      kinds = error.diagnostics.map(\.kind)
      face.lines += error.diagnostics.map { renderer.render($0) }
    }
    return face.lines.joined(separator: "\n")
  }

  /// The rows of a query as CSV has them, without the heading.
  func rows(_ query: String) -> [String] {
    let csv = say("\(query) | csv")
    guard codes.isEmpty else { return [csv] }
    return csv.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
  }

  /// One value asked of the database itself.
  func sql(_ text: String, _ arguments: [SQLValue] = []) throws -> SQLValue {
    try store.scalar(SQLStatement(text, arguments))
  }

  func count(_ table: String, where condition: String = "1") throws -> Int64 {
    guard case .integer(let number) = try sql("SELECT count(*) FROM \(table) WHERE \(condition)") else { return -1 }
    return number
  }

  /// Everything that the database holds, table by table.
  func dump() throws -> [String: String] {
    let list =
      "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table' "
      + "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' ORDER BY name)"
    guard case .text(let names) = try sql(list) else { return [:] }
    var dump: [String: String] = [:]
    for name in names.split(separator: ",").map(String.init) {
      let columns = try sql(
        "SELECT group_concat('quote(\"' || name || '\")', ' || '','' || ') FROM pragma_table_info(?)", [.text(name)])
      guard case .text(let columns) = columns else { continue }
      if case .text(let rows) = try sql(
        "SELECT group_concat(line, char(10)) FROM (SELECT \(columns) AS line FROM \"\(name)\" ORDER BY 1)")
      {
        dump[name] = rows
      }
    }
    return dump
  }
}

struct PreparationFailure: Error { let text: String }

/// 2026-11-20 10:00 in Shanghai, until somebody moves it.
final class StandingClock: Sendable {
  private let moment = Mutex(Instant(milliseconds: 1_795_140_000_000))

  var now: Instant {
    get { moment.withLock { $0 } }
    set { moment.withLock { $0 = newValue } }
  }

  func pass(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) ?? $0 } }
}

extension Customization {
  static var plain: Customization { Customization(rules: DomainRules(baseCurrency: .cny, zone: .shanghai)) }
}

/// Keeps what it is told as lines of text.
private final class RecordingFace: Face {
  let session: Session
  var lines: [String] = []
  var answer: Bool?
  var questions: [BulkQuestion] = []
  var duplicateQuestions: [String] = []
  var chosen: Chosen?
  var choices: [PlanChoice] = []
  var whileAsked: () -> Void = {}

  init(session: Session) { self.session = session }

  private var style: OutputStyle { OutputStyle(language: session.settings.language) }

  func present(
    _ manner: Presentation, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let format: ResultFormat
    switch manner {
    case .usual: format = ResultFormat(rawValue: session.settings.output.rawValue) ?? .table
    case .format(let named): format = ResultFormat(rawValue: named.rawValue) ?? .table
    case .chart: format = .table
    }
    var sink: any ResultSink = format.sink(style)
    try fill(&sink)
    if let writing = sink as? any WritingSink { note(writing.output.text) }
  }

  private func note(_ text: String) {
    lines.append(text.hasSuffix("\n") ? String(text.dropLast()) : text)
  }

  func tell(_ outcome: Outcome) {
    switch outcome {
    case .changed(let summary): note(Self.text(summary, session.dictionary))
    case .loaded(let report): note("loaded \(report.created) created, \(report.updated) updated")
    case .exported(let path, let rows): note("exported \(rows) to \(path)")
    case .printed(let text), .value(let text): note(text)
    case .set(let setting): note("set \(setting)")
    case .settings(let all): note(all.map { "\($0.name) = \($0.value)" }.joined(separator: "\n"))
    case .entities(let entities): note(entities.map(\.pluralEnglish).joined(separator: " "))
    case .entity(let entity, let relations):
      note(
        "\(entity.name): \(entity.fields.map(\.name).joined(separator: " ")) / \(relations.map(\.name).joined(separator: " "))"
      )
    case .help(let topic): note(([topic.name] + topic.usage + topic.examples).joined(separator: "\n"))
    case .explanation(let explanation): note(Self.text(explanation))
    case .profile(let profile): note(self.text(profile))
    case .calendar(let page): note(CalendarDrawing(page, style).text)
    case .notice(let wording): note(wording.in(session.settings.language))
    case .preview(let view):
      for table in [view.sample, view.totals] where !table.rows.isEmpty {
        var sink = CSVSink(lineEnd: .lf)
        table.send(to: &sink)
        note(sink.output.text)
      }
      note("would: \(view.count.label)")
    case .timing: note("timing")
    }
  }

  private static func text(_ summary: ChangeSummary, _ dictionary: DataDictionary) -> String {
    var pieces = summary.created.prefix(5).compactMap { key in
      dictionary.entity(key.entity).map { "+\($0.reference(key.id))" }
    }
    for count in summary.counts {
      func add(_ number: Int, _ word: String) {
        if number > 0 {
          pieces.append("\(number) \(number == 1 ? count.entity.name : count.entity.pluralEnglish) \(word)")
        }
      }
      if summary.created.count > 5 { add(count.created, "created") }
      add(count.updated, "updated")
      add(count.deleted, "deleted")
      add(count.restored, "restored")
      add(count.purged, "purged")
      add(count.withdrawn, "withdrawn")
      add(count.returned, "returned")
    }
    pieces += summary.mended.map { "mended \($0.count) \($0.finding.flaw.rawValue)" }
    if let copy = summary.copy { pieces.append("copy \(copy)") }
    pieces += summary.left.map { "left \($0.count) \($0.flaw.rawValue)" }
    let remarks = summary.remarks.map { "\n" + $0.english }.joined()
    return (pieces.isEmpty ? "nothing changed" : pieces.joined(separator: ", ")) + remarks
  }

  private static func text(_ explanation: Explanation) -> String {
    ([explanation.canonical, "effect: \(explanation.effect.rawValue)"] + explanation.change + explanation.steps)
      .joined(separator: "\n")
  }

  private func text(_ profile: Profile) -> String {
    var card = CardSink(style)
    profile.record.send(to: &card)
    var text = card.output.text
    text += profile.facts.map { "\($0.label.englishName): \($0.text.english)\n" }.joined()
    for section in profile.sections {
      var table = TableSink(style, hasCount: false)
      section.table.send(to: &table)
      text += "[\(section.heading.englishName) \(section.table.rows.count)/\(section.total)]\n" + table.output.text
    }
    if !profile.others.isEmpty {
      text += "more: " + profile.others.map { "\($0.names.englishName) \($0.total)" }.joined(separator: ", ") + "\n"
    }
    return text
  }

  func confirm(_ question: BulkQuestion) -> Bool? {
    questions.append(question)
    whileAsked()
    return answer
  }

  func confirm(_ question: DuplicateQuestion) -> Bool? {
    duplicateQuestions += question.lines.map { $0.in(session.settings.language) }
    whileAsked()
    return answer
  }

  func choose(_ choice: PlanChoice) -> Chosen? {
    choices.append(choice)
    whileAsked()
    return chosen
  }
}
