internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `disqualify lead_001 because 没有预算`: the reason is kept as a note of the lead.
  package static let disqualify = Verb(
    VerbSignature(
      "disqualify", [Word("disqualify", zh: "淘汰")],
      [
        .slot("target", .target), .clauses([[.word(Word("because", zh: "因为", "原因")), .slot("reason", .value)]]),
      ], effect: .writes, holding: ["target": .records(["lead"])]),
    Wording("takes leads off the list, and notes why", "淘汰线索，并记下原因"),
    examples: ["disqualify lead_001", "disqualify lead_001 because 没有预算"]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "disqualify", allowed: [.lead]) else {
      return .undetermined
    }
    let (lead, interaction) = (planning.entity(.lead), planning.entity(.interaction))
    var reason: FieldValue = .empty
    if case .value(let expression)? = command["reason"], let field = interaction.field(named: "content") {
      reason = try planning.fieldValue(expression, as: field, of: interaction)
    }
    guard !planning.isCheck, let status = lead.field(named: "status") else { return .undetermined }
    for facts in try planning.leadFacts(targets.ids) where facts.status == LeadStatus.converted {
      let refusal = ConversionRefusal.converted(lead: lead.reference(facts.id), customer: nil)
      throw .failed(refusal.diagnostic(at: targets.span))
    }
    let assignments = [FieldAssignment(status, FieldValue.choice(LeadStatus.disqualified))]
    var steps: [ChangeStep] = [.update(Update(entity: lead, ids: targets.ids, assignments: assignments))]
    if !reason.isEmpty {
      for id in targets.ids {
        var note = Planning.Assigned()
        note.set(interaction.field(named: "type"), .choice(Self.note))
        note.set(interaction.field(named: "lead"), .reference(id))
        note.set(interaction.field(named: "content"), reason)
        steps.append(.insert(try planning.insertion(interaction, note, command.span)))
      }
    }
    return .change(ChangePlan(steps))
  }

  /// The type of interaction that is a note.
  private static let note = 6
}
