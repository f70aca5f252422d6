package import Diagnostics
internal import Values

/// What a transcript says about the workspace that it runs in: `#: data = demo, clock = 2026-11-20 10:00`.
///
/// In a `.crm` file each such line is a comment to the language; a Markdown document says the same in an HTML comment,
/// `<!-- crm: data = demo -->`. All of them stand before the first statement.
package struct TranscriptHeader: Sendable, Equatable {
  /// What the workspace holds before the first statement.
  package enum Fixture: Sendable, Equatable {
    case nothing
    /// The demonstration data.
    case demonstration
    /// A script, named from the transcript's folder, that is run first.
    case script(String)
  }

  package var fixture = Fixture.nothing
  /// As it was written; read in the workspace's zone.
  package var clock: String?
  package var language = UserLanguage.english
  package var allowance = BulkGuard.Allowance.atMost(BulkGuard.unasked)
  /// The id of the user who works; nil is the administrator.
  package var user: String?
  /// A configuration, and the folder of the files that are read, both named from the transcript's folder.
  package var configuration: String?
  package var folder: String?

  package init() {}

  /// Takes the settings of one line.
  package mutating func read(_ text: String) throws(TranscriptError) {
    for piece in text.split(whereSeparator: { $0 == "," || $0 == "，" }) {
      let sides = piece.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "=" || $0 == "＝" }
      guard sides.count == 2 else { throw .noSetting(Self.trimmed(piece)) }
      try set(Self.trimmed(sides[0]), Self.unquoted(Self.trimmed(sides[1])))
    }
  }

  private mutating func set(_ name: String, _ value: String) throws(TranscriptError) {
    switch name.lowercased() {
    case "data", "数据":
      switch value.lowercased() {
      case "demo", "演示", "演示数据": fixture = .demonstration
      case "none", "无": fixture = .nothing
      default: fixture = .script(value)
      }
    case "clock", "时钟": clock = value
    case "language", "语言":
      guard let known = UserLanguage(rawValue: value.lowercased()) else { throw .wrongValue(name, value, "zh | en") }
      language = known
    case "guard", "上限":
      if value.lowercased() == "off" || value == "关" {
        allowance = .all
      } else if let count = Int(value), count >= 0 {
        allowance = .atMost(count)
      } else {
        throw .wrongValue(name, value, "off | 20")
      }
    case "user", "用户": user = value
    case "config", "配置": configuration = value
    case "folder", "文件夹": folder = value
    default: throw .unknownSetting(name)
    }
  }

  static let names = ["data", "clock", "language", "guard", "user", "config", "folder"]

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  private static func unquoted(_ text: String) -> String {
    let marks: Set<Character> = ["\"", "“", "”", "'"]
    guard text.count > 1, let first = text.first, let last = text.last, marks.contains(first), marks.contains(last)
    else { return text }
    return String(text.dropFirst().dropLast())
  }
}

/// What can be wrong with a transcript before any of it runs.
package enum TranscriptError: Error, Sendable, Equatable {
  /// A piece of the header without `=`.
  case noSetting(String)
  case unknownSetting(String)
  case wrongValue(String, String, String)
  case badClock(String)
  case unknownUser(String)
  /// `#> …` with no statement above it.
  case strayExpectation(line: Int)
  case lateHeader(line: Int)
  case openFence(line: Int)

  package func diagnostic(in name: String) -> Diagnostic {
    func make(_ english: String, _ chinese: String, line: Int? = nil, help: [Wording] = []) -> Diagnostic {
      let place = line.map { "\(name):\($0)" } ?? name
      return Diagnostic("transcript", Wording("\(place): \(english)", "\(place)：\(chinese)"), help: help)
    }
    let form = Wording(verbatim: "#: data = demo, clock = 2026-11-20 10:00, language = zh")
    switch self {
    case .noSetting(let text):
      return make("“\(text)” in the header is no setting", "开头的“\(text)”不是设置", help: [form])
    case .unknownSetting(let setting):
      let near = NearestName.suggestions(for: setting, among: TranscriptHeader.names)
      return make(
        "the header has no setting “\(setting)”", "开头没有“\(setting)”这个设置",
        help: [Wording(verbatim: (near.isEmpty ? TranscriptHeader.names : near).joined(separator: "  "))])
    case .wrongValue(let setting, let value, let choices):
      return make("\(setting) cannot be “\(value)”", "\(setting) 不能是“\(value)”", help: [Wording(verbatim: choices)])
    case .badClock(let text):
      return make("the clock “\(text)” is no date with a time", "时钟“\(text)”不是带时间的日期", help: [form])
    case .unknownUser(let user): return make("there is no user \(user)", "没有用户 \(user)")
    case .strayExpectation(let line):
      return make("`#>` stands under no statement", "#> 上面没有语句", line: line)
    case .lateHeader(let line):
      return make("the header stands before the first statement", "开头的设置须写在第一条语句之前", line: line)
    case .openFence(let line): return make("this block is not closed", "这个代码块没有结束", line: line)
    }
  }
}
