package import Diagnostics
package import Exchange
internal import Synchronization
internal import Values

/// One line on standard error that says how far a long piece of work is, drawn only where somebody watches.
package final class ProgressLine: Sendable {
  private let language: UserLanguage
  private let isShown = Mutex(false)

  package init(language: UserLanguage) { self.language = language }

  package func show(_ progress: ImportProgress) { show(text(progress)) }

  package func show(_ wording: Wording) { show(wording.in(language)) }

  private func show(_ text: String) {
    guard Terminal.isTerminal(.error) else { return }
    let width = Terminal.size(of: .error).columns - 1
    _ = Output.write(
      "\r\u{1B}[2K" + TerminalCells.truncated(text, to: max(10, width)), to: Terminal.Stream.error.rawValue)
    isShown.withLock { $0 = true }
  }

  /// Another program writes: said while it lasts. A file that gets standard error is told once.
  package func wait(_ lasts: Bool) {
    guard lasts else { return clear() }
    let notice = Wording(
      "waiting for another program to finish writing … (Ctrl-C stops waiting)", "正在等待另一个程序写完……（Ctrl-C 停止等待）")
    if Terminal.isTerminal(.error) {
      show(notice)
    } else {
      _ = Output.write(notice.in(language) + "\n", to: Terminal.Stream.error.rawValue)
    }
  }

  /// Takes the line away before anything else is said.
  package func clear() {
    guard
      isShown.withLock({ shown in
        defer { shown = false }
        return shown
      })
    else { return }
    _ = Output.write("\r\u{1B}[2K", to: Terminal.Stream.error.rawValue)
  }

  private func text(_ progress: ImportProgress) -> String {
    let rate = Int(progress.rate)
    let tail = Wording("\(progress.rows) rows, \(rate)/s", "\(progress.rows) 行，每秒 \(rate) 行").in(language)
    if progress.isIndexing {
      return "\(progress.file)  " + Wording("building the indexes …", "正在建立索引……").in(language) + "  " + tail
    }
    guard let total = progress.totalBytes, total > 0 else { return "\(progress.file)  \(tail)" }
    let share = min(1, Double(progress.bytesRead) / Double(total))
    let filled = Int(share * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    return "\(progress.file)  \(bar) \(Int(share * 100))%  \(tail)"
  }
}
