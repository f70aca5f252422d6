/// The two states in which keys do not go to libedit at first: a menu of candidates, and a search of the history.
extension LineEditor {
  // MARK: - Completion

  /// Tab: takes the one candidate, or what all candidates have in common and opens the menu.
  func complete() {
    let text = glyphs.text(of: line.units)
    let answer = hooks.complete(text, glyphs.offset(ofIndex: line.cursor, in: line.units))
    let start = glyphs.index(ofOffset: max(0, answer.range.lowerBound), in: line.units)
    let end = max(start, glyphs.index(ofOffset: answer.range.upperBound, in: line.units))
    if answer.candidates.count == 1, let only = answer.candidates.first {
      return replace(start..<end, of: line, by: only.text)
    }
    var range = start..<end
    let common = CompletionMenu.commonPrefix(of: answer.candidates)
    if common.utf8.count > answer.range.count {
      replace(range, of: line, by: common)
      range = start..<line.cursor
    }
    if let menu = CompletionMenu(answer.candidates, line: line, range: range) { mode = .choosing(menu) }
  }

  private func replace(_ range: Range<Int>, of whole: EditedLine, by text: String) {
    let units = glyphs.units(of: text)
    var changed = whole
    changed.units.replaceSubrange(range, with: units)
    changed.cursor = range.lowerBound + units.count
    setLine(changed)
  }

  /// False for a key that means what it always means; the selected candidate then stays in the line.
  func choose(_ key: EditorKey, in menu: CompletionMenu) -> Bool {
    var menu = menu
    switch key {
    case .unit(0x09), .named(.down): menu.selectNext()
    case .named(.shiftTab), .named(.up): menu.selectPrevious()
    case .unit(0x0D) where menu.selected != nil, .unit(0x0A) where menu.selected != nil:
      mode = .typing
      return true
    case .escape, .unit(0x07), .unit(0x03):
      setLine(menu.original)
      mode = .typing
      return true
    case .unit, .meta, .named, .paste, .sequence:
      mode = .typing
      return false
    }
    if let text = menu.replacement { replace(menu.range, of: menu.original, by: text) }
    mode = .choosing(menu)
    return true
  }

  // MARK: - Search

  /// False for a key that means what it always means; the entry found then stays in the line.
  func seek(_ key: EditorKey, in search: HistorySearch) -> Bool {
    var search = search
    switch key {
    case .unit(0x12), .named(.up), .unit(0x10): search.older()
    case .unit(0x13), .named(.down), .unit(0x0E): search.newer()
    case .unit(0x7F), .unit(0x08): search.deleteLast()
    case .unit(0x07), .unit(0x03):
      setLine(search.original)
      mode = .typing
      return true
    case .escape:
      mode = .typing
      return true
    case .unit(let unit) where unit >= 0x20:
      search.append(glyphs.text(of: [unit]))
    case .paste(let bytes):
      let units = PastedText.units(of: bytes, glyphs: &glyphs)
      search.append(glyphs.text(of: units))
    case .unit, .meta, .named, .sequence:
      mode = .typing
      return false
    }
    mode = .searching(search)
    showMatch(of: search)
    return true
  }

  private func showMatch(of search: HistorySearch) {
    guard let match = search.match, let offset = search.offset else {
      if search.query.isEmpty { setLine(search.original) }
      return
    }
    let units = glyphs.units(of: match)
    setLine(EditedLine(units: units, cursor: glyphs.index(ofOffset: offset, in: units)))
  }
}
