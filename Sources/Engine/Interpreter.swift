package import Diagnostics
package import Domain
internal import Language
internal import Layout
package import Query
internal import Storage
internal import Values

/// Carries out statements: binds each to a plan, has it guarded and permitted, executes it, tells the face.
package final class Interpreter {
  package let session: Session
  /// Who hears; nobody while something is rehearsed.
  package var face: any Face { muted ?? holding }
  private let holding: HoldingFace
  var muted: (any Face)?
  package var bulkGuard: BulkGuard
  let permission = Permission()
  /// The state of the data that the statement at hand has read, where nothing may have moved since.
  var readSince: Int64?
  /// What somebody chose for the statement at hand.
  var answer: PlanChoice.Answer?
  /// What somebody decided of the rows of the file that the statement at hand imports.
  var rowAnswers = RowAnswers()
  /// The text being run: positions of diagnostics point into it.
  var source: SourceText
  /// The texts that lines were asked of, the last one first: a script and its libraries take turns.
  var texts: [(source: ChangeSource, lines: LineStarts)] = []
  /// The folder that relative file names start from.
  var folder: String
  /// What the log says a change came from.
  package var origin: String
  /// One transaction for everything (a script), or one a statement (the prompt).
  package var isOneChangeSet: Bool
  /// Parameters given from outside: `--param days=90`.
  package var parameters: [String: Value] = [:]
  /// They are meant for this text alone: one that it does not ask for is a slip.
  package var namesItsParameters = false
  /// Files of rows and pictures, which a transaction does not take back.
  var writtenFiles: [String] = []
  /// Where each `begin` stands that nothing has ended yet.
  var openBegins: [SourceSpan] = []
  /// Files that were used: each is read once.
  var libraries: Set<String> = []
  /// How many `try` stand around what is running.
  var openAttempts = 0
  /// How deep `run` and `do` stand in one another.
  var depth = 0
  /// Statements are done and shown, and then nothing is kept.
  package var isDryRun = false
  /// What is done now is taken back: no file is written, no setting changes.
  var isRehearsing = false
  var total = ChangeSummary()
  /// A text of so many bytes is written while it is still being read. Shorter ones are read before a thread is there.
  package var readsAheadFrom = 1 << 16

  package init(
    session: Session, face: any Face, source: SourceText, folder: String = "", origin: String,
    isOneChangeSet: Bool, allowance: BulkGuard.Allowance
  ) {
    self.session = session
    holding = HoldingFace(face, session)
    self.source = source
    self.folder = folder
    self.origin = origin
    self.isOneChangeSet = isOneChangeSet
    bulkGuard = BulkGuard(allowance)
    session.performer = { [weak self] call, span throws(BindingError) in
      guard let self else { return .empty }
      do throws(Diagnostic) { return try perform(call.function, call.arguments) } catch { throw .failed(error) }
    }
  }

  /// What `return` gives, on its way out of a function.
  var pendingGift: Value?
  /// Who was entered by this text so far, by reference: the line.
  var entered: [String: Int] = [:]

  // MARK: Programs

  /// Parses, checks and runs a text.
  package func run(_ text: SourceText) throws(DiagnosticList) {
    if try ranAhead(text) { return }
    let (program, plans) = try checked(text)
    try refuseUnanswered(program, in: text)
    try refuseUnknownParameters(program)
    if !program.waits.isEmpty { isOneChangeSet = false }
    source = text
    session.keepsNothing = isDryRun
    defer { session.keepsNothing = false }
    do throws(Diagnostic) { try run(program, plans) } catch { throw DiagnosticList([error.attached(to: source)]) }
  }

  /// Says what is wrong with a text, and runs nothing of it.
  package func check(_ text: SourceText) throws(DiagnosticList) { _ = try checked(text) }

  /// The program of a text that is sound in syntax, names and types, with the plans that the check made for good.
  func checked(_ text: SourceText) throws(DiagnosticList) -> (program: Program, plans: [Int: ChangePlan]) {
    session.noticeOthers()
    var parser = Parser(
      text.text, vocabulary: session.catalogue.vocabulary, knownWords: self.session.dictionary.knownWords)
    let (program, errors) = parser.parseProgram()
    let check = StaticCheck(session: session, folder: folder, source: text)
    guard errors.isEmpty else {
      // What was understood is checked all the same.
      let others = check.problems(besideSlipsIn: program)
      throw DiagnosticList((errors.map { $0.diagnostic() } + others).map { $0.attached(to: text) })
    }
    let findings = check.findings(in: program)
    guard findings.problems.isEmpty else { throw DiagnosticList(findings.problems.map { $0.attached(to: text) }) }
    return (program, findings.plans)
  }

  /// All statements; in one change set all or nothing.
  func run(_ program: Program, _ settled: [Int: ChangePlan]) throws(Diagnostic) {
    var plans = settled
    guard isOneChangeSet, depth == 0 else {
      let writes = session.store.writeCount
      for (place, statement) in program.statements.enumerated() {
        do throws(Diagnostic) { try runOne(statement, plans.removeValue(forKey: place)) } catch {
          throw depth > 0
            ? error
            : error.leaving(program.statements.count - place - 1, afterWrites: session.store.writeCount > writes)
        }
      }
      return
    }
    do throws(Diagnostic) {
      try takeTurn(for: program.statements)
      for (place, statement) in program.statements.enumerated() {
        // The turn was taken before the first that may write; the log names the first that did.
        do throws(StorageError) { try session.store.begins(with: changeOrigin(statement.span)) } catch {
          throw error.diagnostic.located(at: statement.span)
        }
        try execute(statement, plans.removeValue(forKey: place))
      }
      try refuseOpenBegin(beyond: 0)
      if isDryRun {
        try showDryRun()
        session.store.rollback()
        session.version += 1
        holding.settled()
      } else {
        try commit()
      }
    } catch {
      takeBack()
      throw error.leaving(files: writtenFiles)
    }
    bulkGuard.reset()
    try tellLeft()
  }

  /// Nothing is left of what was not yet kept.
  func takeBack() {
    session.store.rollback()
    session.version += 1
    holding.forget()
  }

  /// A statement at the prompt: a change set of its own.
  private func runOne(_ statement: Statement, _ settled: ChangePlan?) throws(Diagnostic) {
    if depth == 0 { face.begins(source.slice(statement.span)) }
    let started = session.clock()
    let allowance = bulkGuard.allowance
    defer { bulkGuard.allowance = allowance }
    readSince = nil
    do throws(Diagnostic) {
      if depth == 0, !isDryRun, allowance == .asking, session.sandbox == nil, statement.hasSteps,
        statement.expectedAtMost == nil
      {
        readSince = try askAhead(of: statement)
        if readSince != nil { bulkGuard.allowance = .all }
      }
      if depth == 0 { try takeTurn(for: statement) }
      try execute(statement, settled)
      if depth == 0, isDryRun {
        try showDryRun()
        session.store.rollback()
        session.version += 1
        holding.settled()
      } else if depth == 0 {
        let writes = session.store.writeCount
        try commit()
        if session.store.writeCount > writes { session.sandbox?.note(source.slice(statement.span)) }
      }
    } catch {
      let hasWritten = session.store.openChangeSet != nil
      if depth == 0 {
        session.store.rollback()
        holding.forget()
      }
      session.version += 1
      throw hasWritten && session.sandbox != nil ? error.insideSandbox : error
    }
    if depth == 0 { bulkGuard.reset() }
    if session.settings.showsTiming {
      face.tell(.timing(milliseconds: Double(session.clock().milliseconds - started.milliseconds)))
    }
    if depth == 0 { try tellLeft() }
  }

  func commit() throws(Diagnostic) {
    do throws(StorageError) { try session.store.commit() } catch { throw error.diagnostic }
    holding.settled()
  }

  /// Remembers the line that entered somebody, for the double that stands further down.
  private func noteEntered(_ summary: ChangeSummary, at span: SourceSpan) {
    guard entered.count < 10_000, let made = summary.created.first, let entity = session.dictionary.entity(made.entity),
      entity.isCheckedAtEntry
    else { return }
    entered[entity.reference(made.id)] = place(of: span).line
  }

  // MARK: Changes

  /// Guard, permission, execution: the one way that a change plan goes.
  ///
  /// - Parameters:
  ///   - expected: how many records it may change, where the statement says so.
  ///   - seen: the state of the data that the first plan was made of; nil where it is made here.
  ///   - make: makes the plan, and makes it again where the data moved before its turn came.
  @discardableResult
  func carryOut(
    expecting expected: Int?, at span: SourceSpan, since seen: Int64? = nil,
    _ make: () throws(Diagnostic) -> ChangePlan
  ) throws(Diagnostic) -> (plan: ChangePlan, summary: ChangeSummary) {
    answer = nil
    rowAnswers = RowAnswers()
    var seen = seen
    while true {
      let plan = try opened(expected, at: span, since: seen.take(), make)
      let summary = try carriedOut(plan, at: span)
      if let source = plan.asking, !isRehearsing, !source.questions.isEmpty {
        // Read, and nothing of it kept: what is in doubt is asked with nothing locked, and the file is read again.
        session.store.rollback()
        session.version += 1
        try ask(about: source)
        continue
      }
      session.version += 1
      total.add(summary)
      return (plan, summary)
    }
  }

  private func carriedOut(_ plan: ChangePlan, at span: SourceSpan) throws(Diagnostic) -> ChangeSummary {
    do throws(StorageError) {
      // One statement of many says its line; a lone one is its change set, and what is typed has no lines.
      let hasLines = isOneChangeSet || depth > 0 || origin.hasPrefix("script ")
      session.store.stand(at: hasLines ? place(of: span) : nil)
      var summary = try apply(plan)
      summary.remarks = plan.remarks + summary.remarks
      // What is not kept copies nothing.
      if session.keepsNothing { summary.copy = nil }
      // The lines of what is run or used from here are another text's.
      if isOneChangeSet, depth == 0 { noteEntered(summary, at: span) }
      return summary
    } catch {
      if case .conflicts(let conflicts) = error {
        throw ConflictWording(session).diagnostic(conflicts).located(at: span)
      }
      throw error.diagnostic.located(at: span)
    }
  }

  /// Who changes something from here, and on whose word.
  func changeOrigin(_ span: SourceSpan?) -> ChangeOrigin {
    // `script cleanup.crm:12`: of a script that is one change set, where it began to write.
    guard let span, origin.hasPrefix("script ") else {
      return ChangeOrigin(
        author: session.author, source: origin, statement: span.map { source.slice($0) }, at: session.clock())
    }
    let place = place(of: span)
    // What stands in one line was said at once.
    let isOneLine = isOneChangeSet && source.name == "-c" && source.lineEnds(in: SourceSpan(0, .max)) == 0
    return ChangeOrigin(
      author: session.author, source: "\(origin):\(place.line)",
      statement: isOneLine ? source.text : source.slice(span),
      place: place, at: session.clock())
  }

  /// Opens the change set, if none is open.
  func open(_ span: SourceSpan?) throws(Diagnostic) {
    let stood = session.store.isWriting
    do throws(StorageError) { try session.store.begin(changeOrigin(span)) } catch {
      throw span.map { error.diagnostic.located(at: $0) } ?? error.diagnostic
    }
    if !stood { try refuseStale(span) }
  }

  /// The plan that may run: permitted, within the guard, and still true after the answer.
  ///
  /// - Returns: the plan with the state of the data that it was made of.
  func settled(
    _ expected: Int?, at span: SourceSpan, since seen: Int64?, _ make: () throws(Diagnostic) -> ChangePlan
  ) throws(Diagnostic) -> (plan: ChangePlan, version: Int64) {
    var seen = seen
    while true {
      // Nobody else writes while we do.
      let version = seen.take() ?? (session.store.isWriting ? 0 : session.store.dataVersion)
      let plan = try make()
      let questions = try judge(plan, expected, at: span, mayAsk: !session.store.isWriting)
      if questions.isEmpty { return (plan, version) }
      // No transaction is open while somebody thinks; if the data moved meanwhile, the question is asked again.
      for question in questions { try ask(question, about: plan, at: span) }
      // A choice makes another plan.
      if session.store.isWriting || session.store.dataVersion == version, plan.choice == nil { return (plan, version) }
      session.version += 1
    }
  }
}

extension Diagnostic {
  /// The same, saying that what went before it stands.
  fileprivate var insideSandbox: Diagnostic {
    guard kind != .guarded else { return self }
    var copy = self
    copy.help.append(
      Wording("only this statement was taken back; what went before it stands", "只撤回了这一条语句，之前的改动仍在"))
    return copy
  }
}

extension DataDictionary {
  /// The words of the domain, for cutting unspaced Chinese and for suggestions.
  package var knownWords: [String] {
    entitySpellings + entities.flatMap { $0.fields.flatMap(\.names.chinese) }
  }
}
