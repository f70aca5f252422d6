internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

extension Verb {
  /// `view 重点客户 = find customers where tag = VIP`
  package static let view = Verb(
    VerbSignature(
      "view", [Word("view", zh: "视图")], [.slot("name", .name), .equals(isOptional: false), .slot("query", .query)],
      effect: .writes),
    Wording("gives a query a name: @name is then a source", "给查询起名，之后用 @名称 引用"),
    examples: ["view 重点客户 = find customers where tag = VIP"]
  ) { command, planning throws(BindingError) in
    guard case .name(let name)? = command["name"], case .query(let query)? = command["query"] else {
      return .undetermined
    }
    if let step = query.stages.first {
      throw .wrongArguments("view", expected: "view \(name.text) = find …", step.span)
    }
    // Checked with no variables in sight: a view outlives them.
    _ = try Binder(planning.binder.context.forView(TextFolding.folded(name.text))).bindQuery(query)
    let entity = planning.entity(.view)
    guard let title = entity.field(named: "name"), let text = entity.field(named: "query") else { return .undetermined }
    let source = Printer(vocabulary: VerbVocabulary([])).print(query)
    let existing = (try? planning.store?.records(titled: TextFolding.folded(name.text), of: entity)) ?? []
    if !existing.isEmpty {
      return .change(
        ChangePlan([.update(Update(entity: entity, ids: existing, assignments: [FieldAssignment(text, .text(source))]))]
        ))
    }
    return .change(
      ChangePlan([
        .insert(
          Insertion(
            entity: entity, values: [FieldAssignment(title, .text(name.text)), FieldAssignment(text, .text(source))]))
      ]))
  }

  /// `delete view 重点客户`
  package static let deleteView = Verb(
    VerbSignature(
      "delete view", [Word("delete", zh: "删除"), Word("view", zh: "视图")], [.slot("name", .name)], effect: .writes,
      holding: ["name": .view]),
    Wording("removes a saved query", "删除视图"),
    examples: ["delete view 重点客户"]
  ) { command, planning throws(BindingError) in
    guard case .name(let name)? = command["name"] else { return .undetermined }
    let entity = planning.entity(.view)
    guard let store = planning.store else { return .undetermined }
    let existing = (try? store.records(titled: TextFolding.folded(name.text), of: entity)) ?? []
    guard !existing.isEmpty else {
      let names = planning.binder.context.viewNames
      throw .unknownView(name.text, suggestions: NearestName.suggestions(for: name.text, among: names), name.span)
    }
    return .change(ChangePlan([.remove(Removal(entity: entity, ids: existing, manner: .delete))]))
  }
}
