import Diagnostics
import Domain
import Language

/// Writes the statement that a command line means, and remembers which flag each part came from. Values are quoted, so
/// that any text reaches its field as it is and never as syntax.
struct StatementSpelling {
  private let given: GivenFlags
  private let dictionary: DataDictionary
  private var command: UserCommand { given.command }
  private(set) var text = ""
  /// Parts of `text`, each with the flag's place on the command line.
  private var parts: [(span: SourceSpan, place: SourceSpan)] = []
  /// Where the statements of `text` end but the last.
  private(set) var breaks: [Int] = []

  init(_ given: GivenFlags, _ dictionary: DataDictionary) throws(Diagnostic) {
    self.given = given
    self.dictionary = dictionary
    try check()
    try write(command.statement)
  }

  /// The statements one by one.
  var statements: [String] {
    let bytes = Array(text.utf8)
    let ends = breaks + [bytes.count]
    return zip([0] + breaks, ends).map { String(decoding: bytes[$0..<$1].drop { $0 == 0x0A }, as: UTF8.self) }
  }

  /// The record that a flag names, as its id.
  func record(_ flag: String) -> String? {
    guard let flag = command.flag(flag), case .record(let key) = flag.role, let entity = dictionary.entity(key) else {
      return nil
    }
    return values(flag.name).first?.value.flatMap { entity.number(of: $0) }.map { entity.reference($0) }
  }

  // MARK: Checking

  private var entity: Entity? { command.fields.flatMap { dictionary.entity($0.entity) } }

  private func values(_ name: String) -> [GivenFlags.Given] { given.flags.filter { $0.name == name } }

  private func check() throws(Diagnostic) {
    var seen: [String: SourceSpan] = [:]
    for flag in given.flags {
      guard command.flag(flag.name) != nil || field(flag.name) != nil else { throw unknown(flag) }
      if flag.value == nil, !command.isPresence(flag.name) { throw .missingValue(flag.name, flag.span, given.line) }
      let key = command.flag(flag.name)?.name ?? field(flag.name)?.name ?? flag.name
      if let first = seen[key], !mayRepeat(flag.name) {
        throw Diagnostic(
          "repeated-flag", Wording("--\(flag.name) is said twice", "--\(flag.name) 写了两次"), at: .init(flag.span),
          further: [.init(first)], source: given.line)
      }
      seen[key] = flag.span
    }
    let missing = command.flags.filter { $0.isRequired && values($0.name).isEmpty }
    guard missing.isEmpty else { throw absent(missing.map(\.name)) }
  }

  private func absent(_ names: [String]) -> Diagnostic {
    let said = names.map { "--\($0)" }.joined(separator: ", ")
    return Diagnostic(
      "missing-flag", Wording("\(said) is missing", "缺少 \(said)"), at: .init(given.commandSpan),
      help: [Wording(verbatim: "crm \(command.name) \(command.example)")], source: given.line)
  }

  private func mayRepeat(_ name: String) -> Bool {
    if let flag = command.flag(name) {
      if case .texts = flag.role { return true }
      return false
    }
    return field(name)?.type == .labels
  }

  private func field(_ name: String) -> Field? { command.field(name, in: dictionary) }

  private func unknown(_ flag: GivenFlags.Given) -> Diagnostic {
    let known = command.flagNames(in: dictionary) + GivenFlags.sharedNames
    let near = NearestName.suggestions(for: flag.name, among: known)
    let label = near.first.map { Wording("did you mean --\($0)?", "是不是 --\($0)？") }
    return Diagnostic(
      "unknown-flag", Wording("\(command.name) has no flag --\(flag.name)", "\(command.name) 没有参数 --\(flag.name)"),
      at: .init(flag.span, label), help: [Wording(verbatim: "crm \(command.name) --help")], source: given.line)
  }

  // MARK: Writing

