internal import Diagnostics
internal import Domain
internal import Language
internal import Query

/// Where rows go besides the screen: files of data and of pictures.
extension Interpreter {
  /// Sends rows to a sink and says how many.
  typealias Filling = (inout any ResultSink) throws(Diagnostic) -> Int

  func path(writing file: Expression) throws(Diagnostic) -> String {
    let name = try text(file)
    return try binding { () throws(BindingError) in
      try session.planning(folder: folder).path(writing: name, file.span)
    }
  }

  /// A chart as a picture in a file.
  func draw(_ kind: Name, into file: Expression, _ fill: Filling) throws(Diagnostic) {
    guard let exporter = session.chartExporter else { throw BindingError.notBuilt("chart", file.span).diagnostic() }
    let path = try path(writing: file)
    guard keeps(path) else { return }
    let count: Int
    do throws(Diagnostic) { count = try exporter(path, kind.text, fill) } catch { throw error.located(at: file.span) }
    told(path, count)
  }

  /// Rows that are no records in a file; Markdown is read by people.
  func write(
    _ table: ResultTable, forPeople shown: ResultTable? = nil, to file: Expression
  ) throws(Diagnostic) {
    let path = try path(writing: file)
    guard ![".ics", ".vcf", ".vcard"].contains(where: { path.lowercased().hasSuffix($0) }) else {
      throw Diagnostic(
        "unknown-format", Wording("a report is a table of figures", "报表是一张数据表"), kind: .failure,
        at: .init(file.span), help: [Wording(verbatim: ".csv  .json  .jsonl  .md")])
    }
    let table = path.lowercased().hasSuffix(".md") ? shown ?? table : table
    try write(to: path, at: file.span) { sink throws(Diagnostic) in
      table.send(to: &sink)
      return table.rows.count
    }
  }

  /// Rows in a file of the format that its name says.
  func write(to path: String, at span: SourceSpan, _ fill: Filling) throws(Diagnostic) {
    guard let exporter = session.exporter else { throw BindingError.notBuilt("export", span).diagnostic() }
    if let refusal = refusal(ofExportTo: path) { throw refusal.located(at: span) }
    guard keeps(path) else { return }
    let count: Int
    do throws(Diagnostic) {
      count = try exporter(path, session.dictionary.rules.baseCurrency, session.settings.isExact, fill)
    } catch { throw error.located(at: span) }
    told(path, count)
  }

  func told(_ path: String, _ count: Int) {
    if !writtenFiles.contains(path) { writtenFiles.append(path) }
    face.tell(.exported(path: path, rows: count))
  }

  private func keeps(_ path: String) -> Bool {
    if session.keepsNothing { face.tell(.notice(Wording("\(path) was not written", "没有写入 \(path)"))) }
    return !session.keepsNothing
  }
}
