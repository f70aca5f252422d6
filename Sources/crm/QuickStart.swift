import Diagnostics
import Engine
import Glibc
import Language

/// The start of the commonest command of programs, `crm -c '…'`: reading it through the argument parser would cost more
/// than the rest of the start. Anything but these few words goes the long way, which is the one that explains itself.
struct QuickStart {
  private var options = WorkspaceOptions()
  private var statements: String?

  init?(_ arguments: [String]) {
    var rest = arguments.dropFirst()
    while let word = rest.popFirst() {
      switch word {
      case "--no-color": options.noColor = true
      case "-c", "--db", "--config", "--output", "--language":
        guard let value = rest.popFirst(), !value.hasPrefix("-") else { return nil }
        switch word {
        case "-c": statements = value
        case "--db": options.db = value
        case "--config": options.config = value
        case "--language": options.language = value
        default:
          guard let format = OutputFormat(rawValue: value) else { return nil }
          options.output = format
        }
      default: return nil
      }
    }
    guard statements != nil else { return nil }
  }

  func run() throws -> Int32 {
    let source = SourceText(name: "-c", text: statements ?? "")
    return try ScriptRun(options: options, guards: RunOptions()).run([.text(source)])
  }
}
