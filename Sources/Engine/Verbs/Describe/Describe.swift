internal import Diagnostics
internal import Language
internal import Query

extension Verb {
  /// `describe customers`
  package static let describe = Verb(
    VerbSignature("describe", [Word("describe", zh: "说明", "描述")], [.trailing("entity", .entity)], effect: .reads),
    Wording("shows the fields of an entity with their types and choices", "查看对象的字段、类型和选项"),
    examples: ["describe customers", "describe"]
  ) { command, planning throws(BindingError) in
    guard case .entity(let name)? = command["entity"] else { return .report(.entities) }
    return .report(.entity(try planning.binder.entity(name)))
  }
}
