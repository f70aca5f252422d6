package import Diagnostics
internal import Domain
internal import Engine
internal import Glibc
internal import Query
internal import Rendering
internal import Storage

/// `record`: what the console says is written down too, as a pipe would get it.
extension Console {
  package func record(to path: String?) throws(Diagnostic) {
    if let open = recorder {
      open.forget()
      recorder = nil
      let name = open.path
      tell(.notice(Wording("recorded in \(name)", "已录制到 \(name)")))
    } else if path == nil {
      tell(.notice(Wording("nothing is being recorded", "没有在录制")))
    }
    guard let path else { return }
    guard isInteractive else {
      throw Diagnostic(
        "not-here", Wording("recording is for the prompt", "录制只能在提示符下进行"),
        help: [Wording("in a file: crm test --update writes the answers", "文件请用 crm test --update 写入回答")])
    }
    let session = session
    recorder = try TranscriptRecorder(path: path, header: recordingHeader(at: path)) { answer, statement in
      answer.said(in: statement, of: session)
    }
    recordOutput()
    tell(.notice(Wording("recording to \(path); record off ends it", "正在录制到 \(path)，输入 录制 停止 结束")))
  }

  package func begins(_ statement: String) {
    guard let recorder else { return }
    if session.frozenClock == nil { recorder.set(clock: recordedMinute, isTold: !wantedFormat.isForPrograms) }
    recorder.begin(statement: statement)
  }

  /// `2026-03-16 10:00`
  private var recordedMinute: String {
    String(Value.instant(session.clock()).plainText(session.dictionary).prefix("2026-03-16 10:00".count))
  }

  /// What was typed is through.
  func endRecordedStatement() {
    guard let recorder else { return }
    recorder.end()
    guard recorder.isBroken else { return }
    self.recorder = nil
    let name = recorder.path
    tell(.notice(Wording("\(name) cannot be written; recording ended", "无法继续写入 \(name)，录制已结束")))
  }

  /// What a transcript needs to know to say the same again.
  private func recordingHeader(at path: String) -> [String] {
    var settings = ["clock = \(recordedMinute)", "language = \(language.rawValue)", "guard = off"]
    if let recordedData { settings.insert("data = \(recordedData)", at: 0) }
    if session.author != 0, let user = session.dictionary.entity(.user) {
      settings.append("user = \(user.reference(session.author))")
    }
    if let recordedConfiguration { settings.append("config = \(Self.name(of: recordedConfiguration, from: path))") }
    if let folder = Self.folder(from: path) { settings.append("folder = \(folder)") }
    var header = ["#: " + settings.joined(separator: ", ")]
    if recordedData == nil {
      header.insert(
        "# " + Wording("What the workspace held before is not in here.", "工作区里原有的数据不在这份记录里。").in(language), at: 0)
    } else if session.workspace.writeCount > 0 {
      let missing = Wording("What was changed before the recording is not in here.", "录制开始之前的改动不在这份记录里。")
      header.insert("# " + missing.in(language), at: 0)
      tell(.notice(missing))
    }
    return header
  }

  /// The working folder, where a transcript in another one would look for its files elsewhere.
  private static func folder(from path: String) -> String? {
    let working = absolute("")
    return working == absolute(ScriptFile.folder(of: path)) ? nil : working
  }

  /// A file as the folder of the transcript names it, so that both may move together.
  private static func name(of file: String, from path: String) -> String {
    guard let target = absolute(file), let home = absolute(ScriptFile.folder(of: path)) else { return file }
    let (there, here) = (target.split(separator: "/"), home.split(separator: "/"))
    let shared = zip(there, here).prefix { $0 == $1 }.count
    // With nothing in common there is nothing to move.
    guard shared > 0 else { return target }
    let up = [Substring](repeating: "..", count: here.count - shared)
    return (up + there.dropFirst(shared)).joined(separator: "/")
  }

  private static func absolute(_ path: String) -> String? {
    guard let found = realpath(path.isEmpty ? "." : path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// How results are shown, where it is not the usual way.
  private func recordOutput() {
    let output = session.settings.output
    guard output != .auto else { return }
    recorder?.begin(statement: "set output = \(output.rawValue)")
    note(.set(.output(output)))
    recorder?.end()
  }

  /// Text for the recording, without colour.
  func note(_ outcome: Outcome) {
    guard let recorder else { return }
    // How long it took is another time something else.
    if case .timing = outcome { return recorder.note("[..]") }
    let writer = OutcomeWriter(
      style: OutputStyle(language: language), format: session.settings.output, dictionary: session.dictionary,
      isExact: session.settings.isExact)
    if let text = writer.text(outcome) { recorder.note(text) }
  }

  func note(_ diagnostic: Diagnostic) {
    guard let recorder else { return }
    if diagnostic.code == "not-confirmed" { recorder.refuse() }
    recorder.note(DiagnosticRenderer(language: language).render(diagnostic))
  }
}

/// Sends every row to two sinks; the first decides when it is enough.
struct PairedSink: ResultSink {
  var first: any ResultSink
  var second: any ResultSink

  mutating func begin(_ shape: ResultShape) {
    first.begin(shape)
    second.begin(shape)
  }

  mutating func row(_ row: any ResultRow) -> Bool {
    let goesOn = first.row(row)
    _ = second.row(row)
    return goesOn
  }

  mutating func end() {
    first.end()
    second.end()
  }
}
