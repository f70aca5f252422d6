package import Diagnostics
internal import Domain
package import Engine
internal import Glibc
internal import Language
package import Query
package import Rendering
internal import Values

/// The face of a terminal, a pipe and a file: results to standard output, diagnostics to standard error.
package final class Console: Face {
  package let session: Session
  private let streams: Streams
  /// Somebody sits there: long results go to a pager, many changes are asked about.
  package var isInteractive: Bool
  /// Who is asked and waited for instead of the terminal.
  package weak var attendant: (any Attendant)?
  /// Writes down what is said, between `record "x.crm"` and `record off`.
  var recorder: TranscriptRecorder?
  /// What is said to the questions of the statement at hand, where a transcript says it; the next one first.
  package var answers: [String]?
  /// The fixture that a recording starts from, where the workspace was made from one.
  package var recordedData: String?
  /// The configuration's file in force, for the recording to name.
  package var recordedConfiguration: String?
  /// Nothing reads standard output any more.
  package private(set) var isBroken = false

  private let progress: ProgressLine?
  private var pending: [UInt8] = []

  package init(session: Session, isInteractive: Bool, streams: Streams, progress: ProgressLine? = nil) {
    self.progress = progress
    self.session = session
    self.isInteractive = isInteractive
    self.streams = streams
    session.settings.usesColour = streams.usesColour
  }

  /// Somebody sees what is said and can answer.
  var isAttended: Bool { streams.isTerminal && Terminal.isTerminal(.input) }

  package var language: UserLanguage { session.settings.language }

  package var style: OutputStyle {
    let size = streams.isTerminal ? streams.size() : nil
    return OutputStyle(
      language: language, width: size?.columns, height: size?.rows, colour: session.settings.usesColour)
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
    let isStreamed = !streams.isTerminal && format != .table && format != .card
    let write = streams.write
    let output = isStreamed ? OutputBuffer(threshold: 64 << 20) { write(UnsafeRawBufferPointer($0)) } : OutputBuffer()
    var writing: any WritingSink = try filled(
      format.sink(style, exact: session.settings.isExact, baseCurrency: base, output: output),
      and: format.sink(OutputStyle(language: language), exact: session.settings.isExact, baseCurrency: base), fill)
    if isStreamed {
      writing.output.flush()
      isBroken = writing.output.isBroken
    } else {
      show(streams.isTerminal && format.isForPrograms ? Self.onScreen(writing.output.text) : writing.output.text)
    }
  }

  /// What programs read is raw; on a screen it must not move the cursor.
  private static func onScreen(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map { VisibleText.escaped(String($0)) }.joined(separator: "\n")
  }

  /// Fills a sink, and a plain one beside it where what is said is written down.
  private func filled<Sink: WritingSink>(
    _ sink: Sink, and plain: @autoclosure () -> any ResultSink,
    _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Sink {
    guard let recorder else {
      var erased: any ResultSink = sink
      try fill(&erased)
      return erased as? Sink ?? sink
    }
    var pair: any ResultSink = PairedSink(first: sink, second: plain())
    try fill(&pair)
    guard let both = pair as? PairedSink else { return sink }
    if let writing = both.second as? any WritingSink { recorder.note(writing.output.text) }
    return both.first as? Sink ?? sink
  }

  private func chart(
    _ kind: String, _ fill: (inout any ResultSink) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let known = try ChartKind(named: kind)
    let chart = ChartSink(known, style)
    let plain = ChartSink(known, OutputStyle(language: language))
    let drawn = try filled(chart, and: plain, fill)
    if let failure = drawn.failure { throw failure.diagnostic }
    show(drawn.output.text)
  }

  var wantedFormat: ResultFormat {
    switch session.settings.output {
    case .auto, .table: .table
    case .card: .card
    case .json: .json
    case .jsonl: .jsonl
    case .csv: .csv
    case .markdown: .markdown
    }
  }

  /// Text on standard output, through the pager where it is longer than the screen.
  package func show(_ text: String) {
    guard !text.isEmpty else { return }
    let whole = text.hasSuffix("\n") ? text : text + "\n"
    if isInteractive, streams.isTerminal, session.settings.usesPager {
      Pager.fromEnvironment().show(whole)
    } else {
      pending += whole.utf8
      // A person sees each answer at once; a pipe gets them by the block.
      if streams.isTerminal || pending.count > 1 << 16 { flush() }
    }
  }

  /// Who reads the other end of a pipe knows at once what is written for good.
  package func settled() { if !streams.isTerminal, !pending.isEmpty { flush() } }

  /// Writes what is held back for a pipe.
  package func flush() {
    guard !pending.isEmpty else { return }
    if !(pending.withUnsafeBytes { streams.write($0) }) { isBroken = true }
    pending.removeAll(keepingCapacity: true)
  }

  /// The end of a run: complains where its results could not all be written, as on a full disk.
  ///
  /// - Returns: the exit code; 1 where all else went well.
  package func ended(_ code: Int32) -> Int32 {
    flush()
    guard let number = streams.failure() else { return code }
    let reason = String(cString: strerror(number))
    complain(
      Diagnostic(
        "output-failed",
        Wording("the results could not be written: \(reason)", "结果没有全部写出：\(reason)"), kind: .failure,
        help: [
          Wording("what was changed in the workspace stands", "工作区中的改动已经生效")
        ]))
    return code == 0 ? Diagnostic.Kind.failure.rawValue : code
  }

  // MARK: Everything else

  package func tell(_ outcome: Outcome) {
    progress?.clear()
    let writer = OutcomeWriter(
      style: style, format: session.settings.output, dictionary: session.dictionary, isExact: session.settings.isExact)
    if let text = writer.text(outcome) {
      // A program reads rows and records; what is said of them beside is for whoever started it.
      if case .notice = outcome, session.settings.output.isForPrograms {
        flush()
        streams.complain(text.hasSuffix("\n") ? text : text + "\n")
      } else {
        show(text)
      }
    }
    note(outcome)
  }

  /// Takes a progress line off the screen.
  package func clearProgress() { progress?.clear() }

  package func complain(_ diagnostic: Diagnostic) {
    flush()
    progress?.clear()
    let renderer = DiagnosticRenderer(
      language: language, colour: streams.errorsAreColoured, maximumCells: streams.errorCells())
    streams.complain(renderer.render(diagnostic) + "\n")
    note(diagnostic)
  }

  package func complain(_ list: DiagnosticList) {
    for diagnostic in list.diagnostics { complain(diagnostic) }
  }

  /// The question before many records change; nil where nobody sits at the terminal.
  package func confirm(_ question: BulkQuestion) -> Bool? {
    if answers != nil { return nextAnswer().flatMap { TranscriptAnswer.agreement(in: $0) } }
    guard isInteractive, Terminal.isTerminal(.input) else { return nil }
    _ = Output.write(ChangeViewText(style: style).text(question.view), to: Terminal.Stream.output.rawValue)
    let name = question.entity.map { Wording($0.pluralEnglish, $0.names.chineseName) } ?? Wording("records", "记录")
    let one = question.count == 1 ? question.entity.map(\.names.englishName) ?? "record" : name.english
    let asked =
      question.isFinal
      ? Wording(
        "Remove \(question.count) \(one) for good? There is no way back. [y/n, d: all of it]",
        "要彻底删除吗（共 \(question.count) 条\(name.chinese)）？无法恢复。[y 是 / n 否 / d 查看全部]")
      : Wording(
        "Change \(question.count) \(one)? [y/n, d: all of it]",
        "要改动 \(question.count) 条\(name.chinese)吗？[y 是 / n 否 / d 查看全部]")
    let choices = Confirmation<BulkAnswer>(
      choices: [
        .init(.yes, keys: ["y", "是"], label: Wording("yes", "是").in(language)),
        .init(.everything, keys: ["d"], label: Wording("all of it", "查看全部").in(language)),
      ], refusal: .init(.no, keys: ["n", "否"], label: Wording("no", "否").in(language)))
    while true {
      switch choices.ask(asked.in(language)) {
      case .yes:
        recorder?.answer(.bulk(true))
        return true
      case .no:
        recorder?.answer(.bulk(false))
        return false
      case .everything: showEverything(question)
      }
    }
  }

  /// The question before somebody is entered who may be there already; nil where nobody sits at the terminal.
  package func confirm(_ question: DuplicateQuestion) -> Bool? {
    if answers != nil { return nextAnswer().flatMap { TranscriptAnswer.agreement(in: $0) } }
    guard isInteractive, Terminal.isTerminal(.input) else { return nil }
    flush()
    let lines = question.lines.map { VisibleText.escaped($0.in(language)) + "\n" }.joined()
    _ = Output.write(lines, to: Terminal.Stream.output.rawValue)
    let choices = Confirmation<Bool>.yesOrNo(
      yes: Wording("yes", "是").in(language), no: Wording("no", "否").in(language))
    let isYes = choices.ask(question.asked.in(language) + Wording(" [y/n]", " [y 是 / n 否]").in(language))
    recorder?.answer(.duplicate(isYes))
    return isYes
  }

  private enum BulkAnswer { case yes, no, everything }

  private func showEverything(_ question: BulkQuestion) {
    do throws(Diagnostic) {
      let table = try question.everything()
      var sink = TableSink(style, hasCount: false)
      table.send(to: &sink)
      show(sink.output.text)
    } catch {
      complain(error)
    }
  }
}

extension ResultFormat {
  var isForPrograms: Bool {
    switch self {
    case .json, .jsonl, .csv, .markdown: true
    case .table, .card: false
    }
  }
}
