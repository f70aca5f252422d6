internal import Glibc

/// Our commands, as libedit's key maps call them.
extension LineEditor {
  func run(_ command: EditorCommand) -> Engine.Ending {
    settle()
    let column = wantedColumn
    wantedColumn = nil
    switch command {
    case .submit: return submit()
    case .interrupt: return finish(.interrupted, after: "^C")
    case .endOfInput:
      if line.isEmpty { return finish(.endOfInput) }
      deleteForward()
    case .newline: insert([GlyphTable.newline])
    case .suspend: suspend()
    case .complete: complete()
    case .completeBack: complete()
    case .up: if !moveToLine(line.above, column: column) { show(walk.older(history.entries, from: line)) }
    case .down: if !moveToLine(line.below, column: column) { show(walk.newer(history.entries)) }
    case .historyOldest: show(walk.oldest(history.entries, from: line))
    case .historyNewest: show(walk.newest())
    case .right: if !acceptHint() { move(to: line.cursor + 1) }
    case .wordLeft: move(to: line.previousWord)
    case .wordRight: move(to: line.nextWord)
    case .lineStart: move(to: line.lineStart(of: line.cursor))
    case .lineEnd: if !acceptHint() { move(to: line.lineEnd(of: line.cursor)) }
    case .search, .searchNewer: mode = .searching(HistorySearch(entries: history.entries, original: line))
    case .deleteForward: deleteForward()
    case .cutWordLeft: cut(from: line.previousWord, .backward)
    case .cutSpacedWord: cut(from: line.previousSpacedWord, .backward)
    case .cutToLineStart: cut(from: startOfCut, .backward)
    case .cutWordRight: cut(to: line.nextWord)
    case .cutToLineEnd: cut(to: endOfCut)
    case .yank: insert(kills.text)
    case .paste: if !pastes.isEmpty { insert(PastedText.units(of: pastes.removeFirst(), glyphs: &glyphs)) }
    case .clearScreen: send(painter.clear())
    case .ignore: break
    }
    return .goOn
  }

  // MARK: - Ending

  private func submit() -> Engine.Ending {
    let text = glyphs.text(of: line.units)
    if isFinished(text) { return finish(.statement(text)) }
    insert([GlyphTable.newline])
    return .goOn
  }

  @discardableResult
  func finish(_ ending: EditorAnswer, after trailing: String = "") -> Engine.Ending {
    answer = ending
    leaveFrame(after: trailing)
    return .lineEnds
  }

  /// As if the terminal had sent the signal to the whole job; then from here on, with a terminal that may have changed.
  private func suspend() {
    draw()
    send(painter.leave() + Self.bracketedPasteOff)
    engine.setRaw(false)
    kill(0, SIGTSTP)
    engine.setRaw(true)
    send(Self.bracketedPasteOn)
    painter.forget()
  }

  // MARK: - Moving

  private func move(to place: Int) {
    setLine(EditedLine(units: line.units, cursor: place))
  }

  /// A line up or down within the text; false where there is none in that direction.
  private func moveToLine(_ place: (Int, (GlyphUnit) -> Int) -> Int?, column: Int?) -> Bool {
    let wanted = column ?? line.column(cells: glyphs.cells)
    guard let place = place(wanted, glyphs.cells) else { return false }
    move(to: place)
    wantedColumn = wanted
    return true
  }

  private func show(_ step: HistoryWalk.Step?) {
    switch step {
    case .entry(let text):
      let units = glyphs.units(of: text)
      setLine(EditedLine(units: units, cursor: units.count))
    case .draft(let draft): setLine(draft)
    case .none: break
    }
  }

  private func acceptHint() -> Bool {
    guard let hint = hint(for: glyphs.text(of: line.units)) else { return false }
    insert(glyphs.units(of: hint))
    return true
  }

  // MARK: - Changing

  func insert(_ units: [GlyphUnit]) {
    guard !units.isEmpty else { return }
    let changed = line.units[..<line.cursor] + units + line.units[line.cursor...]
    setLine(EditedLine(units: Array(changed), cursor: line.cursor + units.count))
  }

  private func deleteForward() {
    guard !line.isCursorAtEnd else { return }
    var changed = line
    changed.units.remove(at: line.cursor)
    setLine(changed)
  }

  private func cut(from start: Int, _ direction: KillRing.Direction) {
    cut(start..<line.cursor, direction)
  }

  private func cut(to end: Int) {
    cut(line.cursor..<end, .forward)
  }

  private func cut(_ range: Range<Int>, _ direction: KillRing.Direction) {
    kills.cut(line.units[range], direction)
    var changed = line
    changed.units.removeSubrange(range)
    changed.cursor = range.lowerBound
    setLine(changed)
  }

  /// At the start of a line the newline before it is cut, at the end the one after it: so repeating goes on.
  private var startOfCut: Int {
    let start = line.lineStart(of: line.cursor)
    return start == line.cursor ? max(0, start - 1) : start
  }

  private var endOfCut: Int {
    let end = line.lineEnd(of: line.cursor)
    return end == line.cursor ? min(line.units.count, end + 1) : end
  }
}

/// What of a pasted block goes into the line: its text, with newlines and tabs; no other control characters, which
/// would do nothing good there.
enum PastedText {
  static func units(of bytes: [UInt8], glyphs: inout GlyphTable) -> [GlyphUnit] {
    glyphs.units(of: String(decoding: bytes, as: UTF8.self)).filter { unit in
      unit >= 0x20 && !(0x7F...0x9F).contains(unit) || unit == GlyphTable.newline || unit == GlyphTable.tab
    }
  }
}
