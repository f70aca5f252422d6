internal import Diagnostics
internal import Domain
internal import Engine
internal import Language
internal import Query
internal import Values

/// What an import statement says, its own names checked.
struct ImportRequest: Sendable {
  enum Missing: String { case create, skip, fail }
  enum Duplicate: String { case skip, update, ask, fail }

  struct Mapping: Sendable {
    let column: String
    let field: Field
    let span: SourceSpan
  }

  let entity: Entity
  /// As it was written, and where it lies.
  let file: String
  let path: String
  /// The file that refused rows are kept beside; nil where no file is written.
  let refusedBeside: String?
  let fileSpan: SourceSpan
  let mappings: [Mapping]
  let missing: Missing
  let duplicate: Duplicate
  let allowsMissing: Bool
  /// Rows that agree with a record are other ones all the same.
  let allowsDuplicates: Bool
  let skipsRefused: Bool
  let encoding: CSVEncoding?
  let delimiter: UInt8?
  let isJSON: Bool

  /// Nil in a check without a workspace, which judges the statement alone: the file need not be there.
  init?(_ command: Command, _ planning: Planning, _ piped: PipedInput) throws(BindingError) {
    guard case .entity(let name)? = command["entity"], case .value(let file)? = command["file"] else { return nil }
    entity = try planning.binder.entity(name)
    var mappings: [Mapping] = []
    if case .mapping(let given)? = command["mapping"] {
      for mapping in given { mappings.append(try ImportRequest.bind(mapping, entity, planning, among: mappings)) }
    }
    self.mappings = mappings
    missing = ImportRequest.choice(command["missing"]) ?? .fail
    duplicate = ImportRequest.choice(command["duplicate"]) ?? .fail
    allowsMissing = command["allow"] != nil
    allowsDuplicates = command["doubles"] != nil
    if allowsDuplicates, command["duplicate"] != nil { throw .failed(Self.saidTwice(command.span)) }
    skipsRefused = command["skip"] != nil
    encoding = try ImportRequest.encoding(command["encoding"], planning)
    delimiter = try ImportRequest.delimiter(command["delimiter"], planning)
    guard !planning.isCheck else { return nil }
    let spelled = try planning.text(file)
    self.file = spelled
    fileSpan = file.span
    let isPiped = spelled == "-"
    path = isPiped ? try piped.path(at: fileSpan) : planning.path(spelled)
    let last = isPiped ? "import" : spelled.split(separator: "/").last.map(String.init) ?? spelled
    let beside = isPiped ? planning.path(last) : path
    refusedBeside = planning.keepsNothing ? nil : planning.scratchFolder.map { "\($0)/\(last)" } ?? beside
    isJSON = isPiped ? piped.beginsAsJSON : ["json", "jsonl", "ndjson"].contains(FileFormat.ending(of: spelled))
    try ImportRequest.checkFormat(spelled, fileSpan)
    let isTable = !isJSON && !isCalendar && !isVCard
    if let refusal = ForeignFile.refusal(of: path, as: spelled, isTable: isTable, at: fileSpan) {
      throw .failed(refusal)
    }
    if isJSON, encoding != nil || delimiter != nil {
      throw .failed(
        Diagnostic(
          "csv-only", Wording("JSON is UTF-8 and has no delimiter", "JSON 一律为 UTF-8，也没有分隔符"), at: .init(fileSpan)))
    }
  }

