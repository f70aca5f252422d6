internal import Glibc

/// One lock across processes around every write transaction and every checkpoint: SQLite before 3.51.3 can corrupt a
/// file where a commit races a checkpoint of another connection. It is a file of its own beside the database, because
/// closing any descriptor of the database would drop SQLite's own locks.
final class WriteLock {
  private let path: String
  private var descriptor: Int32 = -1

  init(path: String) { self.path = path }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Waits its turn; false where `isCancelled` said so first. `waiting` is called once after a second.
  func acquire(isCancelled: () -> Bool, waiting: () -> Void) throws -> Bool {
    if descriptor < 0 {
      descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw StorageError.cannotOpen(path: path, why: String(cString: strerror(errno))) }
    }
    var attempts = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw StorageError.cannotOpen(path: path, why: String(cString: strerror(errno)))
      }
      if isCancelled() { return false }
      attempts += 1
      if attempts == 200 { waiting() }
      usleep(5000)
    }
    return true
  }

  func release() {
    if descriptor >= 0 { _ = flock(descriptor, LOCK_UN) }
  }
}
