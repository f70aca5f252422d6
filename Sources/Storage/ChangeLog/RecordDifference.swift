package import Domain
package import Layout
package import Query

/// What some change sets together did to one record: from before the first of them to after the last.
package struct RecordDifference: Sendable {
  /// What became of the record as a whole.
  package enum Fate: Sendable, Hashable {
    case made
    /// Its making was undone.
    case unmade
    case changed
    /// Into the recycle bin, and out of it.
    case deleted, restored
    case purged

    package var kind: DifferenceCount.Kind {
      switch self {
      case .made: .made
      case .changed, .restored: .changed
      case .deleted, .unmade, .purged: .removed
      }
    }
  }

  /// One field's logged values; the first is empty for a record that was made.
  package struct Value: Sendable {
    package let field: Field
    package let before: SQLValue
    package let after: SQLValue

    package init(field: Field, before: SQLValue, after: SQLValue) {
      (self.field, self.before, self.after) = (field, before, after)
    }
  }

  /// The labels that a record gained and lost.
  package struct Labels: Sendable {
    package let field: Field
    package var added: [String] = []
    package var removed: [String] = []
  }

  package let entity: Entity
  package let id: Int64
  package var fate: Fate
  package var values: [Value] = []
  package var labels: [Labels] = []

  package var key: RecordKey { RecordKey(entity.key, id) }
  package var isEmpty: Bool { fate == .changed && values.isEmpty && labels.isEmpty }
}

/// How many records some change sets made, changed and removed, as a prompt counts them.
package struct DifferenceCount: Sendable, Hashable {
  package var made = 0
  package var changed = 0
  package var removed = 0

  /// What became of one record.
  package enum Kind: Sendable, Hashable { case made, changed, removed }

  package init(made: Int = 0, changed: Int = 0, removed: Int = 0) {
    self.made = made
    self.changed = changed
    self.removed = removed
  }

  package mutating func add(_ kind: Kind) { self[kind] += 1 }
  package mutating func remove(_ kind: Kind) { self[kind] -= 1 }

  private subscript(_ kind: Kind) -> Int {
    get {
      switch kind {
      case .made: made
      case .changed: changed
      case .removed: removed
      }
    }
    set {
      switch kind {
      case .made: made = newValue
      case .changed: changed = newValue
      case .removed: removed = newValue
      }
    }
  }

  package var isEmpty: Bool { self == DifferenceCount() }
}
