package import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

/// `sandbox`, `begin`, `commit`, `rollback`, `discard`, `diff`: a private copy while somebody thinks or an audience asks.
extension Interpreter {
  func enter(_ kind: Sandbox.Kind, at span: SourceSpan) throws(Diagnostic) {
    if let open = session.sandbox {
      throw Diagnostic(
        "sandbox-open", Wording("\(open.label.english) is open already", "已经在\(open.label.chinese)中"), at: .init(span),
        help: [Wording("`commit` keeps it, `discard` drops it", "提交 保留，放弃 丢弃")])
    }
    guard !isOneChangeSet, depth == 0, !isRehearsing, !session.store.isWriting else {
      throw Diagnostic(
        "sandbox-inside", Wording("a sandbox opens at the prompt, between statements", "沙盒只能在提示符下、语句之间打开"),
        at: .init(span),
        help: [
          Wording(
            "in a script: `begin … rollback`, `preview`, or run it with --dry-run",
            "脚本里请用 开始 … 回滚、预览，或用 --dry-run 运行")
        ])
    }
    do throws(StorageError) { session.sandbox = try Sandbox(kind, of: session) } catch { throw error.diagnostic }
    session.version += 1
    face.tell(.notice(kind.welcome))
  }

  /// Drops the private copy, and what the session learned in it.
  func leaveSandbox(at span: SourceSpan) throws(Diagnostic) {
    guard let dropped = session.dropSandbox() else { throw Self.noSandbox(span) }
    face.tell(.notice(dropped))
  }

  func showDifference(at span: SourceSpan) throws(Diagnostic) {
    guard let sandbox = session.sandbox else { throw Self.noSandbox(span) }
    try present(try differences(in: sandbox.changeSets))
  }

  static func noSandbox(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "no-sandbox", Wording("no sandbox is open", "没有打开的沙盒"), at: .init(span),
      help: [Wording("`sandbox` opens one", "用 沙盒 打开")])
  }

  /// Brings what the private copy holds into the workspace, as one change set.
  func commitSandbox(_ sandbox: Sandbox, force: Bool, expected: Int?, at span: SourceSpan) throws(Diagnostic) {
    guard let sets = sandbox.changeSets else {
      _ = session.dropSandbox()
      face.tell(.notice(Wording("nothing to keep", "没有需要保留的改动")))
      return
    }
    let (differences, words): ([RecordDifference], [String])
    do throws(StorageError) {
      words = try sandbox.words()
      differences = try sandbox.store.differences(in: sets).map { difference throws(StorageError) in
        try SandboxOutcome(difference, sandbox, session.workspace).difference
      }
    } catch { throw error.diagnostic }
    try vouch(for: differences, sets, expected, at: span)
    let workspace = session.workspace
    let origin = ChangeOrigin(
      author: session.author, source: "\(self.origin) \(sandbox.kind.word)",
      statement: words.joined(separator: "\n"), at: session.clock())
    do throws(StorageError) {
      try workspace.begin(origin)
    } catch {
      throw error.diagnostic.located(at: span)
    }
    do throws(Diagnostic) {
      let commit = try SandboxCommit(differences, from: sandbox, into: workspace, now: origin.at, at: span)
      if let refusal = permission.refusal(of: commit.plan, author: session.author) { throw refusal.located(at: span) }
      let summary = try written(commit, differences, sandbox, force: force, at: span)
      sandbox.noteCommit(summary, at: origin.at)
      do throws(StorageError) { try workspace.commit() } catch { throw error.diagnostic.located(at: span) }
      session.leave(keeping: commit.renumbered)
      face.tell(.changed(commit.told(summary)))
      if let wording = commit.renumbering(session.dictionary) { face.tell(.notice(wording)) }
    } catch {
      workspace.rollback()
      throw error
    }
  }

  /// Writes the plan, if nothing that others did stands in its way; otherwise names all of that at once.
  ///
  /// - Parameter force: what was named before, and `force` can settle, is gone over.
  private func written(
    _ commit: SandboxCommit, _ differences: [RecordDifference], _ sandbox: Sandbox, force: Bool, at span: SourceSpan
  ) throws(Diagnostic) -> ChangeSummary {
    let words = SandboxConflictWording(session)
    var conflicts = try overtaken(differences, since: sandbox.base, words)
    conflicts += try doubles(commit, differences, sandbox)
    if force { conflicts.removeAll { sandbox.named.contains($0.identity) } }
    var summary = ChangeSummary()
    do throws(StorageError) {
      summary = try apply(commit, sandbox)
      conflicts += try SandboxRules(session, sandbox, commit, words).broken()
    } catch {
      guard !conflicts.isEmpty else { throw error.diagnostic.located(at: span) }
      conflicts.append(SandboxConflict(error.diagnostic))
    }
    guard conflicts.isEmpty else {
      sandbox.named.formUnion(conflicts.filter(\.yields).map(\.identity))
      throw SandboxConflictWording.refusal(conflicts, of: sandbox.kind, force: force, at: span)
    }
    return summary
  }

  /// The bulk guard's word on the whole of it.
  private func vouch(
    for differences: [RecordDifference], _ sets: ClosedRange<Int64>, _ expected: Int?, at span: SourceSpan
  ) throws(Diagnostic) {
    let existing = Set(differences.filter { $0.fate != .made }.map(\.key))
    let isFinal = differences.contains { $0.fate == .purged }
    var verdict = bulkGuard.judge(existing, expected: expected, at: guardPlace(span))
    if case .pass = verdict, isFinal, expected == nil, bulkGuard.allowance == .asking { verdict = .ask(existing.count) }
    switch verdict {
    case .pass: return
    case .refuse(let count, let allowed):
      throw BulkGuard.refusal(count, allowed: allowed, span, isExpectation: expected != nil)
    case .ask(let count):
      let view: ChangeView
      do throws(StorageError) { view = try session.changeView(of: sets) } catch { throw error.diagnostic }
      try ask(
        BulkQuestion(count: count, entity: nil, statement: source.slice(span), isFinal: isFinal, view: view) {
          () throws(Diagnostic) in try self.differences(in: sets)
        }, at: span)
    }
  }

  /// Each record at the words that touched it.
  private func apply(_ commit: SandboxCommit, _ sandbox: Sandbox) throws(StorageError) -> ChangeSummary {
    let workspace = session.workspace
    guard let places = try SandboxPlaces(sandbox, commit.differences) else { return try workspace.apply(commit.plan) }
    var summary = ChangeSummary()
    var steps: [ChangeStep] = []
    for (index, step) in commit.plan.steps.enumerated() {
      steps.append(step)
      let place = places.place(of: commit.records[index])
      let next = index + 1 < commit.records.count ? places.place(of: commit.records[index + 1]) : nil
      if let next, next.line == place?.line { continue }
      workspace.stand(at: place)
      let part = try workspace.apply(ChangePlan(steps))
      summary.add(part)
      summary.changeSet = part.changeSet
      steps = []
    }
    return summary
  }

  private func overtaken(
    _ differences: [RecordDifference], since base: Int64, _ words: SandboxConflictWording
  ) throws(Diagnostic) -> [SandboxConflict] {
    let later: [LaterChange]
    do throws(StorageError) { later = try session.workspace.laterChanges(than: base, overlapping: differences) } catch {
      throw error.diagnostic
    }
    guard !later.isEmpty else { return [] }
    let byRecord = Dictionary(differences.map { ($0.key, $0) }) { first, _ in first }
    return later.compactMap { change in byRecord[change.record].map { words.conflict(change, with: $0) } }
  }

  /// What others entered meanwhile, and the sandbox enters too. What stood there before was asked about in it.
  private func doubles(
    _ commit: SandboxCommit, _ differences: [RecordDifference], _ sandbox: Sandbox
  ) throws(Diagnostic) -> [SandboxConflict] {
    let found = try likelyDuplicates(in: commit.plan, of: session.workspace, enough: .max)
    guard !found.isEmpty else { return [] }
    // What was made in the sandbox stands there already, under numbers that others may have taken meanwhile.
    let made = Set(differences.filter { $0.fate == .made }.map(\.key))
    let known = Set(
      try likelyDuplicates(in: commit.plan, of: sandbox.store, enough: .max, besides: made).map(\.reference))
    return found.filter { !known.contains($0.reference) }.map { SandboxConflict($0) }
  }
}

