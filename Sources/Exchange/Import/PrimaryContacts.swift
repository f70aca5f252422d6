internal import Domain
internal import Query
internal import Storage

/// A customer has one primary contact in imports too: of the rows that say so the last one wins, as the last of several
/// statements does, and whoever it was before gives the place up in the same change set.
struct PrimaryContacts {
  private let contact: Entity
  private let flag: Field
  private let flagPlace: Int
  private let customerPlace: Int
  /// The later the row that says that a contact is the primary one, the larger; what says nothing of it has `standing`,
  /// and who moves to another customer and says nothing is the last in question.
  private var ranks: [Int64: Int] = [:]
  private var rows = PrimaryContacts.standing
  private static let standing = 1

  /// Nil for other entities.
  init?(_ entity: Entity) {
    guard entity.key == .contact, let place = entity.fields.firstIndex(where: { $0.name == "is_primary" }),
      let customer = entity.fields.firstIndex(where: { $0.name == "customer" })
    else { return nil }
    contact = entity
    flag = entity.fields[place]
    flagPlace = place
    customerPlace = customer
  }

  /// - Parameter values: of the row, in the order of the fields.
  mutating func note(_ id: Int64, _ values: [FieldValue], isNew: Bool) {
    rows += 1
    if values[flagPlace] == .flag(true) {
      ranks[id] = rows
    } else if !isNew, !values[customerPlace].isEmpty, ranks[id] == nil {
      ranks[id] = 0
    }
  }

  /// Returns how many gave the place up.
  func settle(_ rows: RowWriter) throws -> Int {
    guard !ranks.isEmpty else { return 0 }
    var lost = 0
    for several in try rows.contactsSharingPrimacy() {
      guard several.contains(where: { ranks[$0] != nil }) else { continue }
      let last = several.max { (rank($0), $1) < (rank($1), $0) }
      for id in several where id != last {
        let change = FieldAssignment(flag, FieldValue.empty)
        if try rows.update(Update(entity: contact, ids: [id], assignments: [change])) { lost += 1 }
      }
    }
    return lost
  }

  private func rank(_ id: Int64) -> Int { ranks[id] ?? PrimaryContacts.standing }
}
