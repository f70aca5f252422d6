package import Diagnostics

extension SyntaxError {
  /// The one wording of every syntax error.
  package func diagnostic() -> Diagnostic {
    switch self {
    case .invalidEncoding, .fileTooLong, .nestingTooDeep, .nameTooLong, .pathTooLong, .tooManyTerms: boundDiagnostic()
    case .unterminatedText, .unknownEscape, .emptyInterpolation, .unclosedInterpolation, .interpolatedReference:
      textDiagnostic()
    case .strayCharacter, .strayBrace, .strayBranch, .foreignWord, .unclosed, .expected, .expectedChoice,
      .duplicateClause, .swallowedWord, .isNotComparison:
      structureDiagnostic()
    case .unknownVerb, .unknownClause, .runTogether, .bareReference: wordDiagnostic()
    case .missingValue, .commentForValue, .unquotedSpace, .missingSeparator, .missingWhere, .looseArithmetic, .moneySign:
      valueDiagnostic()
    }
  }

  private func make(
    _ code: String, _ message: Wording, label: Wording? = nil, further: [Diagnostic.Mark] = [], help: [Wording] = []
  ) -> Diagnostic {
    Diagnostic(code, message, at: .init(span, label), further: further, help: help)
  }

  // MARK: Bounds

  private func boundDiagnostic() -> Diagnostic {
    switch self {
    case .invalidEncoding(let offset):
      Diagnostic(
        "invalid-utf8", Wording("the text is not UTF-8 at byte \(offset)", "文本在第 \(offset) 字节处不是 UTF-8"),
        help: [Wording("save the file as UTF-8", "请把文件另存为 UTF-8 编码")])
    case .fileTooLong(let bytes):
      Diagnostic(
        "file-too-long",
        Wording("the text has \(bytes) bytes; 64 MiB is the most", "文本有 \(bytes) 字节，最多 64 MiB"),
        help: [Wording("cut it into several files", "请拆成多个文件")])
    case .nestingTooDeep:
      make(
        "nesting-too-deep", Wording("this is nested more than 64 deep", "嵌套超过 64 层"),
        help: [Wording("name a part with `let` or `define`", "用 let 或 define 给其中一部分起名")])
    case .nameTooLong:
      make(
        "name-too-long", Wording("a name has at most 256 characters", "名字最多 256 个字符"),
        help: [Wording("put text into quotes", "文本请加引号")])
    case .pathTooLong:
      make(
        "path-too-long", Wording("a path has at most 16 names", "路径最多 16 段"),
        help: [Wording("a path goes up at most 5 records", "路径最多向上 5 级")])
    default:
      make(
        "too-many-terms",
        Wording("a list has at most 10,000 members, a condition 500 terms", "列表最多 10,000 项，条件最多 500 项"),
        help: [Wording("use `in (find …)`", "可以用 in (find …)")])
    }
  }

  // MARK: Texts

