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
    let kept: Int32?
    do throws(Failure) {
      kept = try descriptor.withLock { kept throws(Failure) in
        if kept == nil, isatty(STDIN_FILENO) == 0 { kept = try PipedInput.keep() }
        return kept
      }
    } catch { throw .failed(error.diagnostic(at: span)) }
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

  /// Why what is piped in cannot be kept.
  private struct Failure: Error {
    let folder: String
    let errno: Int32
    let isReading: Bool

    func diagnostic(at span: SourceSpan) -> Diagnostic {
      let reason = String(cString: strerror(errno))
      return Diagnostic(
        "cannot-read",
        isReading
          ? Wording("cannot read what is piped in: \(reason)", "无法读取管道内容：\(reason)")
          : Wording(
            "what is piped in cannot be kept in \(folder): \(reason)", "无法在 \(folder) 中暂存管道内容：\(reason)"),
        kind: .failure, at: .init(span),
        help: isReading ? [] : [Wording("another folder: TMPDIR=… crm …", "换一个文件夹：TMPDIR=… crm …")])
    }
  }

  private static var folder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  private static func keep() throws(Failure) -> Int32 {
    var name = Array("\(folder)/crm-piped-XXXXXX".utf8CString)
    let kept = mkstemp(&name)
    guard kept >= 0 else { throw Failure(folder: folder, errno: errno, isReading: false) }
    _ = fcntl(kept, F_SETFD, FD_CLOEXEC)
    // Without a name it is gone with the program, however that ends.
    unlink(name)
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = read(STDIN_FILENO, &block, block.count)
      if got == 0 { return kept }
      if got < 0, errno == EINTR { continue }
      let isReading = got < 0
      guard !isReading, writes(block.prefix(got), to: kept) else {
        let failure = Failure(folder: folder, errno: errno, isReading: isReading)
        close(kept)
        throw failure
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
