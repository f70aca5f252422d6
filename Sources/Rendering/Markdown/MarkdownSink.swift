package import Diagnostics
package import Query

/// Writes a result as a table of GitHub's Markdown, for people: headings and values in their language.
package struct MarkdownSink: WritingSink {
  package var output: OutputBuffer
  private let language: UserLanguage
  private var format: CellFormat
  private var columnCount = 0

  package init(language: UserLanguage, output: OutputBuffer = OutputBuffer()) {
    self.language = language
    self.output = output
    format = CellFormat(.person(language))
  }

  package mutating func begin(_ shape: ResultShape) {
    format = CellFormat(.person(language), zone: shape.zone)
    columnCount = shape.columns.count
    guard columnCount > 0 else { return }
    for column in shape.columns { write(column.heading.shown(in: language)) }
    output.append("|\n")
    for column in shape.columns { output.append(column.type.isFigure ? "| ---: " : "| --- ") }
    output.append("|\n")
  }

  package mutating func row(_ row: any ResultRow) -> Bool {
    guard columnCount > 0 else { return false }
    for column in 0..<columnCount { write(format.text(row.cell(column))) }
    output.append("|\n")
    return output.drainIfFull()
  }

  package mutating func end() { output.flush() }

  private mutating func write(_ text: String) {
    output.append("| ")
    output.append(MarkdownText.escaped(text))
    output.append(UInt8(ascii: " "))
  }
}
