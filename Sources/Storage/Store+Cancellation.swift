internal import Glibc
package import Values

extension Store {
  /// Asked every few thousand steps of a statement; true stops it.
  package final class Cancellation: @unchecked Sendable {
    // Guarded by being set only between statements, on the thread that runs them.
    package var isCancelled: @Sendable () -> Bool = { false }
    package var deadline: Instant?
    var onWaiting: (Bool) -> Void = { _ in }

    package init() {}

    var stops: Bool {
      if isCancelled() { return true }
      guard let deadline else { return false }
      return Instant.now() > deadline
    }
  }
}

extension Store.Cancellation {
  /// Asked by SQLite while another program, one that does not know of our lock, keeps the file: ten seconds at most.
  func waits(attempt: Int) -> Bool {
    if isCancelled() { return false }
    if attempt == 100 { onWaiting(true) }
    guard attempt < 1000 else {
      onWaiting(false)
      return false
    }
    usleep(10_000)
    return true
  }
}
