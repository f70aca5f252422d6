internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage

/// What stands between a plan and its execution: permission, the guard, doubles, and whom to ask.
extension Interpreter {
  /// What somebody must be asked before a plan may run.
  enum Question {
    /// So many records that exist would change.
    case bulk(Int)
    case duplicates([LikelyDuplicate])
    case choice(PlanChoice)
  }

  /// Permission, the bulk guard and the duplicate check: refuses a plan, or says what somebody must be asked first.
  ///
  /// - Parameter mayAsk: nothing is locked that others wait for.
  func judge(
    _ plan: ChangePlan, _ expected: Int?, at span: SourceSpan, mayAsk: Bool
  ) throws(Diagnostic) -> [Question] {
    if let refusal = permission.refusal(of: plan, author: session.author) { throw refusal.located(at: span) }
    let canAsk = mayAsk && !isRehearsing && bulkGuard.allowance == .asking
    if let choice = plan.choice {
      guard canAsk else { throw choice.refusal }
      return [.choice(choice)]
    }
    if let source = plan.asking, !canAsk, !isRehearsing { throw source.unaskable.located(at: span) }
    var questions: [Question] = []
    switch try verdict(on: plan, expected, at: span) {
    case .pass: break
    case .refuse(let count, let allowed):
      var refusal = BulkGuard.refusal(
        count, allowed: allowed, span, isExpectation: expected != nil || bulkGuard.isVouchedFor)
      // Among them may be records that nobody named: the remarks say which.
      refusal.help = plan.remarks + refusal.help
      throw refusal
    // In a sandbox the question is asked at its end.
    case .ask(let count): if session.sandbox == nil { questions.append(.bulk(count)) }
    }
    // What has no way back is asked about, be it one record.
    if questions.isEmpty, canAsk, session.sandbox == nil, expected == nil, !bulkGuard.isVouchedFor, plan.isFinal {
      questions.append(.bulk(plan.existingTargets.count))
    }
    let likely = try likelyDuplicates(in: plan)
    if !likely.isEmpty {
      guard canAsk else {
        throw DuplicateRefusal(
          likely, statement: source.slice(span), origin: origin, lines: isOneChangeSet ? entered : [:]
        ).diagnostic(at: span)
      }
      questions.append(.duplicates(likely))
    }
    return questions
  }

  /// Who has the values already is not changed: where the records that a plan names are too many, those are counted that
  /// it would make others.
  private func verdict(
    on plan: ChangePlan, _ expected: Int?, at span: SourceSpan
  ) throws(Diagnostic) -> BulkGuard.Verdict {
    let before = bulkGuard
    let first = bulkGuard.judge(plan, expected: expected, at: guardPlace(span))
    if case .pass = first { return first }
    guard plan.isCountable else { return first }
    bulkGuard = before
    let changing: Set<RecordKey>
    do throws(StorageError) { changing = try session.store.changing(plan, at: session.clock()) } catch {
      throw error.diagnostic
    }
    return bulkGuard.judge(changing, expected: expected, at: guardPlace(span))
  }

  /// By which the guard knows a statement again.
  func guardPlace(_ span: SourceSpan) -> String { "\(source.name):\(span.lower)" }

  func ask(_ question: Question, about plan: ChangePlan, at span: SourceSpan) throws(Diagnostic) {
    switch question {
    case .bulk(let count): try ask(about: plan, count, at: span)
    case .duplicates(let likely): try ask(about: likely, at: span)
    case .choice(let choice): try ask(about: choice)
    }
  }

  private func ask(about plan: ChangePlan, _ count: Int, at span: SourceSpan) throws(Diagnostic) {
    if case .repair(let repair)? = plan.steps.first { return try ask(about: repair, count, at: span) }
    let body = { () throws(Diagnostic) in
      do throws(StorageError) { _ = try self.apply(plan) } catch { throw error.diagnostic }
    }
    guard let view = try view(of: body, at: span) else { return }
    let entities = Set(plan.existingTargets.map(\.entity))
    try ask(
      BulkQuestion(
        count: count, entity: entities.count == 1 ? entities.first.flatMap { session.dictionary.entity($0) } : nil,
        statement: source.slice(span), isFinal: plan.isFinal, view: view
      ) { () throws(Diagnostic) in try self.everything(of: body, at: span) }, at: span)
  }

  /// What is made again is no difference of records: what was found is shown.
  private func ask(about repair: Repair, _ count: Int, at span: SourceSpan) throws(Diagnostic) {
    let findings = table(of: repair.findings)
    let view = ChangeView(
      count: DifferenceCount(), totals: ResultTable(shape: findings.shape, rows: []), sample: findings, hidden: 0)
    try ask(
      BulkQuestion(count: count, entity: nil, statement: source.slice(span), view: view) {
        () throws(Diagnostic) in findings
      }, at: span)
  }

  func ask(_ question: BulkQuestion, at span: SourceSpan) throws(Diagnostic) {
    switch face.confirm(question) {
    case true?: return
    case false?:
      throw Diagnostic(
        "not-confirmed", Wording("left as it was; nothing was written", "已取消，没有写入任何内容"), severity: .note, kind: .guarded
      )
    case nil: throw BulkGuard.refusal(question.count, allowed: BulkGuard.unasked, span, isExpectation: false)
    }
  }
}

extension ChangePlan {
  /// Whether it removes records for good.
  fileprivate var isFinal: Bool {
    steps.contains { step in
      if case .remove(let removal) = step { removal.manner == .purge } else { false }
    }
  }
}
