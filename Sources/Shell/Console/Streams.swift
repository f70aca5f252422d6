internal import Synchronization

/// Where a console's text goes, and what it may assume of the place: the process's own streams, or somebody who
/// collects what is said.
package struct Streams: Sendable {
  /// Takes results; false where nobody reads them any more.
  let write: @Sendable (UnsafeRawBufferPointer) -> Bool
  /// Why results could not be written, where the reason is not that their reader has gone.
  let failure: @Sendable () -> Int32?
  /// Takes diagnostics.
  let complain: @Sendable (String) -> Void
  /// Results are drawn for a screen: as wide as it is, at once.
  let isTerminal: Bool
  let size: @Sendable () -> TerminalSize
  let usesColour: Bool
  let errorsAreColoured: Bool
  /// The width of diagnostics.
  let errorCells: @Sendable () -> Int

  /// Beyond this a line of source is cut around its mark where there is no terminal.
  private static let plainErrorCells = 120

  /// Standard output and standard error.
  package static func process(forbidsColour: Bool) -> Streams {
    let failure = WriteFailure()
    return Streams(
      write: { failure.note(Output.write($0, to: Terminal.Stream.output.rawValue)) },
      failure: { failure.number },
      complain: { _ = Output.write($0, to: Terminal.Stream.error.rawValue) },
      isTerminal: Terminal.isTerminal(.output), size: { Terminal.size() },
      usesColour: Terminal.usesColour(on: .output, forbidden: forbidsColour),
      errorsAreColoured: Terminal.usesColour(on: .error, forbidden: forbidsColour),
      errorCells: { Terminal.isTerminal(.error) ? Terminal.size().columns : plainErrorCells })
  }

  /// What a pipe would get, or a terminal of a size: results and diagnostics in the order in which they are said.
  package static func collected(in text: CollectedText, as size: TerminalSize? = nil) -> Streams {
    Streams(
      write: { bytes in
        text.append(bytes)
        return true
      },
      failure: { nil },
      complain: { said in
        var said = said
        said.withUTF8 { text.append(UnsafeRawBufferPointer($0)) }
      },
      isTerminal: size != nil, size: { size ?? .usual }, usesColour: false, errorsAreColoured: false,
      errorCells: { plainErrorCells })
  }
}

/// Text that grows.
package final class CollectedText: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  package init() {}

  package func append(_ more: UnsafeRawBufferPointer) { bytes.withLock { $0 += more } }

  /// All of it, which is forgotten here.
  package func take() -> String {
    bytes.withLock { bytes in
      defer { bytes = [] }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

/// The first error of a stream.
private final class WriteFailure: Sendable {
  private let first = Mutex<Int32?>(nil)

  var number: Int32? { first.withLock { $0 } }

  /// Whether all was written.
  func note(_ ending: Output.Ending) -> Bool {
    switch ending {
    case .whole: return true
    case .readerGone: return false
    case .failed(let number):
      first.withLock { $0 = $0 ?? number }
      return false
    }
  }
}
