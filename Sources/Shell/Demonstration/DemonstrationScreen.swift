internal import Synchronization
internal import Values

/// Where a demonstration plays: a terminal with a trainer before it, or nothing but a recording, where time is counted
/// and not waited for.
package final class DemonstrationScreen: Sendable {
  /// Somebody watches a terminal.
  package let isLive: Bool
  private let fixedSize: TerminalSize?
  private let state: Mutex<State>

  private struct State {
    var cast: CastRecorder?
    var size: TerminalSize
    var started: Int64
    /// Milliseconds gone by where nobody watches.
    var elapsed = 0
  }

  /// - Parameters:
  ///   - size: of a stage that is no terminal; nil plays on the terminal.
  ///   - cast: takes what is shown.
  package init(size: TerminalSize?, cast: CastRecorder?) {
    fixedSize = size
    isLive = size == nil
    state = Mutex(State(cast: cast, size: size ?? Terminal.size(), started: Instant.now().milliseconds))
  }

  package var size: TerminalSize { fixedSize ?? Terminal.size() }

  package var cast: CastRecorder? { state.withLock { $0.cast } }

  /// Shows a text.
  package func write(_ text: String) {
    if isLive { Output.write(text, to: Terminal.Stream.output.rawValue) }
    note(text)
  }

  /// Records what somebody else has shown.
  func note(_ text: String) {
    let size = size
    state.withLock { state in
      guard state.cast != nil else { return }
      let time = isLive ? Int(clamping: Instant.now().milliseconds - state.started) : state.elapsed
      if size != state.size {
        state.size = size
        state.cast?.resize(size, at: time)
      }
      state.cast?.output(Self.withReturns(text), at: time)
    }
  }

  /// Waits for a key, at most so many milliseconds; a stage that is no terminal only counts them.
  func wait(_ milliseconds: Int?, _ keyboard: inout Keyboard) -> Keyboard.Answer {
    guard isLive else {
      state.withLock { $0.elapsed += milliseconds ?? 0 }
      return .nothing
    }
    return keyboard.next(within: milliseconds)
  }

  /// The terminal makes a newline two characters; a recording has them as they reach the screen.
  private static func withReturns(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n", last != "\r" { result.append("\r") }
      result.append(scalar)
      last = scalar
    }
    return String(result)
  }

  /// A console's results and diagnostics on this stage.
  package func streams(_ names: FolderNames, usesColour: Bool) -> Streams {
    Streams(
      write: { bytes in
        self.write(names.removed(from: String(decoding: bytes, as: UTF8.self)))
        return true
      },
      failure: { nil }, complain: { self.write(names.removed(from: $0)) }, isTerminal: true, size: { self.size },
      usesColour: usesColour, errorsAreColoured: usesColour, errorCells: { self.size.columns })
  }
}
