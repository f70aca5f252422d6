import Diagnostics
import Engine
import Glibc

/// A command line as it was typed: the command, what every command takes, and its own flags in their order.
struct GivenFlags {
  struct Given {
    /// Without its dashes.
    let name: String
    /// Nil where nothing follows that could be one.
    let value: String?
    /// Where it stands in `line`, value and all.
    let span: SourceSpan
  }

  let command: UserCommand
  /// What was typed, for diagnostics to point into.
  private(set) var line: SourceText
  private(set) var commandSpan = SourceSpan.zero
  private(set) var flags: [Given] = []
  private(set) var options = WorkspaceOptions()
  private(set) var wantsHelp = false
  private(set) var wantsStatement = false
  private(set) var isDryRun = false

  /// What every command takes, whether a value follows it.
  private static let shared: [String: Bool] = [
    "db": true, "config": true, "output": true, "language": true, "no-color": false, "exact": false, "help": false,
    "show-statement": false, "dry-run": false,
  ]

  static let sharedNames = shared.keys.sorted()

  /// Nil where the words are no command line of the user's.
  init?(_ words: [String]) throws(Diagnostic) {
    var index = 0
    while index < words.count, Self.isDashed(words[index]) {
      let (name, value) = Self.parts(words[index])
      guard let takesValue = Self.shared[name] else { return nil }
      index += takesValue && value == nil ? 2 : 1
    }
    guard index < words.count else { return nil }
    guard let command = UserCommand.named(words[index]) else {
      guard !words[index].hasPrefix("-"), !CRM.hasSubcommand(words[index]) else { return nil }
      if let statement = StatementArgument(words: words[index...]) { throw Self.unknown(words[index], statement) }
      // Only these commands are written with a line between words.
      guard words[index].contains("_") else { return nil }
      throw Self.unknown(words[index])
    }
    self.command = command
    var text = "crm"
    var places: [SourceSpan] = []
    for word in words {
      text += " "
      let start = text.utf8.count
      text += Self.typed(word)
      places.append(SourceSpan(start, text.utf8.count))
    }
    line = SourceText(name: command.name, text: text)
    commandSpan = places[index]
    try read(words[..<index], places, isBefore: true)
    try read(words[(index + 1)...], places, isBefore: false)
  }

  private static func unknown(_ name: String, _ statement: StatementArgument? = nil) -> Diagnostic {
    let source = SourceText(name: "crm", text: "crm \(typed(name))")
    if let statement {
      return Diagnostic(
        "unknown-command",
        Wording("“\(name)” is a statement of the language, no command of the shell", "“\(name)”是语言里的语句，不是 shell 命令"),
        at: .init(SourceSpan(4, source.text.utf8.count)), help: [Wording(verbatim: statement.line)], source: source)
    }
    let near = NearestName.suggestions(for: name, among: UserCommand.all.map(\.name)).first
    return Diagnostic(
      "unknown-command", Wording("there is no command “\(name)”", "没有“\(name)”这个命令"),
      at: .init(SourceSpan(4, source.text.utf8.count), near.map { Wording("did you mean \($0)?", "是不是 \($0)？") }),
      help: [Wording(verbatim: "crm --help")], source: source)
  }

  private mutating func read(
    _ words: ArraySlice<String>, _ places: [SourceSpan], isBefore: Bool
  ) throws(Diagnostic) {
    var index = words.startIndex
    while index < words.endIndex {
      let word = words[index]
      let place = places[index]
      index += 1
      if word == "-h" {
        wantsHelp = true
        continue
      }
      guard Self.isDashed(word), word != "--" else {
        let statement = StatementArgument(words: [command.name] + words[(index - 1)...])
        let meant = "--\(command.flags.first { $0.isRequired }?.name ?? command.flags.first?.name ?? "name")"
        throw Diagnostic(
          "unexpected-argument", Wording("“\(word)” belongs to no flag", "“\(word)”前面没有参数名"), at: .init(place),
          help: [Wording("write it behind its flag: \(meant) \(word)", "请写在参数名之后：\(meant) \(word)")]
            + (statement.map { [Wording("or the statement: \($0.line)", "或者执行语句：\($0.line)")] } ?? []), source: line)
      }
      let (given, joined) = Self.parts(word)
      let name = own(given)
      let isOwn = !isBefore && command.flag(name) != nil
      let takesValue = isOwn ? !command.isPresence(name) : Self.shared[name] ?? true
      var value = joined
      var span = place
      if takesValue, joined == nil, index < words.endIndex, !isFlag(words[index]) {
        value = words[index]
        span = place.joined(with: places[index])
        index += 1
      }
      if !isOwn, Self.shared[name] != nil {
        try take(name, value, span)
      } else {
        flags.append(Given(name: name, value: value, span: span))
      }
    }
  }

