package import Diagnostics
package import Domain
internal import Language
internal import Values

/// What a statement would write: rows to insert, to change, to remove, with their targets known.
///
/// A verb returns one and never writes; guard, permission, preview, execution, log and undo act on it, once for every
/// verb.
package struct ChangePlan: Sendable {
  package var steps: [ChangeStep]
  /// What a person is told of it beside the counts.
  package var remarks: [Wording] = []
  /// Somebody has said that what it enters may be there already, or has looked.
  package var allowsDuplicates = false
  /// How its values were come by, where the verb explains them.
  package var account: ResultTable?
  /// What somebody must choose first; until then there are no steps to carry out.
  package var choice: PlanChoice?

  package init(_ steps: [ChangeStep] = []) { self.steps = steps }

  /// The records that existed before and would be touched: what the bulk guard counts.
  package var existingTargets: Set<RecordKey> {
    var targets: Set<RecordKey> = []
    for step in steps {
      switch step {
      // An undo has a report of its own.
      case .insert, .load, .repair, .revert: continue
      case .update(let update) where update.follows: continue
      case .update(let update): for id in update.ids { targets.insert(RecordKey(update.entity.key, id)) }
      case .remove(let removal): for id in removal.ids { targets.insert(RecordKey(removal.entity.key, id)) }
      }
    }
    return targets
  }

  /// Which of them would become others can be asked of the data: there are updates, and nothing that has a report of its
  /// own.
  package var isCountable: Bool {
    var updates = false
    for step in steps {
      switch step {
      case .update: updates = true
      case .insert, .remove: continue
      case .load, .repair, .revert: return false
      }
    }
    return updates
  }

  /// How many there are, without making the set where one step says it.
  package var existingCount: Int {
    switch (steps.count, steps.first) {
    case (1, .update(let update)?): update.ids.count
    case (1, .remove(let removal)?): removal.ids.count
    case (1, .repair(let repair)?): repair.count
    case (1, .insert?), (1, .load?), (1, .revert?), (0, _): 0
    default: existingTargets.count
    }
  }
}

package struct RecordKey: Sendable, Hashable {
  package let entity: EntityKey
  package let id: Int64

  package init(_ entity: EntityKey, _ id: Int64) {
    self.entity = entity
    self.id = id
  }
}

package enum ChangeStep: Sendable {
  case insert(Insertion)
  case update(Update)
  case remove(Removal)
  /// A stream of records: an import. It is judged by its own report.
  case load(any RecordSource)
  /// What follows from the rest of the data, made again.
  case repair(Repair)
  /// Takes a change set back: undo, and redo.
  case revert(Reversal)
}

/// A new record. Its values are complete: defaults are filled in before the plan is made.
package struct Insertion: Sendable {
  package let entity: Entity
  /// The number that it is to have; nil takes the next.
  package var id: Int64?
  package var values: [FieldAssignment]
  package var labels: [LabelEdit]

  package init(entity: Entity, id: Int64? = nil, values: [FieldAssignment], labels: [LabelEdit] = []) {
    self.entity = entity
    self.id = id
    self.values = values
    self.labels = labels
  }
}

package struct FieldAssignment: Sendable {
  package let field: Field
  package let value: AssignedValue

  package init(_ field: Field, _ value: AssignedValue) {
    self.field = field
    self.value = value
  }

  package init(_ field: Field, _ value: FieldValue) {
    self.init(field, .constant(value))
  }
}

extension NewRecord {
  /// What an insertion of it writes.
  package var assignments: [FieldAssignment] {
    var made: [FieldAssignment] = []
    made.reserveCapacity(16)
    for (field, value) in zip(entity.fields, values) where !value.isEmpty { made.append(FieldAssignment(field, value)) }
    return made
  }
}

package enum AssignedValue: Sendable {
  case constant(FieldValue)
  /// Worked out row by row: `amount = it.amount * 1.1`.
  case computed(BoundExpression)
}

/// Labels that a record gains and loses.
package struct LabelEdit: Sendable {
  package let field: Field
  package var added: [String]
  package var removed: [String]
  /// All others are lost: `tags = VIP`.
  package var replacesAll: Bool

  package init(field: Field, added: [String] = [], removed: [String] = [], replacesAll: Bool = false) {
    self.field = field
    self.added = added
    self.removed = removed
    self.replacesAll = replacesAll
  }
}

package struct Update: Sendable {
  package let entity: Entity
  package let ids: [Int64]
  package var assignments: [FieldAssignment]
  package var labels: [LabelEdit]
  /// It goes along with a target of the plan, and is none itself: what was said with a lead goes with it.
  package var follows = false

  package init(entity: Entity, ids: [Int64], assignments: [FieldAssignment] = [], labels: [LabelEdit] = []) {
    self.entity = entity
    self.ids = ids
    self.assignments = assignments
    self.labels = labels
  }
}

package struct Removal: Sendable {
  package enum Manner: String, Sendable { case delete, restore, purge }
  package let entity: Entity
  package let ids: [Int64]
  package let manner: Manner

  package init(entity: Entity, ids: [Int64], manner: Manner) {
    self.entity = entity
    self.ids = ids
    self.manner = manner
  }
}

/// Gives records one by one, in the order of a file; each is a new one or a change of one that exists.
package protocol RecordSource: Sendable {
  var entity: Entity { get }
  /// Asks for the next records through `accept`, until there are none. What it throws undoes all that it gave.
  func load(_ accept: (LoadedRecord) throws -> Void) throws
}

package enum LoadedRecord: Sendable {
  case new(Insertion)
  case change(Update)
}

/// What became of a change plan.
package struct ChangeSummary: Sendable {
  package struct Count: Sendable {
    package let entity: Entity
    package var created = 0
    package var updated = 0
    package var deleted = 0
    package var restored = 0
    package var purged = 0
    /// Their making was undone.
    package var withdrawn = 0
    /// The undoing of their making was undone.
    package var returned = 0

    package init(entity: Entity) { self.entity = entity }

    package var total: Int { created + updated + deleted + restored + purged + withdrawn + returned }
  }

  package var counts: [Count] = []
  /// The records made, in order; only so many as a person would look at.
  package var created: [RecordKey] = []
  package var changeSet: Int64?
  /// What a repair made again, with the number of rows; and what it left.
  package var mended: [(finding: Finding, count: Int)] = []
  package var left: [Finding] = []
  /// Where the file lies as it was before a repair.
  package var copy: String?
  /// What was taken back, where that is what was done.
  package var reversal: Reversal?
  /// What else there is to say: what followed from the change.
  package var remarks: [Wording] = []

  package init() {}

  package mutating func note(_ entity: Entity, _ change: (inout Count) -> Void) {
    if let index = counts.firstIndex(where: { $0.entity.key == entity.key }) {
      change(&counts[index])
    } else {
      var count = Count(entity: entity)
      change(&count)
      counts.append(count)
    }
  }

  package mutating func add(_ other: ChangeSummary) {
    for count in other.counts {
      note(count.entity) {
        $0.created += count.created
        $0.updated += count.updated
        $0.deleted += count.deleted
        $0.restored += count.restored
        $0.purged += count.purged
        $0.withdrawn += count.withdrawn
        $0.returned += count.returned
      }
    }
    if created.count < 10_000 { created += other.created.prefix(10_000 - created.count) }
    mended += other.mended
    left += other.left
    copy = other.copy ?? copy
    changeSet = other.changeSet ?? changeSet
    reversal = other.reversal ?? reversal
  }

  package var total: Int { counts.reduce(0) { $0 + $1.total } }
}