extension Session {
  /// Drops the sandbox that is open, with what the session learned in it; says so.
  package func dropSandbox() -> Wording? {
    guard let dropped = sandbox else { return nil }
    let figures = dropped.count.label
    sandbox = nil
    variables = dropped.variables
    lastResult = dropped.lastResult
    version += 1
    let what = figures.isEmpty ? "" : " (\(figures))"
    return Wording("discarded\(what); the workspace is as it was", "已放弃\(what)，正式数据没有改动")
  }

  /// What is said at a start of the sandboxes that a crash has taken meanwhile; each is told once.
  package func lostSandboxes() -> [Wording] {
    let values = LoggedValues(self, in: workspace)
    return workspace.lostSandboxes().map { lost in
      let (at, figures) = (values.text(lost.begun), lost.count.label)
      let who = lost.author == author ? nil : values.person(lost.author)
      return Wording(
        "the sandbox\(who.map { " of \($0)" } ?? "") begun \(at) was discarded when the program broke off"
          + "\(figures.isEmpty ? "" : " (\(figures))"); the workspace is as it was",
        "程序意外中断，\(at) 打开的沙盒\(who.map { "（\($0)）" } ?? "")已放弃\(figures.isEmpty ? "" : "（\(figures)）")，正式数据没有改动")
    }
  }

  /// Goes back to the workspace, which holds now what the sandbox held.
  func leave(keeping renumbered: [RecordKey: Int64]) {
    sandbox = nil
    version += 1
    guard !renumbered.isEmpty else { return }
    variables = variables.mapValues { $0.renumbered(renumbered) }
    lastResult = lastResult.map { result in
      .init(
        entity: result.entity, ids: result.ids.map { renumbered[RecordKey(result.entity, $0)] ?? $0 })
    }
  }
}

extension Value {
  fileprivate func renumbered(_ numbers: [RecordKey: Int64]) -> Value {
    switch self {
    case .record(let key, let id): .record(key, numbers[RecordKey(key, id)] ?? id)
    case .records(let key, let ids): .records(key, ids.map { numbers[RecordKey(key, $0)] ?? $0 })
    case .list(let values): .list(values.map { $0.renumbered(numbers) })
    default: self
    }
  }
}

extension Sandbox.Kind {
  /// As the log says it.
  var word: String {
    switch self {
    case .sandbox: "sandbox"
    case .transaction: "transaction"
    }
  }

  fileprivate var welcome: Wording {
    switch self {
    case .sandbox:
      Wording(
        "a sandbox: nobody sees what you do until `commit`; `diff` shows it, `discard` drops it",
        "已进入沙盒：提交 之前别人看不到；差异 查看改动，放弃 丢弃")
    case .transaction:
      Wording("begun: `commit` keeps what follows as one, `rollback` takes it back", "事务已开始：提交 一起保留，回滚 一起撤回")
    }
  }
}
