internal import Domain
package import Query
package import Values

/// Writes a result as CSV by RFC 4180: a header of field names, CR LF, quotes only where they are needed.
///
/// Labels are joined by `;`, as a `LabelList` spells them. An empty value of the only column is `""`, since an empty line is no record.
package struct CSVSink: WritingSink {
  package enum LineEnd: Sendable {
    case crlf, lf
  }

  package var output: OutputBuffer
  private let exact: Bool
  private let baseCurrency: Currency
  private let lineEnd: LineEnd
  private let hasByteOrderMark: Bool
  private var format = CellFormat(.exchange(exact: false))
  private var columnCount = 0

  /// - Parameter hasByteOrderMark: for a file that Excel shall read as UTF-8.
  package init(
    exact: Bool = false, baseCurrency: Currency = .cny, lineEnd: LineEnd = .crlf, hasByteOrderMark: Bool = false,
    output: OutputBuffer = OutputBuffer()
  ) {
    self.exact = exact
    self.baseCurrency = baseCurrency
    self.lineEnd = lineEnd
    self.hasByteOrderMark = hasByteOrderMark
    self.output = output
  }

  package mutating func begin(_ shape: ResultShape) {
    format = CellFormat(.exchange(exact: exact || shape.isLog), zone: shape.zone, baseCurrency: baseCurrency)
    columnCount = shape.columns.count
    if hasByteOrderMark { output.append("\u{FEFF}") }
    for (index, column) in shape.columns.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(csv: column.name)
    }
    endLine()
  }

  package mutating func row(_ row: any ResultRow) -> Bool {
    let start = output.count
    for column in 0..<columnCount {
      if column > 0 { output.append(UInt8(ascii: ",")) }
      if let text = row.bytes(column) { output.append(csv: text) } else { write(row.cell(column)) }
    }
    if columnCount == 1, output.count == start { output.append("\"\"") }
    endLine()
    return output.drainIfFull()
  }

  package mutating func end() { output.flush() }

  private mutating func write(_ cell: Cell) {
    switch cell {
    case .empty: break
    case .text(let text): output.append(csv: text)
    case .choice(let choice): output.append(csv: choice.name)
    case .reference(let id, _, _): output.append(csv: id)
    case .labels(let labels):
      output.append(csv: labels.lazy.map(LabelList.spelled).joined(separator: ";"))
    // Digits, letters and signs that need no quotes.
    case .integer, .number, .share, .money, .date, .instant, .duration, .flag, .scores: format.write(cell, to: &output)
    }
  }

  private mutating func endLine() {
    switch lineEnd {
    case .crlf: output.append("\r\n")
    case .lf: output.append(UInt8(ascii: "\n"))
    }
  }
}

extension OutputBuffer {
  /// A field of CSV, in quotes where it needs them.
  fileprivate mutating func append(csv field: UnsafeBufferPointer<UInt8>) {
    guard OutputBuffer.needsQuotes(field) else { return append(field) }
    append(UInt8(ascii: "\""))
    for byte in field {
      append(byte)
      if byte == UInt8(ascii: "\"") { append(byte) }
    }
    append(UInt8(ascii: "\""))
  }

  fileprivate mutating func append(csv field: String) {
    OutputBuffer.withUTF8(of: field) { append(csv: $0) }
  }

  /// No early way out: the loop is one that the compiler turns into vector instructions.
  private static func needsQuotes(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    var special: UInt8 = 0
    for byte in field {
      special |= byte == UInt8(ascii: ",") ? 1 : 0
      special |= byte == UInt8(ascii: "\"") ? 1 : 0
      special |= byte == 0x0A ? 1 : 0
      special |= byte == 0x0D ? 1 : 0
    }
    return special != 0
  }
}
