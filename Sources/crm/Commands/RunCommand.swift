import ArgumentParser
import Diagnostics
import Engine
import Query

/// `crm run cleanup.crm --param days=90`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: said("Run scripts: each file is one change set, all or nothing.", "执行脚本：每个文件是一个变更，要么全做，要么全不做。"))

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }
  @OptionGroup private var guarding: GuardOptions
  private var guards: RunOptions { guarding.plain }

  @Option(name: .customLong("param"), help: .said("A parameter of the script.", "脚本的参数。", valueName: "name=value"))
  var parameters: [String] = []

  @Argument(
    help: .said("The scripts; - is standard input.", "脚本文件；- 表示标准输入。", valueName: "file"),
    completion: .file(extensions: ["crm"]))
  var files: [String]

  func run() throws {
    var values: [String: Value] = [:]
    for parameter in parameters {
      guard let sign = parameter.firstIndex(of: "="), sign != parameter.startIndex else {
        throw CommandFailure(
          Diagnostic(
            "bad-parameter",
            Wording("--param takes name=value, not “\(parameter)”", "--param 的写法是 名称=值，而不是“\(parameter)”")),
          options)
      }
      let name = parameter[..<sign].drop { $0 == "$" }
      guard values[String(name)] == nil else {
        throw CommandFailure(
          Diagnostic(
            "bad-parameter", Wording("--param \(name) is given twice", "--param \(name) 给了两次")), options)
      }
      values[String(name)] = .text(String(parameter[parameter.index(after: sign)...]))
    }
    throw try ExitCode(ScriptRun(options: options, guards: guards, parameters: values).run(files.map { .file($0) }))
  }
}
