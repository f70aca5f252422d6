import ArgumentParser
import Diagnostics
import Engine
import Language
import Shell
internal import Storage

/// `crm demo`: the prompt on a fresh copy of the demonstration data.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the prompt on a fresh copy of the demonstration data, or play a script in front of an audience.",
    discussion: """
      A script is typed at a human pace, its comments shown as captions. Space or Enter goes on, t or typing gives you \
      the prompt for statements of your own (an empty line goes back), r starts afresh, q ends.
      """)

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }
  @OptionGroup private var guarding: GuardOptions
  private var guards: RunOptions { guarding.plain }

  @Option(name: .customShort("c"), help: ArgumentHelp("Run these statements on it and leave.", valueName: "statements"))
  var statements: String?

  @Option(help: ArgumentHelp("Where the demonstration data lies.", valueName: "folder"))
  var data: String?

  @Option(help: ArgumentHelp("How fast it is typed: 2 is twice as fast.", valueName: "factor"))
  var speed = 1.0

  @Flag(name: .customLong("no-wait"), help: "Go on without a key.")
  var noWait = false

  @Option(help: ArgumentHelp("Write an asciinema recording of it.", valueName: "file"))
  var cast: String?

  @Option(help: ArgumentHelp("The screen of a recording made without a terminal.", valueName: "columns x rows"))
  var size: ScreenSize?

  @Argument(help: ArgumentHelp("The script to play.", valueName: "file"), completion: .file(extensions: ["crm"]))
  var file: String?

  func run() throws {
    guard Pace.speeds.contains(speed) else {
      throw CommandFailure(
        Diagnostic(
          "wrong-speed", Wording("nothing is typed at speed \(speed)", "无法以 \(speed) 的速度演示"),
          help: [Wording(verbatim: "--speed \(Pace.speeds.lowerBound) … \(Pace.speeds.upperBound)")]), options)
    }
    if let file {
      return try DemonstrationRun(
        file: file, options: options, speed: speed, waits: !noWait, cast: cast, size: size?.size
      ).run()
    }
    guard let script = DemonstrationData.script(given: data) else {
      throw CommandFailure(DemonstrationData.missing, options)
    }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    var own = options
    own.db = folder.path + "/demo.db"
    own.isDemonstration = true
    try load(script, own)
    if let statements = statements ?? root.statements {
      throw try ExitCode(ScriptRun(options: own, guards: guards).run([.text(SourceText(name: "-c", text: statements))]))
    }
    throw try ExitCode(
      PromptRun(options: own, guards: guards).run(
        path: folder.path + "/demo.db",
        greeting: Wording("demonstration data, a fresh copy: try anything", "演示数据（全新副本），放心尝试"), fixture: "demo"))
  }

  private func load(_ script: String, _ own: WorkspaceOptions) throws {
    let workspace = try Workspace(own, path: own.db, isInteractive: false)
    defer {
      workspace.console.clearProgress()
      workspace.session.store.finish()
    }
    let quiet = SilentFace()
    do {
      // Where the program keeps it is nobody's business; a script that was named is named so.
      let read = try ScriptFile.read(script)
      let source = data == nil ? SourceText(name: "load.crm", text: read.text) : read
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
