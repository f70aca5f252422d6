internal import CLineEditor
internal import Glibc

/// How many cells a terminal has, at least one each way.
package struct TerminalSize: Equatable, Sendable {
  package let columns: Int
  package let rows: Int

  package static let usual = TerminalSize(columns: 80, rows: 24)

  package init(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
  }
}

/// What the process knows of the terminal that it runs in.
package enum Terminal {
  package enum Stream: Int32, Sendable {
    case input = 0
    case output = 1
    case error = 2
  }

  package static func isTerminal(_ stream: Stream) -> Bool {
    isatty(stream.rawValue) == 1
  }

  /// The present size of the screen that `stream` shows on; asked anew each time, since windows change. Where the
  /// terminal does not say, `COLUMNS` and `LINES`, and at last 80 × 24.
  package static func size(of stream: Stream = .output) -> TerminalSize {
    var columns: Int32 = 0
    var rows: Int32 = 0
    if cle_terminal_size(stream.rawValue, &columns, &rows) {
      return TerminalSize(columns: Int(columns), rows: Int(rows))
    }
    return TerminalSize(
      columns: environmentNumber("COLUMNS") ?? TerminalSize.usual.columns,
      rows: environmentNumber("LINES") ?? TerminalSize.usual.rows)
  }

  /// Whether output to `stream` may be coloured: it is a terminal that can, and neither the user (`--no-color`,
  /// `NO_COLOR`, see no-color.org) nor `TERM` forbids it.
  package static func usesColour(on stream: Stream = .output, forbidden: Bool = false) -> Bool {
    !forbidden && isTerminal(stream) && allowsColour(environment("NO_COLOR"), term: environment("TERM"))
  }

  /// The part of the decision that the environment makes.
  package static func allowsColour(_ noColor: String?, term: String?) -> Bool {
    guard noColor ?? "" == "" else { return false }
    return canMoveCursor(term: term)
  }

  /// Whether the terminal understands more than lines: without `TERM`, or with `dumb`, it does not.
  package static func canMoveCursor(term: String? = environment("TERM")) -> Bool {
    guard let term, !term.isEmpty else { return false }
    return term != "dumb"
  }

  package static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func environmentNumber(_ name: String) -> Int? {
    environment(name).flatMap { Int($0) }.flatMap { (1...10_000).contains($0) ? $0 : nil }
  }
}
