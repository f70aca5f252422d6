internal import Diagnostics
package import Query
internal import Values

/// Shows each record as a card: a line a field, the values aligned and wrapped.
package struct CardSink: WritingSink {
  package var output: OutputBuffer
  private let style: OutputStyle
  private let showsEmpty: Bool
  /// Short fields stand two on a line.
  private let isPaired: Bool
  private var shape: ResultShape?
  private var format: CellFormat
  private var count = 0

  /// - Parameter showsEmpty: whether fields without a value are listed, too.
  package init(
    _ style: OutputStyle, showsEmpty: Bool = false, isPaired: Bool = false, output: OutputBuffer = OutputBuffer()
  ) {
    self.isPaired = isPaired
    self.style = style
    self.showsEmpty = showsEmpty
    self.output = output
    format = CellFormat(.person(style.language))
  }

  package mutating func begin(_ shape: ResultShape) {
    self.shape = shape
    format = CellFormat(.person(style.language), zone: shape.zone)
    count = 0
  }

  package mutating func row(_ row: any ResultRow) -> Bool {
    guard let shape else { return false }
    if shape.isScalar {
      let text = VisibleText.escaped(format.text(row.cell(0)))
      write([text.isEmpty ? RowCount.nothing.in(style.language) : text])
    } else {
      var fields: [(label: String, text: String)] = []
      for (index, column) in shape.columns.enumerated() {
        let text = format.text(row.cell(index))
        guard showsEmpty || !text.isEmpty else { continue }
        fields.append((column.heading.shown(in: style.language), text))
      }
      if count > 0 { output.append(UInt8(ascii: "\n")) }
      write(isPaired ? PairedEntries(fields, style).lines : AlignedEntries(fields, style).lines)
    }
    count += 1
    return output.drainIfFull()
  }

  package mutating func end() {
    if let shape, count == 0 {
      let wording = shape.isScalar ? RowCount.nothing : RowCount.wording(0, of: shape)
      write([wording.in(style.language)])
    } else if let moment = shape.flatMap({ RowCount.moment(of: $0) }) {
      write([style.dim(moment.in(style.language))])
    }
    output.flush()
  }

  private mutating func write(_ lines: [String]) {
    for line in lines {
      output.append(line)
      output.append(UInt8(ascii: "\n"))
    }
  }
}

/// Labels on the left, texts wrapped on the right: the fields of a card, the terms of a definition list.
struct AlignedEntries {
  let lines: [String]

  /// A label that is wider than two fifths of the line, or leaves the text no room, stands on a line of its own.
  init(_ entries: [(label: String, text: String)], _ style: OutputStyle, indent: Int = 0) {
    let labels = entries.map { VisibleText.escaped($0.label) }
    let limit = style.width.map { ($0 - indent) * 2 / 5 } ?? Int.max
    let column = labels.map { TerminalCells.width(of: $0) }.filter { $0 <= limit }.max() ?? 0
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for (label, entry) in zip(labels, entries) {
      let cells = TerminalCells.width(of: label)
      let hanging = indent + (column == 0 ? 2 : column + 2)
      let texts = TextWrapping.lines(entry.text, width: style.width.map { $0 - hanging })
      let filler = String(repeating: " ", count: hanging)
      var rest = texts[...]
      if cells <= limit {
        let first = rest.popFirst() ?? ""
        let gap = first.isEmpty ? "" : String(repeating: " ", count: column - cells + 2)
        lines.append(margin + style.dim(label) + gap + first)
      } else {
        let width = style.width.map { $0 - indent }
        lines += TextWrapping.lines(label, width: width).map { margin + style.dim($0) }
      }
      lines += rest.map { $0.isEmpty ? "" : filler + $0 }
    }
    self.lines = lines
  }
}