  private func textDiagnostic() -> Diagnostic {
    switch self {
    case .unknownEscape(let text, _):
      make(
        "unknown-escape", Wording("“\(text)” is no escape", "“\(text)”不是转义符"),
        help: [
          Wording(
            #"the escapes are \n \t \\ \" \u{…}; '…' takes everything as it is"#, #"转义符有 \n \t \\ \" \u{…}；'…' 内按原样读取"#)
        ])
    case .emptyInterpolation:
      make(
        "empty-interpolation", Wording("nothing stands between the braces", "花括号里是空的"),
        help: [Wording("{{ is a brace that is meant as such", "要写花括号本身请用 {{")])
    case .unclosedInterpolation(let found, let opened, _):
      make(
        "interpolation",
        Wording("expected “}” to end the expression, found \(found.english)", "此处应为“}”以结束表达式，却是\(found.chinese)"),
        further: [.init(opened, Wording("the expression begins here", "表达式从这里开始"))],
        help: [Wording("{{ is a brace that is meant as such", "要写花括号本身请用 {{")])
    case .interpolatedReference:
      make(
        "interpolated-reference", Wording("a record's name in quotes is not interpolated", "引号内的记录名不作插值"),
        help: [Wording("name the variable itself: $x", "请直接写变量：$x")])
    default:
      make(
        "unterminated-text", Wording("this text has no closing quote on its line", "这段文本在本行没有结束引号"),
        label: Wording("opened here", "从这里开始"),
        help: [Wording("close it, or use \"\"\" for several lines", "请补上引号；多行文本用 \"\"\"")])
    }
  }

  // MARK: Words

  private func wordDiagnostic() -> Diagnostic {
    switch self {
    case .unknownClause(let word, let suggestions, _):
      make(
        "unknown-clause", Wording("“\(word)” begins no clause here", "“\(word)”不能开始一个子句"),
        label: Self.didYouMean(suggestions),
        help: suggestions.isEmpty
          ? [
            Wording(
              "after a query: where, with, without, show, group by, having, sort by, top, limit, as of, |",
              "查询之后可以是：其中、带有、没有、显示、分组、组内、排序、前、限、截至、|")
          ] : [])
    case .runTogether(_, let segmented, _):
      make("run-together", Wording("the words need spaces between them", "词与词之间需要空格"), help: [Wording(verbatim: segmented)])
    case .bareReference(let reference, _):
      make(
        "missing-verb", Wording("what should be done with \(reference)?", "要对 \(reference) 做什么？"),
        help: [Wording(verbatim: "show \(reference)")])
    case .unknownVerb(let verb, let suggestions, _):
      make(
        "unknown-verb", Wording("there is no verb “\(verb)”", "没有“\(verb)”这个命令"), label: Self.didYouMean(suggestions),
        help: [Wording("help lists what can be said", "输入 help 查看全部命令")])
    default: make("syntax", Wording("this is not understood", "无法理解"))
    }
  }

  // MARK: Values

  private func valueDiagnostic() -> Diagnostic {
    switch self {
    case .missingValue(let after, let found, _):
      make(
        "missing-value", Wording("a value is missing after “\(after)”", "“\(after)”后面缺少值"),
        label: found == .end
          ? nil : Wording("\(found.english) stands where the value should be", "此处应是值，却是\(found.chinese)"),
        help: [Wording("`empty` asks for no value; quotes make any word a value", "没有值请写 empty；任何词加引号就是值")])
    case .commentForValue(let text, _):
      make(
        "missing-value", Wording("a # after white space begins a comment, so the value is missing", "空格后的 # 是注释，因此缺少值"),
        help: [Wording("quote it to mean the text: '\(text)'", "要表示文本请加引号：'\(text)'")])
    case .unquotedSpace(let whole, _):
      make(
        "unquoted-space", Wording("a value with a space needs quotes", "带空格的值需要引号"),
        help: [Wording(verbatim: whole.contains("\"") ? "'\(whole)'" : "\"\(whole)\"")])
    case .missingSeparator(let separator, let rest, _):
      if separator == "," {
        make(
          "missing-comma", Wording("a comma is missing before this field", "这个字段前缺少逗号"),
          help: [Wording(verbatim: ", \(rest)")])
      } else {
        make(
          "missing-and", Wording("conditions are joined by `and` or `or`", "条件之间要用 and 或 or（且、或）连接"),
          help: [Wording("and \(rest)", "且 \(rest)")])
      }
    case .missingWhere(let rest, _):
      make(
        "missing-where", Wording("the condition needs `where` before it", "条件前缺少 where（其中）"),
        help: [Wording("where \(rest)", "其中 \(rest)")])
    case .looseArithmetic(let whole, _):
      make(
        "loose-arithmetic", Wording("arithmetic on the right of a comparison stands in parentheses", "比较右侧的算式要放进括号"),
        help: [Wording(verbatim: "(\(whole))")])
    default:
      if case .moneySign(let amount, _) = self {
        make(
          "money-sign", Wording("$ marks a variable, not money", "$ 表示变量，不表示金额"),
          help: [Wording(verbatim: "\(amount) USD")])
      } else {
        make("syntax", Wording("this is not understood", "无法理解"))
      }
    }
  }

  // MARK: Structure

  private func structureDiagnostic() -> Diagnostic {
    switch self {
    case .strayCharacter(let text, _):
      make(
        "stray-character", Wording("“\(text)” means nothing here", "此处不能出现“\(text)”"),
        help: [Wording("put text into quotes", "文本请加引号")])
    case .strayBrace:
      make("stray-brace", Wording("this “}” closes nothing", "这个“}”没有对应的“{”"))
    case .strayBranch(let word, _):
      make(
        "stray-branch", Wording("“\(word)” has no block before it", "“\(word)”前面没有对应的代码块"),
        help: [Wording("if … { … } else { … }, try { … } otherwise $e { … }", "if … { … } else { … }，try { … } otherwise $e { … }")])
    case .foreignWord(let typed, let ours, _):
      make(
        "foreign-word", Wording("“\(typed)” is written `\(ours)` here", "此处“\(typed)”要写作 \(ours)"),
        label: Self.didYouMean([ours]))
    case .unclosed(let symbol, let opened, _): unclosed(symbol, opened)
    case .expected(let expectation, let found, _):
      make(
        "syntax",
        Wording("expected \(expectation.english), found \(found.english)", "此处应为\(expectation.chinese)，却是\(found.chinese)"),
        label: Self.didYouMean(expectation.suggestions(for: found)), help: expectation.help(for: found))
    case .expectedChoice(let choices, let found, let suggestion, _):
      make(
        "expected-choice",
        Wording(
          "expected \(choices.joined(separator: " or ")), found \(found.english)",
          "此处应为 \(choices.joined(separator: " 或 "))，却是\(found.chinese)"),
        label: suggestion.flatMap { Self.didYouMean([$0]) })
    case .duplicateClause(let word, let first, _):
      make(
        "duplicate-clause", Wording("“\(word)” stands twice", "“\(word)”出现了两次"),
        further: [.init(first, Wording("the first one", "第一处"))],
        help: word == "where" ? [Wording("join conditions by `and`", "多个条件用 and 连接")] : [])
    case .swallowedWord(let verb, let word, let history, _):
      make(
        "ambiguous-history", Wording("`\(verb)` misses its own “\(word)”", "`\(verb)` 缺少自己的“\(word)”"),
        further: [.init(history, Wording("this reads as part of the condition", "这部分被读作条件"))],
        help: [Wording("put the condition into parentheses: where (…) \(word) …", "请把条件放进括号：where (…) \(word) …")])
    default:
      if case .isNotComparison(let found, _) = self {
        make(
          "is-needs-empty", Wording("`is` goes only with `empty` and `not empty`", "`is` 只能接 empty 或 not empty"),
          help: found.comparisonHelp)
      } else {
        make("syntax", Wording("this is not understood", "无法理解"))
      }
    }
  }

  private func unclosed(_ symbol: String, _ opened: SourceSpan) -> Diagnostic {
    let message = Wording("“\(symbol)” is missing", "缺少“\(symbol)”")
    // A block or a long text may begin far above: the place to look at is its beginning.
    guard symbol == ")" || symbol == "]" else {
      return Diagnostic("unclosed", message, at: .init(opened, Wording("what opens here is never closed", "这里打开后没有关闭")))
    }
    return make("unclosed", message, further: [.init(opened, Wording("opened here", "在这里打开"))])
  }

  /// “did you mean x, y?”, or nothing.
  package static func didYouMean(_ names: [String]) -> Wording? {
    guard !names.isEmpty else { return nil }
    return Wording("did you mean \(names.joined(separator: ", "))?", "是否想写 \(names.joined(separator: "、"))？")
  }
}
