package import Query
package import Values

/// A sink that ends in bytes.
package protocol WritingSink: ResultSink, Sendable {
  /// What was written; a drain given to it gets the bytes while the query runs.
  var output: OutputBuffer { get set }
}

/// The stages that end a query in text: `| table`, `| card`, `| json`, `| jsonl`, `| csv`, `| markdown`.
package enum ResultFormat: String, Sendable, CaseIterable {
  case table, card, json, jsonl, csv, markdown

  /// - Parameters:
  ///   - exact: instants whole and not as their day, for a lossless way back (JSON and CSV).
  ///   - baseCurrency: whose amounts stand as plain numbers in JSON and CSV.
  package func sink(
    _ style: OutputStyle, exact: Bool = false, baseCurrency: Currency = .cny, output: OutputBuffer = OutputBuffer()
  ) -> any WritingSink {
    switch self {
    case .table: TableSink(style, output: output)
    case .card: CardSink(style, output: output)
    case .json: JSONSink(exact: exact, baseCurrency: baseCurrency, output: output)
    case .jsonl: JSONLinesSink(exact: exact, baseCurrency: baseCurrency, output: output)
    case .csv: CSVSink(exact: exact, baseCurrency: baseCurrency, output: output)
    case .markdown: MarkdownSink(language: style.language, output: output)
    }
  }
}
