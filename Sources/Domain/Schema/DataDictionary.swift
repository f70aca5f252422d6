package import Values

/// The schema in force: the built-in entities as the configuration adapts them, with every name by which they answer.
package final class DataDictionary: Sendable {
  package let entities: [Entity]
  package let rules: DomainRules
  private let entitiesByKey: [EntityKey: Int]
  private let entitiesByName: [String: Int]
  private let fieldsByName: [EntityKey: [String: Int]]
  private let relationsByName: [EntityKey: [String: Relation]]

  package init(entities: [Entity], rules: DomainRules) {
    self.entities = entities
    self.rules = rules
    var byKey: [EntityKey: Int] = [:]
    var byName: [String: Int] = [:]
    var fields: [EntityKey: [String: Int]] = [:]
    var relations: [EntityKey: [String: Relation]] = [:]
    for (index, entity) in entities.enumerated() {
      byKey[entity.key] = index
      for spelling in entity.names.spellings { byName[TextFolding.folded(spelling)] = index }
      var names: [String: Int] = [:]
      for (position, field) in entity.fields.enumerated() {
        for spelling in field.names.spellings + [field.name] {
          names[TextFolding.folded(spelling)] = names[TextFolding.folded(spelling)] ?? position
        }
      }
      for (synonym, name) in entity.synonyms {
        if let position = entity.fields.firstIndex(where: { $0.name == name }) {
          names[TextFolding.folded(synonym)] = names[TextFolding.folded(synonym)] ?? position
        }
      }
      fields[entity.key] = names
    }
    for entity in entities {
      for field in entity.fields {
        guard let inverse = field.inverse, let parent = field.type.referenced else { continue }
        let relation = Relation(name: inverse, child: entity.key, field: field)
        var spellings = [inverse]
        if inverse == entity.pluralEnglish { spellings = entity.names.spellings }
        if inverse == "subsidiaries" { spellings.append("下级客户") }
        for spelling in spellings {
          let folded = TextFolding.folded(spelling)
          relations[parent, default: [:]][folded] = relations[parent]?[folded] ?? relation
        }
      }
    }
    entitiesByKey = byKey
    entitiesByName = byName
    fieldsByName = fields
    relationsByName = relations
  }

  /// The entity of a key; the dictionary holds every key that it hands out.
  package func entity(_ key: EntityKey) -> Entity? { entitiesByKey[key].map { entities[$0] } }

  package func entity(named name: String) -> Entity? {
    entitiesByName[TextFolding.folded(name)].map { entities[$0] }
  }

  package func field(named name: String, of entity: Entity) -> Field? {
    fieldsByName[entity.key]?[TextFolding.folded(name)].map { entity.fields[$0] }
  }

  package func relation(named name: String, of entity: Entity) -> Relation? {
    relationsByName[entity.key]?[TextFolding.folded(name)]
  }

  package func relations(of entity: Entity) -> [Relation] {
    var seen: Set<String> = []
    return (relationsByName[entity.key] ?? [:]).values.sorted { $0.name < $1.name }
      .filter { seen.insert($0.name).inserted }
  }

  /// The entity whose ids have this shape, with the number: `cust_001`.
  package func identify(_ reference: some StringProtocol) -> (entity: Entity, id: Int64)? {
    for entity in entities {
      if let id = entity.number(of: reference) { return (entity, id) }
    }
    return nil
  }

  /// Every spelling of an entity's fields, for suggestions.
  package func fieldSpellings(of entity: Entity) -> [String] {
    entity.fields.filter { $0.name != "deleted_at" }.flatMap { [$0.name] + $0.names.spellings }
      + entity.synonyms.keys.sorted()
  }

  package var entitySpellings: [String] { entities.flatMap(\.names.spellings) }
}

/// The numbers of the domain that the configuration may set.
package struct DomainRules: Sendable, Hashable {
  /// A customer is new for so many days after the first purchase.
  package var newDays = 90
  /// And active while a purchase or interaction lies within so many.
  package var activeDays = 180
  package var scoreThreshold = 60
  package var highScore = 80
  /// Days until a new opportunity's expected closing date where none is given.
  package var defaultExpectedDays: Int?
  /// Reference of the one who gets a new task where no assignee is given.
  package var defaultAssignee: String?
  package var baseCurrency: Currency
  /// Units of the base currency for one unit of each.
  package var rates: [Currency: ExactDecimal]
  package var zone: Zone
  package var checksDuplicates = true
  /// What the administrator is called until somebody renames them.
  package var administratorName: String { "管理员" }

  package init(baseCurrency: Currency, zone: Zone, rates: [Currency: ExactDecimal] = [:]) {
    self.baseCurrency = baseCurrency
    self.zone = zone
    self.rates = rates
  }
}