  private mutating func write(_ pieces: [UserCommand.Piece]) throws(Diagnostic) {
    for piece in pieces {
      switch piece {
      case .verbatim(let words): text += words
      case .value(let name): try write(valueOf: name)
      case .key(let name): text += values(name).first?.value ?? ""
      case .given(let name, let inner): if !values(name).isEmpty { try write(inner) }
      case .missing(let name, let inner): if values(name).isEmpty { try write(inner) }
      case .choice(let name, let ways):
        if let word = values(name).first?.value, let inner = ways[word] { try write(inner) }
      case .assignments: try writeAssignments()
      case .conditions: writeConditions()
      case .agreement(let format, let file): try compare(format, file)
      case .next:
        text += "\n"
        breaks.append(text.utf8.count)
      }
    }
  }

  private func compare(_ format: String, _ file: String) throws(Diagnostic) {
    guard let said = values(format).first, let wanted = said.value, let path = values(file).first?.value,
      let point = path.lastIndex(of: ".")
    else { return }
    let ending = path[path.index(after: point)...].lowercased()
    let isSame = ending == wanted || wanted == "markdown" && ending == "md" || wanted == "jsonl" && ending == "ndjson"
    guard !isSame else { return }
    throw Diagnostic(
      "format-mismatch",
      Wording("--\(format) says \(wanted), the file says .\(ending)", "--\(format) 是 \(wanted)，文件却是 .\(ending)"),
      at: .init(said.span),
      help: [Wording("leave --\(format) out, or change the file's ending", "去掉 --\(format)，或改文件的扩展名")],
      source: given.line)
  }

  private mutating func write(_ spelled: String, from place: SourceSpan) {
    let start = text.utf8.count
    text += spelled
    parts.append((SourceSpan(start, text.utf8.count), place))
  }

  private mutating func write(valueOf name: String) throws(Diagnostic) {
    let found = values(name)
    guard let flag = command.flag(name), !found.isEmpty else { throw absent([name]) }
    for (index, one) in found.enumerated() {
      if index > 0 { text += ", " }
      write(try spelled(one.value ?? "", flag, one.span), from: one.span)
    }
  }

