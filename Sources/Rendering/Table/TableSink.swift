internal import Diagnostics
package import Query
internal import Values

/// Draws a result as a table that fits the terminal.
///
/// Off the terminal it is the form that transcripts hold: a heading line, the rows, the count; two spaces between
/// columns, no rule, nothing cut, no white space at a line's end.
package struct TableSink: WritingSink {
  package var output: OutputBuffer
  private let style: OutputStyle
  private let hasCount: Bool
  private var shape: ResultShape?
  private var format: CellFormat
  /// The visible text of every cell, row after row, and its width.
  private var cells: [(text: String, width: Int)] = []
  private var count = 0

  /// - Parameter hasCount: whether the last line says how many there were.
  package init(_ style: OutputStyle, hasCount: Bool = true, output: OutputBuffer = OutputBuffer()) {
    self.style = style
    self.hasCount = hasCount
    self.output = output
    format = CellFormat(.person(style.language))
  }

  package mutating func begin(_ shape: ResultShape) {
    self.shape = shape
    format = CellFormat(.person(style.language), zone: shape.zone)
    cells = []
    count = 0
  }

  package mutating func row(_ row: any ResultRow) -> Bool {
    guard let shape else { return false }
    for column in shape.columns.indices {
      let text = VisibleText.escaped(format.text(row.cell(column)))
      cells.append((text, TerminalCells.width(of: text)))
    }
    count += 1
    return true
  }

  package mutating func end() {
    guard let shape else { return }
    if shape.isScalar {
      let figure = cells.first?.text ?? ""
      writeLine(figure.isEmpty ? RowCount.nothing.in(style.language) : figure)
      if let moment = RowCount.moment(of: shape) { writeNote(moment) }
    } else {
      if count > 0, !shape.columns.isEmpty { drawTable(shape.columns) }
      if hasCount { writeNote(RowCount.wording(count, of: shape)) }
    }
    cells = []
    output.flush()
  }
}

// MARK: - Drawing

extension TableSink {
  private mutating func drawTable(_ columns: [ResultColumn]) {
    let headings = columns.map { VisibleText.escaped($0.heading.shown(in: style.language)) }
    let measured = measured(columns, headings)
    let places = places(columns, measured)
    let widths = TableLayout(places.map { measured[$0] }, width: style.width).widths
    let shown = places.map { columns[$0] }
    let headingCells = places.map { (text: headings[$0], width: TerminalCells.width(of: headings[$0])) }
    writeLine(style.bold(String(decoding: line(headingCells[...], shown, widths), as: UTF8.self)))
    if style.width != nil {
      let cells = widths.reduce(0, +) + TableLayout.gap * (widths.count - 1)
      writeLine(style.dim(String(repeating: "─", count: max(0, cells))))
    }
    for row in 0..<count {
      let from = row * columns.count
      let row = cells[from..<(from + columns.count)]
      output.append(line(shown.count == columns.count ? row : places.map { cells[from + $0] }[...], shown, widths))
      output.append(UInt8(ascii: "\n"))
      if !output.drainIfFull() { return }
    }
    let missing = columns.indices.filter { !places.prefix(widths.count).contains($0) }
    if !missing.isEmpty { writeMissing(missing.map { headings[$0] }) }
  }

  /// The columns that may stand: what only says more of another one goes first where there is not room for all, and
  /// before a text of the others is cut to nothing that could be read.
  private func places(_ columns: [ResultColumn], _ measured: [TableLayout.Column]) -> [Int] {
    var places = Array(columns.indices)
    guard let width = style.width else { return places }
    let wanted = columns.indices.map { index in
      columns[index].isAside ? measured[index].least : max(measured[index].least, min(measured[index].natural, 16))
    }
    while places.reduce(0, { $0 + wanted[$1] }) + TableLayout.gap * (places.count - 1) > width,
      let aside = places.lastIndex(where: { columns[$0].isAside })
    {
      places.remove(at: aside)
    }
    return places
  }

  private func measured(_ columns: [ResultColumn], _ headings: [String]) -> [TableLayout.Column] {
    var widest = [Int](repeating: 0, count: columns.count)
    for (index, cell) in cells.enumerated() {
      widest[index % columns.count] = max(widest[index % columns.count], cell.width)
    }
    return columns.indices.map { index in
      TableLayout.Column(
        heading: TerminalCells.width(of: headings[index]), values: widest[index],
        isWhole: columns[index].type.standsWhole)
    }
  }

  private func line(
    _ cells: ArraySlice<(text: String, width: Int)>, _ columns: [ResultColumn], _ widths: [Int]
  ) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(4 * widths.reduce(0, +))
    // Spaces are owed until something stands behind them, so that none ends the line.
    var owed = 0
    for (index, (cell, width)) in zip(cells, widths).enumerated() {
      if index > 0 { owed += TableLayout.gap }
      var (text, cellWidth) = cell
      if cellWidth > width {
        text = TerminalCells.truncated(text, to: width)
        cellWidth = TerminalCells.width(of: text)
      }
      let missing = max(0, width - cellWidth)
      let isFigure = columns[index].type.isFigure
      if isFigure { owed += missing }
      if cellWidth > 0 {
        line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: owed))
        OutputBuffer.withUTF8(of: text) { line.append(contentsOf: $0) }
        owed = 0
      }
      // An empty cell owes its whole width, wherever its text would have stood.
      if !isFigure { owed += missing }
    }
    while line.last == UInt8(ascii: " ") { line.removeLast() }
    return line
  }

  /// Says which columns found no room.
  private mutating func writeMissing(_ headings: [String]) {
    let names = style.language.joined(headings)
    writeNote(Wording("(no room for \(names))", "（未能显示：\(names)）"))
  }

  private mutating func writeNote(_ wording: Wording) {
    for line in TextWrapping.lines(wording.in(style.language), width: style.width) { writeLine(style.dim(line)) }
  }

  private mutating func writeLine(_ line: String) {
    output.append(line)
    output.append(UInt8(ascii: "\n"))
  }
}

extension ColumnType {
  /// Whether a value that is cut would mislead.
  var standsWhole: Bool {
    switch self {
    case .integer, .number, .money, .date, .instant, .duration, .flag, .identity: true
    case .text, .choice, .reference, .labels: false
    }
  }
}
