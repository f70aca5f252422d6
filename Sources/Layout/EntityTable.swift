package import Domain
package import Values

/// Where the records of an entity lie: one table, whose columns follow from the fields.
package struct EntityTable: Sendable {
  package let entity: Entity
  package let name: String

  package init(_ entity: Entity) {
    self.entity = entity
    name = entity.pluralEnglish
  }

  package struct Column: Sendable, Hashable {
    package let name: String
    package let type: String
  }

  /// The columns of one field, the first being the value itself.
  package static func columns(of field: Field) -> [Column] {
    guard field.isStored else { return [] }
    switch field.type {
    case .identity: return [Column(name: "id", type: "INTEGER PRIMARY KEY")]
    case .text:
      let value = Column(name: field.name, type: "TEXT")
      guard field.traits.contains(.keyed) else { return [value] }
      let keyed = [
        value, Column(name: "\(field.name)_key", type: "TEXT"), Column(name: "\(field.name)_sort", type: "TEXT"),
      ]
      return coreColumn(field).map { keyed + [Column(name: $0, type: "TEXT")] } ?? keyed
    case .phone, .email:
      return [Column(name: field.name, type: "TEXT"), Column(name: "\(field.name)_key", type: "TEXT")]
    case .webAddress: return [Column(name: field.name, type: "TEXT")]
    case .money:
      return [
        Column(name: field.name, type: "INTEGER"), Column(name: "\(field.name)_currency", type: "TEXT"),
        Column(name: "\(field.name)_base", type: "INTEGER"),
      ]
    case .instant:
      return [Column(name: field.name, type: "INTEGER"), Column(name: "\(field.name)_day", type: "INTEGER")]
    case .reference(let key):
      let target = DataDictionary.builtIn.first { $0.key == key }
      let clause = target.map { " REFERENCES \($0.pluralEnglish)(id) DEFERRABLE INITIALLY DEFERRED" } ?? ""
      return [Column(name: field.name, type: "INTEGER\(clause)")]
    case .choice, .integer, .number, .date, .duration, .flag: return [Column(name: field.name, type: "INTEGER")]
    case .labels: return []
    }
  }

  package var columns: [Column] {
    entity.fields.flatMap { EntityTable.columns(of: $0) } + extraColumns
  }

  /// Columns that no field shows: the stages that an opportunity has ever reached, one bit each.
  private var extraColumns: [Column] {
    entity.key == .opportunity ? [Column(name: "stage_mask", type: "INTEGER NOT NULL DEFAULT 0")] : []
  }

  /// The table of a labels field: which record has which label.
  package func labelTable(_ field: Field) -> String { "\(name)_\(field.name)" }

  /// The full-text table over the grams of the searchable fields; nil where none is searchable.
  package var searchTable: String? { entity.searchableFields.isEmpty ? nil : "\(name)_search" }

  /// What sorting, uniqueness and equality of a text field read.
  package static func keyColumn(_ field: Field) -> String? {
    switch field.type {
    case .text where field.traits.contains(.keyed): "\(field.name)_key"
    case .phone, .email: "\(field.name)_key"
    default: nil
    }
  }

  /// What is left of a company's name; null where that is the whole name. See `CompanyName.storedCore`.
  package static func coreColumn(_ field: Field) -> String? {
    field.traits.contains(.company) ? "\(field.name)_core" : nil
  }

  package static func sortColumn(_ field: Field) -> String? {
    field.traits.contains(.keyed) ? "\(field.name)_sort" : nil
  }

  /// Whether an index holds the records in the order in which the field sorts them.
  package func hasOrder(of field: Field) -> Bool {
    switch field.type {
    case .text: SchemaStatements.titleOrder(field, of: self) != nil
    case .integer, .number, .money, .date, .instant, .duration:
      SchemaStatements.indexedColumn(of: field, in: self) != nil
    // Sorted by their place in the list, by the title of what they refer to, or by no index.
    case .choice, .reference, .labels, .phone, .email, .webAddress, .flag, .identity: false
    }
  }

  package static func valueColumn(_ field: Field) -> String { field.type == .identity ? "id" : field.name }
}

extension EntityTable {
  /// A value spread over the columns of its field, in the order of `columns(of:)`.
  package static func spread(_ value: FieldValue, over field: Field, zone: Zone) -> [SQLValue] {
    let count = columns(of: field).count
    switch value {
    case .empty: return Array(repeating: .null, count: count)
    case .text(let text):
      guard field.traits.contains(.keyed), field.type == .text else {
        return [.text(text)] + Array(repeating: .null, count: max(0, count - 1))
      }
      let folded = TextFolding.folded(text)
      let keyed: [SQLValue] = [.text(text), .text(folded), .text(Pinyin.sortKey(of: text))]
      guard coreColumn(field) != nil else { return keyed }
      return keyed + [CompanyName.storedCore(folded: folded).map { .text($0) } ?? .null]
    case .phone(let text, let e164): return [.text(text), .text(e164)]
    case .email(let text): return [.text(text), .text(TextFolding.folded(text))]
    case .choice(let key): return [.integer(key)]
    case .integer(let value), .reference(let value), .duration(let value): return [.integer(value)]
    case .number(let value): return [FieldValue.storedUnits(value).map { .integer($0) } ?? .null]
    case .money(let money, let base):
      return [.integer(money.minorUnits), .text(money.currency.code), .integer(base)]
    case .date(let day): return [.integer(Int64(day.daysSinceEpoch))]
    case .instant(let instant):
      return [.integer(instant.milliseconds), .integer(Int64(zone.day(of: instant).daysSinceEpoch))]
    case .flag(let value): return [.integer(value ? 1 : 0)]
    }
  }
}

extension EntityTable {
  /// The value that lies in the columns of a field: the way back from `spread`. Nil where they hold none of its kind.
  package static func gather(_ values: some RandomAccessCollection<SQLValue>, of field: Field) -> FieldValue? {
    let values = Array(values)
    guard let first = values.first, first != .null else { return .empty }
    switch (field.type, first) {
    case (.text, .text(let text)), (.webAddress, .text(let text)): return .text(text)
    case (.phone, .text(let text)):
      guard values.count > 1, case .text(let key) = values[1] else { return nil }
      return .phone(text, e164: key)
    case (.email, .text(let text)): return .email(text)
    case (.choice, .integer(let number)): return Int(exactly: number).map { .choice($0) }
    case (.integer, .integer(let number)): return .integer(number)
    case (.number, .integer(let number)): return .number(FieldValue.number(storedUnits: number))
    case (.money, .integer(let number)):
      guard values.count > 2, case .text(let code) = values[1], let currency = Currency.named(code),
        case .integer(let base) = values[2]
      else { return nil }
      return .money(Money(minorUnits: number, currency: currency), base: base)
    case (.date, .integer(let number)): return CivilDate(daysSinceEpoch: number).map { .date($0) }
    case (.instant, .integer(let number)): return .instant(Instant(milliseconds: number))
    case (.duration, .integer(let number)): return .duration(number)
    case (.flag, .integer(let number)): return .flag(number != 0)
    case (.reference, .integer(let number)): return .reference(number)
    case (_, .null), (_, .integer), (_, .real), (_, .text): return nil
    }
  }
}
