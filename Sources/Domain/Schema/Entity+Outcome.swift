extension Entity {
  /// The fields that tell how a record stands and how it ended. They mean something together only: a lost deal has a reason
  /// and no amount that was paid.
  package var outcomeFields: [Field] { fields(of: outcomeNames) }

  /// Those of them that decide it. A probability, an amount, a reason is adjusted without another outcome.
  package var decisiveFields: [Field] { fields(of: ["status", "stage", "converted_customer"]) }

  private var outcomeNames: [String] {
    switch key {
    case .opportunity: ["stage", "probability", "status", "closed_at", "actual_amount", "lost_reason", "lost_to"]
    case .lead: ["status", "converted_customer", "converted_contact", "converted_opportunity", "converted_at"]
    case .task: ["status", "completed_at"]
    default: []
    }
  }

  private func fields(of names: [String]) -> [Field] { fields.filter { names.contains($0.name) } }
}
