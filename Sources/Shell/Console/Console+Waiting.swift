internal import Diagnostics
internal import Engine

/// `pause` and `ask` at a terminal.
extension Console {
  package var canAsk: Bool { attendant != nil || isAttended || answers != nil }

  /// What a transcript says to the next question; nil where it says nothing more.
  func nextAnswer() -> String? {
    guard let answer = answers?.first else { return nil }
    answers?.removeFirst()
    return answer
  }

  package func pause(_ caption: String?) {
    flush()
    if let caption { recorder?.note(caption) }
    if let attendant { return attendant.pause(caption) }
    if let caption { show(caption) }
    guard isAttended else { return }
    let hint = Wording("(any key goes on)", "（按任意键继续）").in(language)
    Keyboard.waitForKey(showing: hint)
  }

  package func ask(_ question: String) -> String? {
    if answers != nil { return nextAnswer() }
    flush()
    let answer = typed(question)
    if let answer { recorder?.answer(.line(answer)) }
    return answer
  }

  private func typed(_ question: String) -> String? {
    if let attendant { return attendant.ask(question) }
    guard isAttended else { return nil }
    let editor: LineEditor
    do throws(LineEditorError) {
      editor = try LineEditor(hooks: EditorHooks(), history: History(), usesColour: session.settings.usesColour)
      guard case .statement(let answer) = try editor.readStatement(prompt: question + " ", continuationPrompt: "")
      else { return nil }
      return answer
    } catch {
      show(question)
      return readLine()
    }
  }
}

/// Stands in for the person at the terminal: a demonstration does.
package protocol Attendant: AnyObject {
  func pause(_ caption: String?)
  func ask(_ question: String) -> String?
}
