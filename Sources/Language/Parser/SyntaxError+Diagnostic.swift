package import Diagnostics

extension SyntaxError {
  /// The one wording of every syntax error.
  package func diagnostic() -> Diagnostic {
    func make(_ code: String, _ message: Wording, label: Wording? = nil, help: [Wording] = []) -> Diagnostic {
      Diagnostic(code, message, at: .init(span, label), help: help)
    }
    switch self {
    case .invalidEncoding(let offset):
      return Diagnostic(
        "invalid-utf8",
        Wording("the text is not UTF-8 at byte \(offset)", "文本在第 \(offset) 字节处不是 UTF-8"),
        help: [Wording("save the file as UTF-8", "请把文件另存为 UTF-8 编码")])
    case .fileTooLong(let bytes):
      return Diagnostic(
        "file-too-long",
        Wording("the text has \(bytes) bytes; 64 MiB is the most", "文本有 \(bytes) 字节，最多 64 MiB"),
        help: [Wording("cut it into several files", "请拆成多个文件")])
    case .nestingTooDeep:
      return make(
        "nesting-too-deep", Wording("this is nested more than 64 deep", "嵌套超过 64 层"),
        help: [Wording("name a part with `let` or `define`", "用 let 或 define 给其中一部分起名")])
    case .nameTooLong:
      return make(
        "name-too-long", Wording("a name has at most 256 characters", "名字最多 256 个字符"),
        help: [Wording("put text into quotes", "文本请加引号")])
    case .tooManyTerms:
      return make(
        "too-many-terms", Wording("a list has at most 10,000 members, a condition 500 terms", "列表最多 10,000 项，条件最多 500 项"),
        help: [Wording("use `in (find …)`", "可以用 in (find …)")])
    case .strayCharacter(let text, _):
      return make(
        "stray-character", Wording("“\(text)” means nothing here", "此处不能出现“\(text)”"),
        help: [Wording("put text into quotes", "文本请加引号")])
    case .unterminatedText:
      return make(
        "unterminated-text", Wording("this text has no closing quote on its line", "这段文本在本行没有结束引号"),
        help: [Wording("close it, or use \"\"\" for several lines", "请补上引号；多行文本用 \"\"\"")])
    case .unknownEscape(let text, _):
      return make(
        "unknown-escape", Wording("“\(text)” is no escape", "“\(text)”不是转义符"),
        help: [Wording(#"the escapes are \n \t \\ \" \u{…}; '…' takes everything as it is"#, #"转义符有 \n \t \\ \" \u{…}；'…' 内按原样读取"#)])
    case .emptyInterpolation:
      return make(
        "empty-interpolation", Wording("nothing stands between the braces", "花括号里是空的"),
        help: [Wording("write {{ for a brace", "要写花括号本身请用 {{")])
    case .unknownVerb(let verb, let suggestions, _):
      return make(
        "unknown-verb", Wording("there is no verb “\(verb)”", "没有“\(verb)”这个命令"),
        label: Self.didYouMean(suggestions), help: [Wording("help lists what can be said", "输入 help 查看全部命令")])
    case .runTogether(_, let segmented, _):
      return make(
        "run-together", Wording("the words need spaces between them", "词与词之间需要空格"),
        help: [Wording(verbatim: segmented)])
    case .bareReference(let reference, _):
      return make(
        "missing-verb", Wording("what should be done with \(reference)?", "要对 \(reference) 做什么？"),
        help: [Wording(verbatim: "show \(reference)")])
    case .expected(let expectation, let found, _):
      return make(
        "syntax", Wording(
          "expected \(expectation.english), found \(found.english)", "此处应为\(expectation.chinese)，却是\(found.chinese)"),
        help: expectation.help)
    case .missingValue(let after, let found, _):
      return make(
        "missing-value", Wording("a value is missing after “\(after)”", "“\(after)”后面缺少值"),
        label: Wording("\(found.english) stands where the value should be", "此处应是值，却是\(found.chinese)"),
        help: [Wording("empty asks for no value; quotes make any word a value", "没有值请写 empty；任何词加引号就是值")])
    case .unquotedSpace(let whole, _):
      return make(
        "unquoted-space", Wording("a value with a space needs quotes", "带空格的值需要引号"),
        help: [Wording(verbatim: "\"\(whole)\"")])
    case .unclosed(let symbol, let opened, _):
      return Diagnostic(
        "unclosed", Wording("“\(symbol)” is missing", "缺少“\(symbol)”"), at: .init(span),
        further: [.init(opened, Wording("opened here", "在这里打开"))])
    case .duplicateClause(let word, let first, _):
      return Diagnostic(
        "duplicate-clause", Wording("“\(word)” stands twice", "“\(word)”出现了两次"), at: .init(span),
        further: [.init(first, Wording("the first one", "第一处"))],
        help: word == "where" ? [Wording("join conditions by `and`", "多个条件用 and 连接")] : [])
    case .swallowedWord(let verb, let word, let history, _):
      return Diagnostic(
        "ambiguous-history", Wording("`\(verb)` misses its own “\(word)”", "`\(verb)` 缺少自己的“\(word)”"), at: .init(span),
        further: [.init(history, Wording("this reads as part of the condition", "这部分被读作条件"))],
        help: [Wording("put the condition into parentheses", "请把条件放进括号")])
    case .expectedChoice(let choices, let found, let suggestion, _):
      return make(
        "expected-choice", Wording(
          "expected \(choices.joined(separator: " | ")), found \(found.english)",
          "此处应为 \(choices.joined(separator: " | "))，却是\(found.chinese)"),
        label: suggestion.map { Self.didYouMean([$0]) } ?? nil)
    case .isNotComparison:
      return make(
        "is-needs-empty", Wording("`is` goes only with `empty` and `not empty`", "`is` 只能接 empty 或 not empty"),
        help: [Wording("compare with =", "比较请用 =")])
    }
  }

  /// “did you mean x, y?”, or nothing.
  package static func didYouMean(_ names: [String]) -> Wording? {
    guard !names.isEmpty else { return nil }
    return Wording("did you mean \(names.joined(separator: ", "))?", "是否想写 \(names.joined(separator: "、"))？")
  }
}

extension SyntaxError.Found {
  fileprivate var english: String {
    switch self {
    case .end: "the end"
    case .text(let text): "“\(text)”"
    }
  }

  fileprivate var chinese: String {
    switch self {
    case .end: "结尾"
    case .text(let text): "“\(text)”"
    }
  }
}

extension SyntaxError.Expectation {
  fileprivate var english: String { wording.english }
  fileprivate var chinese: String { wording.chinese }

  private var wording: Wording {
    switch self {
    case .statement: Wording("a statement", "一条语句")
    case .entity: Wording("what to look at (customers, opportunities, …)", "对象（客户、商机……）")
    case .expression: Wording("a field or a value", "字段或值")
    case .condition: Wording("a condition", "条件")
    case .name: Wording("a name", "名字")
    case .variable: Wording("a variable ($x)", "变量（$x）")
    case .value: Wording("a value", "值")
    case .stage: Wording("a format or a step after |", "| 之后的格式或步骤")
    case .number: Wording("a number", "数字")
    case .block: Wording("a block { … }", "代码块 { … }")
    case .target: Wording("what it acts on (cust_001, customers where …)", "操作对象（cust_001、customers where …）")
    case .text: Wording("text in quotes", "引号内的文本")
    case .field: Wording("field = value", "字段 = 值")
    case .word(let word): Wording("“\(word)”", "“\(word)”")
    case .symbol(let symbol): Wording("“\(symbol)”", "“\(symbol)”")
    case .endOfStatement: Wording("the end of the statement", "语句结束")
    case .closingChoice(let words): Wording(words.joined(separator: " | "), words.joined(separator: " | "))
    }
  }

  fileprivate var help: [Wording] {
    switch self {
    case .stage:
      [Wording(verbatim: "| table  | card  | json  | jsonl  | csv  | markdown  | to \"x.csv\"  | update set …  | each $c { … }")]
    case .entity: [Wording("describe lists them", "输入 describe 查看全部对象")]
    default: []
    }
  }
}
