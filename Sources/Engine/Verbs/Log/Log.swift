internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `log phone with contact_001 "讨论产品方案"`
  package static let log = Verb(
    VerbSignature(
      "log", [Word("log", zh: "记录")],
      [
        .oneOf(
          "type",
          ChoiceList.interactionTypes.choices.map { choice in
            .init(choice.name, Word(english: choice.names.english, chinese: choice.names.chinese))
          }),
        .word(Word("with", zh: "与", "和")), .slot("target", .target),
        .clauses([[.word(Word("at", zh: "于")), .slot("time", .value)]]),
        .trailing("content", .value), .clauses([[.word(Word("at", zh: "于")), .slot("time", .value)]]),
      ], effect: .writes,
      holding: ["target": .records(["contact", "customer", "opportunity", "lead"]), "time": .moment]),
    Wording("notes a call, mail, meeting, visit, message or note", "记一次电话、邮件、会议、拜访、微信或备注"),
    examples: ["log phone with contact_001 \"讨论产品方案\"", "log visit with cust_001 \"参观工厂\" at yesterday"]
  ) { command, planning throws(BindingError) in
    let allowed: [EntityKey] = [.contact, .customer, .opportunity, .lead]
    let interaction = planning.entity(.interaction)
    guard let targets = try planning.targets(command["target"], verb: "log", allowed: allowed) else {
      return .undetermined
    }
    var assigned = Planning.Assigned()
    if case .choice(let name, _)? = command["type"],
      let choice = ChoiceList.interactionTypes.choices.first(where: { $0.name == name })
    {
      assigned.set(interaction.field(named: "type"), .choice(choice.key))
    }
    if case .value(let content)? = command["content"], let field = interaction.field(named: "content") {
      assigned.set(field, try planning.fieldValue(content, as: field, of: interaction))
    }
    if case .value(let time)? = command["time"], let field = interaction.field(named: "date") {
      assigned.set(field, try planning.fieldValue(time, as: field, of: interaction))
    }
    var steps: [ChangeStep] = []
    for id in targets.ids {
      var one = assigned
      one.set(interaction.field(named: targets.entity.name), .reference(id))
      steps.append(.insert(try planning.insertion(interaction, one, command.span)))
    }
    var plan = ChangePlan(steps)
    if targets.entity.key == .contact, assigned.constant("type") != .choice(InteractionType.note) {
      try planning.remarkUnwanted(targets.ids, &plan)
    }
    return .change(plan)
  }
}
