package import Diagnostics
internal import Query
package import Values

extension Document {
  /// Writes an array of blocks, a block a line: each an object with its `kind`, its texts in a language; the rows of a
  /// table are objects as `JSONSink` writes them.
  package func write(
    json language: UserLanguage, exact: Bool = false, baseCurrency: Currency = .cny, to output: inout OutputBuffer
  ) {
    for (index, block) in blocks.enumerated() {
      output.append(index == 0 ? "[\n  " : ",\n  ")
      switch block {
      case .heading(let text, let level):
        open("heading", to: &output)
        output.append(",\"level\":\(level),\"text\":")
        output.append(json: text.in(language))
      case .paragraph(let text):
        open("paragraph", to: &output)
        output.append(",\"text\":")
        output.append(json: text.in(language))
      case .list(let items):
        open("list", to: &output)
        array("items", items, to: &output) { item, output in output.append(json: item.in(language)) }
      case .definitions(let definitions):
        open("definitions", to: &output)
        array("items", definitions, to: &output) { item, output in
          output.append("{\"term\":")
          output.append(json: item.term.in(language))
          output.append(",\"description\":")
          output.append(json: item.description.in(language))
          output.append("}")
        }
      case .table(let table):
        open("table", to: &output)
        let record = JSONRecord(table.shape, exact: exact, baseCurrency: baseCurrency, indent: nil)
        write(table, language, record, to: &output)
      case .code(let text, let label):
        open("code", to: &output)
        output.append(",\"label\":")
        output.append(json: label)
        output.append(",\"text\":")
        output.append(json: text.in(language))
      }
      output.append("}")
      if !output.drainIfFull() { return }
    }
    output.append(blocks.isEmpty ? "[]\n" : "\n]\n")
  }

  private func open(_ kind: String, to output: inout OutputBuffer) { output.append("{\"kind\":\"\(kind)\"") }

  private func array<Item>(
    _ name: String, _ items: [Item], to output: inout OutputBuffer, _ write: (Item, inout OutputBuffer) -> Void
  ) {
    output.append(",\"\(name)\":[")
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(item, &output)
    }
    output.append("]")
  }

  private func write(
    _ table: ResultTable, _ language: UserLanguage, _ record: JSONRecord, to output: inout OutputBuffer
  ) {
    array("columns", table.shape.columns, to: &output) { column, output in
      output.append("{\"name\":")
      output.append(json: column.name)
      output.append(",\"heading\":")
      output.append(json: column.heading.shown(in: language))
      output.append("}")
    }
    array("rows", table.rows, to: &output) { cells, output in record.write(HeldRow(cells: cells), to: &output) }
  }
}
