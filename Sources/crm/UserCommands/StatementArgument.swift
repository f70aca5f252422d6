import Diagnostics
import Engine
import Language

/// A statement as the shell takes it: `crm -c 'restore cust_001'`.
struct StatementArgument {
  /// The command line.
  let line: String

  /// Nil where the text is no statement. A comment behind it stays behind the command line.
  init?(_ text: String) {
    let remark = text.firstRange(of: "  #")?.lowerBound ?? text.endIndex
    guard Self.isStatement(text[..<remark]) else { return nil }
    line = Self.quoted(text[..<remark]) + text[remark...]
  }

  /// Words of a command line as the statement that they would be; one that begins with a verb and then goes wrong, as a
  /// shell that took the quotes away would make it, is told of where it is run.
  init?(words: some Collection<String>) {
    let text = words.joined(separator: " ")
    guard let first = words.first, Self.isStatement(text[...]) || Self.isVerb(first) else { return nil }
    let asksHelp = words.contains { $0 == "--help" || $0 == "-h" }
    line = Self.quoted(asksHelp ? "help \(first)" : text[...])
  }

  private static func quoted(_ statement: Substring) -> String {
    "crm -c '" + statement.replacing("'", with: "'\\''") + "'"
  }

  private static func isStatement(_ text: Substring) -> Bool {
    var parser = Parser(String(text), vocabulary: VerbCatalogue.complete().vocabulary)
    let (program, errors) = parser.parseProgram()
    guard errors.isEmpty, program.statements.count == 1 else { return false }
    return switch program.statements.first?.kind {
    case .query, .command: true
    default: false
    }
  }

  private static func isVerb(_ word: String) -> Bool {
    let folded = word.lowercased()
    return VerbCatalogue.complete().vocabulary.signatures.contains {
      $0.words.first?.spellings.contains(folded) ?? false
    } || isStatement("\(folded) customers")
  }
}
