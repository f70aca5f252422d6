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
  var comparisonHelp: [Wording] {
    guard case .text(let text) = self else { return [Wording(verbatim: "is empty")] }
    if ["null", "nil", "none", "blank", "missing"].contains(text.lowercased()) { return [Wording(verbatim: "is empty")] }
    return [Wording("compare with `= \(text)`", "比较请写 = \(text)")]
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
    case .stage: Wording("a format or a step after |", "| 之后的格式或步骤")
    case .number: Wording("a number", "数字")
    case .block: Wording("a block { … }", "代码块 { … }")
    case .target: Wording("what it acts on (cust_001, customers where …)", "操作对象（cust_001、customers where …）")
    case .text: Wording("text in quotes", "引号内的文本")
    case .field: Wording("a field", "字段")
    case .word(let word): Wording("“\(word)”", "“\(word)”")
    case .symbol(let symbol): Wording("“\(symbol)”", "“\(symbol)”")
    case .assignment(let field): Wording("“=” after \(field)", "\(field) 之后的“=”")
    case .endOfStatement: Wording("the end of the statement", "语句结束")
    case .closingChoice(let words): Wording(words.joined(separator: " or "), words.joined(separator: " 或 "))
    }
  }

  /// The words of the grammar that were probably meant.
  func suggestions(for found: SyntaxError.Found) -> [String] {
    guard case .text(let text) = found else { return [] }
    switch self {
    case .word(let word): return NearestName.suggestions(for: text, among: [word], limit: 1)
    case .stage:
      let steps = [Keyword.update, .each, .chart, .to].flatMap(\.word.spellings)
      return NearestName.suggestions(for: text, among: Stage.Format.allCases.flatMap(\.word.spellings) + steps)
    default: return []
    }
  }

  func help(for found: SyntaxError.Found) -> [Wording] {
    switch self {
    case .stage:
      [Wording(verbatim: "| table, card, json, jsonl, csv, markdown, chart …, to \"x.csv\", update set …, each $c { … }")]
    case .entity: [Wording("describe lists them", "输入 describe 查看全部对象")]
    case .assignment(let field): [Wording("fields are set by `field = value`: name = \(field)", "设置字段请写“字段 = 值”：name = \(field)")]
    case .statement where found == .text("="):
      [Wording("a statement begins with a verb: find, add, update, …", "语句以动词开头：查找、添加、更新……")]
    default: []
    }
  }
}
