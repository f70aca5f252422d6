internal import Diagnostics
internal import Language
internal import Query
internal import Storage

/// Doing something to see what it would do: in a transaction that is taken back before anybody is asked or told.
extension Interpreter {
  /// Does what `body` does with nobody listening, looks at what it changed, and takes it all back: the data and what
  /// the session remembers.
  ///
  /// - Parameter look: is given the change set that would be made; nil where nothing would be written.
  func rehearse<Result>(
    at span: SourceSpan?, _ body: () throws(Diagnostic) -> Void,
    _ look: (ClosedRange<Int64>?) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    // A script that takes its turn before it reads holds the lock, and has written nothing yet.
    let holdsTurn = session.store.isWriting
    guard !holdsTurn || session.store.openChangeSet == nil else { throw Self.previewInside(span) }
    let memory = (session.variables, session.lastResult, session.definitions, session.settings)
    let own = (muted, bulkGuard, total, session.keepsNothing)
    let files = (openBegins, libraries, writtenFiles)
    (muted, bulkGuard) = (SilentFace(), BulkGuard(.all))
    (isRehearsing, session.keepsNothing) = (true, true)
    defer {
      if !holdsTurn { session.store.rollback() }
      session.version += 1
      (session.variables, session.lastResult, session.definitions, session.settings) = memory
      (muted, bulkGuard, total, session.keepsNothing) = own
      (openBegins, libraries, writtenFiles) = files
      isRehearsing = false
    }
    guard holdsTurn else {
      try open(span)
      try body()
      return try look(session.store.openChangeSet.map { $0...$0 })
    }
    var end: Swift.Result<Result, Diagnostic>?
    try? session.store.savepoint { () throws(TakenBack) in
      do throws(Diagnostic) {
        try body()
        end = .success(try look(session.store.openChangeSet.map { $0...$0 }))
      } catch { end = .failure(error) }
      throw TakenBack()
    }
    guard let end else { throw Self.previewInside(span) }
    return try end.get()
  }

  /// What leaves a savepoint with nothing kept.
  private struct TakenBack: Error {}

  private static func previewInside(_ span: SourceSpan?) -> Diagnostic {
    Diagnostic(
      "preview-inside", Wording("a script that has begun to write cannot look ahead", "脚本已经开始写入，不能再预览"),
      at: span.map { .init($0) },
      help: [Wording("run the script with --dry-run, or put `preview` first", "用 --dry-run 运行脚本，或把 预览 放在最前")])
  }

  /// What a statement would change; nil where it would write nothing.
  func view(of body: () throws(Diagnostic) -> Void, at span: SourceSpan) throws(Diagnostic) -> ChangeView? {
    try rehearse(at: span, body) { sets throws(Diagnostic) in
      do throws(StorageError) {
        return try sets.map { set throws(StorageError) in try session.changeView(of: set) }
      } catch {
        throw error.diagnostic
      }
    }
  }

  /// The same with every record.
  func everything(of body: () throws(Diagnostic) -> Void, at span: SourceSpan) throws(Diagnostic) -> ResultTable {
    try rehearse(at: span, body) { sets throws(Diagnostic) in try differences(in: sets) }
  }

  /// All that change sets did, as a table.
  func differences(in sets: ClosedRange<Int64>?) throws(Diagnostic) -> ResultTable {
    let table = DifferenceTable(session)
    guard let sets else { return table.table([]) }
    do throws(StorageError) { return table.table(try session.store.differences(in: sets)) } catch {
      throw error.diagnostic
    }
  }

  /// `preview STATEMENT`
  func preview(_ statement: Statement) throws(Diagnostic) {
    let body = { () throws(Diagnostic) in try self.execute(statement) }
    switch session.settings.output {
    case .auto, .table, .card:
      guard let view = try view(of: body, at: statement.span) else {
        face.tell(.notice(Wording("it would change nothing", "不会改动任何内容")))
        return
      }
      face.tell(.preview(view))
    case .json, .jsonl, .csv, .markdown: try present(try everything(of: body, at: statement.span))
    }
  }

  /// Rows that are in hand.
  func present(_ table: ResultTable, _ manner: Presentation = .usual) throws(Diagnostic) {
    try face.present(manner) { sink throws(Diagnostic) in
      sink.begin(table.shape)
      for row in table.rows { if !sink.row(HeldRow(cells: row)) { break } }
      sink.end()
    }
  }

  /// At the prompt a statement that may change many records step by step (a loop, a function, a file) is rehearsed
  /// first: no loop slips past the guard, and nobody is asked while a transaction is open.
  ///
  /// - Returns: the state of the data for which the answer was given; nil for what cannot be rehearsed, because it
  ///   waits for somebody: it asks at each of its statements.
  func askAhead(of statement: Statement) throws(Diagnostic) -> Int64? {
    while true {
      let before = session.store.dataVersion
      let body = { () throws(Diagnostic) in try self.execute(statement) }
      let seen: ChangeView?
      do throws(Diagnostic) { seen = try view(of: body, at: statement.span) } catch  where error.code == "no-preview" {
        return nil
      }
      guard let view = seen, view.count.existing > BulkGuard.unasked else { return before }
      try ask(
        BulkQuestion(
          count: view.count.existing, entity: nil, statement: source.slice(statement.span), view: view
        ) { () throws(Diagnostic) in try self.everything(of: body, at: statement.span) }, at: statement.span)
      if session.store.dataVersion == before { return before }
    }
  }
}

extension Statement {
  /// Whether it may write more than once.
  var hasSteps: Bool {
    switch kind {
    case .loop, .conditional, .perform, .attempt, .expression, .letting, .print, .expect: true
    case .command(let command): command.verb == "run"
    case .query(let query): query.stages.contains { if case .each = $0.kind { true } else { false } }
    case .parameter, .definition, .give, .use, .fail: false
    }
  }
}
