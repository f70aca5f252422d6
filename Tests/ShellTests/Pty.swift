import Foundation
import Glibc

/// A program that runs in a terminal of its own: what is typed goes in, what it shows can be looked at.
///
/// `type` and `wait` are blocking: tests with it belong in a serialized suite.
final class Pty {
  enum Trouble: Error {
    case noTerminal, notStarted
  }

  private let primary: Int32
  private let child: pid_t
  private(set) var screen: ScreenReader
  /// Every byte that the program has written.
  private(set) var output: [UInt8] = []
  private var status: Int32?

  /// The `crm` to test: what `CRM_PTY_BINARY` names, else the one in the build folder beside this test bundle.
  static let binary: String? = {
    if let path = getenv("CRM_PTY_BINARY") { return String(cString: path) }
    let bundle = CommandLine.arguments.first(where: { $0.contains(".xctest") || $0.contains("PackageTests") }) ?? ""
    guard let slash = bundle.lastIndex(of: "/") else { return nil }
    // Whole, since a test runs it from a folder of its own.
    let path = URL(filePath: bundle[..<slash] + "/crm").path
    return access(path, X_OK) == 0 ? path : nil
  }()

  /// Starts `program` in `folder`. The environment is this one's with `environment` over it; an empty value unsets.
  init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], folder: String = "/tmp",
    columns: Int = 60, rows: Int = 16
  ) throws {
    screen = ScreenReader(columns: columns, rows: rows)
    primary = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard primary >= 0 else { throw Trouble.noTerminal }
    // What unlockpt and ptsname do, which the import lacks.
    var number: Int32 = 0
    guard ioctl(primary, 0x4004_5431, &number) == 0, ioctl(primary, 0x8004_5430, &number) == 0 else {
      throw Trouble.noTerminal
    }
    let name = "/dev/pts/\(number)"
    Self.setSize(primary, columns: columns, rows: rows)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The leader of a new session gets the first terminal that it opens as its own.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The thread of a test blocks signals, which the child would inherit.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, which the import lacks
    posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK))

    let settings = environment.filter { !$0.value.isEmpty }.map { "\($0.key)=\($0.value)" }.sorted()
    let unset = environment.filter(\.value.isEmpty).flatMap { ["-u", $0.key] }
    let command = ["/usr/bin/env", "-C", folder] + unset + settings + [program] + arguments
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var child: pid_t = 0
    guard posix_spawn(&child, "/usr/bin/env", &actions, &attributes, &words, environ) == 0 else {
      close(primary)
      throw Trouble.notStarted
    }
    self.child = child
  }

  deinit {
    if status == nil {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
    close(primary)
  }

  func type(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      // Both sides may have filled the terminal's buffer.
      read(within: 0)
      let count = bytes.prefix(1024).withUnsafeBytes { write(primary, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  func paste(_ text: String) { type("\u{1B}[200~\(text)\u{1B}[201~") }

  /// Reads until the screen is as wanted; false if it has not become so in time.
  func wait(seconds: Double = 10, until isReady: (ScreenReader) -> Bool) -> Bool {
    var left = Int(seconds * 100)
    while true {
      if !screen.isUpdating, isReady(screen) { return true }
      guard left > 0 else { return false }
      if !read(within: 10) { left -= 1 }
    }
  }

  /// Waits until the screen's last line is `line` (blanks at its end aside), and for the cursor's column where given.
  func waitForLine(_ line: String, column: Int? = nil) -> Bool {
    wait { $0.text.last == line && (column == nil || $0.column == column) }
  }

  /// The exit code, or nil if the program has not ended in time; a signal's number is added to 128.
  func waitForEnd(seconds: Double = 10) -> Int32? {
    var left = Int(seconds * 100)
    while status == nil, left > 0 {
      var raw: Int32 = 0
      if waitpid(child, &raw, WNOHANG) == child { status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F) }
      if !read(within: 10) {
        usleep(10_000)
        left -= 1
      }
    }
    return status
  }

  func signal(_ number: Int32) { kill(child, number) }

  /// Whether the terminal is in the mode that a shell expects: lines, echo, signals.
  var isCooked: Bool {
    var mode = termios()
    guard tcgetattr(primary, &mode) == 0 else { return false }
    let flags = tcflag_t(ICANON | ECHO | ISIG)
    return mode.c_lflag & flags == flags
  }

  @discardableResult
  private func read(within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: primary, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(primary, &buffer, buffer.count)
    guard count > 0 else { return false }
    output += buffer.prefix(count)
    screen.feed(buffer.prefix(count))
    return true
  }

  private static func setSize(_ descriptor: Int32, columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/shell-tests-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nonexistent"
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
