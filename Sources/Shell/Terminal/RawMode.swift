internal import CLineEditor
internal import Glibc

/// A terminal that gives each key as it is pressed, without echo and without signals, for as long as `during` runs.
enum RawMode {
  /// Nil if `descriptor` is no terminal. The mode found is restored on every way out, a fatal signal included. What was
  /// typed before is thrown away, being no answer to what is asked now, unless `keepsInput`.
  static func during<Answer>(_ descriptor: Int32, keepsInput: Bool = false, _ body: () -> Answer) -> Answer? {
    var found = termios()
    guard tcgetattr(descriptor, &found) == 0 else { return nil }
    cle_guard_begin(descriptor, Terminal.Stream.output.rawValue)
    defer { cle_guard_end() }
    var raw = found
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | IGNCR)
    withUnsafeMutableBytes(of: &raw.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    guard tcsetattr(descriptor, keepsInput ? TCSADRAIN : TCSAFLUSH, &raw) == 0 else { return nil }
    defer { tcsetattr(descriptor, TCSADRAIN, &found) }
    return body()
  }
}
