import Values

/// A terminal's screen, as far as the editor draws on it: bytes go in, a grid of cells comes out.
struct ScreenReader {
  let columns: Int
  let rows: Int
  /// One string a cell; the second cell of a wide character is empty, a blank one is a space.
  private(set) var grid: [[String]]
  private(set) var row = 0
  private(set) var column = 0
  /// Lines that have left the screen at its top.
  private(set) var scrolledOff: [String] = []
  private(set) var isPasteBracketed = false
  /// Inside `ESC[?2026h`: what stands here is not meant to be seen yet.
  private(set) var isUpdating = false
  /// How many updates have been shown.
  private(set) var updates = 0

  private var isWrapPending = false
  private var pending: [UInt8] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    grid = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// A line of the screen without the blanks at its end.
  func line(_ row: Int) -> String {
    var text = grid[row].joined()
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  /// The screen's lines down to the last that is not blank.
  var text: [String] {
    var lines = (0..<rows).map(line)
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  mutating func feed(_ text: String) { feed(Array(text.utf8)) }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var index = 0
    while index < pending.count {
      let length =
        pending[index] == 0x1B ? escape(at: index) : pending[index] < 0x20 ? control(at: index) : run(at: index)
      guard let length else { break }
      index += length
    }
    pending.removeFirst(index)
  }

  private mutating func control(at index: Int) -> Int? {
    switch pending[index] {
    case 0x0D: column = 0
    case 0x0A: lineFeed()
    case 0x08: column = max(0, column - 1)
    default: break
    }
    isWrapPending = false
    return 1
  }

  /// Text up to the next control character. The last character may still get marks: it waits unless something follows.
  private mutating func run(at index: Int) -> Int? {
    let end = pending[index...].firstIndex { $0 < 0x20 } ?? pending.count
    guard let text = String(validating: pending[index..<end], as: UTF8.self) else {
      return end == pending.count ? nil : end - index
    }
    for character in text { put(character) }
    return end - index
  }

  private mutating func put(_ character: Character) {
    let cells = TerminalCells.width(of: character)
    guard cells > 0, cells <= columns else { return }
    if isWrapPending || column + cells > columns {
      column = 0
      lineFeed()
    }
    isWrapPending = false
    grid[row][column] = String(character)
    if cells == 2 { grid[row][column + 1] = "" }
    column += cells
    if column == columns {
      column = columns - 1
      isWrapPending = true
    }
  }

  private mutating func lineFeed() {
    guard row == rows - 1 else {
      row += 1
      return
    }
    scrolledOff.append(line(0))
    grid.removeFirst()
    grid.append(Array(repeating: " ", count: columns))
  }

  /// Nil while the sequence is not complete.
  private mutating func escape(at index: Int) -> Int? {
    guard index + 1 < pending.count else { return nil }
    guard pending[index + 1] == UInt8(ascii: "[") else { return 2 }
    guard let end = pending[(index + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
    carryOut(
      parameters: String(decoding: pending[index + 2..<end], as: UTF8.self), final: Character(.init(pending[end])))
    return end + 1 - index
  }

  private mutating func carryOut(parameters: String, final: Character) {
    let count = max(1, Int(parameters) ?? 1)
    switch (final, parameters) {
    case ("A", _): row = max(0, row - count)
    case ("B", _): row = min(rows - 1, row + count)
    case ("C", _): column = min(columns - 1, column + count)
    case ("D", _): column = max(0, column - count)
    case ("H", _): (row, column) = (0, 0)
    case ("J", "2"): for row in 0..<rows { blank(row, from: 0) }
    case ("J", _):
      blank(row, from: column)
      for row in row + 1..<max(row + 1, rows) { blank(row, from: 0) }
    case ("K", _): blank(row, from: column)
    case ("h", "?2004"): isPasteBracketed = true
    case ("l", "?2004"): isPasteBracketed = false
    case ("h", "?2026"): isUpdating = true
    case ("l", "?2026"):
      isUpdating = false
      updates += 1
    default: break
    }
    if final != "m", final != "h", final != "l" { isWrapPending = false }
  }

  private mutating func blank(_ row: Int, from column: Int) {
    for column in column..<columns { grid[row][column] = " " }
  }
}
