/// Fields in which two records of one entity do not agree: who enters the second is told of the first.
package struct DuplicateRule: Sendable {
  package let fields: [Field]

  init(fields: [Field]) { self.fields = fields }
}

extension Entity {
  /// Any of which speaks for itself; at the prompt and in scripts as in imports.
  package var duplicateRules: [DuplicateRule] {
    let names: [[String]] =
      switch key {
      case .customer: [["phone"], ["email"], ["name"]]
      case .contact: [["phone"], ["email"], ["wechat"], ["name", "customer"]]
      case .lead: [["phone"], ["email"]]
      case .user: [["email"], ["name"]]
      default: []
      }
    return names.compactMap { names in
      let fields = names.compactMap { field(named: $0) }
      return fields.count == names.count ? DuplicateRule(fields: fields) : nil
    }
  }
}
