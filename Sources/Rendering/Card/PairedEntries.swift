internal import Values

/// The fields of a card two to a line where both are short: twice as many fit on a screen.
struct PairedEntries {
  let lines: [String]
  /// Where half a line is less, hardly two fields fit on one and those that do only break the column of the others.
  private static let least = 30

  init(_ entries: [(label: String, text: String)], _ style: OutputStyle) {
    // A pipe has no width; it gets what a usual terminal would.
    let half = (style.width ?? 80) / 2
    guard half >= Self.least else {
      lines = AlignedEntries(entries, style).lines
      return
    }
    let cells = entries.map { TerminalCells.width(of: VisibleText.escaped($0.label)) }
    let column = cells.filter { $0 <= half / 2 }.max() ?? 0
    func isShort(_ place: Int) -> Bool {
      cells[place] <= column && !entries[place].text.contains(where: \.isNewline)
        && column + 4 + TerminalCells.width(of: VisibleText.escaped(entries[place].text)) <= half
    }
    func padded(_ text: String, _ width: Int, to whole: Int) -> String {
      text + String(repeating: " ", count: max(0, whole - width))
    }
    func short(_ place: Int) -> (text: String, width: Int) {
      let text = VisibleText.escaped(entries[place].text)
      let label = style.dim(VisibleText.escaped(entries[place].label))
      return (padded(label, cells[place], to: column + 2) + text, column + 2 + TerminalCells.width(of: text))
    }
    var lines: [String] = []
    var place = 0
    while place < entries.count {
      guard isShort(place) else {
        lines += AlignedEntries([entries[place]], style).lines
        place += 1
        continue
      }
      let left = short(place)
      if place + 1 < entries.count, isShort(place + 1) {
        lines.append(padded(left.text, left.width, to: half) + short(place + 1).text)
        place += 2
      } else {
        lines.append(left.text)
        place += 1
      }
    }
    self.lines = lines
  }
}
