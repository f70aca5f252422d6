import ArgumentParser
import Diagnostics
import Engine
import Language
internal import Shell

/// `crm check FILE`: syntax, names and types, without running anything.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: said("Check scripts: syntax, names and types. Nothing runs.", "检查脚本的语法、名称和类型，不执行。"))

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }

  @Argument(
    help: .said("The scripts; - is standard input.", "脚本文件；- 表示标准输入。", valueName: "file"),
    completion: .file(extensions: ["crm"]))
  var files: [String]

  func run() throws {
    // Names of views and custom fields are the workspace's, where there is one.
    let workspace = try Workspace(options, path: options.db, isInteractive: false)
    var code: Int32 = 0
    for file in files {
      do {
        let source = try ScriptFile.read(file)
        let interpreter = Interpreter(
          session: workspace.session, face: workspace.console, source: source, folder: ScriptFile.folder(of: file),
          origin: "check", isOneChangeSet: true, allowance: .atMost(0))
        try interpreter.check(source)
      } catch let list as DiagnosticList {
        workspace.console.complain(list)
        code = 2
      } catch let diagnostic as Diagnostic {
        workspace.console.complain(diagnostic)
        code = max(code, diagnostic.kind.rawValue)
      }
    }
    throw ExitCode(code)
  }
}
