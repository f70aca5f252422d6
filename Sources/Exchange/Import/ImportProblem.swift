internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

/// Why an import cannot begin, or ends without writing.
enum ImportProblem: Error {
  case file(CSVError, path: String)
  case json(JSONFault, path: String)
  case noHeading
  case sameHeading(String, Int, Int)
  case noSuchColumn(String, nearest: [String], [String], SourceSpan)
  case mappedTwice(String, SourceSpan)
  case sameField(String, String, Field)
  case nothingMatches([String], Entity, DataDictionary)
  /// The heading is another than when the statement was planned.
  case changedMeanwhile(path: String)
  case notAnIdentity(String, line: Int, column: String, Entity)
  /// A vCard file that is read as something else than contacts.
  case notContacts(String)
  case noCards(path: String)
  case tooManyCards(path: String)
  case mappedToNotes(SourceSpan)
  case cancelled
  case refused(RefusalReport)
}

/// What came of an import some of whose rows were refused.
struct RefusalReport: Sendable {
  let file: String
  let read: Int
  let refused: Int
  /// The first few.
  let reasons: [(line: Int, reason: Wording)]
  let refusedFile: String?
  let kinds: Set<RowRefusal.Kind>
  /// Columns that fill nothing: what is missing may stand in one of them.
  let ignored: [(heading: String, nearest: [String])]
}

extension ImportProblem {
  /// - Parameter span: of the file's name in the statement.
  func diagnostic(at span: SourceSpan) -> Diagnostic {
    func make(
      _ code: String, _ message: Wording, at place: SourceSpan? = nil, label: Wording? = nil, help: [Wording] = [],
      kind: Diagnostic.Kind = .failure
    ) -> Diagnostic {
      Diagnostic(code, message, kind: kind, at: .init(place ?? span, label), help: help)
    }
    switch self {
    case .file(let error, let path): return error.diagnostic(path: path, at: span)
    case .json(let fault, let path): return fault.diagnostic(path: path, at: span)
    case .noHeading:
      return make(
        "no-heading", Wording("the file has no line of column names", "文件没有列名行"),
        help: [Wording("its first line names the columns: name,phone,city", "第一行应是列名，例如：名称,电话,城市")])
    case .sameHeading(let heading, let first, let second):
      return make(
        "same-column",
        Wording(
          "columns \(first) and \(second) are both called “\(heading)”", "第 \(first) 列和第 \(second) 列同名：“\(heading)”"),
        help: [Wording("rename one of them in the file", "请在文件中改掉其中一个列名")])
    case .noSuchColumn(let name, let nearest, let headings, let place):
      return make(
        "unknown-column", Wording("the file has no column “\(name)”", "文件没有“\(name)”列"), at: place,
        label: SyntaxError.didYouMean(nearest), help: [Wording(verbatim: headings.prefix(20).joined(separator: ", "))],
        kind: .usage)
    case .mappedTwice(let name, let place):
      return make(
        "mapped-twice", Wording("column “\(name)” is mapped twice", "“\(name)”列对应了两次"), at: place, kind: .usage)
    case .sameField(let first, let second, let field):
      return make(
        "same-field",
        Wording(
          "columns “\(first)” and “\(second)” both fill \(field.name)",
          "“\(first)”列和“\(second)”列都对应\(field.names.chineseName)"),
        help: [Wording(verbatim: "map \(ImportProblem.quoted(first)) to \(field.name)")])
    case .nothingMatches(let headings, let entity, let dictionary):
      return nothingMatches(headings, entity, dictionary, make)
    case .changedMeanwhile(let path):
      return make(
        "file-changed", Wording("\(path) has changed meanwhile; nothing was written", "\(path) 已被改动，没有写入任何内容"))
    case .notAnIdentity(let text, let line, let column, let entity):
      let title = entity.title
      return make(
        "not-an-id",
        Wording(
          "line \(line): “\(text)” is no number of a \(entity.names.englishName) like \(entity.reference(1))",
          "第 \(line) 行：“\(text)”不是\(entity.names.chineseName)编号（如 \(entity.reference(1))）"),
        help: [
          Wording(
            "numbers of another system: map \(ImportProblem.quoted(column)) to \(title) keeps them as text",
            "其他系统的编号可作为文本保留：map \(ImportProblem.quoted(column)) to \(title)")
        ])
    case .notContacts(let file):
      return make(
        "not-contacts", Wording("a vCard file holds contacts", "名片文件只能导入为联系人"),
        help: [Wording("import contacts from \"\(file)\"", "导入 联系人 从 \"\(file)\"")])
    case .noCards(let path):
      return make(
        "no-cards", Wording("\(path) holds no vCard", "\(path) 中没有名片"),
        help: [Wording("a card stands between BEGIN:VCARD and END:VCARD", "名片写在 BEGIN:VCARD 与 END:VCARD 之间")])
    case .tooManyCards(let path):
      return make(
        "too-many-cards", Wording("the text of \(path) is too large for one import", "\(path) 的文字过多，无法一次导入"),
        help: [Wording("import it in parts", "请分成几个文件导入")])
    case .mappedToNotes(let place):
      return make(
        "mapped-to-notes", Wording("what no field takes goes to notes by itself", "没有对应字段的内容会自动记入备注"),
        at: place, kind: .usage)
    case .cancelled:
      return Diagnostic("interrupted", Wording("interrupted; nothing was changed", "已中断，数据没有改动"), kind: .failure)
    case .refused(let report): return report.diagnostic(at: span)
    }
  }

