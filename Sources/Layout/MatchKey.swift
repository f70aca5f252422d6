package import Domain
package import Values

/// What a value is compared by when somebody looks for the record that has it already: a folded text, a phone in
/// E.164, a company's name without its place and legal form.
package enum MatchKey: Sendable {
  case text(String)
  case number(Int64)
  case company(CompanyName)
  case phone(e164: String, written: String)

  /// Nil for what is empty, and for kinds of value that many records share.
  package init?(_ value: FieldValue, of field: Field) {
    switch value {
    case .text(let text), .email(let text):
      // A blank that nobody sees makes nobody another one.
      let folded = FieldReader.trimmed(TextFolding.folded(text))
      guard !folded.isEmpty else { return nil }
      self = field.traits.contains(.company) ? .company(CompanyName(folded: folded)) : .text(folded)
    case .phone(let text, let e164): self = .phone(e164: e164, written: text)
    case .reference(let number), .integer(let number): self = .number(number)
    case .empty, .choice, .number, .money, .date, .instant, .duration, .flag: return nil
    }
  }

  /// The text that equal keys have in common.
  package var text: String {
    switch self {
    case .text(let text), .phone(e164: let text, written: _): text
    case .company(let name): name.core
    case .number(let number): String(number)
    }
  }

  /// What the conditions of a `MatchSearch` bind, in their order.
  package var arguments: [SQLValue] {
    switch self {
    case .text(let text), .phone(e164: let text, written: _): [.text(text)]
    case .company(let name): [.text(name.core), .text(name.core + CompanyName.endOfPlaces)]
    case .number(let number): [.integer(number)]
    }
  }

  /// Whether a record that was found by the key has the same in full: no other place in a company's name, no other
  /// extension behind a switchboard's number.
  ///
  /// - Parameter stored: the text as it stands in the record.
  package func agrees(with stored: String) -> Bool {
    switch self {
    case .text, .number: return true
    case .company(let name):
      guard let place = name.place, let other = CompanyName(folded: TextFolding.folded(stored)).place else {
        return true
      }
      return place.agrees(with: other)
    case .phone(_, let written):
      guard let mine = (try? PhoneNumber(reading: written))?.extension,
        let theirs = (try? PhoneNumber(reading: stored))?.extension
      else { return true }
      return mine == theirs
    }
  }
}

/// How the live records of an entity that agree in some fields are found, by indexed columns alone.
package struct MatchSearch: Sendable {
  package let fields: [Field]
  /// Each finds some of them; none finds one that another finds. All bind the same.
  package let conditions: [String]
  /// What the texts of the keys are in a row, for finding them all.
  package let keys: [String]
  /// The text of the first field as it was written.
  package let written: String
  /// The number of what the conditions bind.
  package let width: Int
  /// No index has the key: each search looks at all who have a value.
  package let isScanned: Bool

  package init(_ fields: [Field]) {
    self.fields = fields
    var conditions: [String] = []
    var keys: [String] = []
    var next = 1
    var isScanned = false
    for field in fields {
      if let core = EntityTable.coreColumn(field), let key = EntityTable.keyColumn(field) {
        conditions = [
          "\(core) >= ?\(next) AND \(core) < ?\(next + 1)",
          "\(key) = ?\(next) AND \(core) IS NULL AND ?\(next + 1) IS NOT NULL",
        ]
        keys.append(
          "CASE WHEN \(core) IS NULL THEN \(key) WHEN instr(\(core), char(31)) = 0 THEN \(core) "
            + "ELSE substr(\(core), 1, instr(\(core), char(31)) - 1) END")
        next += 2
      } else {
        // Without a key beside it a text is folded as it is looked at.
        let isLoose = EntityTable.keyColumn(field) == nil && field.type == .text
        let column = isLoose ? "trim(crm_fold(\"\(field.name)\"))" : "\"\(EntityTable.keyColumn(field) ?? field.name)\""
        let condition = isLoose ? "\"\(field.name)\" > '' AND \(column) = ?\(next)" : "\(column) = ?\(next)"
        isScanned = isScanned || isLoose
        conditions = conditions.isEmpty ? [condition] : conditions.map { "\($0) AND \(condition)" }
        keys.append(column)
        next += 1
      }
    }
    self.conditions = conditions
    self.keys = keys
    written = fields.first.map { "\"\(EntityTable.valueColumn($0))\"" } ?? "NULL"
    width = next - 1
    self.isScanned = isScanned
  }

  /// A row's values as they are compared; nil where one is empty, and the row agrees with none.
  package func key(_ value: (Field) -> FieldValue) -> [MatchKey]? {
    var parts: [MatchKey] = []
    for field in fields {
      guard let part = MatchKey(value(field), of: field) else { return nil }
      parts.append(part)
    }
    return parts
  }
}
