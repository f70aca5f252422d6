internal import Diagnostics
internal import Domain
internal import Language
internal import Query

/// Why a lead is not converted as it is.
enum ConversionRefusal {
  case converted(lead: String, customer: String?)
  case disqualified(lead: String)
  /// Customers that may be the one that the lead would make.
  case exists(lead: String, name: String, [Existing])
  case missing(lead: String, [Field], Entity)
  /// Another lead of the same statement makes a customer that agrees in a field.
  case twin(lead: String, of: String, Field)
  /// What is stored is no longer a value of its field.
  case unreadable(lead: String, Field)
  /// One name or opportunity for several leads.
  case oneAtATime(Int)

  struct Existing {
    let reference: String
    let title: String
    /// In what it agrees, in both languages.
    let agreement: Wording
  }

  func diagnostic(at span: SourceSpan) -> Diagnostic {
    switch self {
    case .converted(let lead, let customer):
      return Diagnostic(
        "already-converted",
        Wording(
          "\(lead) is converted already" + (customer.map { ", to \($0)" } ?? ""),
          "\(lead) 已转化" + (customer.map { "为 \($0)" } ?? "")),
        kind: .failure, at: .init(span), help: customer.map { [Wording("show \($0)", "查看 \($0)")] } ?? [])
    case .disqualified(let lead):
      return Diagnostic(
        "disqualified", Wording("\(lead) is disqualified", "\(lead) 已淘汰"), kind: .failure, at: .init(span),
        help: [Wording("update \(lead) set status = qualified", "更新 \(lead) 设为 状态 = 已确认")])
    case .exists(let lead, let name, let existing):
      let quoted = QuotedText.of(name)
      return Diagnostic(
        "customer-exists",
        Wording("\(lead) may be a customer that is there already", "\(lead) 对应的客户可能已经存在"), kind: .failure,
        at: .init(span),
        help: existing.map { one in
          Wording(
            "convert \(lead) to \(one.reference)  # \(one.title): \(one.agreement.english)",
            "转化 \(lead) 为 \(one.reference)  # \(one.title)：\(one.agreement.chinese)")
        } + [Wording("convert \(lead) to customer \(quoted) anyway", "转化 \(lead) 为 客户 \(quoted) 仍然新建")])
    case .missing(let lead, let fields, let entity):
      let english = fields.map(\.name).joined(separator: ", ")
      let chinese = fields.map(\.names.chineseName).joined(separator: "、")
      let place = fields.compactMap(\.place).first
      let names = Set(["phone", "email", "company", "position", "source"])
      let given = fields.filter { names.contains($0.name) }
      var help: [Wording] = []
      if !given.isEmpty {
        help.append(
          Wording(
            "update \(lead) set " + given.map { "\($0.name) = …" }.joined(separator: ", "),
            "更新 \(lead) 设为 " + given.map { "\($0.names.chineseName) = …" }.joined(separator: "，")))
      }
      if let place {
        help.append(
          Wording("required by \(place.file):\(place.line)", "由配置 \(place.file) 第 \(place.line) 行规定"))
      }
      if given.count < fields.count {
        help.append(
          Wording(
            "add the \(entity.names.englishName) first and convert to it: convert \(lead) to …",
            "先新建\(entity.names.chineseName)，再转化：转化 \(lead) 为 …"))
      }
      return Diagnostic(
        "missing-field",
        Wording(
          "\(lead) lacks what a new \(entity.names.englishName) must have: \(english)",
          "\(lead) 缺少新建\(entity.names.chineseName)必填的\(chinese)"),
        kind: .failure, at: .init(span), help: help)
    case .twin(let lead, let other, let field):
      return Diagnostic(
        "customer-exists",
        Wording(
          "\(lead) would become a customer of the same \(field.name) as \(other)",
          "\(lead) 与 \(other) 会转成\(field.names.chineseName)相同的两个客户"),
        kind: .failure, at: .init(span), help: [Wording("convert \(lead)", "转化 \(lead)")])
    case .unreadable(let lead, let field):
      return Diagnostic(
        "unreadable",
        Wording("the \(field.name) of \(lead) cannot be read", "无法读取 \(lead) 的\(field.names.chineseName)"),
        kind: .failure, at: .init(span),
        help: [
          Wording("update \(lead) set \(field.name) = …", "更新 \(lead) 设为 \(field.names.chineseName) = …")
        ])
    case .oneAtATime(let count):
      return Diagnostic(
        "one-at-a-time",
        Wording(
          "\(count) leads cannot become one customer or opportunity of one name", "\(count) 条线索不能转成同一个客户或同名商机"),
        at: .init(span), help: [Wording("convert them without `to` and `with`", "去掉 to 和 with 即可批量转化")])
    }
  }

  /// What somebody may choose instead; nil where there is nothing to choose.
  func choice(at span: SourceSpan) -> PlanChoice? {
    guard case .exists(let lead, let name, let existing) = self else { return nil }
    return PlanChoice(
      heading: Wording(
        "\(lead) may be a customer that is there already:", "\(lead) 对应的客户可能已经存在："),
      options: existing.map { one in
        PlanChoice.Option(
          one.reference,
          Wording(
            "\(one.reference) \(one.title) (\(one.agreement.english))",
            "\(one.reference) \(one.title)（\(one.agreement.chinese)）"))
      },
      other: PlanChoice.Option("new", Wording("a new customer “\(name)”", "新建客户“\(name)”")),
      refusal: diagnostic(at: span))
  }

  /// Why one of many is left as it is.
  var reason: Wording {
    let told = sentence
    return Wording("not converted: \(told.english)", "未转化：\(told.chinese)")
  }

  /// Why a lead that reached the threshold stays a lead.
  func remark(_ threshold: Int) -> Wording {
    let told = sentence
    return Wording(
      "reached \(threshold) and was not converted: \(told.english)", "已达到 \(threshold) 分但未自动转化：\(told.chinese)")
  }

  /// What is wrong with the statement that helps.
  private var sentence: Wording {
    let told = diagnostic(at: .zero)
    guard let help = told.help.first else { return told.message }
    return Wording("\(told.message.english); \(help.english)", "\(told.message.chinese)；\(help.chinese)")
  }
}
