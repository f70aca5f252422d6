package import Diagnostics
internal import Domain
internal import Storage

extension Interpreter {
  /// `data.export_formats` says in which formats data may leave. Markdown is a report and no data format.
  package func refusal(ofExportTo path: String) -> Diagnostic? {
    guard let allowed = session.dictionary.rules.exportFormats, let dot = path.lastIndex(of: ".") else { return nil }
    let ending = path[path.index(after: dot)...].lowercased()
    let format = ["jsonl": "json", "ndjson": "json"][ending] ?? ending
    guard ["csv", "json", "xlsx"].contains(format), !allowed.contains(format) else { return nil }
    let list = allowed.isEmpty ? "[]" : allowed.joined(separator: ", ")
    return Diagnostic(
      "export-format",
      Wording("the configuration lets no data out as .\(ending)", "配置不允许导出 .\(ending) 格式"), kind: .permission,
      help: [Wording("data.export_formats: \(list)", "data.export_formats：\(list)")])
  }
}
