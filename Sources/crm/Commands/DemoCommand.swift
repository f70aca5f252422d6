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
    abstract: said(
      "Open the prompt on a fresh copy of the demonstration data, or play a script in front of an audience.",
      "用一份全新的演示数据打开提示符，或向观众演示一个脚本。"),
    discussion: said(
      """
      A script is typed at a human pace, its comments shown as captions. Space or Enter goes on, t or typing gives you \
      the prompt for statements of your own (an empty line goes back), r starts afresh, q ends.
      """, "脚本以真人的速度打出，注释显示为字幕。空格或回车继续；t 或直接打字可输入自己的语句（空行返回）；r 重新开始，q 结束。"))

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }
  @OptionGroup private var guarding: GuardOptions
  private var guards: RunOptions { guarding.plain }

  @Option(
    name: .customShort("c"),
    help: .said("Run these statements on it and leave.", "在演示数据上执行这些语句后退出。", valueName: "statements"))
  var statements: String?

  @Option(help: .said("Where the demonstration data lies.", "演示数据所在的文件夹。", valueName: "folder"))
  var data: String?

  @Option(help: .said("How fast it is typed: 2 is twice as fast.", "打字速度：2 表示快一倍。", valueName: "factor"))
  var speed = 1.0

  @Flag(name: .customLong("no-wait"), help: .said("Go on without a key.", "不等按键，自动继续。"))
  var noWait = false

  @Option(help: .said("Write an asciinema recording of it.", "把演示录成 asciinema 文件。", valueName: "file"))
  var cast: String?

  @Option(
    help: .said("The screen of a recording made without a terminal.", "没有终端时录制的屏幕大小。", valueName: "columns x rows"))
  var size: ScreenSize?

  @Argument(help: .said("The script to play.", "要演示的脚本。", valueName: "file"), completion: .file(extensions: ["crm"]))
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
