import ArgumentParser
import Diagnostics
import Shell

/// The language in which the command line explains itself: `--language`, the configuration, else the environment. The
/// argument parser asks for its texts before it has parsed anything.
enum CommandLanguage {
  static let current: UserLanguage = {
    let words = CommandLine.arguments
    func value(of flag: String) -> String? {
      for (place, word) in words.enumerated() {
        if word == flag { return place + 1 < words.count ? words[place + 1] : nil }
        if word.hasPrefix("\(flag)=") { return String(word.dropFirst(flag.count + 1)) }
      }
      return nil
    }
    return WorkspaceOptions(config: value(of: "--config"), language: value(of: "--language"))
      .userLanguage(configured: nil)
  }()

  /// What the argument parser says of its own accord, in the user's language.
  static func worded(_ text: String) -> String {
    guard current == .chinese else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      for (english, chinese) in openings where line.hasPrefix(english) {
        return complaint(chinese + line.dropFirst(english.count))
      }
      var said = String(line)
      for (english, chinese) in words { said = said.replacing(english, with: chinese) }
      return said
    }.joined(separator: "\n")
  }

  private static let openings = [
    ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："), ("SUBCOMMANDS:", "子命令："),
    ("Error: ", "错误："), ("Help:  ", "说明："), ("Usage: ", "用法："),
  ]

  private static let words = [
    ("Show help information.", "显示帮助。"), ("Show the version.", "显示版本。"), ("(values: ", "(取值："), ("(default: ", "(默认："),
    ("See 'crm help <subcommand>' for detailed help.", "用 crm help <子命令> 查看详细说明。"),
    (" for more information.", " 查看详细说明。"), ("  See '", "  用 '"),
  ]

  /// `Unknown option '--bogus'. Did you mean '--db'?`
  private static func complaint(_ text: String) -> String {
    var said = text
    for (english, chinese) in [
      ("Unknown option ", "未知选项 "), ("Unexpected argument ", "多余的参数 "), ("Missing expected argument ", "缺少参数 "),
      ("Missing value for ", "缺少取值："), (". Did you mean ", "。是否想写 "), ("The value ", "取值 "),
      (" is invalid for ", " 不适用于 "),
      ("Invalid value ", "无效的取值 "), (". Please provide one of the following:", "，请选用："),
      (". Please provide one of ", "，请选用 "),
    ] { said = said.replacing(english, with: chinese) }
    return said
  }
}

/// A text of the command line in the user's language.
func said(_ english: String, _ chinese: String) -> String { Wording(english, chinese).in(CommandLanguage.current) }

extension ArgumentHelp {
  static func said(_ english: String, _ chinese: String, valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: Wording(english, chinese).in(CommandLanguage.current)).naming(valueName)
  }

  private func naming(_ value: String?) -> ArgumentHelp {
    var copy = self
    copy.valueName = value
    return copy
  }
}
