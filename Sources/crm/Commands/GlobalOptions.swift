import ArgumentParser
import Diagnostics
import Engine

/// What every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(help: .said("The workspace: a database file, made when it is new.", "工作区：数据库文件，不存在时新建。", valueName: "path"))
  var db: String?

  @Option(help: .said("The configuration file.", "配置文件。", valueName: "path"))
  var config: String?

  @Option(
    help: .said(
      "How rows are shown: table, card, json, jsonl, csv or markdown.", "结果的显示格式：table、card、json、jsonl、csv 或 markdown。",
      valueName: "format"))
  var output: OutputFormat?

  @Option(help: .said("The language of messages: zh or en.", "提示信息的语言：zh 或 en。", valueName: "language"))
  var language: String?

  @Flag(name: .customLong("no-color"), help: .said("Never use colour.", "不使用颜色。"))
  var noColor = false

  @Flag(help: .said("In JSON and CSV every field of a record, and moments whole.", "JSON 和 CSV 输出记录的全部字段和完整时间。"))
  var exact = false

  var plain: WorkspaceOptions {
    WorkspaceOptions(
      db: db, config: config, output: output, language: language, noColor: noColor, isExact: exact)
  }
}

extension OutputFormat: ExpressibleByArgument {}

/// What lets many records change where nobody is asked.
struct GuardOptions: ParsableArguments {
  @Flag(help: .said("Let any number of records change.", "允许改动任意多条记录。"))
  var yes = false

  @Option(
    name: .customLong("max-changes"),
    help: .said("Let so many existing records change.", "最多允许改动这么多条已有记录。", valueName: "count"))
  var maxChanges: Int?

  @Flag(help: .said("Run statement by statement, each a change set of its own.", "逐句执行，每句各成一个变更。"))
  var each = false

  @Flag(name: .customLong("dry-run"), help: .said("Do and show everything, then keep nothing.", "试运行：执行并显示全部结果，不保留改动。"))
  var dryRun = false

  var plain: RunOptions { RunOptions(yes: yes, maxChanges: maxChanges, each: each, dryRun: dryRun) }
}

/// A command that cannot go on, with what it has to say.
struct CommandFailure: Error {
  let code: Int32
  let diagnostics: [Diagnostic]
  let language: UserLanguage
  let forbidsColour: Bool
}
