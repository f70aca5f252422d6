import Diagnostics
import Engine

/// What every command is told, however it was said.
struct WorkspaceOptions {
  var db: String?
  var config: String?
  var output: OutputFormat?
  var language: String?
  var noColor = false
  /// Every field and moments whole, for programs.
  var isExact = false
  /// The workspace holds the demonstration data: its today is theirs.
  var isDemonstration = false

  /// What is said here, else what is said before the subcommand.
  func merged(over earlier: WorkspaceOptions) -> WorkspaceOptions {
    WorkspaceOptions(
      db: db ?? earlier.db, config: config ?? earlier.config, output: output ?? earlier.output,
      language: language ?? earlier.language, noColor: noColor || earlier.noColor,
      isExact: isExact || earlier.isExact, isDemonstration: isDemonstration || earlier.isDemonstration)
  }
}

/// How statements run that nobody sits in front of.
struct RunOptions {
  var yes = false
  var maxChanges: Int?
  var each = false
  var dryRun = false

  var allowance: BulkGuard.Allowance {
    let most = maxChanges ?? BulkGuard.unasked
    return yes ? .all : dryRun ? .noting(most) : .atMost(most)
  }

  /// At the prompt somebody can be asked, unless they have said how many.
  var promptAllowance: BulkGuard.Allowance {
    yes || maxChanges != nil ? allowance : .asking
  }
}
