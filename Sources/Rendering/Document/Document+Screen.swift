internal import Diagnostics
internal import Query
internal import Values

extension Document {
  /// Draws it for a terminal, or as plain text where the style has no width. Ends in a newline unless it is empty.
  ///
  /// Everything keeps to the width but code, which a person may want to copy whole.
  package func write(_ style: OutputStyle, to output: inout OutputBuffer) {
    for (index, block) in blocks.enumerated() {
      if index > 0, !isHeading(blocks[index - 1]) || isHeading(block) { output.append(UInt8(ascii: "\n")) }
      switch block {
      case .heading(let text, _):
        write(TextWrapping.lines(text.in(style.language), width: style.width).map(style.bold), to: &output)
      case .paragraph(let text):
        write(TextWrapping.lines(text.in(style.language), width: style.width), to: &output)
      case .list(let items):
        for item in items { write(Document.bulleted(item.in(style.language), style), to: &output) }
      case .definitions(let definitions):
        let entries = definitions.map { ($0.term.in(style.language), $0.description.in(style.language)) }
        write(AlignedEntries(entries, style, indent: 2).lines, to: &output)
      case .table(let table):
        var sink = TableSink(style, hasCount: table.rows.isEmpty)
        table.send(to: &sink)
        output.append(sink.output.bytes)
      case .code(let text, _):
        write(Document.codeLines(text.in(style.language)).map { $0.isEmpty ? "" : "  " + $0 }, to: &output)
      }
      if !output.drainIfFull() { return }
    }
  }

  private func isHeading(_ block: Block) -> Bool {
    if case .heading = block { true } else { false }
  }

  private func write(_ lines: [String], to output: inout OutputBuffer) {
    for line in lines {
      output.append(line)
      output.append(UInt8(ascii: "\n"))
    }
  }

  private static func bulleted(_ text: String, _ style: OutputStyle) -> [String] {
    TextWrapping.lines(text, width: style.width.map { $0 - 4 }).enumerated().map { index, line in
      (index == 0 ? "  - " : line.isEmpty ? "" : "    ") + line
    }
  }

  /// The lines of code as they may be put on a screen, a tab as two spaces.
  static func codeLines(_ code: String) -> [String] {
    TextWrapping.pieces(of: code).map { line in
      let spaced = line.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  ")
      return TextWrapping.trimmed(VisibleText.escaped(spaced)[...])
    }
  }
}
