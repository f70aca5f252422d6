import Diagnostics
import Domain
import Engine
import Glibc
import Language
import Query
import Rendering
import Shell
internal import Storage

/// One of the user's command lines from its words to its answer: spelled as a statement, which goes the way of all
/// statements; what it complains of points at the flags.
struct UserCommandRun {
  let given: GivenFlags
  private var command: UserCommand { given.command }
  private var options: WorkspaceOptions { given.options }

  /// Nil where the words are none of the user's command lines.
  init?(_ words: [String]) throws {
    do throws(Diagnostic) {
      let asksHelp = words.count == 2 && words[0] == "help" && UserCommand.named(words[1]) != nil
      guard let given = try GivenFlags(asksHelp ? [words[1], "--help"] : words) else { return nil }
      self.given = given
    } catch {
      throw CommandFailure(error, WorkspaceOptions())
    }
  }

  func run() throws -> Int32 {
    if given.wantsHelp {
      say(UserCommandHelp(command, helpDictionary).text(options.userLanguage(configured: nil)))
      return 0
    }
    let spelling = try spelled()
    if given.wantsStatement {
      say(spelling.text + "\n")
      return 0
    }
    let workspace = try Workspace(options, path: Workspace.path(options), isInteractive: false)
    workspace.tellOfNew()
    defer {
      workspace.console.flush()
      workspace.session.store.finish()
    }
    return workspace.console.ended(InterruptFlag.during { run(spelling, in: workspace) })
  }

  private func say(_ text: String) { _ = Output.write(text, to: Terminal.Stream.output.rawValue) }

  /// Fields of the configuration are flags too: it is asked where the built-in ones do not do.
  private func spelled() throws -> StatementSpelling {
    do throws(Diagnostic) { return try StatementSpelling(given, .plain) } catch {
      guard error.code == "unknown-flag", command.fields != nil else { throw CommandFailure(error, options) }
    }
    let dictionary = try configuredDictionary()
    do throws(Diagnostic) { return try StatementSpelling(given, dictionary) } catch {
      throw CommandFailure(error, options)
    }
  }

  /// The fields and choices in force; asking for them makes no workspace.
  private func configuredDictionary() throws -> DataDictionary {
    let path = Workspace.path(options)
    let workspace = try Workspace(options, path: access(path, F_OK) == 0 ? path : nil, isInteractive: false)
    defer { workspace.session.store.finish() }
    return workspace.session.dictionary
  }

  /// Help is given whatever state the workspace is in.
  private var helpDictionary: DataDictionary {
    guard command.fields != nil else { return .plain }
    return (try? configuredDictionary()) ?? .plain
  }

  private func run(_ spelling: StatementSpelling, in workspace: Workspace) -> Int32 {
    do throws(DiagnosticList) {
      guard isForPrograms, command.answersItself == false else {
        try carryOut(spelling.text, workspace.console, workspace)
        return 0
      }
      try answer(spelling, in: workspace)
      return 0
    } catch {
      let pointed = error.diagnostics.map { spelling.pointingBack($0) }
      workspace.console.complain(DiagnosticList(pointed))
      return pointed.first?.kind.rawValue ?? 1
    }
  }

  private var isForPrograms: Bool { options.output == .json || options.output == .jsonl }

  private func carryOut(_ text: String, _ face: any Face, _ workspace: Workspace) throws(DiagnosticList) {
    let source = SourceText(name: command.name, text: text)
    let interpreter = Interpreter(
      session: workspace.session, face: face, source: source, origin: "command \(command.name)", isOneChangeSet: true,
      allowance: .atMost(BulkGuard.unasked))
    interpreter.isDryRun = given.isDryRun
    if let format = formatSent(text), let refusal = interpreter.refusal(ofExportTo: ".\(format)") {
      throw DiagnosticList([refusal])
    }
    try interpreter.run(source)
    if given.isDryRun { workspace.console.tell(.dryRun) }
  }

  /// The format in which a command that exports writes where no file says it: the last word of its statement.
  private func formatSent(_ statement: String) -> Substring? {
    for case .agreement(_, let file) in command.statement where given.flags.allSatisfy({ $0.name != file }) {
      return statement.split(separator: " ").last
    }
    return nil
  }

  // MARK: Records for programs

  private func answer(_ spelling: StatementSpelling, in workspace: Workspace) throws(DiagnosticList) {
    let face = AnswerFace(workspace.console)
    try carryOut(spelling.text, face, workspace)
    switch command.answer {
    case .statement: return
    case .rows: return write(Array(face.tables.prefix(1)), nestedAs: "", workspace)
    case .nested(let name): return write(face.tables, nestedAs: name, workspace)
    case .created(let key):
      let made = face.changed.flatMap(\.created).last { $0.entity == key }
      guard !given.isDryRun, let made, let entity = workspace.session.dictionary.entity(key) else { break }
      return try write(entity.reference(made.id), entity, workspace)
    case .record(let flag):
      guard !given.isDryRun, let id = spelling.record(flag),
        let entity = workspace.session.dictionary.identify(id)?.entity
      else { break }
      return try write(id, entity, workspace)
    }
    for summary in face.changed { workspace.console.tell(.changed(summary)) }
  }

  /// One record alone, as the statement left it.
  private func write(_ id: String, _ entity: Entity, _ workspace: Workspace) throws(DiagnosticList) {
    let face = AnswerFace(workspace.console)
    let source = SourceText(
      name: command.name, text: "show \(id) | json")
    let interpreter = Interpreter(
      session: workspace.session, face: face, source: source, origin: "command \(command.name)", isOneChangeSet: true,
      allowance: .atMost(0))
    try interpreter.run(source)
    guard let table = face.tables.first else { return }
    let base = workspace.session.dictionary.rules.baseCurrency
    let form: JSONSink.Form = options.output == .jsonl ? .compact : .pretty
    var sink = JSONSink(form, isSingle: true, exact: options.isExact, baseCurrency: base)
    table.send(to: &sink)
    workspace.console.show(sink.output.text)
  }

  private func write(_ tables: [ResultTable], nestedAs name: String, _ workspace: Workspace) {
    guard let rows = tables.first else { return }
    let base = workspace.session.dictionary.rules.baseCurrency
    let nested = tables.dropFirst().prefix(1).map { NestedRows(name: name, table: $0) }
    if options.output == .jsonl {
      var sink = JSONLinesSink(exact: options.isExact, baseCurrency: base, nested: nested)
      rows.send(to: &sink)
      workspace.console.show(sink.output.text)
    } else {
      var sink = JSONSink(exact: options.isExact, baseCurrency: base, nested: nested)
      rows.send(to: &sink)
      workspace.console.show(sink.output.text)
    }
  }
}

extension UserCommand {
  /// Whether the statement says to a program what it needs to know.
  var answersItself: Bool {
    switch answer {
    case .statement: true
    case .rows, .created, .record, .nested: false
    }
  }
}

extension Outcome {
  static let dryRun = Outcome.notice(Wording("dry run: nothing was kept", "试运行：没有保留任何改动"))
}
