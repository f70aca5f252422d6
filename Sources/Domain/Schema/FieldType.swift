/// What a field holds. A closed set: every switch over it is exhaustive.
package enum FieldType: Sendable, Hashable {
  /// One line or several of any text.
  case text
  case choice(ChoiceList)
  /// Whole numbers between two bounds.
  case integer(ClosedRange<Int>)
  /// Decimals to six places.
  case number
  case money
  /// A civil date.
  case date
  /// A moment, stored in UTC with the workspace's local day beside it.
  case instant
  /// A length of time in seconds.
  case duration
  case flag
  case reference(EntityKey)
  /// Several labels, of which a record has each or has it not.
  case labels
  case phone
  case email
  case webAddress
  /// The record's own number, shown as `cust_001`.
  case identity

  package var choices: ChoiceList? {
    if case .choice(let list) = self { list } else { nil }
  }

  package var referenced: EntityKey? {
    if case .reference(let entity) = self { entity } else { nil }
  }

  /// Whether `<`, `between` and sums make sense.
  package var isOrdered: Bool {
    switch self {
    case .integer, .number, .money, .date, .instant, .duration, .choice, .identity: true
    case .text, .flag, .reference, .labels, .phone, .email, .webAddress: false
    }
  }

  package var isText: Bool {
    switch self {
    case .text, .phone, .email, .webAddress: true
    default: false
    }
  }
}
