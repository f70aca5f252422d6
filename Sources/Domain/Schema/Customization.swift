package import Values

/// What a workspace's configuration makes of the built-in entities: required fields, lists of choices, custom fields,
/// and the rules' numbers.
package struct Customization: Sendable, Hashable {
  package struct Option: Sendable, Hashable {
    package let name: String
    package let aliases: [String]
    package let probability: Int?
    /// A stable name that outlives renaming.
    package var key: String?
    /// Not in the configuration: records hold it, so it stays.
    package var isKept = false

    package init(name: String, aliases: [String] = [], probability: Int? = nil, key: String? = nil) {
      self.name = name
      self.aliases = aliases
      self.probability = probability
      self.key = key
    }
  }

  /// A field of the configuration: one more column, or, where its name is a built-in field's, that field's options.
  package struct CustomField: Sendable, Hashable {
    package let name: String
    package let label: String?
    /// text, number, money, date, select, multiselect, boolean, url, phone, email.
    package let type: String
    package var options: [Option]
    package let isRequired: Bool
    package let place: ConfigurationPlace?

    package init(
      name: String, label: String?, type: String, options: [Option], isRequired: Bool, place: ConfigurationPlace?
    ) {
      self.name = name
      self.label = label
      self.type = type
      self.options = options
      self.isRequired = isRequired
      self.place = place
    }
  }

  package struct Section: Sendable, Hashable {
    package var required: [String] = []
    package var requiredPlace: ConfigurationPlace?
    /// Where each of the required fields is named; known while the configuration is read, and not kept.
    package var requiredPlaces: [ConfigurationPlace?] = []
    package var fields: [CustomField] = []
    /// Where the fields are listed; known while the configuration is read, and not kept.
    package var fieldsPlace: ConfigurationPlace?

    package init() {}
  }

  /// By the entity's name.
  package var sections: [String: Section] = [:]
  package var stages: [Option] = []
  package var stagesPlace: ConfigurationPlace?
  package var rules: DomainRules

  package init(rules: DomainRules) { self.rules = rules }
}

/// The numbers that were once given to choices and custom fields: never given to another.
package struct AssignedKeys: Sendable, Hashable {
  /// `customer.industry.软件` to 1.
  package var choices: [String: Int] = [:]
  /// `customer.预算` to 1000.
  package var fields: [String: Int] = [:]

  package init() {}
}

/// Why a configuration does not fit the built-in entities.
package enum CustomizationError: Error, Sendable, Hashable {
  case unknownField(String, entity: String, known: [String], ConfigurationPlace?)
  case optionsOfNoChoice(String, entity: String, ConfigurationPlace?)
  case changedType(String, entity: String, ConfigurationPlace?)
  case changedCustomType(String, entity: String, from: String, to: String, ConfigurationPlace?)
  /// So many amounts are kept with their worth in the base currency.
  case changedBase(from: Currency, to: Currency, count: Int)
  case nameOfRelation(String, entity: String, ConfigurationPlace?)
  case badName(String, entity: String, ConfigurationPlace?)

  /// Where in the configuration it stands.
  package var place: ConfigurationPlace? {
    switch self {
    case .unknownField(_, _, _, let place), .optionsOfNoChoice(_, _, let place), .changedType(_, _, let place),
      .changedCustomType(_, _, _, _, let place), .nameOfRelation(_, _, let place), .badName(_, _, let place):
      place
    case .changedBase: nil
    }
  }
}

extension Customization {
  /// The dictionary in force, with keys for whatever is new.
  package func dictionary(keys: inout AssignedKeys) throws(CustomizationError) -> DataDictionary {
    var entities: [Entity] = []
    for entity in DataDictionary.builtIn { entities.append(try adapt(entity, &keys)) }
    return DataDictionary(entities: entities, rules: rules)
  }

  private func adapt(_ entity: Entity, _ keys: inout AssignedKeys) throws(CustomizationError) -> Entity {
    var fields = entity.fields
    var isAdapted = false
    if entity.key == .opportunity, !stages.isEmpty, let index = fields.firstIndex(where: { $0.name == "stage" }) {
      fields[index] = listed(fields[index], of: entity, stages, stagesPlace, &keys)
      isAdapted = true
    }
    if let section = sections[entity.name] {
      for custom in section.fields { try add(custom, to: &fields, of: entity, &keys) }
      for (index, name) in section.required.enumerated() {
        let places = section.requiredPlaces
        let own = places.indices.contains(index) ? places[index] : nil
        try require(name, in: &fields, of: entity, named: own ?? section.requiredPlace, section.requiredPlace)
      }
      isAdapted = true
    }
    return isAdapted ? entity.with(fields: fields) : entity
  }

  /// What a file says of a built-in choice must be a list of options: another type would leave it none. What a workspace
  /// has taken already is read as it is, so that it opens.
  package func confirmTypes() throws(CustomizationError) {
    for entity in DataDictionary.builtIn {
      for custom in sections[entity.name]?.fields ?? [] where !["select", "multiselect"].contains(custom.type) {
        guard let index = Self.index(of: custom.name, in: entity.fields), entity.fields[index].type.choices != nil
        else {
          continue
        }
        throw .changedType(custom.name, entity: entity.name, custom.place)
      }
    }
  }

