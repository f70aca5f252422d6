internal import Diagnostics

/// Why a text is no pattern, with the piece of it in which.
package enum PatternFault: Error, Sendable, Hashable {
  case badEscape(String)
  case badClass(String)
  case badRange(String)
  case missingBracket(String)
  case missingParenthesis
  case unexpectedParenthesis
  case trailingBackslash
  case nothingToRepeat(String)
  case tooManyRepetitions(String)
  case repeatedTwice(String)
  case unknownGroup(String)
  case badName(String)
  case notUTF8
  case tooLarge
  case outOfMemory

  var wording: Wording {
    switch self {
    case .badEscape(let piece): Wording("“\(piece)” means nothing", "不认识“\(piece)”")
    case .badClass(let piece): Wording("“\(piece)” is no class of characters", "“\(piece)”不是字符类")
    case .badRange(let piece): Wording("“\(piece)” runs backwards", "字符范围“\(piece)”前后颠倒")
    case .missingBracket(let piece): Wording("“\(piece)” lacks its ]", "“\(piece)”缺少 ]")
    case .missingParenthesis: Wording("a ( lacks its )", "有 ( 缺少对应的 )")
    case .unexpectedParenthesis: Wording("a ) lacks its (", "有 ) 缺少对应的 (")
    case .trailingBackslash: Wording("nothing follows the last \\", "末尾的 \\ 后面没有内容")
    case .nothingToRepeat(let piece): Wording("“\(piece)” has nothing to repeat", "“\(piece)”前面没有可重复的内容")
    case .tooManyRepetitions(let piece): Wording("“\(piece)” repeats more than 1000 times", "“\(piece)”重复超过 1000 次")
    case .repeatedTwice(let piece): Wording("“\(piece)” repeats a repetition", "“\(piece)”重复了已重复的内容")
    case .unknownGroup(let piece): Wording("“\(piece)” is no kind of group", "不支持“\(piece)”这种分组")
    case .badName(let piece): Wording("“\(piece)” is no name of a group", "“\(piece)”不是分组名")
    case .notUTF8: Wording("it is not UTF-8", "不是 UTF-8 文本")
    case .tooLarge: Wording("it is too large", "过于庞大")
    case .outOfMemory: Wording("there is no memory for it", "内存不足")
    }
  }

  /// What can be done about it; nil where the reason says so itself.
  var help: Wording? {
    switch self {
    case .badEscape(let piece) where piece.dropFirst().allSatisfy { $0.isWholeNumber }: Self.dialect
    case .unknownGroup: Self.dialect
    case .nothingToRepeat, .repeatedTwice, .missingBracket, .missingParenthesis, .unexpectedParenthesis:
      Wording(
        "a sign that means itself follows a \\, in single quotes: '\\(株\\)'", "要表示符号本身，请在前面加 \\ 并用单引号：'\\(株\\)'")
    case .badEscape, .badClass, .badRange, .trailingBackslash, .tooManyRepetitions, .badName, .notUTF8, .tooLarge,
      .outOfMemory:
      nil
    }
  }

  private static let dialect = Wording(
    "patterns are matched in linear time: without back-references and look-around", "匹配耗时与文本长度成正比，因此不支持反向引用和环视")
}
