internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `tag cust_001 with VIP, 高价值`
  package static let tag = Verb(
    VerbSignature(
      "tag", [Word("tag", zh: "打标签", "标记")],
      [.slot("target", .target), .word(Word("with", zh: "为", "带")), .slot("labels", .values)], effect: .writes,
      holding: ["target": .records(["customer"]), "labels": .field("tags", of: "customer")]),
    Wording("gives records tags", "给记录打标签"),
    examples: ["tag cust_001 with VIP, 高价值", "tag customers where industry = 软件 with 重点"]
  ) { command, planning throws(BindingError) in
    try planning.tagging(command, verb: "tag") { field, labels in LabelEdit(field: field, added: labels) }
  }

  /// `untag cust_001 with VIP`
  package static let untag = Verb(
    VerbSignature(
      "untag", [Word("untag", zh: "取消标签", "去标签")],
      [.slot("target", .target), .word(Word("with", zh: "为", "带")), .slot("labels", .values)], effect: .writes,
      holding: ["target": .records(["customer"]), "labels": .field("tags", of: "customer")]),
    Wording("takes tags off records", "去掉记录的标签"),
    examples: ["untag cust_001 with VIP"]
  ) { command, planning throws(BindingError) in
    try planning.tagging(command, verb: "untag") { field, labels in LabelEdit(field: field, removed: labels) }
  }
}

extension Planning {
  fileprivate func tagging(
    _ command: Command, verb: String, _ edit: (Field, [String]) -> LabelEdit
  ) throws(BindingError) -> Plan {
    let allowed = dictionary.entities.filter { $0.field(named: "tags") != nil }.map(\.key)
    guard let targets = try targets(command["target"], verb: verb, allowed: allowed),
      case .values(let values)? = command["labels"]
    else {
      return .undetermined
    }
    guard let field = targets.entity.field(named: "tags") else {
      throw .wrongTarget(
        verb: verb, expected: dictionary.entities.filter { $0.field(named: "tags") != nil }, found: targets.entity,
        targets.span)
    }
    var labels: [String] = []
    for value in values {
      let found = try self.labels(value)
      if case .text = value.kind, found.isEmpty, !isCheck { throw .failed(emptyLabel(value.span)) }
      labels += found
    }
    return .change(
      ChangePlan([.update(Update(entity: targets.entity, ids: targets.ids, labels: [edit(field, labels)]))]))
  }
}
