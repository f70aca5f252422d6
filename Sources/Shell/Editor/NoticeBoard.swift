internal import Synchronization

/// Lines that arrive while the user types, to be shown above the prompt. Any thread may post.
package final class NoticeBoard: Sendable {
  private let lines = Mutex<[String]>([])
  private let bell: WakePipe

  init(bell: WakePipe) {
    self.bell = bell
  }

  package func post(_ line: String) {
    lines.withLock { $0.append(line) }
    bell.ring()
  }

  func take() -> [String] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}
