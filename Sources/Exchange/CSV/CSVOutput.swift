import Glibc

/// Where CSV bytes go: an open descriptor, or a temporary file that takes its target's place when all is written.
struct CSVOutput: ~Copyable {
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// For errors: the path the caller gave.
  private let path: String
  /// The temporary file, as long as there is one to take the target's place or to be removed.
  private var temporary: String?
  private let target: String
  private let replacing: Bool

  private init(
    _ descriptor: Int32, owned: Bool, path: String, temporary: String? = nil, target: String = "",
    replacing: Bool = true
  ) {
    self.descriptor = descriptor
    ownsDescriptor = owned
    self.path = path
    self.temporary = temporary
    self.target = target
    self.replacing = replacing
  }

  /// An open descriptor, which stays open. `name` stands for a path in errors.
  static func to(descriptor: Int32, name: String) -> CSVOutput {
    CSVOutput(descriptor, owned: false, path: name)
  }

  static func to(path: String, replacing: Bool) throws(CSVError) -> CSVOutput {
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw .cannotWrite(path: path, errno: EISDIR) }
    if exists, kind != S_IFREG {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
      return CSVOutput(descriptor, owned: true, path: path)
    }
    if exists, !replacing { throw .exists(path: path) }
    // Through a symbolic link the file it names is replaced, not the link.
    let target = exists ? resolved(path) : path
    let (descriptor, temporary) = try openBeside(target, path)
    // A failure leaves the rights of a new file, which is no reason to refuse the export.
    if exists { fchmod(descriptor, status.st_mode & 0o7777) }
    return CSVOutput(
      descriptor, owned: true, path: path, temporary: temporary, target: target, replacing: replacing)
  }

  deinit {
    if ownsDescriptor { close(descriptor) }
    if let temporary { unlink(temporary) }
  }

  /// Writes all of it. A closed pipe is the error `EPIPE`, not a signal that ends the program.
  func write(_ bytes: UnsafeRawBufferPointer) throws(CSVError) {
    guard !bytes.isEmpty else { return }
    let guarded = SilencedPipeSignal()
    defer { guarded.restore() }
    var rest = bytes[...]
    while !rest.isEmpty {
      let wrote = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if wrote >= 0 {
        rest = rest.dropFirst(wrote)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw .cannotWrite(path: path, errno: errno)
      }
    }
  }

  /// Makes the temporary file durable and puts it in the target's place.
  mutating func commit() throws(CSVError) {
    guard let temporary else { return }
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, errno: errno) }
    if replacing {
      guard rename(temporary, target) == 0 else { throw .cannotWrite(path: path, errno: errno) }
    } else {
      // link() fails where a file has come to stand there meanwhile; rename() would replace it.
      guard link(temporary, target) == 0 else {
        if errno == EEXIST { throw .exists(path: path) }
        throw .cannotWrite(path: path, errno: errno)
      }
      unlink(temporary)
    }
    self.temporary = nil
    syncDirectory()
  }

  /// The new name becomes durable with its directory. Some file systems cannot; the content is safe all the same.
  private func syncDirectory() {
    let directory = open(CSVOutput.directory(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  private static func openBeside(_ target: String, _ path: String) throws(CSVError) -> (Int32, String) {
    let name = target.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0.prefix(200)) ?? "csv" } ?? "csv"
    for attempt in 0..<100 {
      let temporary = "\(directory(of: target))/.\(name).\(getpid()).\(attempt).tmp"
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (descriptor, temporary) }
      if errno != EEXIST { throw .cannotWrite(path: path, errno: errno) }
    }
    throw .cannotWrite(path: path, errno: EEXIST)
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "" : String(path[..<slash])
  }

  private static func resolved(_ path: String) -> String {
    guard let full = realpath(path, nil) else { return path }
    defer { free(full) }
    return String(cString: full)
  }
}

/// Holds SIGPIPE back from this thread while it writes, and takes away the one that the writing itself raised.
private struct SilencedPipeSignal {
  private var pipe = sigset_t()
  private var before = sigset_t()
  private let wasPending: Bool

  init() {
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    var pending = sigset_t()
    sigemptyset(&pending)
    sigpending(&pending)
    wasPending = sigismember(&pending, SIGPIPE) == 1
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
  }

  func restore() {
    var pipe = pipe
    var before = before
    if !wasPending {
      var none = timespec()
      sigtimedwait(&pipe, nil, &none)
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
