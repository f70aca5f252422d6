internal import Glibc

/// The file of a history: an entry a line, newlines and backslashes escaped, in the order of entry.
///
/// Every process appends whole lines under an exclusive lock (`flock`), so that nobody's entry is lost. When the file
/// has grown well beyond the limit, loading replaces it by its newest entries.
struct HistoryFile: Sendable {
  let path: String

  /// A file larger than this is not ours.
  private static let sizeLimit = 64 << 20

  func load(limit: Int) throws(HistoryError) -> (entries: [String], damaged: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return ([], 0) }
      throw .unreadable(path: path, number: errno)
    }
    defer { close(descriptor) }
    guard Self.lock(descriptor, LOCK_SH) else { throw .locked(path: path) }
    let bytes = try contents(of: descriptor)
    var (entries, damaged) = Self.entries(in: bytes)
    flock(descriptor, LOCK_UN)
    if entries.count > limit + limit / 4 { try compact(to: limit) }
    if entries.count > limit { entries.removeFirst(entries.count - limit) }
    return (entries, damaged)
  }

  func append(_ entry: String) throws(HistoryError) {
    try createFolder()
    let descriptor = try openLocked()
    defer { close(descriptor) }
    var line = HistoryFile.escaped(entry) + [UInt8(ascii: "\n")]
    // A line that another process could not finish (a full disk) must not swallow ours.
    var last: UInt8 = 0
    let size = lseek(descriptor, 0, SEEK_END)
    if size > 0, pread(descriptor, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") {
      line.insert(UInt8(ascii: "\n"), at: 0)
    }
    try write(line, to: descriptor)
  }

  /// Replaces the file by its newest entries.
  private func compact(to limit: Int) throws(HistoryError) {
    let descriptor = try openLocked()
    defer { close(descriptor) }
    let entries = Self.entries(in: try contents(of: descriptor)).entries.suffix(limit)
    let temporary = path + ".new"
    let replacement = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard replacement >= 0 else { throw .unwritable(path: path, number: errno) }
    defer { close(replacement) }
    try write(entries.flatMap { Self.escaped($0) + [UInt8(ascii: "\n")] }, to: replacement)
    guard fsync(replacement) == 0, rename(temporary, path) == 0 else {
      throw .unwritable(path: path, number: errno)
    }
  }

  // MARK: - Opening

  /// The file as it stands at the path, locked for writing and readable by its owner alone. Between opening and
  /// locking another process may have replaced it: then it is opened again.
  private func openLocked() throws(HistoryError) -> Int32 {
    for _ in 0..<8 {
      let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .unwritable(path: path, number: errno) }
      guard Self.lock(descriptor, LOCK_EX) else {
        close(descriptor)
        throw .locked(path: path)
      }
      var opened = stat()
      var named = stat()
      if fstat(descriptor, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino,
        opened.st_dev == named.st_dev
      {
        if opened.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
        return descriptor
      }
      close(descriptor)
    }
    throw .locked(path: path)
  }

  /// Waits a second at most: a prompt must not hang on another's lock.
  private static func lock(_ descriptor: Int32, _ kind: Int32) -> Bool {
    for _ in 0..<200 {
      if flock(descriptor, kind | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(5_000)
    }
    return false
  }

  private func createFolder() throws(HistoryError) {
    var missing: [String] = []
    var folder = Self.folder(of: path[...])
    while let present = folder, access(String(present), F_OK) != 0 {
      missing.append(String(present))
      folder = Self.folder(of: present)
    }
    for folder in missing.reversed() where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw .unwritable(path: path, number: errno)
    }
  }

  private static func folder(of path: Substring) -> Substring? {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
    return path[..<slash]
  }

  // MARK: - Bytes

  private func contents(of descriptor: Int32) throws(HistoryError) -> [UInt8] {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw .unreadable(path: path, number: errno) }
    guard information.st_size <= Self.sizeLimit else { throw .unreadable(path: path, number: EFBIG) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= Self.sizeLimit {
      let count = pread(descriptor, &buffer, buffer.count, off_t(bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: path, number: errno) }
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    return bytes
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(HistoryError) {
    switch bytes.withUnsafeBytes({ Output.write($0, to: descriptor) }) {
    case .whole: return
    case .readerGone: throw .unwritable(path: path, number: EPIPE)
    case .failed(let number): throw .unwritable(path: path, number: number)
    }
  }

  static func escaped(_ entry: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in entry.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      default: bytes.append(byte)
      }
    }
    return bytes
  }

  /// The entries of a file, neighbours that are equal once, and how many lines were no text.
  static func entries(in bytes: [UInt8]) -> (entries: [String], damaged: Int) {
    var entries: [String] = []
    var damaged = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard !line.contains(0), let entry = String(validating: unescaped(line), as: UTF8.self) else {
        damaged += 1
        continue
      }
      if entry != entries.last { entries.append(entry) }
    }
    return (entries, damaged)
  }

  private static func unescaped(_ line: ArraySlice<UInt8>) -> [UInt8] {
    guard line.contains(UInt8(ascii: "\\")) else { return Array(line) }
    var bytes: [UInt8] = []
    var isEscape = false
    for byte in line {
      if isEscape {
        switch byte {
        case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
        default: bytes.append(byte)
        }
        isEscape = false
      } else if byte == UInt8(ascii: "\\") {
        isEscape = true
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}
