internal import Diagnostics
package import Engine
internal import Glibc
internal import Language
package import Storage
internal import Values

/// The prompt: reads a statement, runs it, shows what it says, until Ctrl-D.
package final class Prompt {
  private let session: Session
  private let console: Console
  private let cancellation: Store.Cancellation
  private let historyPath: String?
  private let allowance: BulkGuard.Allowance

  package init(
    session: Session, console: Console, cancellation: Store.Cancellation, historyPath: String?,
    allowance: BulkGuard.Allowance = .asking
  ) {
    self.allowance = allowance
    self.session = session
    self.console = console
    self.cancellation = cancellation
    self.historyPath = historyPath
  }

  /// Returns the exit code.
  package func run(greeting: String) -> Int32 {
    let history = historyPath.map { History(path: $0) } ?? History()
    let editor: LineEditor
    do throws(LineEditorError) {
      editor = try Self.editor(for: session, console: console, history: history)
    } catch {
      return readPlainly()
    }
    console.show(greeting)
    if editor.history.problem != nil {
      console.tell(.notice(Wording("the history cannot be kept; this session has none", "无法保存历史记录，本次不保存")))
    }
    return InterruptFlag.during { loop(editor) }
  }

  static let more = "...> "

  /// The editor that knows the language and this workspace's names.
  static func editor(
    for session: Session, console: Console, history: History
  ) throws(LineEditorError) -> LineEditor {
    let completer = Completer(session: session)
    let vocabulary = session.catalogue.vocabulary
    let hooks = EditorHooks(
      isComplete: { Parser.isComplete($0, vocabulary: vocabulary) },
      highlight: { completer.highlight($0) },
      complete: { completer.complete($0, at: $1) })
    return try LineEditor(
      hooks: hooks, history: history, wording: console.language == .chinese ? .chinese : .english,
      usesColour: session.settings.usesColour)
  }

  private func loop(_ editor: LineEditor) -> Int32 {
    while true {
      InterruptFlag.clear()
      do throws(LineEditorError) {
        switch try editor.readStatement(prompt: label, continuationPrompt: Self.more) {
        case .endOfInput:
          console.show("")
          leaveSandbox()
          return 0
        case .interrupted: continue
        case .statement(let text):
          if isLeaving(text) {
            leaveSandbox()
            return 0
          }
          InterruptFlag.clear()
          run(text)
        }
      } catch {
        return 5
      }
    }
  }

  /// `crm[沙盒 +12 ~3]> ` while a sandbox is open.
  private var label: String { Self.label(of: session, console.language) }

  /// - Parameter who: between the name and the sandbox, where it is not the session's own user who types.
  static func label(of session: Session, _ language: UserLanguage, who: String = "") -> String {
    "crm\(who)\(session.sandbox.map { "[\($0.label.in(language))]" } ?? "")> "
  }

  /// Whoever leaves drops what was not committed, and is told.
  private func leaveSandbox() {
    if let said = session.dropSandbox() { console.tell(.notice(said)) }
    console.flush()
  }

  private func isLeaving(_ text: String) -> Bool {
    ["exit", "quit", "退出", "exit;", "quit;"].contains(
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased())
  }

  /// One text, which may hold several statements: each its own change set.
  private func run(_ text: String) {
    Conversation(session: session, console: console, cancellation: cancellation, allowance: allowance).say(text)
  }

  /// Without a terminal to edit on: statements line by line, each run as it is complete.
  private func readPlainly() -> Int32 {
    var pending = ""
    while let line = readLine(strippingNewline: false) {
      pending += line
      guard Parser.isComplete(pending, vocabulary: session.catalogue.vocabulary) else { continue }
      if isLeaving(pending) { break }
      run(pending)
      console.flush()
      pending = ""
    }
    if !isLeaving(pending) { run(pending) }
    leaveSandbox()
    return 0
  }
}
