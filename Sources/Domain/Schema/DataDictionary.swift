internal import Synchronization
package import Values

/// The schema in force: the built-in entities as the configuration adapts them, with every name by which they answer.
package final class DataDictionary: Sendable {
  package let entities: [Entity]
  package let rules: DomainRules
  private let names = SpellingTable()
  private let relations = Mutex<Relations?>(nil)

  package init(entities: [Entity], rules: DomainRules) {
    self.entities = entities
    self.rules = rules
  }

  /// The entity of a key; the dictionary holds every key that it hands out.
  package func entity(_ key: EntityKey) -> Entity? { entities.first { $0.key == key } }

  package func entity(named name: String) -> Entity? {
    let place = names.place(of: TextFolding.folded(name)) {
      entities.enumerated().flatMap { place, entity in entity.names.spellings.map { ($0, place) } }
    }
    return place.map { entities[$0] }
  }

  package func field(named name: String, of entity: Entity) -> Field? {
    entity.field(spelled: name)
  }

  package func relation(named name: String, of entity: Entity) -> Relation? {
    relationsBySpelling(of: entity)[TextFolding.folded(name)]
  }

  /// By the entity that they lead down from, and every folded spelling.
  private final class Relations: Sendable {
    let bySpelling: [EntityKey: [String: Relation]]
    init(_ bySpelling: [EntityKey: [String: Relation]]) { self.bySpelling = bySpelling }
  }

  /// Made when the first relation is asked for.
  private func relationsBySpelling(of entity: Entity) -> [String: Relation] {
    relations.withLock { known in
      let made = known ?? Relations(allRelations())
      known = made
      return made.bySpelling[entity.key] ?? [:]
    }
  }

  private func allRelations() -> [EntityKey: [String: Relation]] {
    var found: [EntityKey: [String: Relation]] = [:]
    for entity in entities {
      for field in entity.fields {
        guard let inverse = field.inverse, let parent = field.type.referenced else { continue }
        let relation = Relation(name: inverse, child: entity.key, field: field)
        var spellings = [inverse]
        if inverse == entity.pluralEnglish { spellings = entity.names.spellings }
        if inverse == "subsidiaries" { spellings.append("下级客户") }
        for spelling in spellings {
          let folded = TextFolding.folded(spelling)
          if found[parent]?[folded] == nil { found[parent, default: [:]][folded] = relation }
        }
      }
    }
    return found
  }

  package func relations(of entity: Entity) -> [Relation] {
    var seen: Set<String> = []
    return relationsBySpelling(of: entity).values.sorted { $0.name < $1.name }
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
  package var rfm = RFMRules()
  package var scoreThreshold = 60
  package var highScore = 80
  /// A lead is scored whenever what its score hangs on changes.
  package var scoresLeads = false
  /// The score from which a lead is converted by itself; nil: none is.
  package var convertThreshold: Int?
  package var leadScoring = LeadScoring()
  /// Days in one stage after which an open opportunity is stale.
  package var staleDays = 14
  /// The formats that data may leave in; nil: every one that the program knows.
  package var exportFormats: [String]?
  /// Where the configuration states the rates.
  package var ratesPlace: ConfigurationPlace?
  /// Days until a new opportunity's expected closing date where none is given.
  package var defaultExpectedDays: Int?
  /// Reference of the one who gets a new task where no assignee is given.
  package var defaultAssignee: String?
  /// Days before its due date on which a new task reminds where it does not say; empty: it does not remind by itself.
  package var reminderDays: [Int] = []
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
