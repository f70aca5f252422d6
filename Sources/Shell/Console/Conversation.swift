package import Diagnostics
package import Engine
package import Storage
internal import Values

/// Statements as a person says them: at the prompt, in a transcript, in a demonstration. Each text runs as it comes,
/// each of its statements a change set of its own.
package struct Conversation {
  package let session: Session
  package let console: Console
  private let cancellation: Store.Cancellation?
  /// The folder that relative file names start from; empty is the working folder.
  private let folder: String
  private let allowance: BulkGuard.Allowance

  package init(
    session: Session, console: Console, cancellation: Store.Cancellation? = nil, folder: String = "",
    allowance: BulkGuard.Allowance = .asking
  ) {
    self.session = session
    self.console = console
    self.cancellation = cancellation
    self.folder = folder
    self.allowance = allowance
  }

  /// Runs a text, which may hold several statements, and shows what it says.
  ///
  /// - Returns: what went wrong, shown already.
  @discardableResult
  package func say(_ text: String) -> [Diagnostic] {
    guard !text.allSatisfy(\.isWhitespace) else { return [] }
    let source = SourceText(name: "prompt", text: text)
    let interpreter = Interpreter(
      session: session, face: console, source: source, folder: folder, origin: "prompt", isOneChangeSet: false,
      allowance: allowance)
    let seconds = session.settings.timeout
    cancellation?.deadline = seconds > 0 ? Instant.now().adding(seconds: Int64(seconds)) : nil
    session.store.timeoutSeconds = seconds
    defer { cancellation?.deadline = nil }
    do throws(DiagnosticList) { try interpreter.run(source) } catch {
      console.complain(error)
      return error.diagnostics
    }
    return []
  }
}
