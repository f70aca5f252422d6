internal import Values

/// What a part of the screen under the editor is, for its colour.
package enum FrameStyle: Equatable, Sendable {
  case prompt
  case text(HighlightStyle)
  /// A control or invisible character, spelled out.
  case control
  case hint
  case candidate(HighlightStyle), note
  case selectedCandidate
}

/// A run of text in one style.
package struct FrameSpan: Equatable, Sendable {
  package var text: String
  package var style: FrameStyle

  package init(_ text: String, _ style: FrameStyle) {
    self.text = text
    self.style = style
  }
}

/// One row of the screen.
package struct FrameRow: Equatable, Sendable {
  package private(set) var spans: [FrameSpan] = []
  /// How many cells the spans take, never more than the screen has.
  package private(set) var cells = 0

  package init() {}

  package mutating func append(_ text: String, cells: Int, style: FrameStyle) {
    guard !text.isEmpty else { return }
    self.cells += cells
    if let last = spans.indices.last, spans[last].style == style {
      spans[last].text += text
    } else {
      spans.append(FrameSpan(text, style))
    }
  }

  package var text: String { spans.map(\.text).joined() }
}

/// A place on the screen, counted from the frame's first row.
package struct FramePlace: Equatable, Sendable {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// Everything that the editor shows at one moment, as rows of cells: prompts, the coloured text, the ghost text after
/// it, the menu under it, and the cell of the cursor. It is a value made from values; nothing is written here.
///
/// Text that is longer than a row goes on in the next; a character of two cells never straddles the edge. A text with
/// more rows than the screen is shown through a window that follows the cursor.
package struct Frame: Equatable, Sendable {
  package let rows: [FrameRow]
  package let cursor: FramePlace
  /// How many rows of the text are hidden above the window.
  package let scroll: Int
  package let size: TerminalSize

  /// What a frame is made of.
  package struct Content {
    package var prompt: String
    package var continuationPrompt: String
    package var line: EditedLine
    /// A style for each unit of the line; missing ones are plain.
    package var styles: [HighlightStyle] = []
    /// Ghost text after the end of the line.
    package var hint = ""
    /// The rows under the text.
    package var footer: [FrameRow] = []

    package init(prompt: String, continuationPrompt: String, line: EditedLine) {
      self.prompt = prompt
      self.continuationPrompt = continuationPrompt
      self.line = line
    }
  }

  /// `scroll` is that of the frame before, so that the window stays where it is as long as the cursor is inside.
  package init(_ content: Content, glyphs: GlyphTable, size: TerminalSize, scroll: Int = 0) {
    let layout = Layout(content, glyphs: glyphs, columns: size.columns)
    let footer = content.footer.prefix(max(0, min(size.rows - 1, size.rows / 2 + 1)))
    let height = max(1, size.rows - footer.count)
    let cursor = layout.cursor
    var first = min(scroll, max(0, layout.rowCount - height))
    if cursor.row < first { first = cursor.row }
    if cursor.row >= first + height { first = cursor.row - height + 1 }
    let window = first..<min(layout.rowCount, first + height)
    self.rows = layout.draw(window, of: content, glyphs: glyphs) + footer
    self.cursor = FramePlace(row: cursor.row - first, column: cursor.column)
    self.scroll = first
    self.size = size
  }
}

// MARK: - Layout

/// Which units stand on which row.
private struct Layout {
  private enum Lead {
    case prompt, continuation, none
  }

  private struct Row {
    var lead: Lead
    var units: Range<Int>
  }

  private var rows: [Row] = []
  private let prompt: FrameSpan
  private let continuation: FrameSpan
  private let promptCells: Int
  private let continuationCells: Int
  private let columns: Int
  private(set) var cursor = FramePlace(row: 0, column: 0)

  var rowCount: Int { rows.count }

  init(_ content: Frame.Content, glyphs: GlyphTable, columns: Int) {
    self.columns = columns
    // Room for a character of two cells must be left beside a prompt.
    let room = max(0, columns - 4)
    let first = TerminalCells.truncated(VisibleText.escaped(content.prompt), to: room)
    let other = TerminalCells.truncated(VisibleText.escaped(content.continuationPrompt), to: room)
    prompt = FrameSpan(first, .prompt)
    continuation = FrameSpan(other, .prompt)
    promptCells = TerminalCells.width(of: first)
    continuationCells = TerminalCells.width(of: other)
    place(content.line, glyphs: glyphs)
  }

  private mutating func place(_ line: EditedLine, glyphs: GlyphTable) {
    var lead = Lead.prompt
    var start = 0
    var column = promptCells
    for index in line.units.indices {
      let unit = line.units[index]
      let cells = unit == GlyphTable.newline ? 0 : Self.cells(unit, at: column, columns: columns, glyphs: glyphs)
      // The cursor needs a cell of its own even where the newline does not.
      if column + max(cells, index == line.cursor ? 1 : 0) > columns, column > 0 {
        rows.append(Row(lead: lead, units: start..<index))
        (lead, start, column) = (.none, index, 0)
      }
      if index == line.cursor { cursor = FramePlace(row: rows.count, column: column) }
      column += unit == GlyphTable.tab ? Self.cells(unit, at: column, columns: columns, glyphs: glyphs) : cells
      if unit == GlyphTable.newline {
        rows.append(Row(lead: lead, units: start..<index))
        (lead, start, column) = (.continuation, index + 1, continuationCells)
      }
    }
    rows.append(Row(lead: lead, units: start..<line.units.count))
    guard line.isCursorAtEnd else { return }
    if column >= columns {
      rows.append(Row(lead: .none, units: line.units.count..<line.units.count))
      column = 0
    }
    cursor = FramePlace(row: rows.count - 1, column: column)
  }

  func draw(_ window: Range<Int>, of content: Frame.Content, glyphs: GlyphTable) -> [FrameRow] {
    window.map { index in
      var row = FrameRow()
      switch rows[index].lead {
      case .prompt: row.append(prompt.text, cells: promptCells, style: prompt.style)
      case .continuation: row.append(continuation.text, cells: continuationCells, style: continuation.style)
      case .none: break
      }
      for place in rows[index].units {
        append(content.line.units[place], style: content.styles[orPlain: place], to: &row, glyphs: glyphs)
      }
      if index == rows.count - 1, content.line.isCursorAtEnd { append(hint: content.hint, to: &row) }
      return row
    }
  }

  private func append(_ unit: GlyphUnit, style: HighlightStyle, to row: inout FrameRow, glyphs: GlyphTable) {
    let cells = Self.cells(unit, at: row.cells, columns: columns, glyphs: glyphs)
    if unit == GlyphTable.tab {
      row.append(String(repeating: " ", count: cells), cells: cells, style: .text(style))
      return
    }
    let text = glyphs.display(unit)
    // A spelled-out character wider than the whole screen.
    let fitting = cells < glyphs.cells(unit) ? TerminalCells.truncated(text, to: cells) : text
    let visible = unit >= 0x20 && (unit < 0x7F || fitting.utf8.count == glyphs.utf8Count(unit))
    row.append(fitting, cells: cells, style: visible ? .text(style) : .control)
  }

  private func append(hint: String, to row: inout FrameRow) {
    // The last cell stays free: a row that is full to the edge wraps on some terminals.
    let room = columns - row.cells - 1
    guard room > 1, let line = hint.split(separator: "\n", omittingEmptySubsequences: false).first else { return }
    let fitting = TerminalCells.truncated(VisibleText.escaped(String(line)), to: room)
    row.append(fitting, cells: TerminalCells.width(of: fitting), style: .hint)
  }

  /// A tab reaches to the next fourth cell of the screen.
  private static func cells(_ unit: GlyphUnit, at column: Int, columns: Int, glyphs: GlyphTable) -> Int {
    let cells = unit == GlyphTable.tab ? 4 - column % 4 : glyphs.cells(unit)
    return min(cells, max(1, columns - (unit == GlyphTable.tab ? min(column, columns - 1) : 0)))
  }
}

extension [HighlightStyle] {
  fileprivate subscript(orPlain index: Int) -> HighlightStyle { indices.contains(index) ? self[index] : .plain }
}