  private func nothingMatches(
    _ headings: [String], _ entity: Entity, _ dictionary: DataDictionary,
    _ make: (String, Wording, SourceSpan?, Wording?, [Wording], Diagnostic.Kind) -> Diagnostic
  ) -> Diagnostic {
    let shown = headings.prefix(12).filter { !$0.isEmpty }
    let fields = entity.fields.filter { !$0.isDerived && $0.name != "deleted_at" }.map(\.name)
    let column = ImportProblem.quoted(shown.first ?? "…")
    return make(
      "no-column-fits",
      Wording(
        "no column of the file is a field of \(entity.pluralEnglish): \(shown.joined(separator: ", "))",
        "文件中没有一列对应\(entity.names.chineseName)的字段：\(shown.joined(separator: "、"))"), nil, nil,
      Self.delimiters(in: headings) + [
        Wording(verbatim: "map \(column) to \(entity.title)"),
        Wording("fields: \(fields.joined(separator: ", "))", "字段：\(fields.joined(separator: "、"))"),
      ], .usage)
  }

  /// A heading that is one column may be several, parted by another sign.
  private static func delimiters(in headings: [String]) -> [Wording] {
    guard headings.count == 1, let heading = headings.first else { return [] }
    let signs = [
      (",", "comma"), (";", "\";\""), ("\t", "tab"), ("|", "\"|\""), ("^", "\"^\""), ("~", "\"~\""), (":", "\":\""),
    ]
    return signs.filter { heading.contains($0.0) }.map { sign, spelled in
      Wording("if this parts the columns: delimiter \(spelled)", "如果列是这样分隔的：分隔符 \(spelled)")
    }
  }

  /// As `map` takes it.
  static func quoted(_ column: String) -> String {
    let isPlain = !column.isEmpty && column.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" }
    return isPlain ? column : "\"\(column)\""
  }
}

extension RefusalReport {
  fileprivate func diagnostic(at span: SourceSpan) -> Diagnostic {
    var help = reasons.map { Wording("line \($0.line): \($0.reason.english)", "第 \($0.line) 行：\($0.reason.chinese)") }
    let rest = refused - reasons.count
    if rest > 0 { help.append(Wording("and \(rest) more", "另有 \(rest) 行")) }
    if let refusedFile {
      help.append(Wording("the refused rows with their reasons: \(refusedFile)", "被拒的行及原因：\(refusedFile)"))
    }
    for column in ignored.prefix(10) {
      let nearest = column.nearest.first.map { "map \(ImportProblem.quoted(column.heading)) to \($0)" }
      help.append(
        Wording(
          "column \(column.heading) is no field and was passed over" + (nearest.map { ": \($0)" } ?? ""),
          "“\(column.heading)”列不是字段，未导入" + (nearest.map { "：\($0)" } ?? "")))
    }
    var ways: [String] = []
    if kinds.contains(.missingReference) { ways.append("on missing create") }
    if kinds.contains(.duplicate) {
      ways += ["on duplicate skip", "on duplicate update", "on duplicate ask", "allow duplicate"]
    }
    if kinds.contains(.missingField) { ways.append("allow missing") }
    ways.append("skip refused")
    let list = ways.joined(separator: "  ·  ")
    help.append(Wording("ways out: \(list)", "可选的处理：\(list)"))
    return Diagnostic(
      "import-refused",
      Wording(
        "\(refused) of \(read) rows of \(file) cannot be taken; nothing was written",
        "\(file) 的 \(read) 行中有 \(refused) 行无法导入，没有写入任何内容"), kind: .failure, at: .init(span), help: help)
  }
}
