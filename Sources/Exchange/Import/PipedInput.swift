internal import Diagnostics
internal import Engine
internal import Glibc
internal import Query
internal import Synchronization

/// What is piped into the program, kept in a file without a name so that it can be read more than once: a plan may be
/// made again.
final class PipedInput: Sendable {
  private let descriptor = Mutex<Int32?>(nil)

  deinit { descriptor.withLock { if let kept = $0 { close(kept) } } }

  /// A path under which the input can be opened from its beginning, as often as need be.
  func path(at span: SourceSpan) throws(BindingError) -> String {
    let kept: Int32? = descriptor.withLock { kept in
      if kept == nil, isatty(STDIN_FILENO) == 0 { kept = PipedInput.keep() }
      return kept
    }
    guard let kept else {
      throw .failed(
        Diagnostic(
          "nothing-piped", Wording("nothing is piped in", "没有从管道读到内容"), kind: .failure, at: .init(span),
          help: [Wording(verbatim: "cat x.csv | crm -c 'import customers from \"-\"'")]))
    }
    return "/proc/self/fd/\(kept)"
  }

  /// Whether the first sign of the input begins a list or an object of JSON.
  var beginsAsJSON: Bool {
    descriptor.withLock { kept in
      guard let kept else { return false }
      var head = [UInt8](repeating: 0, count: 4096)
      let got = pread(kept, &head, head.count, 0)
      let mark: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D]
      let first = head.prefix(max(0, got)).first { !mark.contains($0) }
      return first == 0x5B || first == 0x7B
    }
  }

  private static func keep() -> Int32? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(folder)/crm-piped-XXXXXX".utf8CString)
    let kept = mkstemp(&name)
    guard kept >= 0 else { return nil }
    _ = fcntl(kept, F_SETFD, FD_CLOEXEC)
    // Without a name it is gone with the program, however that ends.
    unlink(name)
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = read(STDIN_FILENO, &block, block.count)
      if got == 0 { return kept }
      guard got > 0 || errno == EINTR, writes(block.prefix(max(0, got)), to: kept) else {
        close(kept)
        return nil
      }
    }
  }

  private static func writes(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let put = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if put < 0, errno != EINTR { return false }
      rest = rest.dropFirst(max(0, put))
    }
    return true
  }
}