  private func spelled(_ value: String, _ flag: UserCommand.Flag, _ span: SourceSpan) throws(Diagnostic) -> String {
    switch flag.role {
    case .text where flag.name == "period": return value.allSatisfy(Self.isPeriod) ? value : QuotedText.of(value)
    case .text, .texts: return QuotedText.of(value)
    case .presence: return ""
    case .record(let key):
      let entity = dictionary.entity(key) ?? .customer
      if let number = entity.number(of: value) { return entity.reference(number) }
      throw Diagnostic(
        "not-an-id",
        Wording(
          "“\(value)” is not the id of a \(entity.names.englishName)", "“\(value)”不是\(entity.names.chineseName)编号"),
        kind: .failure, at: .init(span), help: [Wording(verbatim: "--\(flag.name) \(entity.reference(1))")],
        source: given.line)
    case .name:
      let isName = value.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_"
      }
      if isName, !value.isEmpty { return value }
      throw Diagnostic(
        "not-a-name", Wording("“\(value)” is no name: letters, digits and _", "“\(value)”不是名称：只能用文字、数字和 _"),
        at: .init(span), source: given.line)
    case .word(let words):
      if let word = words.first(where: { $0.given == value }) { return word.spelled }
      let near = NearestName.suggestions(for: value, among: words.map(\.given)).first
      throw Diagnostic(
        "not-a-choice", Wording("--\(flag.name) has no choice “\(value)”", "--\(flag.name) 没有“\(value)”这个选项"),
        kind: .failure, at: .init(span, near.map { Wording("did you mean \($0)?", "是不是 \($0)？") }),
        help: [Wording(verbatim: "--\(flag.name) " + words.map(\.given).joined(separator: " | "))], source: given.line)
    }
  }

  private static func isPeriod(_ character: Character) -> Bool {
    character == "-" || character == "Q" || character.isASCII && character.isNumber
  }

  /// What is set, in the order in which it was typed; a list's values side by side.
  private mutating func writeAssignments() throws(Diagnostic) {
    var written: Set<String> = []
    for flag in given.flags {
      guard command.flag(flag.name) == nil, let field = field(flag.name), written.insert(field.name).inserted else {
        continue
      }
      if written.count > 1 { text += ", " }
      text += "\(field.languageName) = "
      let same = given.flags.filter { self.field($0.name)?.name == field.name }
      if same.count > 1 { text += "[" }
      for (index, one) in same.enumerated() {
        if index > 0 { text += ", " }
        write(spelled(one.value ?? "", field), from: one.span)
      }
      if same.count > 1 { text += "]" }
    }
    // Of a new record the statement says itself what it lacks.
    guard written.isEmpty, !command.flags.isEmpty else { return }
    throw Diagnostic(
      "nothing-to-set", Wording("nothing is said to change", "没有说明要修改什么"), at: .init(given.commandSpan),
      help: [Wording(verbatim: "crm \(command.name) \(command.example)")], source: given.line)
  }

  private mutating func writeConditions() {
    var isFirst = true
    for flag in given.flags where command.flag(flag.name) == nil {
      guard let field = field(flag.name) else { continue }
      text += isFirst ? " where " : " and "
      isFirst = false
      let isPart = field.type == .text && !field.traits.contains(.sensitive) && flag.value?.isEmpty == false
      text += "\(field.languageName) \(isPart ? "contains" : "=") "
      write(spelled(flag.value ?? "", field), from: flag.span)
    }
  }

  /// References by their id where the text has the shape of one, and by name otherwise; what is empty is empty.
  private func spelled(_ value: String, _ field: Field) -> String {
    if value.isEmpty { return "empty" }
    switch field.type {
    case .reference, .identity:
      if let (entity, number) = dictionary.identify(value) { return entity.reference(number) }
      return QuotedText.of(value)
    // Of a date the words are read that a quoted text would not be.
    case .date, .instant:
      let isPlain = value.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || " 0123456789-+".unicodeScalars.contains($0)
      }
      return isPlain && !FieldReader.isEmptyWord(value) && command.fields?.use == .ask ? value : QuotedText.of(value)
    case .text, .choice, .integer, .number, .money, .duration, .flag, .labels, .phone, .email, .webAddress:
      return QuotedText.of(value)
    }
  }

  // MARK: Pointing back

  /// A diagnostic of the statement, pointing at the flags that it was spelled from; the statements that it advises are
  /// spelled for the shell.
  func pointingBack(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.source == nil || diagnostic.source?.text == text else { return diagnostic }
    var copy = diagnostic
    copy.source = given.line
    copy.mark = .init(diagnostic.mark.map { place($0.span) } ?? given.commandSpan, diagnostic.mark?.label)
    copy.furtherMarks = diagnostic.furtherMarks.map { .init(place($0.span), $0.label) }
    copy.help = diagnostic.help.map { help in
      Wording(inShell(help.english), inShell(help.chinese))
    }
    return copy
  }

  /// A statement as the shell takes it; a way out of an import as the flag that says it.
  private func inShell(_ help: String) -> String {
    if let argument = StatementArgument(help) { return argument.line }
    let parts = help.split(separator: "  ·  ")
    guard let first = parts.first, let colon = first.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return help }
    let head = first[...colon] + (first[colon] == ":" ? " " : "")
    let ways = [first[first.index(after: colon)...].drop { $0 == " " }] + parts.dropFirst()
    let flags = ways.compactMap { Self.flags[String($0)] }
    // Who is asked needs a prompt.
    guard !flags.isEmpty else { return help }
    return head + flags.joined(separator: "  ·  ")
  }

  private static let flags = [
    "on missing create": "--on_missing create", "on duplicate skip": "--on_duplicate skip",
    "on duplicate update": "--on_duplicate update", "allow duplicate": "--allow_duplicate",
    "allow missing": "--allow_missing", "skip refused": "--skip_refused",
  ]

  private func place(_ span: SourceSpan) -> SourceSpan {
    // The name of the field stands right before its value.
    let inside = parts.first { $0.span.lower <= span.lower && span.lower < $0.span.upper }
    let after = parts.first { $0.span.lower >= span.lower && $0.span.lower <= span.upper + 3 }
    return (inside ?? after)?.place ?? given.commandSpan
  }
}
