package import Domain
package import Values

/// When a query looks.
package enum Moment: Sendable, Hashable {
  /// The state that the last change set written up to then left.
  case instant(Instant)
  /// The state that the change set of this number left.
  case changeSet(Int64)
}

/// A state that the workspace was in, as the log tells it: where the log stood then, and who was there.
package struct Past: Sendable, Hashable {
  /// The last change set of that state; 0 before the first.
  package let changeSet: Int64
  /// The moment that derived values take for now.
  package let at: Instant
  /// The last rows of `changes` and `member_changes` that belong to the state. Rows of the log stand in the order of
  /// their change sets: what came later has a larger number.
  package let lastChange: Int64
  package let lastMember: Int64
  /// The last row of `created` then, and when `made` was read.
  package let createdThen: Int64
  package let createdNow: Int64
  /// Records that are here now and were not then: made, or made again, since.
  package let made: [EntityKey: [ClosedRange<Int64>]]
  /// Entities with records whose making was undone since: they were there, and are kept apart.
  package let unmade: Set<EntityKey>
  /// Some visit to a stage was ever undone.
  package let hasUndoneVisits: Bool
  /// The numbers of the domain that were in force.
  package let rules: DomainRules
  /// How the moment is called: `2026-01-31`, `2026-01-31 14:30`, `#42`.
  package var name = ""

  package init(
    changeSet: Int64, at: Instant, lastChange: Int64, lastMember: Int64, createdThen: Int64,
    createdNow: Int64, made: [EntityKey: [ClosedRange<Int64>]], unmade: Set<EntityKey>, hasUndoneVisits: Bool,
    rules: DomainRules
  ) {
    self.changeSet = changeSet
    self.at = at
    self.lastChange = lastChange
    self.lastMember = lastMember
    self.createdThen = createdThen
    self.createdNow = createdNow
    self.made = made
    self.unmade = unmade
    self.hasUndoneVisits = hasUndoneVisits
    self.rules = rules
  }

  /// Nothing had been written yet.
  package var isBeforeAll: Bool { changeSet == 0 }
}