  /// Who names a file where a format is meant.
  private func fileHelp(_ value: String) -> [Wording] {
    guard value.contains(where: { $0 == "." || $0 == "/" }),
      let flag = command.flags.first(where: { ["file", "backup_dir", "backup_file"].contains($0.name) })?.name
    else { return [] }
    return [Wording("a file or folder is named by --\(flag)", "文件或文件夹用 --\(flag) 指定")]
  }

  /// `--allow-duplicate` is `--allow_duplicate`: people write both.
  private func own(_ name: String) -> String {
    let spelled = name.replacing("-", with: "_")
    return Self.shared[name] == nil && spelled != name && (command.flag(spelled) != nil || command.offers(spelled))
      ? spelled : name
  }

  /// Whether a word that follows a flag is the next flag and not its value.
  private func isFlag(_ word: String) -> Bool {
    guard Self.isDashed(word) else { return false }
    let name = own(Self.parts(word).name)
    return Self.shared[name] != nil || command.flag(name) != nil || command.offers(name)
  }

  private mutating func take(_ name: String, _ value: String?, _ span: SourceSpan) throws(Diagnostic) {
    switch name {
    case "help": wantsHelp = true
    case "show-statement": wantsStatement = true
    case "dry-run": isDryRun = true
    case "no-color": options.noColor = true
    case "exact": options.isExact = true
    case _ where value == nil: throw .missingValue(name, span, line)
    case "db": options.db = value
    case "config": options.config = value
    case "language": options.language = value
    case "output":
      guard let format = value.flatMap({ OutputFormat(rawValue: $0) }) else {
        let known = OutputFormat.allCases.map(\.rawValue)
        throw Diagnostic(
          "unknown-format", Wording("there is no format “\(value ?? "")”", "没有“\(value ?? "")”这种格式"), at: .init(span),
          help: [Wording(verbatim: known.joined(separator: " | "))] + fileHelp(value ?? ""), source: line)
      }
      options.output = format
    default: break
    }
  }

  /// By bytes: a combining mark behind `=` belongs to the value.
  private static func parts(_ word: String) -> (name: String, value: String?) {
    let body = word.utf8.dropFirst(2)
    guard let sign = body.firstIndex(of: UInt8(ascii: "=")) else { return (String(Substring(body)), nil) }
    return (String(Substring(body[..<sign])), String(Substring(body[body.index(after: sign)...])))
  }

  private static func isDashed(_ word: String) -> Bool { word.utf8.starts(with: "--".utf8) }

  /// As a person would type it; a line stays a line.
  private static func typed(_ word: String) -> String {
    let flat = String(String.UnicodeScalarView(word.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
    let isPlain =
      !flat.isEmpty && !flat.unicodeScalars.contains { " \t\"'\\$`!*?;&|<>(){}[]#~".unicodeScalars.contains($0) }
    return isPlain ? flat : "'\(flat)'"
  }
}

extension Diagnostic {
  static func missingValue(_ flag: String, _ span: SourceSpan, _ line: SourceText) -> Diagnostic {
    Diagnostic(
      "missing-value", Wording("--\(flag) has no value", "--\(flag) 没有值"), at: .init(span),
      help: [
        Wording(
          "--\(flag) VALUE, or --\(flag)=VALUE where the value begins with --", "--\(flag) 值；值以 -- 开头时写作 --\(flag)=值")
      ],
      source: line)
  }
}

/// The words of the process, as they are.
enum ProcessArguments {
  /// - Throws: where one is no UTF-8, which Swift would repair in silence.
  static func words() throws(Diagnostic) -> [String] {
    var words: [String] = []
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let pointer = CommandLine.unsafeArgv[index] else { continue }
      guard let word = String(validatingCString: pointer) else {
        throw Diagnostic(
          "invalid-utf8",
          Wording("argument \(index) is not UTF-8", "第 \(index) 个参数不是 UTF-8"),
          help: [Wording("set the terminal to UTF-8", "请把终端编码设为 UTF-8")])
      }
      words.append(word)
    }
    return words
  }
}
