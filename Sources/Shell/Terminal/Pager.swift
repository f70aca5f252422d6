internal import CLineEditor
internal import Glibc
internal import Values

/// Shows a text that is longer than the screen through the user's pager.
package struct Pager: Sendable {
  /// A shell command, as `CRM_PAGER` or `PAGER` gives it; nil shows everything directly.
  package var command: String?

  package init(command: String?) {
    self.command = command
  }

  /// `CRM_PAGER`, else `PAGER`, else `less`; one that is set but empty, or `cat`, means none.
  package static func fromEnvironment() -> Pager {
    let chosen = Terminal.environment("CRM_PAGER") ?? Terminal.environment("PAGER") ?? "less"
    return Pager(command: chosen.isEmpty || chosen == "cat" ? nil : chosen)
  }

  /// Shows `text`, and waits until the reader has left. Without a terminal, where the text fits on the screen, and
  /// where the pager cannot be run, it is written to standard output as it is. Leaving the pager early is no error.
  @discardableResult
  package func show(_ text: String) -> Output.Ending {
    let output = Terminal.Stream.output.rawValue
    guard let command, Terminal.isTerminal(.output), !Self.fits(text, on: Terminal.size()) else {
      return Output.write(text, to: output)
    }
    return page(text, through: command) ?? Output.write(text, to: output)
  }

  /// Whether the text leaves room for a prompt under it. Escape sequences count as text: a coloured line that just fits
  /// goes to the pager, which shows it all the same.
  package static func fits(_ text: String, on size: TerminalSize) -> Bool {
    var rows = 1
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      rows += max(1, line.count <= size.columns ? 1 : Self.rowCount(of: line, columns: size.columns))
      if rows > size.rows { return false }
    }
    return true
  }

  private static func rowCount(of line: Substring.UTF8View, columns: Int) -> Int {
    (TerminalCells.width(of: Substring(line)) + columns - 1) / columns
  }

  // Exit codes of a shell that found no such command, or could not run it.
  private static let notRun: Set<Int32> = [126, 127]

  /// Nil if the pager did not run.
  private func page(_ text: String, through command: String) -> Output.Ending? {
    var ends: [Int32] = [-1, -1]
    guard cle_pipe(&ends, true) else { return nil }
    // Ctrl-C is a key of the pager's.
    let interrupt = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, interrupt) }
    guard let child = Self.spawn(command, input: ends[0]) else {
      close(ends[0])
      close(ends[1])
      return nil
    }
    close(ends[0])
    let ending = Output.write(text, to: ends[1])
    close(ends[1])
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    let hasExited = status & 0x7F == 0
    if hasExited, Self.notRun.contains((status >> 8) & 0xFF) { return nil }
    return ending == .readerGone ? .whole : ending
  }

  private static func spawn(_ command: String, input: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    var attributes = posix_spawnattr_t()
    guard posix_spawnattr_init(&attributes) == 0 else { return nil }
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGINT, SIGPIPE] { sigaddset(&defaults, number) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var child: pid_t = 0
    let result = withStrings(["sh", "-c", "exec " + command]) { arguments in
      withStrings(environment()) { environment in
        posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environment)
      }
    }
    return result == 0 ? child : nil
  }

  /// Ours, with what `less` needs unless the user has set it: colours (R), no pager for a text that fits (F), the
  /// screen left as it is (X), tables cut at the edge instead of wrapped (S).
  private static func environment() -> [String] {
    var lines: [String] = []
    var next = environ
    while let entry = next.pointee {
      lines.append(String(cString: entry))
      next += 1
    }
    for (name, value) in [("LESS", "FRSX"), ("LESSCHARSET", "utf-8")] where getenv(name) == nil {
      lines.append("\(name)=\(value)")
    }
    return lines
  }

  /// The strings as a C array that ends with NULL, for the time of `body`.
  private static func withStrings<Answer>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Answer
  ) -> Answer {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    let array = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: copies.count + 1)
    defer { array.deallocate() }
    for (index, copy) in copies.enumerated() { array.advanced(by: index).initialize(to: copy) }
    array.advanced(by: copies.count).initialize(to: nil)
    return body(array)
  }
}
