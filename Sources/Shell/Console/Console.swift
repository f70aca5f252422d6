package import Diagnostics
internal import Domain
package import Engine
internal import Language
package import Query
package import Rendering
internal import Values

/// The face of a terminal, a pipe and a file: results to standard output, diagnostics to standard error.
package final class Console: Face {
  package let session: Session
  private let isTerminal: Bool
  /// Somebody sits there: long results go to a pager, many changes are asked about.
  package var isInteractive: Bool
  private let errorsAreColoured: Bool
  /// Nothing reads standard output any more.
  package private(set) var isBroken = false

  private let progress: ProgressLine?
  private var pending: [UInt8] = []

  package init(session: Session, isInteractive: Bool, forbidsColour: Bool, progress: ProgressLine? = nil) {
    self.progress = progress
    self.session = session
    self.isInteractive = isInteractive
    isTerminal = Terminal.isTerminal(.output)
    session.settings.usesColour = Terminal.usesColour(on: .output, forbidden: forbidsColour)
    errorsAreColoured = Terminal.usesColour(on: .error, forbidden: forbidsColour)
  }

  package var language: UserLanguage { session.settings.language }

  package var style: OutputStyle {
    OutputStyle(
      language: language, width: isTerminal ? Terminal.size().columns : nil, colour: session.settings.usesColour)
  }

  // MARK: Rows

  package func present(
    _ manner: Presentation, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let format: ResultFormat
    switch manner {
    case .usual: format = wantedFormat
    case .format(let asked): format = ResultFormat(rawValue: asked.rawValue) ?? wantedFormat
    case .chart(let kind): return try chart(kind, fill)
    }
    let base = session.dictionary.rules.baseCurrency
    flush()
    // A pipe gets its rows as they come; a screen is drawn whole, and may go to the pager.
    let isStreamed = !isTerminal && format != .table && format != .card
    let output = isStreamed ? OutputBuffer(threshold: 64 << 20) { Console.write($0) } : OutputBuffer()
    var sink: any ResultSink = format.sink(style, baseCurrency: base, output: output)
    try fill(&sink)
    guard var writing = sink as? any WritingSink else { return }
    if isStreamed {
      writing.output.flush()
      isBroken = writing.output.isBroken
    } else {
      show(writing.output.text)
    }
  }

  private func chart(
    _ kind: String, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let chart: ChartSink
    guard let known = ChartKind(rawValue: kind.lowercased()) else {
      let kinds = ChartKind.allCases.map(\.rawValue).joined(separator: " | ")
      throw Diagnostic(
        "unknown-chart", Wording("there is no chart “\(kind)”", "没有“\(kind)”这种图表"), help: [Wording(verbatim: kinds)])
    }
    do throws(ChartError) { chart = try ChartSink(known, style) } catch { throw error.diagnostic }
    var sink: any ResultSink = chart
    try fill(&sink)
    guard let drawn = sink as? ChartSink else { return }
    if let failure = drawn.failure { throw failure.diagnostic }
    show(drawn.output.text)
  }

  private var wantedFormat: ResultFormat {
    switch session.settings.output {
    case .auto, .table: .table
    case .card: .card
    case .json: .json
    case .jsonl: .jsonl
    case .csv: .csv
    case .markdown: .markdown
    }
  }

  private static func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    Output.write(UnsafeRawBufferPointer(bytes), to: Terminal.Stream.output.rawValue) == .whole
  }

  /// Text on standard output, through the pager where it is longer than the screen.
  package func show(_ text: String) {
    guard !text.isEmpty else { return }
    let whole = text.hasSuffix("\n") ? text : text + "\n"
    if isInteractive, isTerminal, session.settings.usesPager {
      Pager.fromEnvironment().show(whole)
    } else {
      pending += whole.utf8
      // A person sees each answer at once; a pipe gets them by the block.
      if isTerminal || pending.count > 1 << 16 { flush() }
    }
  }

  /// Who reads the other end of a pipe knows at once what is written for good.
  package func settled() { if !isTerminal, !pending.isEmpty { flush() } }

  /// Writes what is held back for a pipe.
  package func flush() {
    guard !pending.isEmpty else { return }
    if !(pending.withUnsafeBufferPointer { Self.write($0) }) { isBroken = true }
    pending.removeAll(keepingCapacity: true)
  }

  // MARK: Everything else

  package func tell(_ outcome: Outcome) {
    progress?.clear()
    let writer = OutcomeWriter(style: style, format: session.settings.output, dictionary: session.dictionary)
    if let text = writer.text(outcome) { show(text) }
  }

  /// Takes a progress line off the screen.
  package func clearProgress() { progress?.clear() }

  package func complain(_ diagnostic: Diagnostic) {
    flush()
    progress?.clear()
    let renderer = DiagnosticRenderer(
      language: language, colour: errorsAreColoured,
      maximumCells: Terminal.isTerminal(.error) ? Terminal.size().columns : 120)
    _ = Output.write(renderer.render(diagnostic) + "\n", to: Terminal.Stream.error.rawValue)
  }

  package func complain(_ list: DiagnosticList) {
    for diagnostic in list.diagnostics { complain(diagnostic) }
  }

  /// The question before many records change; nil where nobody sits at the terminal.
  package func confirm(_ question: BulkQuestion) -> Bool? {
    guard isInteractive, Terminal.isTerminal(.input) else { return nil }
    if let sample = question.sample {
      var sink = TableSink(style, hasCount: false)
      sample.send(to: &sink)
      let more = question.count - sample.rows.count
      let tail = more > 0 ? Wording("… and \(more) more", "……还有 \(more) 条").in(language) + "\n" : ""
      _ = Output.write(sink.output.text + tail, to: Terminal.Stream.output.rawValue)
    }
    let name = question.entity.map { Wording($0.pluralEnglish, $0.names.chineseName) } ?? Wording("records", "记录")
    let asked = Wording(
      "Change \(question.count) \(name.english)?", "要改动 \(question.count) 条\(name.chinese)吗？")
    return Confirmation<Bool>.yesOrNo(
      yes: Wording("yes", "是").in(language), no: Wording("no", "否").in(language)
    ).ask(asked.in(language))
  }
}
