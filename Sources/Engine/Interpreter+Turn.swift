internal import Diagnostics
internal import Language
internal import Query
internal import Storage

/// Writers take turns. What is written must be true of the data as they stand when the turn comes.
extension Interpreter {
  /// Opens the change set with a plan that holds: permitted, within the guard, made of the data as they are now.
  ///
  /// - Parameter seen: the state of the data before anything of the statement was read; nil where that is now.
  func opened(
    _ expected: Int?, at span: SourceSpan, since seen: Int64?, _ make: () throws(Diagnostic) -> ChangePlan
  ) throws(Diagnostic) -> ChangePlan {
    guard !session.store.isWriting else { return try settled(expected, at: span, since: nil, make).plan }
    var seen = seen
    while true {
      let touched = bulkGuard
      let (plan, version) = try settled(expected, at: span, since: seen, make)
      try open(span)
      guard session.store.dataVersion != version else { return plan }
      // Somebody wrote between the plan and our turn: the plan is made again, and now nobody else can write.
      session.version += 1
      bulkGuard = touched
      let fresh = try make()
      guard try !judge(fresh, expected, at: span, mayAsk: true).isEmpty else { return fresh }
      // Nobody is asked while others wait.
      session.store.rollback()
      bulkGuard = touched
      seen = nil
    }
  }

  /// Takes the turn before the first statement of a program whose writes hang on what it reads before them.
  func takeTurn(for statements: [Statement]) throws(Diagnostic) {
    guard let write = WriteSearch(catalogue: session.catalogue).readBefore(in: statements) else { return }
    try open(write.span)
  }

  /// The same for one statement. Where somebody may be asked in the middle of it nothing is locked; it is refused if
  /// the data move meanwhile.
  func takeTurn(for statement: Statement) throws(Diagnostic) {
    guard WriteSearch(catalogue: session.catalogue).readBefore(in: [statement]) != nil else { return }
    if bulkGuard.allowance == .asking { readSince = session.store.dataVersion } else { try open(statement.span) }
  }

  /// Refuses to write on the strength of what is no longer so.
  func refuseStale(_ span: SourceSpan?) throws(Diagnostic) {
    guard let seen = readSince, session.store.dataVersion != seen else { return }
    session.store.rollback()
    throw Diagnostic(
      "data-moved",
      Wording(
        "somebody else wrote while this was worked out; nothing was written", "执行期间数据被他人改动，没有写入任何内容"),
      kind: .failure, at: span.map { .init($0) }, help: [Wording("say it again", "请重新执行")])
  }
}

/// Finds what a program writes, without running it.
private struct WriteSearch {
  let catalogue: VerbCatalogue

  /// The first statement that may write, where something is read before it: a lone command plans for itself.
  func readBefore(in statements: [Statement]) -> Statement? {
    guard let index = statements.firstIndex(where: { writes($0) }) else { return nil }
    return index == 0 && isCommand(statements[0]) ? nil : statements[index]
  }

  private func isCommand(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .command(let command): command.verb != "run"
    case .letting(_, .command): true
    case .query(let query): query.stages.last.map { if case .update = $0.kind { true } else { false } } ?? false
    case .letting, .expression, .parameter, .conditional, .loop, .definition, .perform, .give, .use, .attempt, .fail,
      .print, .expect:
      false
    }
  }

  private func writes(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .command(let command): writes(command)
    case .letting(_, let bound), .give(let bound): writes(bound)
    case .query(let query): writes(query)
    case .conditional(let branches, let otherwise):
      branches.contains { $0.body.contains(where: writes) } || (otherwise ?? []).contains(where: writes)
    case .loop(_, let over, let body): writes(over) || body.contains(where: writes)
    case .attempt(let body, _, let otherwise): body.contains(where: writes) || otherwise.contains(where: writes)
    // A function may be called from any expression: one that writes counts where it is made or named.
    case .definition(_, _, let body): body.contains(where: writes)
    case .perform, .use: true
    case .expression, .parameter, .fail, .print, .expect: false
    }
  }

  private func writes(_ bound: Bound) -> Bool {
    switch bound {
    case .command(let command): writes(command)
    case .query(let query): writes(query)
    case .expression: false
    }
  }

  private func writes(_ query: Language.Query) -> Bool {
    query.stages.contains { stage in
      switch stage.kind {
      case .update: true
      case .each(_, let body): body.contains(where: writes)
      case .format, .chart, .file: false
      }
    }
  }

  private func writes(_ command: Command) -> Bool {
    command.verb == "run" || command.verb == "begin" || catalogue.verb(command.verb)?.signature.effect == .writes
  }
}
