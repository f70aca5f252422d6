internal import Glibc

/// Tells how far an import is, at most ten times a second.
struct ImportPace {
  private let file: String
  private let hooks: ImportHooks
  private let start: Double
  private var last: Double

  init(_ file: String, _ hooks: ImportHooks) {
    self.file = file
    self.hooks = hooks
    start = ImportPace.seconds()
    last = start
  }

  mutating func tell(_ reader: borrowing ImportReader, _ rows: Int, isIndexing: Bool, always: Bool = false) {
    let now = ImportPace.seconds()
    guard always || now - last >= 0.1 else { return }
    last = now
    hooks.progress(
      ImportProgress(
        file: file, bytesRead: reader.bytesRead, totalBytes: reader.totalBytes, rows: rows,
        rate: now > start ? Double(rows) / (now - start) : 0, isIndexing: isIndexing))
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
