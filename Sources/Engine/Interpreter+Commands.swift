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
    guard let verb = session.catalogue.verb(command.verb) else {
      throw BindingError.notBuilt("`\(command.verb)`", command.spelling).diagnostic()
    }
    func plan() throws(Diagnostic) -> Plan {
      let planning = session.planning(folder: folder)
      return try binding { () throws(BindingError) in try verb.plan(command, planning) }
    }
    let made: Plan = if let settled { .change(settled) } else { try plan() }
    switch made {
    case .undetermined: throw Self.nothingToDo(command.span)
    case .change(let first):
      var made: ChangePlan? = first
      let (change, summary) = try carryOut(of: statement, at: statement.span) { () throws(Diagnostic) in
        if let fresh = made.take() { return fresh }
        guard case .change(let again) = try plan() else { throw Self.nothingToDo(command.span) }
        return again
      }
      if case .load(let source)? = change.steps.first, let reporting = source as? any ReportingSource {
        face.tell(.loaded(reporting.report))
      } else if isShown {
        face.tell(.changed(summary))
      }
      if let last = summary.created.last {
        session.lastResult = .init(
          entity: last.entity, ids: summary.created.filter { $0.entity == last.entity }.map(\.id))
      }
      return summary
    case .session(let effect): try apply(effect, at: command.span)
    case .report(let request): try report(request)
    case .export(let query, let path, _): try export(query, to: path, at: command.span)
    }
    return ChangeSummary()
  }

  private static func nothingToDo(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("nothing-to-do", Wording("nothing to do", "没有可执行的内容"), at: .init(span))
  }

  private func apply(_ effect: SessionEffect, at span: SourceSpan) throws(Diagnostic) {
    switch effect {
    case .set(let setting):
      session.settings.apply(setting)
      face.tell(.set(setting))
    case .run(let path, let given): try runFile(path, given, at: span)
    case .begin, .commit, .rollback: try transact(effect, at: span)
    }
  }

  /// Inside a script `begin … rollback` is a savepoint; at the prompt it waits for the sandbox, because no transaction
  /// may be open while somebody thinks.
  private func transact(_ effect: SessionEffect, at span: SourceSpan) throws(Diagnostic) {
    guard isOneChangeSet || depth > 0 else {
      throw Diagnostic(
        "not-built", Wording("a transaction at the prompt is not built yet", "提示符下的事务尚未实现"), at: .init(span),
        help: [Wording("in a script it works; `try { … }` takes back what fails", "可以写在脚本里；try { … } 会撤回失败的部分")])
    }
    do throws(StorageError) {
      switch effect {
      case .begin:
        try session.store.begin(changeOrigin(nil))
        try session.store.openSavepoint()
        openSavepoints += 1
      case .commit, .rollback:
        guard openSavepoints > 0 else {
          throw StorageError.configuration(
            Diagnostic(
              "no-transaction", Wording("no `begin` stands before this", "前面没有 begin"), at: .init(span)))
        }
        openSavepoints -= 1
        let keeps: Bool = if case .commit = effect { true } else { false }
        try session.store.closeSavepoint(keeps: keeps)
        session.version += 1
      case .set, .run: break
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
    }
  }

  /// Each with its value, as `set` alone shows them.
  package var listed: [(name: String, value: String)] {
    [
      ("output", output.rawValue), ("timing", showsTiming ? "on" : "off"), ("language", language.rawValue),
      ("timeout", timeout == 0 ? "off" : "\(timeout)"), ("pager", usesPager ? "on" : "off"),
      ("color", usesColour ? "on" : "off"),
    ]
  }
}
