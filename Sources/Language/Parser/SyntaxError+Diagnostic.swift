package import Diagnostics

extension SyntaxError {
  /// The one wording of every syntax error.
  package func diagnostic() -> Diagnostic {
    switch self {
    case .invalidEncoding(let offset):
      Diagnostic(
        "invalid-utf8", Wording("the text is not UTF-8 at byte \(offset)", "文本在第 \(offset) 字节处不是 UTF-8"),
        help: [Wording("save the file as UTF-8", "请把文件另存为 UTF-8 编码")])
    case .fileTooLong(let bytes):
      Diagnostic(
        "file-too-long", Wording("the text has \(bytes) bytes; 64 MiB is the most", "文本有 \(bytes) 字节，最多 64 MiB"),
        help: [Wording("cut it into several files", "请拆成多个文件")])
    case .nestingTooDeep:
      make(
        "nesting-too-deep", Wording("this is nested more than 64 deep", "嵌套超过 64 层"),
        help: Wording("name a part with `let` or `define`", "用 let 或 define 给其中一部分起名"))
    case .nameTooLong:
      make(
        "name-too-long", Wording("a name has at most 256 characters", "名字最多 256 个字符"), help: Self.quotes)
    case .pathTooLong:
      make(
        "path-too-long", Wording("a path has at most 16 names", "路径最多 16 段"),
        help: Wording("a path goes up at most 5 records", "路径最多向上 5 级"))
    case .tooManyTerms:
      make(
        "too-many-terms",
        Wording("a list has at most 10,000 members, a condition 500 terms", "列表最多 10,000 项，条件最多 500 项"),
        help: Wording("use `in (find …)`", "可以用 in (find …)"))
    case .unterminatedText, .unknownEscape, .emptyInterpolation, .unclosedInterpolation, .interpolatedReference:
      textDiagnostic
    case .unknownVerb, .unknownClause, .unknownPart, .runTogether, .bareReference, .foreignWord, .strayCharacter,
      .strayClosing,
      .strayBranch:
      wordDiagnostic
    case .missingValue, .commentForValue, .unquotedSpace, .spacedName, .missingSeparator, .missingWhere,
      .looseArithmetic,
      .looseList, .digitGroup, .moneySign:
      valueDiagnostic
    case .unbuiltFormat(let format, _):
      Diagnostic(
        "not-built", Wording("`| \(format)` is not built yet", "`| \(format)` 尚未实现"), at: .init(span),
        help: [Wording("| csv: every spreadsheet opens it", "| csv：各种电子表格软件都能打开")])
    case .expected, .expectedChoice, .unclosed, .duplicateClause, .twoPeriods, .swallowedWord, .isNotComparison:
      structureDiagnostic
    }
  }

  private static let quotes = Wording("put text into quotes", "文本请加引号")
  private static let braces = Wording("{{ is a brace that is meant as such", "要写花括号本身请用 {{")

  private func make(
    _ code: String, _ message: Wording, label: Wording? = nil, further: [Diagnostic.Mark] = [], help: Wording?...
  ) -> Diagnostic {
    Diagnostic(code, message, at: .init(span, label), further: further, help: help.compactMap { $0 })
  }

  /// “did you mean x, y?”, or nothing.
  package static func didYouMean(_ names: [String]) -> Wording? {
    guard !names.isEmpty else { return nil }
    return Wording("did you mean \(names.joined(separator: ", "))?", "是否想写 \(names.joined(separator: "、"))？")
  }

  // MARK: Texts

