internal import Rendering

/// A recording in asciinema's format, version 2: what a terminal was sent, and when.
package struct CastRecorder: Sendable {
  private var lines: [String]

  /// - Parameter second: when it was made, since 1970.
  package init(size: TerminalSize, title: String, second: Int64) {
    lines = [
      "{\"version\": 2, \"width\": \(size.columns), \"height\": \(size.rows), \"timestamp\": \(second), "
        + "\"title\": \(Self.quoted(title)), \"env\": {\"TERM\": \"xterm-256color\", \"SHELL\": \"/bin/sh\"}}"
    ]
  }

  /// - Parameter milliseconds: since the beginning.
  package mutating func output(_ text: String, at milliseconds: Int) { event("o", text, at: milliseconds) }

  package mutating func resize(_ size: TerminalSize, at milliseconds: Int) {
    event("r", "\(size.columns)x\(size.rows)", at: milliseconds)
  }

  package var text: String { lines.map { $0 + "\n" }.joined() }

  private mutating func event(_ kind: String, _ text: String, at milliseconds: Int) {
    let fraction = String(1000 + milliseconds % 1000).dropFirst()
    lines.append("[\(milliseconds / 1000).\(fraction), \"\(kind)\", \(Self.quoted(text))]")
  }

  private static func quoted(_ text: String) -> String {
    var buffer = OutputBuffer()
    buffer.append(json: text)
    return buffer.text
  }
}