  private static func saidTwice(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "contradiction",
      Wording(
        "`allow duplicate` enters what is there already once more, and `on duplicate` says something else",
        "“允许 重复”表示照样新建，与“遇 重复”的说法矛盾"), at: .init(span),
      help: [Wording("say one of the two", "两者只写一个")])
  }

  /// Where nobody can be asked.
  var unaskable: Diagnostic {
    Diagnostic(
      "cannot-ask",
      Wording("`on duplicate ask` asks, and nobody can be asked here", "“遇 重复 询问”需要有人回答，这里无法询问"), kind: .failure,
      at: .init(fileSpan),
      help: [
        Wording("on duplicate skip  ·  on duplicate update  ·  allow duplicate", "遇 重复 跳过  ·  遇 重复 更新  ·  允许 重复"),
        Wording("or say it at the prompt", "或在提示符下执行"),
      ])
  }

  var isCalendar: Bool { FileFormat.ending(of: file) == "ics" }
  var isVCard: Bool { FileFormat.isVCard(file) }

  private static func choice<Choice: RawRepresentable<String>>(_ value: SlotValue?) -> Choice? {
    guard case .choice(let key, _)? = value else { return nil }
    return Choice(rawValue: key)
  }

  private static func bind(
    _ mapping: ColumnMapping, _ entity: Entity, _ planning: Planning, among earlier: [Mapping]
  ) throws(BindingError) -> Mapping {
    guard let name = mapping.field.names.first, mapping.field.names.count == 1 else {
      throw .notAReference(mapping.field.text, entity: entity, mapping.field.span)
    }
    let field = try planning.binder.field(name, of: entity)
    if field.isDerived { throw .derivedField(field, entity, name.span) }
    if field.name == "deleted_at" { throw .guidedField(field, entity, verb: "delete", name.span) }
    if earlier.contains(where: { $0.field.key == field.key }) { throw .duplicateField(field, name.span) }
    return Mapping(column: mapping.column.text, field: field, span: mapping.column.span)
  }

  private static func checkFormat(_ file: String, _ span: SourceSpan) throws(BindingError) {
    switch FileFormat.ending(of: file) {
    case "csv", "tsv", "txt", "", "json", "jsonl", "ndjson", "ics", "vcf", "vcard": return
    case "xlsx": throw .useNotBuilt(Wording("import from .xlsx", "从 .xlsx 导入"), span)
    case let ending:
      throw .failed(
        Diagnostic(
          "unknown-format",
          Wording(
            "an import reads .csv, .json, .jsonl, .ics (tasks) and .vcf (contacts), not .\(ending)",
            "导入可读取 .csv、.json、.jsonl、.ics（任务）和 .vcf（联系人），不能读取 .\(ending)"),
          at: .init(span)))
    }
  }

  private static func encoding(_ value: SlotValue?, _ planning: Planning) throws(BindingError) -> CSVEncoding? {
    guard let (text, span) = try text(value, planning) else { return nil }
    switch TextFolding.folded(text).filter({ $0 != "-" && $0 != "_" && $0 != " " }) {
    case "": return nil
    case "gb18030", "gbk", "gb2312", "cp936": return .gb18030
    case "utf8": return .utf8
    case "utf16", "utf16le": return .utf16LittleEndian
    case "utf16be": return .utf16BigEndian
    default:
      throw .failed(
        Diagnostic(
          "unknown-encoding", Wording("there is no encoding “\(text)”", "没有“\(text)”这种编码"), at: .init(span),
          help: [Wording(verbatim: "utf8  gb18030  utf16")]))
    }
  }

  private static func delimiter(_ value: SlotValue?, _ planning: Planning) throws(BindingError) -> UInt8? {
    guard let (text, span) = try text(value, planning), !text.isEmpty else { return nil }
    switch TextFolding.folded(text) {
    case "tab", "制表符", "\t": return CSVByte.tab
    case "comma", "逗号", "，": return CSVByte.comma
    case "semicolon", "分号", "；": return CSVByte.semicolon
    case let folded:
      if let byte = folded.utf8.first, folded.utf8.count == 1, CSVByte.canDelimit(byte) { return byte }
      throw .failed(
        Diagnostic(
          "bad-delimiter", Wording("“\(text)” cannot part columns", "“\(text)”不能作为分隔符"), at: .init(span),
          help: [Wording(verbatim: "delimiter \";\"  ·  delimiter tab")]))
    }
  }

  private static func text(
    _ value: SlotValue?, _ planning: Planning
  ) throws(BindingError) -> (String, SourceSpan)? {
    guard case .value(let expression)? = value, !planning.isCheck else { return nil }
    return (try planning.text(expression), expression.span)
  }
}

/// What a file's name says of its format.
enum FileFormat {
  static func isVCard(_ path: String) -> Bool { ["vcf", "vcard"].contains(ending(of: path)) }

  /// Lower case, without the point; empty where there is none.
  static func ending(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return "" }
    return name[name.index(after: point)...].lowercased()
  }
}
