import ArgumentParser
import Diagnostics
import Glibc
import Language

/// `crm doctor`, `crm doctor repair --yes`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check the workspace: file, log, search index, stored keys.",
    discussion: "Ends with 0 where all agrees and with 5 where something does not. `doctor repair` makes again what "
      + "follows from the rest, and checks once more.")

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }
  @OptionGroup private var guarding: GuardOptions

  enum Work: String, ExpressibleByArgument, CaseIterable { case repair }
  @Argument(help: ArgumentHelp("repair: make again what follows from the rest.", valueName: "repair"))
  var work: Work?

  func run() throws {
    let path = Workspace.path(options)
    // A check makes nothing.
    guard access(path, F_OK) == 0 else {
      throw CommandFailure(
        Diagnostic(
          "no-workspace", Wording("there is no workspace \(path)", "没有数据文件 \(path)"), kind: .storage,
          help: [Wording("crm --db PATH names another file", "用 crm --db 指定其他文件")]), options)
    }
    // Where a repair leaves nothing, what it made is looked at again.
    var code: Int32 = 0
    for statement in work == nil ? ["doctor"] : ["doctor repair", "doctor"] where code == 0 {
      code = try ScriptRun(options: options, guards: guarding.plain)
        .run([.text(SourceText(name: "doctor", text: statement))])
    }
    throw ExitCode(code)
  }
}