  private var textDiagnostic: Diagnostic {
    if case .unknownEscape(let text, _) = self {
      return make(
        "unknown-escape", Wording("“\(text)” is no escape", "“\(text)”不是转义符"),
        help: Wording(
          #"the escapes are \n \t \\ \" \u{…}; '…' takes everything as it is"#, #"转义符有 \n \t \\ \" \u{…}；'…' 内按原样读取"#))
    }
    if case .emptyInterpolation = self {
      return make(
        "empty-interpolation", Wording("nothing stands between the braces", "花括号里是空的"), help: Self.braces)
    }
    if case .unclosedInterpolation(let found, let opened, _) = self {
      return make(
        "interpolation",
        Wording("expected “}” to end the expression, found \(found.english)", "此处应为“}”以结束表达式，却是\(found.chinese)"),
        further: [.init(opened, Wording("the expression begins here", "表达式从这里开始"))], help: Self.braces)
    }
    if case .interpolatedReference = self {
      return make(
        "interpolated-reference", Wording("a record's name in quotes is not interpolated", "引号内的记录名不作插值"),
        help: Wording("name the variable itself: $x", "请直接写变量：$x"))
    }
    return make(
      "unterminated-text", Wording("this text has no closing quote on its line", "这段文本在本行没有结束引号"),
      label: Wording("opened here", "从这里开始"),
      help: Wording("close it, or use \"\"\" for several lines", "请补上引号；多行文本用 \"\"\""))
  }

  // MARK: Words

  private var wordDiagnostic: Diagnostic {
    if case .unknownClause(let word, let suggestions, _) = self {
      let clauses = Wording(
        "after a query: where, with, without, show, group by, having, sort by, top, limit, as of, |",
        "查询之后可以是：其中、带有、没有、显示、分组、组内、排序、前、限、截至、|")
      return make(
        "unknown-clause", Wording("“\(word)” begins no clause here", "“\(word)”不能开始一个子句"),
        label: Self.didYouMean(suggestions), help: suggestions.isEmpty ? clauses : nil)
    }
    if case .unknownPart(let word, let verb, let usage, let suggestions, _) = self {
      return make(
        "unknown-clause", Wording("`\(verb)` takes no “\(word)”", "“\(verb)”之后不能写“\(word)”"),
        label: Self.didYouMean(suggestions), help: usage)
    }
    if case .runTogether(_, let segmented, _) = self {
      return make(
        "run-together", Wording("the words need spaces between them", "词与词之间需要空格"), help: Wording(verbatim: segmented))
    }
    if case .bareReference(let reference, _) = self {
      return make(
        "missing-verb", Wording("what should be done with \(reference)?", "要对 \(reference) 做什么？"),
        help: Wording("the verb comes first: show \(reference)", "动词在前：show \(reference)"))
    }
    if case .unknownVerb(let verb, let suggestions, _) = self {
      return make(
        "unknown-verb", Wording("there is no verb “\(verb)”", "没有“\(verb)”这个命令"), label: Self.didYouMean(suggestions),
        help: Wording("help lists what can be said", "输入 help 查看全部命令"))
    }
    if case .foreignWord(let typed, let ours, _) = self {
      let (english, chinese) = (ours.word.spelling(.english), ours.word.spelling(.chinese))
      return make(
        "foreign-word", Wording("“\(typed)” is written `\(english)` here", "此处“\(typed)”要写作 \(chinese)（\(english)）"))
    }
    if case .strayClosing(let symbol, _) = self {
      return make("stray-closing", Wording("this “\(symbol)” closes nothing", "这个“\(symbol)”没有对应的开始"))
    }
    if case .strayBranch(let word, _) = self {
      return make(
        "stray-branch", Wording("“\(word)” has no block before it", "“\(word)”前面没有对应的代码块"),
        help: Wording(verbatim: "if … { … } else { … }, try { … } otherwise $e { … }"))
    }
    guard case .strayCharacter(let text, _) = self else { return make("syntax", Wording("", "")) }
    return make(
      "stray-character", Wording("“\(text)” means nothing here", "此处不能出现“\(text)”"), help: Self.quotes)
  }

  // MARK: Values

  private var valueDiagnostic: Diagnostic {
    if case .missingValue(let after, let found, _) = self {
      let isOperator = !after.unicodeScalars.contains { $0.properties.isAlphabetic }
      return make(
        "missing-value", Wording("a value is missing after “\(after)”", "“\(after)”后面缺少值"),
        label: found == .end
          ? nil : Wording("\(found.english) stands where the value should be", "此处应是值，却是\(found.chinese)"),
        help: isOperator
          ? Wording("`empty` asks for no value; quotes make any word a value", "没有值请写 empty（空）；任何词加引号就是值") : nil)
    }
    if case .commentForValue(let text, _) = self {
      return make(
        "missing-value", Wording("a # after white space begins a comment, so the value is missing", "空格后的 # 是注释，因此缺少值"),
        help: Wording("quote it to mean the text: '\(text)'", "要表示文本请加引号：'\(text)'"))
    }
    if case .unquotedSpace(let whole, let assignment, _) = self {
      if let span = Parser.nearestSpan(to: whole) {
        return make(
          "unquoted-space", Wording("“\(whole)” is no span of time", "“\(whole)”不是时间段"),
          help: Wording("did you mean \(span)?", "是否想写 \(span)？"), Self.quotes)
      }
      return make(
        "unquoted-space", Wording("a value with a space needs quotes", "带空格的值需要引号"),
        help: Wording(verbatim: whole.contains("\"") ? "'\(whole)'" : "\"\(whole)\""),
        assignment.map { Wording("or, if it is a field: \($0)", "如果是字段：\($0)") })
    }
    if case .spacedName(let whole, _) = self {
      return make(
        "unquoted-space", Wording("a name with a space needs backticks", "带空格的名字需要反引号"),
        help: Wording(verbatim: "`\(whole)`"))
    }
    if case .missingSeparator(let separator, let rest, _) = self {
      if separator == "," {
        return make(
          "missing-comma", Wording("a comma is missing before this field", "这个字段前缺少逗号"),
          help: Wording(verbatim: ", \(rest)"))
      }
      return make(
        "missing-and", Wording("conditions are joined by `and` or `or`", "条件之间要用 且（and）或 或（or）连接"),
        help: Wording("and \(rest)", "且 \(rest)"))
    }
    return signDiagnostic
  }

  private var signDiagnostic: Diagnostic {
    if case .missingWhere(let rest, _) = self {
      return make(
        "missing-where", Wording("the condition needs `where` before it", "条件前缺少 其中（where）"),
        help: Wording("where \(rest)", "其中 \(rest)"))
    }
    if case .looseArithmetic(let whole, _) = self {
      return make(
        "loose-arithmetic", Wording("arithmetic on the right of a comparison stands in parentheses", "比较右侧的算式要放进括号"),
        help: Wording(verbatim: "(\(whole))"))
    }
    if case .looseList(let whole, _) = self {
      return make(
        "loose-list", Wording("the members of a list stand in parentheses", "列表的各项要放进括号"),
        help: Wording(verbatim: "(\(whole))"))
    }
    if case .digitGroup(let digits, _) = self {
      let one = digits.replacing(",", with: "")
      let several = digits.replacing(",", with: ", ")
      return make(
        "digit-group", Wording("“\(digits)” in a list may be one number or several", "列表里的“\(digits)”可能是一个数，也可能是几个"),
        help: Wording("one number: \(one)", "一个数：\(one)"), Wording("several: \(several)", "几个数：\(several)"))
    }
    guard case .moneySign(let amount, _) = self else { return make("syntax", Wording("", "")) }
    return make(
      "money-sign", Wording("$ marks a variable, not money", "$ 表示变量，不表示金额"), help: Wording(verbatim: "\(amount) USD"))
  }

  // MARK: Structure

  private var structureDiagnostic: Diagnostic {
    if case .expected(let expectation, let found, _) = self {
      return Diagnostic(
        "syntax",
        Wording(
          "expected \(expectation.english), found \(found.english)", "此处应为\(expectation.chinese)，却是\(found.chinese)"),
        at: .init(span, Self.didYouMean(expectation.suggestions(for: found))), help: expectation.help(for: found))
    }
    if case .expectedChoice(let choices, let found, let suggestion, _) = self {
      let english = choices.map { $0.spelling(.english) }
      let chinese = choices.map { "\($0.spelling(.chinese))（\($0.spelling(.english))）" }
      let expected = english.count > 2 ? "one of " + english.joined(separator: ", ") : english.joined(separator: " or ")
      return make(
        "expected-choice",
        Wording(
          "expected \(expected), found \(found.english)", "此处应为 \(chinese.joined(separator: "、"))，却是\(found.chinese)"),
        label: suggestion.flatMap { Self.didYouMean([$0]) })
    }
    if case .unclosed(let symbol, let opened, _) = self {
      let message = Wording("“\(symbol)” is missing", "缺少“\(symbol)”")
      // A block or a long text may begin far above: the place to look at is its beginning.
      guard symbol == ")" || symbol == "]" else {
        return Diagnostic(
          "unclosed", message, at: .init(opened, Wording("what opens here is never closed", "这里打开后没有关闭")))
      }
      return make("unclosed", message, further: [.init(opened, Wording("opened here", "在这里打开"))])
    }
    if case .duplicateClause(let word, let first, _) = self {
      return make(
        "duplicate-clause", Wording("“\(word)” stands twice", "“\(word)”出现了两次"),
        further: [.init(first, Wording("the first one", "第一处"))],
        help: Keyword.meanings(of: word).contains(.where) ? Wording("join conditions by `and`", "多个条件用 且（and）连接") : nil)
    }
    if case .twoPeriods(let first, _) = self {
      return make(
        "duplicate-clause", Wording("a second period stands here", "这里又写了一个时期"),
        further: [.init(first, Wording("the first one", "第一处"))],
        help: Wording("from one to the other: 2026-03..2026-05", "连续的一段写作 2026-03..2026-05"))
    }
    if case .swallowedWord(let verb, let word, let history, _) = self {
      let (english, chinese) = (word.spelling(.english), word.spelling(.chinese))
      return make(
        "ambiguous-history",
        Wording("`\(verb)` misses its own “\(english)”", "`\(verb)` 缺少自己的“\(chinese)”（\(english)）"),
        further: [.init(history, Wording("this reads as part of the condition", "这部分被读作条件"))],
        help: Wording("put the condition into parentheses: where (…) \(english) …", "请把条件放进括号：其中 (…) \(chinese) …"))
    }
    guard case .isNotComparison(let found, _) = self else { return make("syntax", Wording("", "")) }
    return make(
      "is-needs-empty", Wording("`is` goes only with `empty` and `not empty`", "“是”（is）只能接 空（empty）或 非 空（not empty）"),
      help: found.comparisonHelp)
  }
}
