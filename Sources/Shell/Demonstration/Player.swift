internal import Diagnostics
package import Engine
internal import Rendering
package import Storage

/// Plays a transcript in front of an audience: captions, statements typed as a person types them, their answers as they
/// come. What is typed is what runs, by the `Conversation` that the prompt uses.
package final class Player: Attendant {
  /// A fresh workspace to play in.
  package struct Room {
    let session: Session
    let folder: String
    let cancellation: Store.Cancellation?

    package init(session: Session, folder: String, cancellation: Store.Cancellation?) {
      self.session = session
      self.folder = folder
      self.cancellation = cancellation
    }
  }

  let transcript: Transcript
  let stage: DemonstrationScreen
  let usesColour: Bool
  /// A key is waited for before each statement; otherwise the time that it takes to read.
  private let waitsForKeys: Bool
  private let speed: Double
  private let makeRoom: () throws -> Room
  var pace: Pace
  var keyboard = Keyboard()

  package init(
    _ transcript: Transcript, on stage: DemonstrationScreen, speed: Double, waitsForKeys: Bool, usesColour: Bool,
    makeRoom: @escaping () throws -> Room
  ) {
    self.transcript = transcript
    self.stage = stage
    self.speed = speed
    self.waitsForKeys = waitsForKeys && stage.isLive
    self.usesColour = usesColour
    self.makeRoom = makeRoom
    pace = Pace(speed: speed)
  }

  var language: UserLanguage { transcript.header.language }

  /// Plays to the end, or until somebody ends it.
  package func play() throws {
    repeat { pace = Pace(speed: speed) } while try performance() == .again
  }

  private enum Ending {
    case over, again
  }

  /// What somebody at the keyboard wants.
  enum Wish: Equatable {
    case next, end, again
    /// To type statements of their own, beginning with a key that was pressed already.
    case own(String)
  }

  // MARK: A performance

  private func performance() throws -> Ending {
    let room = try makeRoom()
    defer { room.session.store.finish() }
    room.session.settings.usesPager = false
    let names = FolderNames([room.session.scratchFolder, room.folder])
    let console = Console(
      session: room.session, isInteractive: stage.isLive, streams: stage.streams(names, usesColour: usesColour))
    console.attendant = self
    let scripted = Conversation(
      session: room.session, console: console, cancellation: room.cancellation, folder: room.folder,
      allowance: transcript.header.allowance, parameters: transcript.header.parameters)
    let own = Conversation(
      session: room.session, console: console, cancellation: room.cancellation, folder: room.folder)
    let typist = Typist(session: room.session, language)
    if stage.isLive { stage.write("\u{1B}[H\u{1B}[2J") }
    if waitsForKeys { stage.write(dimmed(Self.keys.in(language)) + "\n") }
    for scene in Scene.scenes(of: transcript) {
      show(scene.caption)
      switch wait(typist, own, lines: scene.caption.count, characters: scene.caption.joined().count) {
      case .end: return .over
      case .again: return .again
      case .next, .own: break
      }
      guard let statement = scene.statement else { continue }
      switch raw({ type(statement, by: typist) }) ?? type(statement, by: typist) {
      case .end: return .over
      case .again: return .again
      case .next, .own: break
      }
      say(statement, by: scripted)
      console.flush()
    }
    return try closing(typist, own)
  }

  /// Ctrl-C stops the statement and not the demonstration.
  private func say(_ text: String, by conversation: Conversation) {
    if stage.isLive {
      InterruptFlag.during { _ = conversation.say(text) }
    } else {
      conversation.say(text)
    }
  }

  /// The end stays on the screen until somebody has seen it.
  private func closing(_ typist: Typist, _ own: Conversation) throws -> Ending {
    guard waitsForKeys else {
      rest(pace.reading(lines: 4, characters: 40))
      return .over
    }
    stage.write(dimmed(Wording("(the end: r plays it again)", "（完，按 r 重来）").in(language)) + "\n")
    return wait(typist, own, lines: 0, characters: 0) == .again ? .again : .over
  }

  private static let keys = Wording(
    "space: next · t or typing: a statement of your own · r: again · q: end",
    "空格：下一步 · t 或直接输入：自己来一句 · r：重来 · q：结束")

  // MARK: Captions

  /// Comments as the audience reads them.
  func show(_ caption: [String]) {
    guard !caption.isEmpty else { return }
    var buffer = OutputBuffer()
    let width = max(20, stage.size.columns - 2)
    for line in caption {
      Document([.paragraph(Wording(verbatim: line))]).write(OutputStyle(language: language, width: width), to: &buffer)
    }
    let lines = buffer.text.split(separator: "\n").map { line in
      usesColour ? "\u{1B}[33m▌\u{1B}[0m \u{1B}[1m\(line)\u{1B}[0m" : "▌ \(line)"
    }
    stage.write("\n" + lines.joined(separator: "\n") + "\n")
  }

  func dimmed(_ text: String) -> String { usesColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  // MARK: Waiting

  /// At the prompt, until somebody wants the next statement, or has had the time to read.
  private func wait(_ typist: Typist, _ own: Conversation, lines: Int, characters: Int) -> Wish {
    guard waitsForKeys else { return rest(pace.reading(lines: lines, characters: characters)) }
    while true {
      stage.write(typist.frame(of: "", on: stage.size, usesColour: usesColour))
      // A key that says nothing is passed over.
      var wish = keyWish(within: nil)
      while wish == nil { wish = keyWish(within: nil) }
      stage.write(typist.wipe())
      guard case .own(let beginning)? = wish else { return wish ?? .next }
      converse(own, beginning: beginning + typedAhead())
    }
  }

  /// Waits so long, unless somebody wants something.
  @discardableResult
  func rest(_ milliseconds: Int) -> Wish {
    switch keyWish(within: milliseconds) {
    case .end?: .end
    case .again?: .again
    case .next?, .own?, nil: .next
    }
  }

  /// What a key says; nil where the time passed without one.
  func keyWish(within milliseconds: Int?) -> Wish? {
    let body = { () -> Keyboard.Answer in self.stage.wait(milliseconds, &self.keyboard) }
    switch raw(body) ?? Self.unattended(milliseconds) {
    case .nothing: return nil
    case .ended: return .end
    case .key(let key): return Self.wish(of: key)
    }
  }

  /// Runs with each key as it comes; nil where there is no keyboard.
  func raw<Answer>(_ body: () -> Answer) -> Answer? {
    guard stage.isLive else { return body() }
    return RawMode.during(Terminal.Stream.input.rawValue, keepsInput: true, body)
  }

  /// What was typed right behind the key that began a statement.
  private func typedAhead() -> String {
    var text = String.UnicodeScalarView()
    while case .key(.unit(let unit))? = raw({ keyboard.next(within: 0) }), unit >= 0x20,
      let scalar = GlyphTable.scalar(unit)
    {
      text.append(scalar)
    }
    return String(text)
  }

  /// A terminal without a keyboard: time passes.
  private static func unattended(_ milliseconds: Int?) -> Keyboard.Answer {
    guard let milliseconds else { return .ended }
    Sleep.milliseconds(milliseconds)
    return .nothing
  }

  static func wish(of key: EditorKey) -> Wish? {
    switch key {
    case .escape, .unit(0x03), .unit(0x04): return .end
    case .unit(0x0D), .unit(0x0A), .unit(0x20), .named(.right), .named(.down), .named(.pageDown): return .next
    case .unit(let unit):
      guard let scalar = GlyphTable.scalar(unit), unit > 0x20, unit != 0x7F else { return nil }
      switch scalar {
      case "q", "Q", "ｑ": return .end
      case "r", "R", "ｒ": return .again
      case "t", "T", "ｔ": return .own("")
      default: return .own(String(scalar))
      }
    case .paste(let bytes): return .own(String(decoding: bytes, as: UTF8.self))
    case .meta, .named, .sequence: return nil
    }
  }

  // MARK: The trainer's own statements

  /// The real prompt, until an empty line or Ctrl-D.
  private func converse(_ own: Conversation, beginning: String) {
    guard let editor = try? Prompt.editor(for: own.session, console: own.console, history: History()) else { return }
    editor.begin(with: beginning)
    editor.mirror = { [stage] in stage.note($0) }
    stage.write(dimmed(Self.ownWords.in(language)) + "\n")
    while true {
      let prompt = Prompt.label(of: own.session, language, who: Self.ownMark.in(language))
      switch try? editor.readStatement(prompt: prompt, continuationPrompt: Prompt.more) {
      case .statement(let text)?:
        guard !text.allSatisfy(\.isWhitespace) else { return }
        say(text, by: own)
        own.console.flush()
      case .interrupted?: continue
      case .endOfInput?, nil:
        stage.write("\n")
        return
      }
    }
  }

  /// `crm live> `: the audience sees that it is not the script that types.
  private static let ownMark = Wording(" live", " 现场")
  private static let ownWords = Wording("(your own statements; an empty line goes back)", "（自己输入语句，空行返回）")

  // MARK: What the script itself waits for

  package func pause(_ caption: String?) {
    if let caption { show([caption]) }
    guard waitsForKeys else {
      rest(pace.reading(lines: 1, characters: caption?.count ?? 0))
      return
    }
    stage.write(dimmed(Wording("(any key goes on)", "（按任意键继续）").in(language)))
    _ = keyWish(within: nil)
    stage.write("\r\u{1B}[K")
  }

  package func ask(_ question: String) -> String? {
    guard waitsForKeys else { return nil }
    guard let editor = try? LineEditor(hooks: EditorHooks(), history: History(), usesColour: usesColour),
      case .statement(let answer)? = try? editor.readStatement(prompt: question + " ", continuationPrompt: "")
    else { return nil }
    stage.note(question + " " + answer + "\n")
    return answer
  }
}
