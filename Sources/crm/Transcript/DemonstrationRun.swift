import ArgumentParser
import Diagnostics
import Engine
import Shell
import Storage
import Values

/// `crm demo FILE`: plays a transcript on the terminal, into a recording, or both.
struct DemonstrationRun {
  let file: String
  let options: WorkspaceOptions
  let speed: Double
  let waits: Bool
  let cast: String?
  let size: TerminalSize?

  func run() throws {
    do { try play() } catch let diagnostic as Diagnostic { throw CommandFailure(diagnostic, options) } catch let list
      as DiagnosticList
    { throw CommandFailure(list, options) }
  }

  private func play() throws {
    let source = try ScriptFile.read(file)
    var reader = TranscriptReader(name: file, text: source.text, vocabulary: VerbCatalogue.complete().vocabulary)
    var transcript: Transcript
    do throws(TranscriptError) { transcript = try reader.read() } catch { throw error.diagnostic(in: file) }
    if transcript.header.fixture == nil { transcript.header.fixture = .demonstration }
    let isTerminal = Terminal.isTerminal(.output) && Terminal.canMoveCursor()
    guard isTerminal || cast != nil else { return try tellPlainly(transcript) }
    let isLive = isTerminal && (cast == nil || waits)
    let screen = size ?? (isLive ? nil : TerminalSize(columns: 100, rows: 30))
    let usesColour = isLive ? Terminal.usesColour(on: .output, forbidden: options.noColor) : !options.noColor
    let stage = DemonstrationScreen(
      size: isLive ? nil : screen,
      cast: try cast.map { _ in
        CastRecorder(
          size: isLive ? Terminal.size() : screen ?? .usual, title: title(of: transcript),
          second: try moment(of: transcript))
      })
    var scratches: [TemporaryFolder] = []
    defer { for scratch in scratches { scratch.remove() } }
    try Player(transcript, on: stage, speed: speed, waitsForKeys: waits, usesColour: usesColour) {
      let scratch = try TemporaryFolder()
      scratches.append(scratch)
      return try room(for: transcript, scratch)
    }.play()
    if let cast, let recording = stage.cast { try ScriptFile.write(recording.text, to: cast) }
  }

  private func room(for transcript: Transcript, _ scratch: TemporaryFolder) throws -> Player.Room {
    let cancellation = Store.Cancellation()
    cancellation.isCancelled = { InterruptFlag.isSet }
    let workspace = try TranscriptWorkspace(
      transcript.header, of: file, scratch: scratch.path, cancellation: cancellation)
    return Player.Room(session: workspace.session, folder: workspace.folder, cancellation: cancellation)
  }

  /// The moment at which the workspace's clock stands, so that a recording is the same each time.
  private func moment(of transcript: Transcript) throws -> Int64 {
    try TranscriptWorkspace(transcript.header, of: file, scratch: nil).session.clock().seconds
  }

  private func title(of transcript: Transcript) -> String {
    Scene.scenes(of: transcript).first?.caption.first ?? file
  }

  /// Into a pipe or a file: statements behind their prompt, and what they say.
  private func tellPlainly(_ transcript: Transcript) throws {
    let scratch = try TemporaryFolder()
    defer { scratch.remove() }
    let workspace = try TranscriptWorkspace(transcript.header, of: file, scratch: scratch.path)
    let run = TranscriptRun(transcript, session: workspace.session, folder: workspace.folder)
    var text = ""
    for (scene, said) in zip(Scene.scenes(of: transcript), run.said) {
      for line in scene.caption { text += "# \(line)\n" }
      text += "crm> \(scene.statement ?? "")\n" + said.map { $0 + "\n" }.joined() + "\n"
    }
    _ = Output.write(text, to: Terminal.Stream.output.rawValue)
  }
}

/// `100x30`
struct ScreenSize: ExpressibleByArgument {
  let size: TerminalSize

  init?(argument: String) {
    let numbers = argument.lowercased().split(separator: "x").map { Int($0) }
    guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], (20...1_000).contains(columns),
      (5...1_000).contains(rows)
    else { return nil }
    size = TerminalSize(columns: columns, rows: rows)
  }
}
