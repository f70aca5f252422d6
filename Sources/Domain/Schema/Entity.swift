internal import Values

/// The number by which the change log knows an entity: never reused.
package struct EntityKey: RawRepresentable, Sendable, Hashable, Comparable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  package static func < (one: EntityKey, other: EntityKey) -> Bool { one.rawValue < other.rawValue }
}

/// A kind of record.
///
/// A value in all but its kind, as its fields are: it never changes, and as a reference it costs one count wherever a
/// plan mentions it.
package final class Entity: Sendable, Hashable {
  package let key: EntityKey
  /// `cust` of `cust_001`.
  package let idPrefix: String
  /// The singular; also the table's name.
  package let name: String
  package let names: Names
  package let fields: [Field]
  /// What a table of them shows when nothing else is asked for.
  package let columns: [String]
  /// The fields of a record as programs get it, in the order of the user's own examples; what else is known follows.
  package let record: [String]
  /// The field that names a record to a person.
  package let title: String
  /// Other field names for the notions that every entity shares (`owner` for `assigned_to`).
  package let synonyms: [String: String]
  private let spellings = SpellingTable()

  package init(
    _ key: EntityKey, prefix: String, _ name: String, _ names: Names, title: String, columns: [String],
    record: [String] = [], synonyms: [String: String] = [:], fields: [Field]
  ) {
    self.record = record
    self.key = key
    self.idPrefix = prefix
    self.name = name
    self.names = names
    self.title = title
    self.columns = columns
    self.synonyms = synonyms
    let common = [
      Field(90, "created_at", Names("created_at", zh: "创建时间"), .instant, [.automatic, .indexed]),
      Field(91, "updated_at", Names("updated_at", zh: "更新时间"), .instant, [.automatic, .indexed]),
      Field(92, "created_by", Names("created_by", zh: "创建人"), .reference(.user), [.automatic]),
      Field(93, "deleted_at", Names("deleted_at", zh: "删除时间"), .instant, [.automatic]),
    ]
    self.fields = fields + common
  }

  private init(_ entity: Entity, fields: [Field]) {
    key = entity.key
    idPrefix = entity.idPrefix
    name = entity.name
    names = entity.names
    title = entity.title
    columns = entity.columns
    record = entity.record
    synonyms = entity.synonyms
    self.fields = fields
  }

  /// The same kind of record with other fields: as the configuration adapts it.
  package func with(fields: [Field]) -> Entity { Entity(self, fields: fields) }

  package static func == (one: Entity, other: Entity) -> Bool {
    one === other || one.key == other.key && one.fields == other.fields
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }

  package func field(named name: String) -> Field? { fields.first { $0.name == name } }
  package func field(key: Int) -> Field? { fields.first { $0.key == key } }

  /// The field that a text names in any of its spellings; the first to claim a spelling keeps it.
  func field(spelled text: String) -> Field? {
    // Programs say the names as they are.
    if let field = field(named: text) { return field }
    let place = spellings.place(of: TextFolding.folded(text)) {
      var claims: [(spelling: String, place: Int)] = []
      for (place, field) in fields.enumerated() {
        for spelling in field.names.english { claims.append((spelling, place)) }
        for spelling in field.names.chinese { claims.append((spelling, place)) }
        claims.append((field.name, place))
      }
      for (synonym, name) in synonyms {
        if let place = fields.firstIndex(where: { $0.name == name }) { claims.append((synonym, place)) }
      }
      return claims
    }
    return place.map { fields[$0] }
  }

  package var titleField: Field? { field(named: title) }
  package var labelFields: [Field] { fields.filter { $0.type == .labels } }
  package var searchableFields: [Field] { fields.filter { $0.traits.contains(.searchable) } }

  /// The plural, as a query names many.
  package var pluralEnglish: String { names.english.count > 1 ? names.english[1] : names.englishName }

  /// `cust_001` for 1: three digits at least.
  package func reference(_ id: Int64) -> String {
    let digits = String(id)
    let padding = max(0, 3 - digits.count)
    return "\(idPrefix)_" + String(repeating: "0", count: padding) + digits
  }

  /// The number of a reference of this entity's shape; at most twelve digits.
  package func number(of reference: some StringProtocol) -> Int64? {
    guard reference.count > idPrefix.count + 1, reference.lowercased().hasPrefix("\(idPrefix)_") else { return nil }
    let digits = reference.dropFirst(idPrefix.count + 1)
    guard digits.count <= 12, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int64(digits)
  }
}

/// A way down from a record to those that refer to it: `contacts` of a customer.
package struct Relation: Sendable, Hashable {
  package let name: String
  package let child: EntityKey
  /// The child's field that points back.
  package let field: Field
}
