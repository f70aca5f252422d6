internal import Diagnostics
internal import Domain
internal import Language
package import Query
internal import Storage
internal import Values

/// Commands: the verb's plan, carried out by its kind.
extension Interpreter {
  /// - Parameter settled: the plan that the check made for good.
  @discardableResult
  func carryOut(
    _ command: Command, of statement: Statement, isShown: Bool, settled: ChangePlan? = nil
  ) throws(Diagnostic) -> ChangeSummary {
    func plan() throws(Diagnostic) -> Plan {
      guard let verb = session.catalogue.verb(command.verb) else {
        throw BindingError.notBuilt("`\(command.verb)`", command.spelling).diagnostic()
      }
      let planning = planningWithAnswer()
      return try binding { () throws(BindingError) in try verb.plan(command, planning) }
    }
    let seen = session.store.isWriting ? nil : session.store.dataVersion
    let made: Plan = if let settled { .change(settled) } else { try plan() }
    switch made {
    case .undetermined: throw Self.nothingToDo(command.span)
    case .change(let first):
      var made: ChangePlan? = first
      let expected = try expectation(of: statement)
      let (change, summary) = try carryOut(expecting: expected, at: statement.span, since: seen) {
        () throws(Diagnostic) in
        if let fresh = made.take() { return fresh }
        guard case .change(let again) = try plan() else { throw Self.nothingToDo(command.span) }
        return again
      }
      if case .load(let source)? = change.steps.first, let reporting = source as? any ReportingSource {
        var report = reporting.report
        report.notices += summary.remarks
        face.tell(.loaded(report))
      } else if isShown {
        if let account = change.account { try present(account) }
        face.tell(.changed(summary))
      }
      note(summary)
      return summary
    case .session(let effect): try apply(effect, of: statement, at: command.span)
    case .report(let request): try report(request, at: command.span)
    case .export(let query, let path, _): try export(query, to: path, at: command.span)
    case .exportCalendar(let request, let path):
      try export(try CalendarReader(self, request).tasksShown(), to: path, at: command.span)
    }
    return ChangeSummary()
  }

  /// What was made is the last result.
  func note(_ summary: ChangeSummary) {
    guard let last = summary.created.last else { return }
    session.lastResult = .init(
      entity: last.entity, ids: summary.created.filter { $0.entity == last.entity }.map(\.id))
  }

  private static func nothingToDo(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("nothing-to-do", Wording("nothing to do", "没有可执行的内容"), at: .init(span))
  }

  private func apply(_ effect: SessionEffect, of statement: Statement, at span: SourceSpan) throws(Diagnostic) {
    switch effect {
    // What is rehearsed touches nothing but the data.
    case .set where isRehearsing, .record where isRehearsing, .pause where isRehearsing: return
    case .set(let setting):
      if case .clock(let moment) = setting { try moveClock(to: moment, span) }
      session.settings.apply(setting)
      face.tell(.set(setting))
    case .run(let path, let given): try runFile(path, given, at: span)
    case .record(let path):
      do throws(Diagnostic) { try face.record(to: path) } catch { throw error.located(at: span) }
    case .pause(let text): try pause(text, at: span)
    case .ask(let name, let question): try ask(name, question, at: span)
    // What an all-or-nothing script begins is a part of its own transaction.
    case .transaction(let step) where isOneChangeSet || depth > 0: try transact(step, at: span)
    case .sandbox where isRehearsing, .discard where isRehearsing, .transaction where isRehearsing:
      throw Self.noPreview(
        Wording("what keeps or drops changes cannot be rehearsed", "保留或放弃改动的语句不能预览"), span,
        help: Wording("`diff` shows what a sandbox holds", "用 差异 查看沙盒里的改动"))
    case .sandbox: try enter(.sandbox, at: span)
    case .discard: try leaveSandbox(at: span)
    // At the prompt no transaction may be open while somebody thinks: there it is a private copy.
    case .transaction(let step): try transactInSandbox(step, of: statement, at: span)
    }
  }

  static func noPreview(_ message: Wording, _ span: SourceSpan, help: Wording) -> Diagnostic {
    Diagnostic("no-preview", message, at: .init(span), help: [help])
  }

  private func moveClock(to moment: Instant, _ span: SourceSpan) throws(Diagnostic) {
    guard let clock = session.frozenClock else {
      throw Diagnostic(
        "clock-runs", Wording("the clock runs here and cannot be set", "这里的时钟在走，不能设置"), kind: .failure, at: .init(span),
        help: [
          Wording("in a transcript (crm test, crm demo FILE) it stands still", "在对话记录中（crm test、crm demo 文件）时钟是停住的")
        ])
    }
    clock.now = moment
  }

  private func transactInSandbox(
    _ step: TransactionStep, of statement: Statement, at span: SourceSpan
  ) throws(Diagnostic) {
    switch step {
    case .begin: try enter(.transaction, at: span)
    case .commit(let force):
      guard let sandbox = session.sandbox else { throw Self.noTransaction(span) }
      try commitSandbox(sandbox, force: force, expected: try expectation(of: statement), at: span)
    case .rollback:
      guard session.sandbox != nil else { throw Self.noTransaction(span) }
      try leaveSandbox(at: span)
    }
  }

  private static func noTransaction(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("no-transaction", Wording("no `begin` stands before this", "前面没有 开始"), at: .init(span))
  }

  /// What a `begin` opened and nothing ended: whether it was to be kept only its author knows.
  func refuseOpenBegin(beyond count: Int) throws(Diagnostic) {
    guard openBegins.count > count, let span = openBegins.last else { return }
    throw Diagnostic(
      "unclosed-begin", Wording("`begin` is not ended: nothing was written", "开始 没有结束，没有写入任何内容"), at: .init(span),
      help: [Wording("`commit` keeps what follows it, `rollback` takes it back", "提交 保留其后的改动，回滚 撤回")])
  }

  private func transact(_ step: TransactionStep, at span: SourceSpan) throws(Diagnostic) {
    do throws(StorageError) {
      switch step {
      case .begin:
        try session.store.begin(changeOrigin(span))
        try session.store.openSavepoint()
        openBegins.append(span)
      case .commit, .rollback:
        guard !openBegins.isEmpty else {
          throw StorageError.configuration(Self.noTransaction(span))
        }
        openBegins.removeLast()
        let keeps: Bool = if case .commit = step { true } else { false }
        try session.store.closeSavepoint(keeps: keeps)
        session.version += 1
      }
    } catch {
      throw error.diagnostic
    }
  }
}

/// A source of records that has something to say when it is through.
package protocol ReportingSource: RecordSource {
  var report: LoadReport { get }
}

extension SessionSettings {
  mutating func apply(_ setting: SessionSetting) {
    switch setting {
    case .output(let format): output = format
    case .timing(let isOn): showsTiming = isOn
    case .language(let language): self.language = language
    case .timeout(let seconds): timeout = seconds
    case .pager(let isOn): usesPager = isOn
    case .color(let isOn): usesColour = isOn
    case .exact(let isOn): isExact = isOn
    case .clock: break
    }
  }

  /// Each with its value, as `set` alone shows them.
  package var listed: [(name: String, value: String)] {
    [
      ("output", output.rawValue), ("timing", showsTiming ? "on" : "off"), ("language", language.rawValue),
      ("timeout", timeout == 0 ? "off" : "\(timeout)"), ("pager", usesPager ? "on" : "off"),
      ("color", usesColour ? "on" : "off"), ("exact", isExact ? "on" : "off"),
    ]
  }
}
