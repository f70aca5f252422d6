import ArgumentParser
import Diagnostics
import Engine
import Language
import Shell
internal import Storage

/// `crm demo`: the prompt on a fresh copy of the demonstration data.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Open the prompt on a fresh copy of the demonstration data.")

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }
  @OptionGroup private var guarding: GuardOptions
  private var guards: RunOptions { guarding.plain }

  @Option(name: .customShort("c"), help: ArgumentHelp("Run these statements on it and leave.", valueName: "statements"))
  var statements: String?

  @Option(help: ArgumentHelp("Where the demonstration data lies.", valueName: "folder"))
  var data: String?

  func run() throws {
    guard let script = DemonstrationData.script(given: data) else {
      throw CommandFailure(DemonstrationData.missing, options)
    }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    var own = options
    own.db = folder.path + "/demo.db"
    try load(script, own)
    if let statements = statements ?? root.statements {
      throw try ExitCode(ScriptRun(options: own, guards: guards).run([.text(SourceText(name: "-c", text: statements))]))
    }
    throw try ExitCode(
      PromptRun(options: own).run(
        path: folder.path + "/demo.db",
        greeting: Wording("demonstration data, a fresh copy: try anything", "演示数据（全新副本），放心尝试")))
  }

  private func load(_ script: String, _ own: WorkspaceOptions) throws {
    let workspace = try Workspace(own, path: own.db, isInteractive: false)
    defer {
      workspace.console.clearProgress()
      workspace.session.store.finish()
    }
    let quiet = QuietFace()
    do {
      let source = try ScriptFile.read(script)
      let interpreter = Interpreter(
        session: workspace.session, face: quiet, source: source, folder: ScriptFile.folder(of: script),
        origin: "demo", isOneChangeSet: true, allowance: .all)
      try interpreter.run(source)
    } catch let list as DiagnosticList {
      throw CommandFailure(list, options)
    } catch let diagnostic as Diagnostic {
      throw CommandFailure(diagnostic, options)
    }
  }
}
