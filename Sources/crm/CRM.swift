import ArgumentParser
import Diagnostics
import Engine
import Glibc
import Language
import Shell

/// `crm`: the prompt, or statements from the command line, a file or standard input.
@main
struct CRM: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crm",
    abstract: said("A CRM that you talk to.", "会听你说话的客户关系管理系统。"),
    discussion: said(
      """
      Without a subcommand it opens the prompt, runs what -c says, or reads statements from standard input.
      Exit codes: 0 done, 1 a statement failed, 2 wrong usage or syntax, 3 refused (permission), \
      4 refused (bulk guard), 5 storage.

      Command lines of one statement each (crm add_customer --help explains one):
      """,
      """
      不带子命令时打开提示符，或执行 -c 的语句，或从标准输入读取语句。
      退出码：0 完成，1 语句失败，2 用法或语法错误，3 无权限，4 批量保护拒绝，5 存储错误。

      一条语句一个命令（用 crm add_customer --help 查看说明）：
      """) + "\n\(UserCommandHelp.overview(CommandLanguage.current))",
    version: "crm \(Version.text)",
    subcommands: [
      RunCommand.self, TestCommand.self, CheckCommand.self, FormatCommand.self, DemoCommand.self, DoctorCommand.self,
      ConfigCommand.self,
    ])

  @OptionGroup var globals: GlobalOptions
  @OptionGroup var guarding: GuardOptions

  @Option(
    name: .customShort("c"), help: .said("Run these statements and leave.", "执行这些语句后退出。", valueName: "statements"))
  var statements: String?

  func run() throws {
    let options = globals.plain
    let guards = guarding.plain
    if let statements {
      let source = SourceText(name: "-c", text: statements)
      throw try ExitCode(ScriptRun(options: options, guards: guards).run([.text(source)]))
    }
    guard Terminal.isTerminal(.input) else {
      throw try ExitCode(ScriptRun(options: options, guards: guards).run([.file("-")]))
    }
    throw try ExitCode(PromptRun(options: options, guards: guards).run())
  }

  /// What the argument parser calls a failure of parsing leaves with the exit code of wrong usage.
  static func main() {
    do {
      let words = try ProcessArguments.words()
      if let quick = QuickStart(CommandLine.arguments) { leave(try quick.run()) }
      if let own = try UserCommandRun(words) { leave(try own.run()) }
      if let script = UserCommandCompletion.script(words) {
        _ = Output.write(script, to: Terminal.Stream.output.rawValue)
        leave(0)
      }
      // The line editor's need alone, and dear: a locale is a dozen files.
      UTF8Locale.prepare()
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      leave(code.rawValue)
    } catch let diagnostic as Diagnostic {
      let failure = CommandFailure(diagnostic, WorkspaceOptions())
      failure.tell()
      leave(failure.code)
    } catch let failure as CommandFailure {
      failure.tell()
      leave(failure.code)
    } catch {
      // Help was asked for, the version, a completion script; all else is wrong usage.
      let isHelp = exitCode(for: error) == .success
      let text = CommandLanguage.worded(fullMessage(for: error)) + "\n"
      _ = Output.write(text, to: (isHelp ? Terminal.Stream.output : .error).rawValue)
      leave(isHelp ? 0 : 2)
    }
  }

  /// `help` is the argument parser's own.
  static func hasSubcommand(_ name: String) -> Bool {
    name == "help" || configuration.subcommands.contains { $0._commandName == name }
  }

  private static func leave(_ code: Int32) -> Never { Glibc.exit(code) }
}

enum Version {
  static let text = "0.1.0"
}
