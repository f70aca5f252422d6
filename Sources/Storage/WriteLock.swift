internal import Glibc

/// One lock across processes around every write transaction and every checkpoint: SQLite before 3.51.3 can corrupt a
/// file where a commit races a checkpoint of another connection. It is a file of its own beside the database, because
/// closing any descriptor of the database would drop SQLite's own locks.
///
/// Who waits stands in a queue: the next in turn holds the file's first byte while it waits, so that a program that
/// writes again and again cannot pass it by.
final class WriteLock {
  private let path: String
  private var descriptor: Int32 = -1
  /// How often it is held: who has the lock must not queue for it behind those who wait for them.
  private var holds = 0

  init(path: String) { self.path = path }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Waits its turn; false where `isCancelled` said so first.
  ///
  /// - Parameter waiting: called with true after a second, and then with false when the wait is over.
  func acquire(isCancelled: @escaping () -> Bool, waiting: @escaping (Bool) -> Void) throws(StorageError) -> Bool {
    if holds > 0 {
      holds += 1
      return true
    }
    var wait = Wait(isCancelled: isCancelled, waiting: waiting)
    defer { wait.end() }
    while true {
      try openFile()
      guard try wait.until({ () throws(StorageError) in try takeTurn() }) else { return false }
      defer { leaveTurn() }
      guard try wait.until({ () throws(StorageError) in try take() }) else { return false }
      if isStillThere {
        holds = 1
        return true
      }
      // Somebody removed the file: who comes next would lock another one.
      close(descriptor)
      descriptor = -1
    }
  }

  /// Takes the lock where nobody holds it.
  func acquireAtOnce() -> Bool {
    guard holds == 0 else { return false }
    do throws(StorageError) {
      try openFile()
      guard try takeTurn() else { return false }
      defer { leaveTurn() }
      guard try take() else { return false }
      holds = 1
      if !isStillThere { release() }
      return holds > 0
    } catch {
      return false
    }
  }

  func release() {
    guard holds > 0 else { return }
    holds -= 1
    if holds == 0 { _ = flock(descriptor, LOCK_UN) }
  }

  private func openFile() throws(StorageError) {
    guard descriptor < 0 else { return }
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    // A lock needs no right to write.
    if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw failure }
  }

  private var failure: StorageError { .cannotLock(path: path, why: String(cString: strerror(errno))) }

  private func take() throws(StorageError) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK || errno == EINTR else { throw failure }
    return false
  }

  private func takeTurn() throws(StorageError) -> Bool {
    // What cannot be written cannot be queued for: then whoever comes first is first.
    if setTurn(F_WRLCK) || errno == EBADF || errno == EINVAL { return true }
    guard errno == EAGAIN || errno == EACCES || errno == EINTR else { throw failure }
    return false
  }

  private func leaveTurn() { _ = setTurn(F_UNLCK) }

  /// `F_OFD_SETLK`: owned by the open file and not by the process.
  private func setTurn(_ type: Int32) -> Bool {
    var range = flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 1, l_pid: 0)
    return withUnsafeMutableBytes(of: &range) { bytes in
      bytes.baseAddress.map { fcntl(descriptor, 37, $0) == 0 } ?? false
    }
  }

  private var isStillThere: Bool {
    guard let held = FileIdentity(descriptor: descriptor), let named = FileIdentity(path: path) else { return false }
    return held == named
  }
}

/// Asks again and again, with a word to the user when it takes long.
private struct Wait {
  let isCancelled: () -> Bool
  let waiting: (Bool) -> Void
  private var slept = 0
  private var isTold = false

  init(isCancelled: @escaping () -> Bool, waiting: @escaping (Bool) -> Void) {
    self.isCancelled = isCancelled
    self.waiting = waiting
  }

  /// False where it was cancelled.
  mutating func until(_ isDone: () throws(StorageError) -> Bool) throws(StorageError) -> Bool {
    while try !isDone() {
      if isCancelled() { return false }
      // A short write is over soon; a long one is not asked about as often.
      let pause = slept < 20_000 ? 500 : 5_000
      usleep(UInt32(pause))
      slept += pause
      if slept > 1_000_000, !isTold {
        isTold = true
        waiting(true)
      }
    }
    return true
  }

  func end() { if isTold { waiting(false) } }
}

/// Which file a name stands for.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }
}
