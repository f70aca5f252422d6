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

  package init(session: Session, console: Console, cancellation: Store.Cancellation, historyPath: String?) {
    self.session = session
    self.console = console
    self.cancellation = cancellation
    self.historyPath = historyPath
  }

  /// Returns the exit code.
  package func run(greeting: String) -> Int32 {
    let completer = Completer(session: session)
    let vocabulary = session.catalogue.vocabulary
    let hooks = EditorHooks(
      isComplete: { Parser.isComplete($0, vocabulary: vocabulary) },
      highlight: { completer.highlight($0) },
      complete: { completer.complete($0, at: $1) })
    let history = historyPath.map { History(path: $0) } ?? History()
    let editor: LineEditor
    do throws(LineEditorError) {
      editor = try LineEditor(
        hooks: hooks, history: history, wording: console.language == .chinese ? .chinese : .english,
        usesColour: session.settings.usesColour)
    } catch {
      return readPlainly()
    }
    console.show(greeting)
    if editor.history.problem != nil {
      console.tell(.notice(Wording("the history cannot be kept; this session has none", "无法保存历史记录，本次不保存")))
    }
    return InterruptFlag.during { loop(editor) }
  }

  private func loop(_ editor: LineEditor) -> Int32 {
    while true {
      InterruptFlag.clear()
      do throws(LineEditorError) {
        switch try editor.readStatement(prompt: label, continuationPrompt: "...> ") {
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
  private var label: String {
    session.sandbox.map { "crm[\($0.label.in(console.language))]> " } ?? "crm> "
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
    Conversation(session: session, console: console, cancellation: cancellation).say(text)
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
