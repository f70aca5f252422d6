/// What stands in the editor: its units and the place of the cursor between them. It may hold several lines.
package struct EditedLine: Equatable, Sendable {
  package var units: [GlyphUnit]
  /// 0 is before the first unit, `units.count` after the last.
  package var cursor: Int

  package static let empty = EditedLine(units: [], cursor: 0)

  package init(units: [GlyphUnit], cursor: Int) {
    self.units = units
    self.cursor = min(max(0, cursor), units.count)
  }

  package var isEmpty: Bool { units.isEmpty }
  package var isCursorAtEnd: Bool { cursor == units.count }

  /// The start of the line (of several) that holds `place`.
  package func lineStart(of place: Int) -> Int {
    units[..<place].lastIndex(of: GlyphTable.newline).map { $0 + 1 } ?? 0
  }

  /// The end of the line that holds `place`: its newline's place, or the end of all.
  package func lineEnd(of place: Int) -> Int {
    units[place...].firstIndex(of: GlyphTable.newline) ?? units.count
  }

  /// Where the cursor lands a line further up, nil on the first line. `column` is the cell it would like to be in.
  package func above(column: Int, cells: (GlyphUnit) -> Int) -> Int? {
    let start = lineStart(of: cursor)
    guard start > 0 else { return nil }
    return place(inLineFrom: lineStart(of: start - 1), column: column, cells: cells)
  }

  /// Where the cursor lands a line further down, nil on the last line.
  package func below(column: Int, cells: (GlyphUnit) -> Int) -> Int? {
    let end = lineEnd(of: cursor)
    guard end < units.count else { return nil }
    return place(inLineFrom: end + 1, column: column, cells: cells)
  }

  /// The cells from the start of the cursor's line to the cursor.
  package func column(cells: (GlyphUnit) -> Int) -> Int {
    units[lineStart(of: cursor)..<cursor].reduce(0) { $0 + cells($1) }
  }

  private func place(inLineFrom start: Int, column: Int, cells: (GlyphUnit) -> Int) -> Int {
    var reached = 0
    for place in start..<lineEnd(of: start) {
      let next = reached + cells(units[place])
      if next > column { return place }
      reached = next
    }
    return lineEnd(of: start)
  }
}

// MARK: - Words

extension EditedLine {
  /// What a unit is made of: a word is a run of one kind, so that `客户where` has two.
  private enum Kind {
    case space, letters, han, kana, mark

    init(_ unit: GlyphUnit) {
      guard let scalar = GlyphTable.scalar(unit) else {
        self = .mark
        return
      }
      let properties = scalar.properties
      if properties.isWhitespace {
        self = .space
      } else if properties.isIdeographic {
        self = .han
      } else if (0x3040...0x30FF).contains(scalar.value) {
        self = .kana
      } else if scalar == "_" || properties.isAlphabetic || properties.numericType != nil {
        self = .letters
      } else {
        self = .mark
      }
    }

    var isWord: Bool {
      switch self {
      case .letters, .han, .kana: true
      case .space, .mark: false
      }
    }
  }

  /// The start of the word at or before the cursor.
  package var previousWord: Int {
    var place = cursor
    while place > 0, !Kind(units[place - 1]).isWord { place -= 1 }
    guard place > 0 else { return 0 }
    let kind = Kind(units[place - 1])
    while place > 0, Kind(units[place - 1]) == kind { place -= 1 }
    return place
  }

  /// The end of the word at or after the cursor.
  package var nextWord: Int {
    var place = cursor
    while place < units.count, !Kind(units[place]).isWord { place += 1 }
    guard place < units.count else { return place }
    let kind = Kind(units[place])
    while place < units.count, Kind(units[place]) == kind { place += 1 }
    return place
  }

  /// The start of what white space sets off before the cursor.
  package var previousSpacedWord: Int {
    var place = cursor
    while place > 0, Kind(units[place - 1]) == .space { place -= 1 }
    while place > 0, Kind(units[place - 1]) != .space { place -= 1 }
    return place
  }
}
