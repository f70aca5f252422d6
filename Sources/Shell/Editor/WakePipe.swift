internal import CLineEditor
internal import Glibc

/// A pipe that signal handlers and other threads write to, so that a `poll` on it and the terminal wakes.
final class WakePipe: Sendable {
  let readEnd: Int32
  let writeEnd: Int32

  enum Reason {
    case resized, continued, noticed
  }

  init?() {
    var ends: [Int32] = [-1, -1]
    guard cle_pipe(&ends, false) else { return nil }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func ring() {
    var byte = UInt8(ascii: "n")
    // It does not block: a full pipe wakes just as well.
    _ = write(writeEnd, &byte, 1)
  }

  /// Why it was woken since the last time, each reason once.
  func drain() -> Set<Reason> {
    var reasons: Set<Reason> = []
    var buffer = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(readEnd, &buffer, buffer.count)
      guard count > 0 else { return reasons }
      for byte in buffer.prefix(count) {
        switch byte {
        case UInt8(ascii: "w"): reasons.insert(.resized)
        case UInt8(ascii: "c"): reasons.insert(.continued)
        default: reasons.insert(.noticed)
        }
      }
    }
  }
}
