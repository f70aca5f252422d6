import ArgumentParser
import Diagnostics
import Dispatch
import Engine
import Language
import Shell
import Synchronization

/// `crm test FILE…`: transcripts run in fresh workspaces and compared with what they expect.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: said("Run transcripts and compare what they say with what they expect.", "执行脚本记录，并与预期结果比较。"),
    discussion: said(
      """
      A transcript is a .crm file with its expected output under the statements as “#> ” lines, or the ```crm blocks \
      of a Markdown document. Folders are taken whole. Each file runs in a fresh workspace in memory with a clock \
      that stands still; nothing of your own data is read or touched.
      """, "脚本记录是一个 .crm 文件，语句下方以“#> ”行写着预期的输出；也可以是 Markdown 文档中的 ```crm 代码块。可以给出文件夹。每个文件在全新的内存工作区中运行，时钟静止，不会读取或改动你的数据。"
    ))

  @ParentCommand private var root: CRM
  @OptionGroup private var globals: GlobalOptions
  private var options: WorkspaceOptions { globals.plain.merged(over: root.globals.plain) }

  @Flag(help: .said("Rewrite the expectations to what was said.", "把预期结果改写为实际输出。"))
  var update = false

  @Argument(
    help: .said("Transcripts, documents, or folders of them.", "脚本记录、文档，或它们所在的文件夹。", valueName: "file"),
    completion: .file(extensions: ["crm", "md"]))
  var files: [String]

  func run() throws {
    let language = options.userLanguage(configured: nil)
    let files = try self.files.flatMap { name in
      guard let found = WorkingFolder.transcripts(in: name) else { return [name] }
      guard !found.isEmpty else { throw CommandFailure(Self.noTranscripts(name), options) }
      return found
    }
    let verdicts = Mutex<[Int: TranscriptVerdict]>([:])
    let isUpdating = update
    // Each file has a thread and a workspace of its own; what they say is told in the order of the files.
    DispatchQueue.concurrentPerform(iterations: files.count) { index in
      let verdict = TranscriptVerdict(on: files[index], isUpdating: isUpdating, language: language)
      verdicts.withLock { $0[index] = verdict }
    }
    throw ExitCode(tell(verdicts.withLock { all in files.indices.compactMap { all[$0] } }, language))
  }

  private static func noTranscripts(_ folder: String) -> Diagnostic {
    Diagnostic(
      "no-transcripts", Wording("no transcript lies in \(folder)", "\(folder) 中没有脚本记录"), kind: .failure,
      help: [Wording("they are files that end in .crm or .md", "脚本记录是以 .crm 或 .md 结尾的文件")])
  }

  /// Differences and errors, then the count; the exit code.
  private func tell(_ verdicts: [TranscriptVerdict], _ language: UserLanguage) -> Int32 {
    var text = ""
    for verdict in verdicts { text += verdict.lines.map { $0 + "\n" }.joined() }
    let failed = verdicts.count { $0.code != 0 }
    let passed = verdicts.count - failed
    text += Wording("\(passed) passed, \(failed) failed", "通过 \(passed)，失败 \(failed)").in(language) + "\n"
    _ = Output.write(text, to: Terminal.Stream.output.rawValue)
    return verdicts.map(\.code).max() ?? 0
  }
}

/// What became of one transcript.
struct TranscriptVerdict: Sendable {
  /// 0 as expected, 1 otherwise; where it could not be run at all, that of the reason: 2 for a text that must change.
  let code: Int32
  /// What there is to say about it.
  let lines: [String]

  init(on file: String, isUpdating: Bool, language: UserLanguage) {
    do {
      (code, lines) = try Self.judge(file, isUpdating: isUpdating, language)
    } catch {
      let diagnostics =
        switch error {
        case let list as DiagnosticList: list.diagnostics
        case let failure as CommandFailure: failure.diagnostics
        case let one as Diagnostic: [one]
        default: [Diagnostic("failed", Wording(verbatim: "\(file): \(error)"))]
        }
      let renderer = DiagnosticRenderer(language: language)
      code = diagnostics.map(\.kind.rawValue).max() ?? 2
      // What has no place in a text belongs to the file all the same.
      lines = diagnostics.flatMap { diagnostic in
        (diagnostic.source == nil ? ["\(file):"] : [])
          + renderer.render(diagnostic).split(separator: "\n").map(String.init)
      }
    }
  }

  private static func judge(
    _ file: String, isUpdating: Bool, _ language: UserLanguage
  ) throws -> (Int32, [String]) {
    let source = try ScriptFile.read(file)
    var reader = TranscriptReader(
      name: file, text: source.text, vocabulary: VerbCatalogue.complete(language: language).vocabulary)
    let transcript: Transcript
    do throws(TranscriptError) { transcript = try reader.read() } catch { throw error.diagnostic(in: file) }
    let scratch = try TemporaryFolder()
    defer { scratch.remove() }
    let workspace = try TranscriptWorkspace(transcript.header, of: file, scratch: scratch.path)
    let run = TranscriptRun(transcript, session: workspace.session, folder: workspace.folder)
    guard isUpdating else { return run.isAsExpected ? (0, []) : (1, run.report) }
    let updated = run.updated(isFilled: !transcript.isDocument)
    if updated != transcript.lines {
      try ScriptFile.write(transcript.text(of: updated), to: file)
    }
    let said = updated == transcript.lines ? [] : [Wording("\(file): updated", "\(file)：已更新").in(language)]
    // New expectations mend what was said, and no answer that nothing asked for.
    let left = transcript.isDocument ? run.unexpected : run.unasked
    return left.isEmpty ? (0, said) : (1, said + left)
  }
}
