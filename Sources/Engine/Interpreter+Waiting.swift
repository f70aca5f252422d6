internal import Diagnostics
internal import Language
internal import Query
internal import Storage

/// `pause` and `ask`: a person is waited for, and no transaction is open meanwhile.
extension Interpreter {
  /// Refuses a program that asks what nobody can answer, before any of it runs.
  func refuseUnanswered(_ program: Program, in text: SourceText) throws(DiagnosticList) {
    guard !face.canAsk else { return }
    let problems = program.waits.compactMap { command -> Diagnostic? in
      guard case .value(let name)? = command["name"], case .variable(let variable, _) = name.kind,
        parameters[variable.name] == nil
      else { return nil }
      return Self.unanswered(variable.name, name.span).attached(to: text)
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
  }

  /// Refuses what is given from outside to a program that asks for nothing of that name, which a slip of the pen would
  /// leave at its default.
  func refuseUnknownParameters(_ program: Program) throws(DiagnosticList) {
    guard namesItsParameters else { return }
    let problems = program.unknownParameters(among: parameters.keys) { "--param \($0)=…" }
    if !problems.isEmpty { throw DiagnosticList(problems) }
  }

  func pause(_ text: String?, at span: SourceSpan) throws(Diagnostic) {
    guard !isDryRun else { return }
    try settle(at: span)
    face.pause(text)
  }

  func ask(_ name: String, _ question: String?, at span: SourceSpan) throws(Diagnostic) {
    if let given = parameters[name] {
      session.variables[name] = try read(given, as: nil, span)
      return
    }
    guard !isRehearsing else {
      throw Self.noPreview(
        Wording("what waits for an answer cannot be rehearsed", "要等人回答的语句不能预览"), span,
        help: Wording("give it from outside: with \(name) = …", "从外部给出：带 \(name) = …"))
    }
    try settle(at: span)
    guard let answer = face.ask(question ?? "$\(name)?") else { throw Self.unanswered(name, span) }
    session.variables[name] = answer.isEmpty ? .empty : try read(.text(answer), as: nil, span)
  }

  /// What was written so far is kept, so that no transaction stays open.
  private func settle(at span: SourceSpan) throws(Diagnostic) {
    guard session.store.isWriting else { return }
    guard !isOneChangeSet, openBegins.isEmpty, openAttempts == 0, !isDryRun else {
      throw Diagnostic(
        "waiting-inside",
        Wording("nobody is waited for while something is half written", "写到一半时不能等待"), at: .init(span),
        help: isOneChangeSet
          ? [Wording("run the file with --each", "用 --each 运行这个文件")]
          : [Wording("put it before or behind the block", "请放到这一段的前面或后面")])
    }
    try commit()
  }

  private static func unanswered(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "unanswered", Wording("nobody answered $\(name)", "没有人回答 $\(name)"), at: .init(span),
      help: [Wording("give it from outside: --param \(name)=…", "从外面给出：--param \(name)=…")])
  }
}
