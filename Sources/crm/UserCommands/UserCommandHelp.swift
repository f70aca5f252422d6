import Diagnostics
import Domain

/// The page that `--help` shows of one command line, and the list of all.
struct UserCommandHelp {
  private let command: UserCommand
  private let dictionary: DataDictionary

  init(_ command: UserCommand, _ dictionary: DataDictionary = .plain) {
    self.command = command
    self.dictionary = dictionary
  }

  func text(_ language: UserLanguage) -> String {
    var lines = [command.summary.in(language), ""]
    lines.append(Wording("USAGE: crm \(command.name)\(usage)", "用法：crm \(command.name)\(usage)").in(language))
    if !command.example.isEmpty {
      lines.append(
        Wording("  e.g. crm \(command.name) \(command.example)", "  例：crm \(command.name) \(command.example)").in(
          language))
    }
    let entries = entries(language)
    if !entries.isEmpty {
      lines += ["", Wording("FLAGS, in any order:", "参数（顺序不限）：").in(language)]
      lines += aligned(entries)
    }
    lines += ["", Wording("OF EVERY COMMAND:", "所有命令通用：").in(language)]
    lines += aligned(shared.map { ($0.0, $0.1.in(language)) })
    return lines.joined(separator: "\n") + "\n"
  }

  private var usage: String {
    let needed = command.flags.filter(\.isRequired).map { " --\($0.name) …" }.joined()
    let hasMore = command.fields != nil || command.flags.contains { !$0.isRequired }
    return needed + (hasMore ? " [--…]" : "")
  }

  private func entries(_ language: UserLanguage) -> [(String, String)] {
    let own = command.flags.map { flag -> (String, String) in
      var said = flag.summary.in(language)
      if case .word(let words) = flag.role { said += ": " + words.map(\.given).joined(separator: " | ") }
      if flag.isRequired { said += Wording(" (needed)", "（必填）").in(language) }
      return ("--\(flag.name)", said)
    }
    let fields = command.fields(in: dictionary).map { field -> (String, String) in
      var said = language == .english ? field.names.englishName.replacing("_", with: " ") : field.names.chineseName
      if let choices = field.type.choices { said += ": " + choices.current.map(\.name).joined(separator: " | ") }
      if let entity = field.type.referenced.flatMap({ dictionary.entity($0) }) { said += ": \(entity.reference(1))" }
      if field.isRequired, command.fields?.use == .set, command.flags.isEmpty {
        said += Wording(" (needed)", "（必填）").in(language)
      }
      return ("--\(field.recordName)", said)
    }
    return own + fields
  }

  private var shared: [(String, Wording)] {
    [
      ("--show-statement", Wording("print the statement that this spells, and run nothing", "只打印对应的语句，不执行")),
      ("--dry-run", Wording("do and show everything, then keep nothing", "试运行，不保留改动")),
      ("--output", Wording("table, card, json, jsonl, csv or markdown", "输出格式：table、card、json、jsonl、csv、markdown")),
      ("--exact", Wording("in JSON and CSV every field, and moments whole", "JSON 和 CSV 给出全部字段和完整时间")),
      ("--db", Wording("the workspace", "数据文件")), ("--config", Wording("the configuration", "配置文件")),
      ("--language", Wording("zh or en", "zh 或 en")), ("--no-color", Wording("no colour", "不用颜色")),
    ].filter { command.flag(String($0.0.dropFirst(2))) == nil }
  }

  private func aligned(_ entries: [(String, String)]) -> [String] {
    let width = (entries.map(\.0.count).max() ?? 0) + 2
    return entries.map { "  " + $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 }
  }

  /// Every command in a line, for the page of the program itself.
  static func overview(_ language: UserLanguage) -> String {
    let width = (UserCommand.all.map(\.name.count).max() ?? 0) + 2
    return UserCommand.all.map {
      "  " + $0.name + String(repeating: " ", count: width - $0.name.count)
        + $0.summary.in(language)
    }.joined(separator: "\n")
  }
}
