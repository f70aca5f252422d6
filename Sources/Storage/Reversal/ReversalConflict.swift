package import Domain
package import Layout
package import Query
package import Values

/// Why a change set cannot be undone as it stands: something newer would be overwritten, or stands on it.
package struct ReversalConflict: Sendable {
  package enum Reason: Sendable {
    /// A field holds something else than the change set left in it: logged values.
    case changed(Field, left: SQLValue, now: SQLValue)
    /// A record that would go has gained or lost a label since.
    case relabelled(Field, label: String, isGained: Bool)
    /// The record is no longer there.
    case gone
    /// A record that would go is referred to by another.
    case referred(by: RecordKey, Field)
    /// The field would refer to a record that is no longer there.
    case dangling(Field, RecordKey)
    /// The configuration no longer has the field.
    case unknownField(Int)
  }

  package let entity: Entity
  package let id: Int64
  package let reason: Reason
  /// The change set that did it, where the log can tell.
  package var since: ChangeSetEntry?

  package init(_ entity: Entity, _ id: Int64, _ reason: Reason) {
    self.entity = entity
    self.id = id
    self.reason = reason
  }
}

/// All that stands in the way of undoing a change set.
package struct ReversalConflicts: Sendable {
  package static let shown = 10
  package let changeSet: Int64
  /// It is an undo, and was to be taken back.
  package let isRedo: Bool
  /// The first of them.
  package internal(set) var list: [ReversalConflict] = []
  package internal(set) var count = 0
  /// Whether `force` would go over them.
  package internal(set) var yieldsToForce = true

  package init(changeSet: Int64, isRedo: Bool) { (self.changeSet, self.isRedo) = (changeSet, isRedo) }

  mutating func note(_ conflict: ReversalConflict, yields: Bool) {
    count += 1
    if !yields { yieldsToForce = false }
    if list.count < Self.shown { list.append(conflict) }
  }
}

/// One line of the book of changes.
package struct ChangeSetEntry: Sendable, Hashable {
  package let id: Int64
  package let at: Instant
  package let author: Int64
  package let source: String
  package let statement: String?
  /// The change set that it takes back.
  package let undoes: Int64?
  /// Records that it touched; nil for one of an early format.
  package let records: Int64?
  /// What took it back.
  package let undoneBy: Int64?
}
