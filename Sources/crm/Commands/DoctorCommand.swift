import ArgumentParser
import Diagnostics
import Glibc
import Language

/// `crm doctor`, `crm doctor repair --yes`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: said("Check the workspace: file, log, search index, stored keys.", "检查工作区：文件、变更日志、搜索索引、存储的键。"),
    discussion: said(
      "Ends with 0 where all agrees and with 5 where something does not. `doctor repair` makes again what "
        + "follows from the rest, and checks once more.",
      "全部一致时退出码为 0，否则为 5。`doctor repair` 重建可由其余数据推出的部分，然后再检查一遍。"))

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }
  @OptionGroup private var guarding: GuardOptions

  enum Work: String, ExpressibleByArgument, CaseIterable { case repair }
  @Argument(help: .said("repair: make again what follows from the rest.", "repair：重建可由其余数据推出的部分。", valueName: "repair"))
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
