import ArgumentParser
import Diagnostics
import Engine

/// What every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The workspace: a database file, made when it is new.", valueName: "path"))
  var db: String?

  @Option(help: ArgumentHelp("The configuration file.", valueName: "path"))
  var config: String?

  @Option(help: ArgumentHelp("How rows are shown: table, card, json, jsonl, csv or markdown.", valueName: "format"))
  var output: OutputFormat?

  @Option(help: ArgumentHelp("The language of messages: zh or en.", valueName: "language"))
  var language: String?

  @Flag(name: .customLong("no-color"), help: "Never use colour.")
  var noColor = false

  @Flag(help: "In JSON and CSV every field of a record, and moments whole.")
  var exact = false

  var plain: WorkspaceOptions {
    WorkspaceOptions(
      db: db, config: config, output: output, language: language, noColor: noColor, isExact: exact)
  }
}

extension OutputFormat: ExpressibleByArgument {}

/// What lets many records change where nobody is asked.
struct GuardOptions: ParsableArguments {
  @Flag(help: "Let any number of records change.")
  var yes = false

  @Option(
    name: .customLong("max-changes"), help: ArgumentHelp("Let so many existing records change.", valueName: "count"))
  var maxChanges: Int?

  @Flag(help: "Run statement by statement, each a change set of its own.")
  var each = false

  @Flag(name: .customLong("dry-run"), help: "Do and show everything, then keep nothing.")
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
