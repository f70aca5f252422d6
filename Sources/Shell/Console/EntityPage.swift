internal import Diagnostics
internal import Domain
internal import Rendering

/// `describe customers`: the fields of an entity, what each takes, and what belongs to a record.
struct EntityPage {
  let entity: Entity
  let relations: [Relation]

  var blocks: [Document.Block] {
    let fields = entity.fields.filter { $0.name != "deleted_at" }
    var blocks: [Document.Block] = [
      .heading(Wording(entity.pluralEnglish, "\(entity.names.chineseName)（\(entity.pluralEnglish)）"), level: 1),
      .definitions(
        fields.map { .init(Wording($0.name, "\($0.names.chineseName)  \($0.name)"), Self.description(of: $0)) }),
    ]
    if !relations.isEmpty {
      let names = relations.map(\.name).joined(separator: ", ")
      blocks.append(
        .paragraph(
          Wording("what belongs to one: \(names)", "关联：\(names)")))
    }
    return blocks
  }

  private static func description(of field: Field) -> Wording {
    var english = [type(of: field).english]
    var chinese = [type(of: field).chinese]
    if field.isRequired {
      english.append("required")
      chinese.append("必填")
    }
    if field.isDerived {
      english.append("worked out")
      chinese.append("自动计算")
    }
    if field.traits.contains(.sensitive) {
      english.append("sensitive")
      chinese.append("敏感")
    }
    return Wording(english.joined(separator: ", "), chinese.joined(separator: "，"))
  }

  private static func type(of field: Field) -> Wording {
    switch field.type {
    case .text: Wording("text", "文本")
    case .choice(let list):
      // Either spelling may be typed.
      Wording(
        verbatim: list.current.map { choice in
          let (english, chinese) = (choice.names.englishName, choice.names.chineseName)
          return english == chinese || english.isEmpty ? choice.name : "\(english) \(chinese)"
        }.joined(separator: " | "))
    case .integer(let range) where range.upperBound == .max: Wording("whole number", "整数")
    case .integer(let range):
      Wording("\(range.lowerBound)–\(range.upperBound)", "\(range.lowerBound)–\(range.upperBound)")
    case .number: Wording("number", "数字")
    case .money: Wording("money", "金额")
    case .date: Wording("date", "日期")
    case .instant: Wording("time", "时间")
    case .duration: Wording("length of time", "时长")
    case .flag: Wording("true | false", "是 | 否")
    case .reference(let key):
      DataDictionary.builtIn.first { $0.key == key }.map { Wording("a \($0.names.englishName)", $0.names.chineseName) }
        ?? Wording("reference", "引用")
    case .labels:
      field.options.map { Wording(verbatim: $0.current.map(\.name).joined(separator: " + ")) }
        ?? Wording("labels", "多个标签")
    case .phone: Wording("phone", "电话")
    case .email: Wording("e-mail", "邮箱")
    case .webAddress: Wording("web address", "网址")
    case .identity: Wording("id", "编号")
    }
  }
}
