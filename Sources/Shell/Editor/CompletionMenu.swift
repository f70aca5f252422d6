internal import Values

/// The candidates for one place while the user chooses: which is selected, and what the text would be.
package struct CompletionMenu {
  package let candidates: [CompletionCandidate]
  /// The text and the place of the cursor before anything was selected.
  package let original: EditedLine
  /// The units of `original` that a candidate replaces.
  package let range: Range<Int>
  package private(set) var selected: Int?

  /// The rows that a menu takes at most, the line that counts them included.
  private static let rowLimit = 10

  /// Nil where there is nothing to choose from. `cursor` of the line and `range` are in units.
  package init?(_ candidates: [CompletionCandidate], line: EditedLine, range: Range<Int>) {
    guard !candidates.isEmpty else { return nil }
    self.candidates = candidates
    self.original = line
    self.range = range.clamped(to: 0..<line.units.count)
  }

  package mutating func selectNext() {
    selected = selected.map { ($0 + 1) % candidates.count } ?? 0
  }

  package mutating func selectPrevious() {
    selected = selected.map { ($0 + candidates.count - 1) % candidates.count } ?? candidates.count - 1
  }

  /// The text that the selected candidate replaces the range by; nil while none is selected.
  package var replacement: String? { selected.map { candidates[$0].text } }

  /// The longest beginning that all candidates share, whole characters only.
  package static func commonPrefix(of candidates: [CompletionCandidate]) -> String {
    guard var prefix = candidates.first.map({ Array($0.text) }) else { return "" }
    for candidate in candidates.dropFirst() {
      let common = zip(prefix, candidate.text).prefix { $0 == $1 }.count
      prefix.removeSubrange(common...)
    }
    return String(prefix)
  }

  /// The menu as rows: a candidate and its note on each, the selected one in reverse; where not all fit, a window that
  /// follows the selection and a last row that counts.
  package func rows(size: TerminalSize, more: String) -> [FrameRow] {
    let room = max(1, min(Self.rowLimit, size.rows / 2))
    let isCut = candidates.count > room
    let count = isCut ? max(1, room - 1) : candidates.count
    let first = min(max(0, (selected ?? 0) - count / 2), candidates.count - count)
    let window = candidates[first..<first + count]
    let widest = window.map { TerminalCells.width(of: Self.label(of: $0)) }.max() ?? 0
    let labelCells = min(widest, max(1, (size.columns - 4) * 2 / 3))
    var rows = window.indices.map { row(of: $0, labelCells: labelCells, columns: size.columns) }
    if isCut {
      var counter = FrameRow()
      let text = "  \(more) \((selected ?? -1) + 1)/\(candidates.count)"
      let fitting = TerminalCells.truncated(text, to: max(0, size.columns - 1))
      counter.append(fitting, cells: TerminalCells.width(of: fitting), style: .note)
      rows.append(counter)
    }
    return rows
  }

  private func row(of index: Int, labelCells: Int, columns: Int) -> FrameRow {
    let candidate = candidates[index]
    let isSelected = index == selected
    let label = TerminalCells.padded(TerminalCells.truncated(Self.label(of: candidate), to: labelCells), to: labelCells)
    var row = FrameRow()
    let style = isSelected ? FrameStyle.selectedCandidate : .candidate(candidate.kind)
    append(" " + label + " ", style: style, to: &row, columns: columns)
    append(" " + VisibleText.escaped(candidate.note), style: .note, to: &row, columns: columns)
    return row
  }

  private func append(_ text: String, style: FrameStyle, to row: inout FrameRow, columns: Int) {
    let fitting = TerminalCells.truncated(text, to: max(0, columns - 1 - row.cells))
    row.append(fitting, cells: TerminalCells.width(of: fitting), style: style)
  }

  private static func label(of candidate: CompletionCandidate) -> String {
    var text = candidate.text[...]
    while text.last == " " { text.removeLast() }
    return VisibleText.escaped(String(text))
  }
}
