internal import Domain
internal import Query
internal import Values

/// Writes rows as JSON objects: what is made ready once for all of them.
struct JSONRecord: Sendable {
  private let format: CellFormat
  /// What stands before each value, from the end of the one before: `,\n    "name": `; all of them in one array, so
  /// that a value costs no reference counting.
  private let prefixes: [UInt8]
  /// Where in `prefixes` those of each column end.
  private let prefixEnds: [Int]
  private let isLabels: [Bool]
  private let close: [UInt8]
  private let separator: [UInt8]
  /// What stands in each record beside its columns, and how its rows are written: one or none.
  private let nested: [(rows: NestedRows, prefix: [UInt8], record: JSONRecord)]

  /// - Parameter indent: the spaces before the record's braces; nil writes it in one line without spaces.
  init(_ shape: ResultShape, exact: Bool, baseCurrency: Currency, indent: Int?, nested: [NestedRows] = []) {
    format = CellFormat(.exchange(exact: exact || shape.isLog), zone: shape.zone, baseCurrency: baseCurrency)
    isLabels = shape.columns.map { $0.type == .labels }
    let line = indent.map { "\n" + String(repeating: " ", count: $0) } ?? ""
    let inner = indent == nil ? "" : line + "  "
    var prefix = OutputBuffer()
    prefixEnds = shape.columns.enumerated().map { index, column in
      prefix.append(index == 0 ? "{" : ",")
      prefix.append(inner)
      prefix.append(json: column.name)
      prefix.append(indent == nil ? ":" : ": ")
      return prefix.count
    }
    prefixes = prefix.bytes
    close = Array((prefixEnds.isEmpty ? "{}" : line + "}").utf8)
    separator = Array((indent == nil ? "," : ", ").utf8)
    let isEmpty = shape.columns.isEmpty
    self.nested = nested.map { rows in
      var name = OutputBuffer()
      name.append(isEmpty ? "{" : ",")
      name.append(inner)
      name.append(json: rows.name)
      name.append(indent == nil ? ":" : ": ")
      return (rows, name.bytes, JSONRecord(rows.shape, exact: exact, baseCurrency: baseCurrency, indent: nil))
    }
  }

  func write(_ row: any ResultRow, to output: inout OutputBuffer) {
    var start = 0
    for column in prefixEnds.indices {
      let end = prefixEnds[column]
      prefixes.withUnsafeBufferPointer { output.append(UnsafeBufferPointer(rebasing: $0[start..<end])) }
      start = end
      write(row, column, to: &output)
    }
    for inner in nested {
      output.append(inner.prefix)
      output.append(UInt8(ascii: "["))
      for (index, cells) in inner.rows.rows(of: row).enumerated() {
        if index > 0 { output.append(separator) }
        inner.record.write(HeldRow(cells: cells), to: &output)
      }
      output.append(UInt8(ascii: "]"))
    }
    output.append(close)
  }

  /// The value alone.
  func write(_ row: any ResultRow, _ column: Int, to output: inout OutputBuffer) {
    if let text = row.bytes(column) { return output.append(json: text) }
    let cell = row.cell(column)
    switch cell {
    case .empty: output.append(isLabels[column] ? "[]" : "null")
    case .text(let text): if text.isEmpty { output.append("null") } else { output.append(json: text) }
    case .integer, .number, .share, .flag: format.write(cell, to: &output)
    case .money(let money):
      let isNumber = money.currency == format.baseCurrency
      if isNumber { format.write(cell, to: &output) } else { writeQuoted(cell, to: &output) }
    case .date, .instant, .duration: writeQuoted(cell, to: &output)
    case .choice(let choice): output.append(json: choice.name)
    case .reference(let id, _, _): output.append(json: id)
    case .labels(let labels): write(labels, to: &output)
    case .scores(let score): write(score, to: &output)
    }
  }

  /// `{"recency": 5, "frequency": 4, "monetary": 5, "total": 14}`
  private func write(_ score: RFMScore, to output: inout OutputBuffer) {
    let colon = separator.count > 1 ? ": " : ":"
    let parts = [
      ("recency", score.recency), ("frequency", score.frequency), ("monetary", score.monetary), ("total", score.total),
    ]
    output.append(UInt8(ascii: "{"))
    for (index, part) in parts.enumerated() {
      if index > 0 { output.append(separator) }
      output.append(json: part.0)
      output.append(colon)
      output.append(Int64(part.1))
    }
    if format.isExact {
      output.append(separator)
      output.append(json: "segment")
      output.append(colon)
      output.append(json: score.segment.chineseName)
    }
    output.append(UInt8(ascii: "}"))
  }

  /// For spellings that hold nothing to escape.
  private func writeQuoted(_ cell: Cell, to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "\""))
    format.write(cell, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  private func write(_ labels: [String], to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "["))
    for (index, label) in labels.enumerated() {
      if index > 0 { output.append(separator) }
      output.append(json: label)
    }
    output.append(UInt8(ascii: "]"))
  }
}
