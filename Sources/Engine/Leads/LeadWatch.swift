internal import Domain
internal import Query
internal import Storage

/// Which leads a plan may have moved: those whose score has to be worked out again, and those that got one.
struct LeadWatch {
  /// Their attributes or interactions changed.
  private(set) var moved: Set<Int64> = []
  /// A score was written for them.
  private(set) var scored: Set<Int64> = []
  private let store: Store
  /// It is an import.
  private(set) var bringsRecords = false

  /// Looks at the plan before it is carried out: what it takes away is seen only now.
  init(_ plan: ChangePlan, _ store: Store) throws(StorageError) {
    self.store = store
    for step in plan.steps {
      switch step {
      case .update(let update) where update.entity.key == .lead: note(update)
      case .update(let update) where update.entity.key == .interaction:
        moved.formUnion(try store.leads(ofInteractions: update.ids))
      case .remove(let removal) where removal.entity.key == .interaction:
        moved.formUnion(try store.leads(ofInteractions: removal.ids))
      case .load(let source) where source.entity.key == .lead || source.entity.key == .interaction:
        bringsRecords = true
      // An undo brings the scores back with the rest, and raises nothing.
      case .insert, .update, .remove, .load, .repair, .revert: continue
      }
    }
  }

  private mutating func note(_ update: Update) {
    if update.assignments.contains(where: { $0.field.name == "score" }) {
      scored.formUnion(update.ids)
    } else if update.assignments.contains(where: { LeadScoring.details.contains($0.field.name) }) {
      moved.formUnion(update.ids)
    }
  }

  /// Looks at what came of it.
  ///
  /// - Parameter created: in the order of the plan's insertions.
  mutating func finish(_ plan: ChangePlan, created: [RecordKey]) throws(StorageError) {
    var made = created.makeIterator()
    for step in plan.steps {
      switch step {
      case .insert(let insertion):
        let key = made.next()
        if insertion.entity.key == .lead, let key { scored.insert(key.id) }
        if insertion.entity.key == .interaction { note(insertion) }
      case .update(let update) where update.entity.key == .interaction:
        moved.formUnion(try store.leads(ofInteractions: update.ids))
      case .update, .remove, .load, .repair, .revert: continue
      }
    }
    if bringsRecords, let changeSet = store.openChangeSet {
      let lead = store.dictionary.entity(.lead) ?? .lead
      let keys = LeadScoring.details.compactMap { lead.field(named: $0)?.key }
      let score = lead.field(named: "score")?.key ?? 0
      moved.formUnion(try store.leadsTouched(by: changeSet, fields: keys, score: score))
    }
  }

  private mutating func note(_ insertion: Insertion) {
    for assignment in insertion.values where assignment.field.name == "lead" {
      if case .constant(.reference(let id)) = assignment.value { moved.insert(id) }
    }
  }
}
