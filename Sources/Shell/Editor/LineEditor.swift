internal import CLineEditor
internal import Glibc

/// The prompt's editor: one for the life of a prompt, used by one thread at a time.
///
/// libedit holds the line and knows the keys (`Engine`). Each time it asks for a key and none is waiting, what it holds
/// is composed into a `Frame` and painted. Standard input and output must be a terminal; for anything else read
/// plainly.
package final class LineEditor {
  let hooks: EditorHooks
  let engine: Engine
  let wording: EditorWording
  package internal(set) var history: History
  /// Where any thread posts lines that are to appear above the prompt.
  package let notices: NoticeBoard

  /// Sees everything that is sent to the terminal.
  var mirror: ((String) -> Void)?

  let wakePipe: WakePipe
  var glyphs = GlyphTable()
  var painter: ScreenPainter
  var decoder = KeyDecoder()
  var kills = KillRing()
  var walk = HistoryWalk()
  var mode = Mode.typing
  /// The line as it was when libedit last asked for a key.
  var line = EditedLine.empty

  /// Units on their way to libedit.
  var queue: [GlyphUnit] = []
  /// Pasted blocks whose `paste` key is on its way.
  var pastes: [[UInt8]] = []
  /// How the present line ended, once it has.
  var answer: EditorAnswer?
  var failure: LineEditorError?
  var hasInputEnded = false
  /// Whether libedit has asked for a key since it was last told to read.
  var hasAsked = false
  /// What the next line starts with: a statement that libedit handed over incomplete.
  var beginning: EditedLine?

  var prompts = (first: "", continuation: "")
  var scroll = 0
  /// The cell that Up and Down would like to stay in; nil after any other key.
  var wantedColumn: Int?
  var coloured: (text: String, units: [GlyphUnit], styles: [HighlightStyle])?

  enum Mode {
    case typing
    case choosing(CompletionMenu)
    case searching(HistorySearch)
  }

  /// `usesColour` is `Terminal.usesColour()` unless the caller knows better.
  package init(
    hooks: EditorHooks, history: History, wording: EditorWording = .english,
    usesColour: Bool = Terminal.usesColour()
  ) throws(LineEditorError) {
    guard Terminal.isTerminal(.input), Terminal.isTerminal(.output), Terminal.canMoveCursor() else { throw .noTerminal }
    guard let wakePipe = WakePipe() else { throw .cannotStart }
    self.hooks = hooks
    self.history = history
    self.wording = wording
    self.wakePipe = wakePipe
    self.notices = NoticeBoard(bell: wakePipe)
    self.painter = ScreenPainter(theme: Theme(usesColour: usesColour))
    self.engine = try Engine(input: Terminal.Stream.input.rawValue, output: Terminal.Stream.output.rawValue)
    decoder.passed = engine.userSequences
    engine.attach(self)
    // Only libedit's native history commands, which a user may bind, look there.
    for entry in history.entries.suffix(1_000) { engine.remember(entry) }
  }

  /// Shows a line above the prompt, now or with the next prompt. Any thread may also use `notices`.
  package func notify(_ line: String) { notices.post(line) }

  /// The next line starts with this text, the cursor behind it.
  func begin(with text: String) {
    let units = glyphs.units(of: text)
    beginning = units.isEmpty ? nil : EditedLine(units: units, cursor: units.count)
  }

  /// Waits for one complete statement, and remembers it in the history.
  package func readStatement(prompt: String, continuationPrompt: String) throws(LineEditorError) -> EditorAnswer {
    prompts = (prompt, continuationPrompt)
    answer = nil
    failure = nil
    let input = Terminal.Stream.input.rawValue
    cle_guard_begin(input, Terminal.Stream.output.rawValue)
    cle_watch_begin(wakePipe.writeEnd)
    defer {
      send(Self.bracketedPasteOff)
      cle_watch_end()
      cle_guard_end()
    }
    repeat {
      startLine()
      hasAsked = false
      let isRead = engine.readLine()
      // It could not even set the terminal up; to try again would go on for ever.
      if !hasAsked, !isRead { failure = .readFailed(EIO) }
      engine.setRaw(false)
      if answer == nil, failure == nil { takeOver(isRead: isRead) }
    } while answer == nil && failure == nil
    if let failure { throw failure }
    guard let answer else { return .endOfInput }
    if case .statement(let text) = answer { remember(text) }
    return answer
  }

  private func startLine() {
    send(Self.bracketedPasteOn)
    mode = .typing
    walk = HistoryWalk()
    line = .empty
    queue = []
    scroll = 0
    wantedColumn = nil
  }

  /// libedit ended the line without a command of ours: by its own Enter, which vi's `v` and a user's bindings reach, or
  /// because it takes the input to have ended.
  private func takeOver(isRead: Bool) {
    var left = engine.line
    if isRead, left.units.last == GlyphTable.newline { left.units.removeLast() }
    left.cursor = left.units.count
    left = glyphs.regrouped(left) ?? left
    line = left
    if hasInputEnded {
      answer = .endOfInput
      return leaveFrame()
    }
    let text = glyphs.text(of: left.units)
    if isRead, isFinished(text) {
      finish(.statement(text))
    } else {
      beginning = isRead ? EditedLine(units: left.units + [GlyphTable.newline], cursor: left.units.count + 1) : left
    }
  }

  private func remember(_ text: String) {
    let count = history.entries.count
    let last = history.entries.last
    history.add(text)
    if history.entries.count != count || history.entries.last != last { engine.remember(text) }
  }

  /// Whether Enter takes the text as it is.
  func isFinished(_ text: String) -> Bool {
    text.allSatisfy(\.isWhitespace) || hooks.isComplete(text)
  }

  static let bracketedPasteOn = "\u{1B}[?2004h"
  static let bracketedPasteOff = "\u{1B}[?2004l"

  func send(_ text: String) {
    Output.write(text, to: Terminal.Stream.output.rawValue)
    mirror?(text)
  }
}
