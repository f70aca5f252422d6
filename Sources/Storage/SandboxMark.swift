internal import Glibc
package import Values

/// A file beside the workspace that says that a sandbox is open: the sandbox itself leaves nothing behind, and who lost
/// it to a crash is told so at the next start.
///
/// It is locked as long as its process lives. One that nobody holds is what a crash has left; it goes when it is read.
package final class SandboxMark {
  package struct Contents: Sendable, Equatable {
    package let begun: Instant
    package let author: Int64
    package var count = DifferenceCount()
    /// The change set that is about to hold all of it, and its moment.
    package var commit: Commit?

    package struct Commit: Sendable, Equatable {
      package let changeSet: Int64
      package let at: Instant

      package init(changeSet: Int64, at: Instant) {
        self.changeSet = changeSet
        self.at = at
      }
    }

    package init(begun: Instant, author: Int64) {
      self.begun = begun
      self.author = author
    }
  }

  package private(set) var contents: Contents
  private let path: String
  private let descriptor: Int32

  /// Nil where no file can be made there: the sandbox does without.
  init?(beside workspace: String, _ contents: Contents) {
    guard let (path, descriptor) = Self.made(beside: workspace) else { return nil }
    self.path = path
    self.descriptor = descriptor
    self.contents = contents
    write()
    _ = fsync(descriptor)
  }

  deinit {
    unlink(path)
    close(descriptor)
  }

  package func note(_ change: (inout Contents) -> Void) {
    let before = contents
    change(&contents)
    if contents != before { write() }
  }

  // MARK: The file

  private static let infix = "-sandbox-"

  /// Who looks for what crashes left may take it in the moment before it is locked: then it is made again.
  private static func made(beside workspace: String) -> (String, Int32)? {
    for _ in 0..<100 {
      let path = workspace + infix + String(UInt64.random(in: 0 ... .max), radix: 36)
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { return nil }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, let named = FileIdentity(path: path),
        named == FileIdentity(descriptor: descriptor)
      {
        return (path, descriptor)
      }
      unlink(path)
      close(descriptor)
    }
    return nil
  }

  private func write() {
    let text = Array(contents.text.utf8)
    let count = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    if count == text.count { _ = ftruncate(descriptor, off_t(count)) }
  }

  // MARK: What crashes left

  /// The marks beside a workspace that nobody holds, oldest first; they are gone then.
  static func orphans(beside workspace: String) -> [Contents] {
    let slash = workspace.lastIndex(of: "/")
    let folder = slash.map { String(workspace[...$0]) } ?? "./"
    let start = (slash.map { String(workspace[workspace.index(after: $0)...]) } ?? workspace) + infix
    return names(in: folder, from: start).compactMap { orphan(folder + $0) }.sorted { $0.begun < $1.begun }
  }

  private static func orphan(_ path: String) -> Contents? {
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // Held: its sandbox is open.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, let named = FileIdentity(path: path),
      named == FileIdentity(descriptor: descriptor)
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    unlink(path)
    return Contents(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
  }

  private static func names(in folder: String, from start: String) -> [String] {
    guard let open = opendir(folder) else { return [] }
    defer { closedir(open) }
    var names: [String] = []
    while let entry = readdir(open) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(start) { names.append(name) }
    }
    return names
  }
}

extension SandboxMark.Contents {
  /// `1795140000000 0 1 2 0`: the moment, who, how many records were made, changed and removed; behind them, where it is
  /// being kept, the change set and its moment.
  fileprivate var text: String {
    var numbers = [begun.milliseconds, author] + [count.made, count.changed, count.removed].map { Int64($0) }
    if let commit { numbers += [commit.changeSet, commit.at.milliseconds] }
    return numbers.map(String.init).joined(separator: " ") + "\n"
  }

  /// Nil for what is no whole line of numbers.
  fileprivate init?(_ text: String) {
    guard text.hasSuffix("\n") else { return nil }
    let words = text.dropLast().split(separator: " ")
    let numbers = words.compactMap { Int64($0) }
    guard numbers.count == words.count, numbers.count == 5 || numbers.count == 7 else { return nil }
    self.init(begun: Instant(milliseconds: numbers[0]), author: numbers[1])
    count = DifferenceCount(
      made: Int(clamping: numbers[2]), changed: Int(clamping: numbers[3]), removed: Int(clamping: numbers[4]))
    if numbers.count == 7 { commit = Commit(changeSet: numbers[5], at: Instant(milliseconds: numbers[6])) }
  }
}

extension Store {
  /// Says beside the workspace that a sandbox is open; nil where there is no file to stand beside.
  package func markSandbox(_ contents: SandboxMark.Contents) -> SandboxMark? {
    ground == nil ? nil : SandboxMark(beside: path, contents)
  }

  /// The sandboxes that a crash took from somebody, oldest first. Each is told once.
  package func lostSandboxes() -> [SandboxMark.Contents] {
    guard ground != nil else { return [] }
    return SandboxMark.orphans(beside: path).filter { lost in
      // The crash came behind the commit: nothing was lost.
      guard let commit = lost.commit else { return true }
      return ((try? changeSetEntry(commit.changeSet)) ?? nil)?.at != commit.at
    }
  }
}
