internal import Glibc

/// The user's .editrc, read so that its bindings come after ours.
///
/// libedit's own reader would undo ours at a line `bind -v` or `bind -e`, which start the key maps afresh, would stop
/// at the first line that it does not know, and copies words into buffers of fixed size. So the lines are read here,
/// those two are taken out as the choice of the key map, and each other one is given to libedit by itself.
package struct EditorRC {
  package enum KeyMap: Sendable {
    case emacs, vi
  }

  /// The last one chosen, if any was.
  package private(set) var keyMap: KeyMap?
  /// The other lines, for libedit.
  package private(set) var lines: [String] = []
  /// The escape sequences that the lines bind.
  package private(set) var sequences: Set<[UInt8]> = []

  private static let sizeLimit = 64 << 10
  private static let lineLimit = 900

  package init(program: String, text: String) {
    for line in text.split(separator: "\n") where line.unicodeScalars.count < Self.lineLimit {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      let command = first.hasPrefix("\(program):") ? first.dropFirst(program.count + 1) : first
      if command == "bind", words.count == 2, words[1] == "-v" || words[1] == "-e" {
        keyMap = words[1] == "-v" ? .vi : .emacs
        continue
      }
      lines.append(String(line))
      if command == "bind", let keys = words.dropFirst().first(where: { !$0.hasPrefix("-") }) {
        let sequence = Self.sequence(of: keys)
        if sequence.first == 0x1B { sequences.insert(sequence) }
      }
    }
  }

  /// What `EDITRC` names, else `~/.editrc`; empty where there is none.
  static func ofUser(program: String) -> EditorRC {
    let path = Terminal.environment("EDITRC") ?? Terminal.environment("HOME").map { $0 + "/.editrc" }
    return EditorRC(program: program, text: path.map(contents) ?? "")
  }

  private static func contents(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: sizeLimit)
    let count = read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  /// The bytes of a key in `bind` notation: `^X`, `\e`, `\033`, `M-x`, quotes around all of it.
  private static func sequence(of notation: Substring) -> [UInt8] {
    var rest = Array(notation.utf8.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") })[...]
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "^"), let next = rest.popFirst() {
        bytes.append(next == UInt8(ascii: "?") ? 0x7F : next & 0x9F)
      } else if byte == UInt8(ascii: "\\"), rest.starts(with: "033".utf8) || rest.starts(with: "e".utf8) {
        rest = rest.dropFirst(rest.first == UInt8(ascii: "e") ? 1 : 3)
        bytes.append(0x1B)
      } else if byte == UInt8(ascii: "M"), rest.first == UInt8(ascii: "-"), rest.count > 1 {
        rest = rest.dropFirst()
        bytes.append(0x1B)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}
