internal import Diagnostics
internal import Language
internal import Query
internal import Storage

/// A long script of plain entries: the first are written, in its one transaction, while the rest is still being read and
/// checked. Nothing shows of it. Nothing of a script is kept or told before all of it is checked, so where anything is
/// wrong everything is taken back and the script goes the ordinary way, which says what there is to say.
extension Interpreter {
  /// - Returns: whether the script is done; else nothing has happened.
  func ranAhead(_ text: SourceText) throws(DiagnosticList) -> Bool {
    guard isOneChangeSet, depth == 0, session.sandbox == nil, !isRehearsing, parameters.isEmpty,
      !session.store.isWriting, text.text.utf8.count >= readsAheadFrom
    else { return false }
    session.noticeOthers()
    guard let ahead = ReadAhead(text, session, folder: folder) else { return false }
    defer { ahead.stop() }
    let (stood, told, named, last) = (bulkGuard, total, entered, session.lastResult)
    (source, session.keepsNothing) = (text, isDryRun)
    defer { session.keepsNothing = false }
    // Nobody is asked anything about a script that may have errors.
    if stood.allowance == .asking { bulkGuard.allowance = .atMost(BulkGuard.unasked) }
    var isHeadDone = false
    do throws(Diagnostic) {
      while let batch = ahead.next() {
        for entry in batch { try carryOut(entry.plan, at: entry.span) }
      }
      if session.store.isWriting, let rest = ahead.rest, let plans = plans(of: rest, in: text) {
        isHeadDone = true
        bulkGuard.allowance = stood.allowance
        try run(Program(statements: rest), plans)
        return true
      }
    } catch {
      if !isHeadDone { takeBack() }
      // The rest was sound, and this is how it ended; or somebody wants no more.
      if isHeadDone || error.code == "interrupted" { throw DiagnosticList([error.attached(to: source)]) }
    }
    if session.store.isWriting { takeBack() }
    (bulkGuard, total, entered, session.lastResult) = (stood, told, named, last)
    return false
  }

  /// The plans of what follows; nil where something is wrong in it, or where it waits for somebody and so is no
  /// transaction.
  private func plans(of rest: [Statement], in text: SourceText) -> [Int: ChangePlan]? {
    guard !rest.isEmpty else { return [:] }
    let program = Program(statements: rest)
    let findings = StaticCheck(session: session, folder: folder, source: text).findings(in: program)
    return findings.problems.isEmpty && program.waits.isEmpty ? findings.plans : nil
  }

  /// A plan that the check has made for good.
  private func carryOut(_ plan: ChangePlan, at span: SourceSpan) throws(Diagnostic) {
    let (_, summary) = try carryOut(expecting: nil, at: span) { () throws(Diagnostic) in plan }
    face.tell(.changed(summary))
    note(summary)
  }
}
