internal import Glibc

/// Single keys from the terminal.
package struct Keyboard {
  private var decoder = KeyDecoder()

  package init() {}

  /// Shows `hint`, waits for any key, and takes the hint away.
  static func waitForKey(showing hint: String) {
    let output = Terminal.Stream.output.rawValue
    _ = RawMode.during(Terminal.Stream.input.rawValue) {
      Output.write(hint, to: output)
      var keyboard = Keyboard()
      _ = keyboard.next(within: nil)
      Output.write("\r\u{1B}[2K", to: output)
    }
  }

  package enum Answer: Equatable, Sendable {
    case key(EditorKey)
    /// The time has passed.
    case nothing
    /// The terminal went away.
    case ended
  }

  /// The next key; waits for it, at most so many milliseconds. The terminal must be in `RawMode`.
  package mutating func next(within milliseconds: Int?) -> Answer {
    var buffer = [UInt8](repeating: 0, count: 256)
    while true {
      if let key = decoder.next() { return .key(key) }
      // A lone Escape is told from the start of a sequence by what does not follow it.
      let patience = decoder.isWaiting ? 50 : milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
      var waiting = pollfd(fd: Terminal.Stream.input.rawValue, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, patience)
      if ready == 0 {
        guard decoder.isWaiting else { return .nothing }
        if let key = decoder.next(final: true) { return .key(key) }
        continue
      }
      if ready < 0 {
        // A signal: the caller looks at what it may have meant.
        if errno == EINTR { return .nothing }
        return .ended
      }
      let count = read(Terminal.Stream.input.rawValue, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return .ended }
      decoder.append(buffer.prefix(count))
    }
  }
}
