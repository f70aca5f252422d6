internal import Diagnostics

extension SyntaxError.Found {
  var english: String {
    switch self {
    case .end: "the end"
    case .text(let text): "“\(text)”"
    }
  }

  var chinese: String {
    switch self {
    case .end: "结尾"
    case .text(let text): "“\(text)”"
    }
  }

  /// After an `is` that is no `is empty`.
  var comparisonHelp: Wording {
    guard case .text(let text) = self else { return Wording("is empty", "为空") }
    let blanks = ["null", "nil", "none", "blank", "missing", "无", "空值", "没有"]
    if blanks.contains(text.lowercased()) { return Wording("is empty", "为空") }
    return Wording("compare with `= \(text)`", "比较请写 = \(text)")
  }
}

extension SyntaxError.Expectation {
  var english: String { wording.english }
  var chinese: String { wording.chinese }

  private var wording: Wording {
    switch self {
    case .statement: Wording("a statement", "一条语句")
    case .entity: Wording("what to look at (customers, opportunities, …)", "对象（客户、商机……）")
    case .expression: Wording("a field or a value", "字段或值")
    case .condition: Wording("a condition", "条件")
    case .name: Wording("a name", "名字")
    case .variable: Wording("a variable ($x)", "变量（$x）")
    case .value: Wording("a value", "值")
    case .stage(.formats): Wording("a format after |", " | 之后的格式")
    case .stage(.files): Wording("a format or a file after |", " | 之后的格式或文件")
    case .stage(.outlets): Wording("a format, a chart or a file after |", " | 之后的格式、图表或文件")
    case .stage(.all): Wording("a format or a step after |", " | 之后的格式或步骤")
    case .number: Wording("a number", "数字")
    case .block: Wording("a block { … }", "代码块 { … }")
    case .target: Wording("what it acts on (cust_001, customers where …)", "操作对象（cust_001、客户 其中 ……）")
    case .record: Wording("a record (cust_001, or its name)", "记录（cust_001 或其名称）")
    case .list: Wording("a list in parentheses", "括号内的列表")
    case .arguments(let name): Wording("“(” after \(name)", " \(name) 之后的“(”")
    case .text: Wording("text in quotes", "引号内的文本")
    case .field: Wording("a field", "字段")
    case .word(let word): Wording("“\(word.spelling(.english))”", Self.chinese(word))
    case .symbol(let symbol): Wording("“\(symbol)”", "“\(symbol)”")
    case .assignment(let field): Wording("“=” after \(field)", " \(field) 之后的“=”")
    case .endOfStatement: Wording("the end of the statement", "语句结束")
    case .closingChoice(let words): Wording("one of " + words.joined(separator: ", "), words.joined(separator: "、"))
    }
  }

  private static func chinese(_ word: Word) -> String {
    let (english, chinese) = (word.spelling(.english), word.spelling(.chinese))
    return english == chinese ? "“\(english)”" : "“\(chinese)”（\(english)）"
  }

  /// The words of the grammar that were probably meant.
  func suggestions(for found: SyntaxError.Found) -> [String] {
    guard case .text(let text) = found else { return [] }
    switch self {
    case .word(let word): return NearestName.suggestions(for: text, among: word.spellings, limit: 1)
    case .stage(let range):
      let words = Stage.Format.allCases.map(\.word) + range.steps.map(\.word)
      let spellings = words.flatMap(\.spellings)
      // A step that cannot stand here is no slip of the pen.
      let isStep = Stage.Range.all.steps.contains { $0.word.spellings.contains(text.lowercased()) }
      return isStep ? [] : NearestName.suggestions(for: text, among: spellings)
    case .statement, .entity, .expression, .condition, .name, .variable, .value, .number, .block, .target, .record,
      .list, .arguments, .text, .field, .symbol, .assignment, .endOfStatement, .closingChoice:
      return []
    }
  }

  /// The way out, the corrected words where they are certain.
  func help(for found: SyntaxError.Found) -> [Wording] {
    var text: String?
    if case .text(let typed) = found { text = typed }
    switch self {
    case .stage(let range):
      let steps: String =
        switch range {
        case .formats: ""
        case .files: ", to \"x.csv\""
        case .outlets: ", chart …, to \"x.csv\""
        case .all: ", chart …, to \"x.csv\", update set …, each $c { … }"
        }
      return [Wording(verbatim: "| table, card, json, jsonl, csv, markdown\(steps)")]
    case .entity: return [Wording("describe lists them", "输入 说明 查看全部对象")]
    case .assignment(let field): return [assignmentHelp(field, text)]
    case .word(let word):
      guard let text, suggestions(for: found).isEmpty, Keyword.meanings(of: text).isEmpty,
        text.first?.isLetter == true || "\"“'(+$".contains(text.prefix(1))
      else {
        return []
      }
      return [Wording("\(word.spelling(.english)) \(text)", "\(word.spelling(.chinese)) \(text)")]
    case .symbol("="): return text.map { [Wording(verbatim: "= \($0)")] } ?? []
    case .symbol(":"): return [Wording("a parameter names its type: $a: text", "参数要写明类型：$a: text")]
    case .list: return text.map { [Wording(verbatim: "(\($0))")] } ?? []
    case .arguments(let name): return [Wording(verbatim: "\(name)()")]
    case .variable:
      guard let text, text.first?.isLetter == true else { return [] }
      return [Wording(verbatim: "$\(text)")]
    case .block:
      guard let text else { return [] }
      return [Wording(verbatim: "{ \(text) … }")]
    case .statement:
      return [Wording("a statement begins with a verb: find, add, update, …", "语句以动词开头：查找、添加、更新……")]
    case .expression, .condition, .name, .value, .number, .target, .record, .text, .field, .symbol, .endOfStatement,
      .closingChoice:
      return []
    }
  }

  private func assignmentHelp(_ field: String, _ found: String?) -> Wording {
    if let found, found.first?.isLetter == true || found.first?.isNumber == true {
      return Wording(verbatim: "\(field) = \(found)")
    }
    // A company stands where a field should: its name was meant.
    let looksLikeName = field.unicodeScalars.contains { $0.value >= 0x2E80 } && field.count > 3
    return looksLikeName && found != ":"
      ? Wording("fields are set by `field = value`: name = \(field)", "设置字段请写“字段 = 值”：名称 = \(field)")
      : Wording(verbatim: "\(field) = …")
  }
}
