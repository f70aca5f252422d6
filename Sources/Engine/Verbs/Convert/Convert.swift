internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `convert lead_001 to customer 新公司 with opportunity "CRM系统采购"`
  package static let convert = Verb(
    VerbSignature(
      "convert", [Word("convert", zh: "转化")],
      [
        .slot("target", .target),
        .clauses([
          [
            .word(Word("to", zh: "为", "到")),
            .optional([.oneOf("kind", [.init("customer", Word("customer", zh: "客户"))])]),
            .slot("customer", .value),
            .optional([.oneOf("anyway", [.init("anyway", .anyway)])]),
          ],
          [
            .word(Word("with", zh: "带", "并")), .word(Word("opportunity", zh: "商机")), .slot("opportunity", .value),
          ],
        ]),
      ], effect: .writes, holding: ["target": .records(["lead"]), "customer": .records(["customer"])]),
    Wording(
      "makes a customer and a contact of a lead, and an opportunity where one is named", "把线索转为客户和联系人，可同时新建商机"),
    examples: [
      "convert lead_001", "convert lead_001 to customer 新公司", "convert lead_001 to cust_001",
      "convert lead_001 with opportunity \"CRM系统采购\"",
    ]
  ) { command, planning throws(BindingError) in
    guard let targets = try planning.targets(command["target"], verb: "convert", allowed: [.lead]) else {
      return .undetermined
    }
    var wish = ConversionWish(isNewAnyway: command["anyway"] != nil)
    if case .value(let expression)? = command["customer"] { try planning.readCustomer(expression, into: &wish) }
    if case .value(let title)? = command["opportunity"] {
      let opportunity = planning.entity(.opportunity)
      if let field = opportunity.field(named: "title") {
        wish.opportunityTitle = try planning.fieldValue(title, as: field, of: opportunity)
      }
    }
    guard !planning.isCheck else { return .undetermined }
    if targets.ids.count > 1, wish.customer != nil || wish.customerName != nil || wish.opportunityTitle != nil {
      throw .failed(ConversionRefusal.oneAtATime(targets.ids.count).diagnostic(at: command.span))
    }
    return .change(try planning.conversions(of: targets.ids, wish, targets.span))
  }
}

extension Planning {
  /// `to cust_012` is one that is there, any other text the name of a new one.
  fileprivate func readCustomer(_ expression: Expression, into wish: inout ConversionWish) throws(BindingError) {
    // `to customer anyway` names none; in quotes it would.
    if case .atom(let atom) = expression.kind, Word.anyway.spellings.contains(atom.text.lowercased()) {
      wish.isNewAnyway = true
      return
    }
    let (lead, customer) = (entity(.lead), entity(.customer))
    if dictionary.identify(try text(expression)) != nil || expression.isVariable {
      guard let field = lead.field(named: "converted_customer") else { return }
      if case .reference(let id) = try fieldValue(expression, as: field, of: lead) { wish.customer = id }
    } else if let field = customer.field(named: "name") {
      let name = try fieldValue(expression, as: field, of: customer)
      if !name.isEmpty { wish.customerName = name }
    }
  }
}

extension Word {
  fileprivate static let anyway = Word("anyway", zh: "仍然新建")
}

extension Expression {
  fileprivate var isVariable: Bool { if case .variable = kind { true } else { false } }
}
