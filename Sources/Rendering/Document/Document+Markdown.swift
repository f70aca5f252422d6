package import Diagnostics
internal import Query

extension Document {
  /// Writes GitHub's Markdown in a language.
  package func write(markdown language: UserLanguage, to output: inout OutputBuffer) {
    for (index, block) in blocks.enumerated() {
      if index > 0 { output.append("\n") }
      switch block {
      case .heading(let text, let level):
        output.append(String(repeating: "#", count: min(max(1, level), 6)) + " ")
        line(text.in(language), to: &output)
      case .paragraph(let text): line(text.in(language), to: &output)
      case .list(let items):
        for item in items {
          output.append("- ")
          line(item.in(language), to: &output)
        }
      case .definitions(let definitions):
        for definition in definitions {
          output.append("- **\(MarkdownText.escaped(definition.term.in(language)))**: ")
          line(definition.description.in(language), to: &output)
        }
      case .table(let table):
        var sink = MarkdownSink(language: language)
        table.send(to: &sink)
        output.append(sink.output.bytes)
      case .code(let text, let label): code(text.in(language), label: label, to: &output)
      }
      if !output.drainIfFull() { return }
    }
  }

  private func line(_ text: String, to output: inout OutputBuffer) {
    output.append(MarkdownText.escaped(text))
    output.append("\n")
  }

  /// The fence is longer than any run of backticks inside.
  private func code(_ text: String, label: String, to output: inout OutputBuffer) {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let lines = [fence + label] + Document.codeLines(text) + [fence, ""]
    output.append(lines.joined(separator: "\n"))
  }
}
