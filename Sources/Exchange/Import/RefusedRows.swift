internal import Diagnostics
internal import Glibc

/// The rows of a file that could not be taken, kept in a file of their own with line and reason, so that they can be
/// mended and imported.
final class RefusedRows {
  static let shownReasons = 5

  private(set) var count = 0
  private(set) var reasons: [(line: Int, reason: Wording)] = []
  private(set) var kinds: Set<RowRefusal.Kind> = []
  /// Where they are; nil where no place could be written.
  private(set) var path: String?
  private let source: String?
  private let headings: [String]
  private let delimiter: UInt8
  private let language: UserLanguage
  private var writer: CSVWriter?
  private var isGivenUp = false

  /// - Parameter source: the file that theirs lies beside; nil where none is to be written.
  init(of source: String?, headings: [String], delimiter: UInt8, language: UserLanguage) {
    self.source = source
    self.headings = headings
    self.delimiter = delimiter
    self.language = language
  }

  /// The record that `reader` stands on.
  func add(_ refusal: RowRefusal, _ reader: borrowing ImportReader) {
    count += 1
    kinds.insert(refusal.kind)
    if reasons.count < RefusedRows.shownReasons { reasons.append((reader.line, refusal.reason)) }
    if writer == nil { open() }
    guard writer != nil else { return }
    do throws(CSVError) {
      for index in 0..<max(headings.count, reader.fieldCount) {
        try writer?.field(reader.bytes(index))
      }
      try writer?.field(String(reader.line))
      try writer?.field(refusal.reason.in(language))
      try writer?.endRecord()
    } catch {
      giveUp()
    }
  }

  /// Puts the file in its place; its path, where there is one.
  func finish() -> String? {
    guard let open = writer.take() else { return nil }
    do throws(CSVError) { try open.finish() } catch { giveUp() }
    return path
  }

  private func open() {
    guard !isGivenUp, let source else { return }
    var options = CSVWriter.Options()
    options.delimiter = delimiter
    for candidate in RefusedRows.places(source) {
      do throws(CSVError) {
        var made = try CSVWriter(path: candidate, options: options)
        for heading in headings { try made.field(heading) }
        try made.field("line")
        try made.field("reason")
        try made.endRecord()
        writer = consume made
        path = candidate
        return
      } catch { continue }
    }
    isGivenUp = true
  }

  private func giveUp() {
    writer = nil
    path = nil
    isGivenUp = true
  }

  /// Beside the source, else in the folder for temporary files.
  private static func places(_ source: String) -> [String] {
    let ending = FileFormat.ending(of: source)
    let base = ending.isEmpty ? source : String(source.dropLast(ending.count + 1))
    let name = base.split(separator: "/").last.map(String.init) ?? "import"
    let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return ["\(base).refused.csv", "\(temporary)/\(name).refused.csv"]
  }
}
