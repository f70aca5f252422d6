internal import Diagnostics
internal import Glibc

/// What a file is that is no text, told by how it begins: a workbook that was only given another name is the
/// commonest.
enum ForeignFile: CaseIterable {
  case workbook, oldWorkbook, portableDocument, compressed, picture

  init?(_ head: [UInt8]) {
    guard let found = Self.allCases.first(where: { head.starts(with: $0.mark) }) else { return nil }
    self = found
  }

  private var mark: [UInt8] {
    switch self {
    case .workbook: [0x50, 0x4B, 0x03, 0x04]
    case .oldWorkbook: [0xD0, 0xCF, 0x11, 0xE0]
    case .portableDocument: [0x25, 0x50, 0x44, 0x46, 0x2D]
    case .compressed: [0x1F, 0x8B]
    case .picture: [0x89, 0x50, 0x4E, 0x47]
    }
  }

  /// Why what lies at a path cannot be imported; nil where nothing is to be said, or it cannot be opened, which its
  /// reader tells.
  static func refusal(of path: String, as file: String, isTable: Bool, at span: SourceSpan) -> Diagnostic? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var head = [UInt8](repeating: 0, count: 8)
    let got = pread(descriptor, &head, head.count, 0)
    guard got > 0 else { return got == 0 && isTable ? empty(file, span) : nil }
    return ForeignFile(Array(head.prefix(got)))?.diagnostic(file, span)
  }

  private static func empty(_ file: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "empty-file", Wording("\(file) is empty", "\(file) 是空文件"), kind: .failure, at: .init(span),
      help: [Wording("its first line names the columns: name,phone,city", "第一行应是列名，例如：名称,电话,城市")])
  }

  private func diagnostic(_ file: String, _ span: SourceSpan) -> Diagnostic {
    let what: Wording =
      switch self {
      case .workbook:
        Wording("an Excel workbook (.xlsx) or another zip file", "Excel 工作簿（.xlsx）或其他压缩文件")
      case .oldWorkbook: Wording("an old Excel workbook (.xls)", "旧版 Excel 工作簿（.xls）")
      case .portableDocument: Wording("a PDF document", "PDF 文档")
      case .compressed: Wording("a gzip file", "gzip 压缩文件")
      case .picture: Wording("a picture", "图片")
      }
    let help: Wording =
      switch self {
      case .workbook, .oldWorkbook:
        Wording(
          "in Excel or WPS: File, Save As, “CSV UTF-8 (comma delimited)”; then import that file",
          "请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”，再导入")
      case .compressed: Wording("unpack it first: gzip -d …", "请先解压：gzip -d …")
      case .portableDocument, .picture:
        Wording("an import reads tables of text: .csv, .json, .jsonl", "导入只能读取文本表格：.csv、.json、.jsonl")
      }
    return Diagnostic(
      "not-text", Wording("\(file) is \(what.english), whatever its name says", "\(file) 其实是\(what.chinese)"),
      kind: .failure, at: .init(span), help: [help])
  }
}
