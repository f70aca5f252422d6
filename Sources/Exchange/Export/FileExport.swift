package import Diagnostics
package import Engine
internal import Glibc
internal import Language
internal import Query
internal import Rendering
internal import Synchronization
internal import Values

/// Writes the rows of a query into a file of the format that its name says.
///
/// A file takes its place whole, when all of it is written and safe on the disk; what fails leaves nothing. CSV is
/// plain: no byte order mark, and no apostrophes before cells that a spreadsheet could run, so that what is exported
/// is what an import reads.
package enum FileExport {
  /// - Parameter language: of Markdown's headings and values.
  package static func exporter(language: UserLanguage = .english) -> Exporter {
    { path, base, exact, fill throws(Diagnostic) in
      let isCalendar = FileFormat.ending(of: path) == "ics"
      let isVCard = FileFormat.isVCard(path)
      let format = isCalendar || isVCard ? ResultFormat.jsonl : try format(of: path)
      let file = try ExportFile(path)
      let output = OutputBuffer(threshold: 256 << 10) { file.write($0) }
      var sink: any ResultSink =
        isCalendar
        ? CalendarSink(output: output)
        : isVCard
          ? VCardSink(output: output, baseCurrency: base)
          : format.sink(OutputStyle(language: language), exact: exact, baseCurrency: base, output: output)
      let count = try fill(&sink)
      try file.finish()
      return count
    }
  }

  /// Charts as SVG.
  package static func chartExporter(language: UserLanguage = .english) -> ChartExporter {
    { path, kind, fill throws(Diagnostic) in
      let kind = try ChartKind(named: kind)
      guard FileFormat.ending(of: path) == "svg" else {
        throw Diagnostic(
          "unknown-format", Wording("a chart is written as .svg", "图表只能写成 .svg 文件"),
          help: [Wording(verbatim: "| chart \(kind.rawValue) to \"x.svg\"")])
      }
      let chart = ChartSink(kind, OutputStyle(language: language), form: .svg)
      var sink: any ResultSink = chart
      let records = try fill(&sink)
      guard let drawn = sink as? ChartSink else { return records }
      if let failure = drawn.failure { throw failure.diagnostic }
      let file = try ExportFile(path)
      _ = drawn.output.bytes.withUnsafeBufferPointer { file.write($0) }
      try file.finish()
      return drawn.count
    }
  }

  private static func format(of path: String) throws(Diagnostic) -> ResultFormat {
    switch FileFormat.ending(of: path) {
    case "csv": return .csv
    case "json": return .json
    case "jsonl", "ndjson": return .jsonl
    case "md", "markdown": return .markdown
    case "xlsx":
      throw Diagnostic(
        "not-built", Wording("export to .xlsx is not built yet", "导出 .xlsx 尚未实现"),
        help: [Wording(".csv opens in every spreadsheet", "可先导出 .csv，用电子表格软件打开")])
    case let ending:
      let message =
        ending.isEmpty
        ? Wording("the file's name says no format", "文件名没有说明格式")
        : Wording("there is no format .\(ending)", "没有 .\(ending) 这种格式")
      throw Diagnostic(
        "unknown-format", message, help: [Wording(verbatim: ".csv  .json  .jsonl  .md  .ics  .vcf")])
    }
  }
}

/// A file that is being written beside its place.
private final class ExportFile: Sendable {
  private struct State: ~Copyable {
    var output: CSVOutput
    var failure: CSVError?
  }

  private let path: String
  private let state: Mutex<State>

  init(_ path: String) throws(Diagnostic) {
    self.path = path
    do throws(CSVError) {
      state = Mutex(State(output: try CSVOutput.to(path: path, replacing: true), failure: nil))
    } catch { throw error.diagnostic(path: path, at: nil) }
  }

  /// False where nothing more can be written.
  func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    state.withLock { state in
      guard state.failure == nil else { return false }
      do throws(CSVError) {
        try state.output.write(UnsafeRawBufferPointer(bytes))
        return true
      } catch {
        state.failure = error
        return false
      }
    }
  }

  func finish() throws(Diagnostic) {
    let failure: CSVError? = state.withLock { state in
      if let failure = state.failure { return failure }
      do throws(CSVError) { try state.output.commit() } catch { return error }
      return nil
    }
    if let failure { throw failure.diagnostic(path: path, at: nil) }
  }
}
