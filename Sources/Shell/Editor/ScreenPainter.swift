/// The bytes that turn what stands on the screen into a frame.
///
/// It remembers the frame that it painted last, and where that left the cursor; every move is relative to that, so the
/// editor never needs to know where on the screen it stands. Each answer is meant to be sent in one `write`.
package struct ScreenPainter {
  private var shown: [FrameRow] = []
  /// The row, of `shown`, that the cursor is on.
  private var cursorRow = 0
  private var cursorColumn = 0
  /// The size of the screen that `shown` was painted for.
  private var size: TerminalSize?
  private let theme: Theme

  package init(theme: Theme) {
    self.theme = theme
  }

  /// Synchronised output begins, the cursor hides: nothing half drawn is seen.
  private static let begin = "\u{1B}[?2026h\u{1B}[?25l"
  private static let end = "\u{1B}[?25h\u{1B}[?2026l"

  /// Paints a frame over the last one. `above` are lines that are to stand over it from now on.
  package mutating func paint(_ frame: Frame, above: [String] = []) -> String {
    var out = Self.begin
    out += goToTop(on: frame.size)
    if frame.size != size || !above.isEmpty {
      out += "\u{1B}[J"
      for line in above { out += line + "\u{1B}[0m\r\n" }
      shown = []
      size = frame.size
    }
    for (index, row) in frame.rows.enumerated() {
      if index > 0 { out += "\r\n" }
      if index < shown.count, shown[index] == row { continue }
      out += text(of: row)
      // On a full row the cursor still stands on the last cell, which this would clear.
      if row.cells < frame.size.columns { out += "\u{1B}[K" }
    }
    if shown.count > frame.rows.count { out += "\r\n\u{1B}[J\u{1B}[1A" }
    out += up(frame.rows.count - 1 - frame.cursor.row) + "\r" + right(frame.cursor.column)
    shown = frame.rows
    cursorRow = frame.cursor.row
    cursorColumn = frame.cursor.column
    return out + Self.end
  }

  /// Leaves the frame for good: the cursor goes to a fresh row under it. The next frame starts there.
  package mutating func leave(after trailing: String = "") -> String {
    let out = down(shown.count - 1 - cursorRow) + trailing + "\r\n"
    forget()
    return out
  }

  /// Clears the screen; the next frame stands at its top.
  package mutating func clear() -> String {
    forget()
    return "\u{1B}[H\u{1B}[2J"
  }

  /// What is on the screen is no longer known: the next frame is drawn in full, from the row of the cursor.
  package mutating func forget() {
    shown = []
    cursorRow = 0
    cursorColumn = 0
  }

  /// From the cursor to the first cell of the frame. After the width changed, terminals have wrapped the rows that no
  /// longer fit, and the cursor went along with its cell.
  private func goToTop(on screen: TerminalSize) -> String {
    var above = cursorRow
    if let size, size.columns != screen.columns {
      above = cursorColumn / screen.columns
      for row in shown.prefix(cursorRow) { above += max(1, (row.cells + screen.columns - 1) / screen.columns) }
    }
    return up(min(above, screen.rows - 1)) + "\r"
  }

  private func text(of row: FrameRow) -> String {
    var out = ""
    for span in row.spans { out += theme.colour(span.text, as: span.style) }
    return out
  }

  private func up(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)A" : "" }
  private func down(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)B" : "" }
  private func right(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)C" : "" }
}