  private static func index(of name: String, in fields: [Field]) -> Int? {
    let folded = TextFolding.folded(name)
    return fields.firstIndex { field in
      TextFolding.equalsFolded(field.name, folded)
        || field.names.english.contains { TextFolding.equalsFolded($0, folded) }
        || field.names.chinese.contains { TextFolding.equalsFolded($0, folded) }
    }
  }

  private func require(
    _ name: String, in fields: inout [Field], of entity: Entity, named own: ConfigurationPlace?,
    _ place: ConfigurationPlace?
  ) throws(CustomizationError) {
    guard let index = Self.index(of: name, in: fields) else {
      let known = fields.filter { $0.derivation == nil }.flatMap { [$0.name] + $0.names.chinese }
      throw .unknownField(name, entity: entity.name, known: known, own)
    }
    fields[index] = fields[index].with(traits: fields[index].traits.union(.required), place: place)
  }

  private func add(
    _ custom: CustomField, to fields: inout [Field], of entity: Entity, _ keys: inout AssignedKeys
  ) throws(CustomizationError) {
    if let index = Self.index(of: custom.name, in: fields) {
      // The label of a built-in field: its options, not a second column.
      let field = fields[index]
      guard field.type.choices != nil, field.derivation == nil else {
        throw custom.options.isEmpty
          ? .changedType(custom.name, entity: entity.name, custom.place)
          : .optionsOfNoChoice(custom.name, entity: entity.name, custom.place)
      }
      var adapted = listed(field, of: entity, custom.options, custom.place, &keys)
      if custom.isRequired { adapted = adapted.with(traits: adapted.traits.union(.required), place: custom.place) }
      fields[index] = adapted
      return
    }
    guard Self.isName(custom.name), !Self.isTaken(custom.name, in: fields) else {
      throw .badName(custom.name, entity: entity.name, custom.place)
    }
    let names = [custom.name] + (custom.label.map { [$0] } ?? [])
    if let name = names.first(where: { Self.namesRelation($0, of: entity) }) {
      throw .nameOfRelation(name, entity: entity.name, custom.place)
    }
    let identity = "\(entity.name).\(custom.name)"
    let key = keys.fields[identity] ?? (keys.fields.values.max() ?? 999) + 1
    keys.fields[identity] = key
    var traits: Field.Traits = [.custom]
    if custom.isRequired { traits.insert(.required) }
    if custom.type == "text" { traits.insert(.searchable) }
    let spellings =
      custom.label.map { Names(english: [custom.name], chinese: [$0]) }
      ?? Names(english: [custom.name], chinese: [custom.name])
    let plain = Field(key, custom.name, spellings, Self.type(custom.type), traits, place: custom.place)
    let hasOptions = plain.type.choices != nil || plain.type == .labels && !custom.options.isEmpty
    let field = hasOptions ? listed(plain, of: entity, custom.options, custom.place, &keys) : plain
    let commonStart = fields.firstIndex { $0.key == 90 } ?? fields.endIndex
    fields.insert(field, at: commonStart)
  }

  /// A column's name is written between quotes in SQL: letters, digits and `_` of any script.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
    return name.unicodeScalars.count <= 60
      && name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
  }

  /// Whether the field is one more, and not the options of a built-in one.
  package static func isAddition(_ custom: CustomField, to entity: Entity) -> Bool {
    index(of: custom.name, in: entity.fields) == nil
  }

  /// Names that SQLite or the columns beside a field's own already have.
  private static func isTaken(_ name: String, in fields: [Field]) -> Bool {
    let folded = TextFolding.folded(name)
    if ["rowid", "oid", "_rowid_", "stage_mask", "search", "it"].contains(folded) || folded.hasPrefix("search_") {
      return true
    }
    return ["_key", "_sort", "_core", "_currency", "_base", "_day", "_record"].contains { suffix in
      folded.hasSuffix(suffix) && index(of: String(folded.dropLast(suffix.count)), in: fields) != nil
    }
  }

  private static func namesRelation(_ name: String, of entity: Entity) -> Bool {
    let folded = TextFolding.folded(name)
    return DataDictionary.builtIn.contains { child in
      child.fields.contains { field in
        guard field.type.referenced == entity.key, let inverse = field.inverse else { return false }
        let spellings = inverse == child.pluralEnglish ? child.names.spellings : [inverse]
        return spellings.contains { TextFolding.folded($0) == folded }
      }
    }
  }

  private static func type(_ name: String) -> FieldType {
    switch name {
    case "number": .number
    case "money": .money
    case "date": .date
    case "select": .choice(ChoiceList([]))
    case "multiselect": .labels
    case "boolean": .flag
    case "url": .webAddress
    case "phone": .phone
    case "email": .email
    default: .text
    }
  }
}
