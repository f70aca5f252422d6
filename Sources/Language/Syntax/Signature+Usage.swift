/// How a verb is said, with a word in capitals for each place: what help shows, and the help of diagnostics.
extension VerbSignature {
  package func usage(_ spelling: SpellingSet) -> String {
    (words.map { $0.spelling(spelling) } + elements.map { $0.usage(spelling) }).filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}

extension SignatureElement {
  fileprivate func usage(_ spelling: SpellingSet) -> String {
    let isEnglish = spelling == .english
    return switch self {
    case .slot(let label, let kind): kind.usage(label, spelling)
    case .trailing(let label, let kind): "[\(kind.usage(label, spelling))]"
    case .word(let word): word.spelling(spelling)
    case .stage(_, .formats): isEnglish ? "[| FORMAT]" : "[| 格式]"
    case .stage(_, .files): isEnglish ? "[| FORMAT, to FILE]" : "[| 格式、到 文件]"
    case .stage: isEnglish ? "[| FORMAT, chart KIND, to FILE]" : "[| 格式、图表 种类、到 文件]"
    case .equals(let isOptional): isOptional ? "[=]" : "="
    case .oneOf(_, let options): options.map { $0.word.spelling(spelling) }.joined(separator: "|")
    case .optional(let elements): "[\(elements.map { $0.usage(spelling) }.joined(separator: " "))]"
    case .clauses(let clauses):
      clauses.map { clause in "[\(clause.map { $0.usage(spelling) }.joined(separator: " "))]" }.joined(separator: " ")
    }
  }
}

extension SlotKind {
  fileprivate func usage(_ label: String, _ spelling: SpellingSet) -> String {
    guard spelling == .chinese else {
      return switch self {
      case .target: "TARGET"
      case .entity: "ENTITY"
      case .value, .period, .name: label == "limit" ? "N" : label.uppercased()
      case .values: "\(label.uppercased()), …"
      case .assignments: "field = value, …"
      case .query: "QUERY"
      case .condition: "CONDITION"
      case .mapping: "COLUMN to field, …"
      case .statement: "STATEMENT"
      }
    }
    return switch self {
    case .target: "目标"
    case .entity: "实体"
    case .value, .period, .name: Self.chinese(label)
    case .values: "\(Self.chinese(label))、…"
    case .assignments: "字段 = 值, …"
    case .query: "查询"
    case .condition: "条件"
    case .mapping: "列 到 字段, …"
    case .statement: "语句"
    }
  }

  private static func chinese(_ label: String) -> String {
    switch label {
    case "amount": "金额"
    case "author": "操作人"
    case "competitor": "竞争对手"
    case "content": "内容"
    case "customer": "客户"
    case "date", "day": "日期"
    case "delimiter": "分隔符"
    case "encoding": "编码"
    case "file": "文件"
    case "labels": "标签"
    case "limit": "条数"
    case "name": "名称"
    case "number": "编号"
    case "opportunity": "商机"
    case "owner": "负责人"
    case "period": "时期"
    case "probability": "概率"
    case "question": "问题"
    case "reason": "原因"
    case "record": "记录"
    case "since", "time": "时间"
    case "source": "来源"
    case "stage": "阶段"
    case "text": "文本"
    case "topic": "主题"
    case "user": "用户"
    case "value": "值"
    default: label.uppercased()
    }
  }
}
