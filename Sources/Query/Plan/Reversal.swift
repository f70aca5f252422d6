package import Domain
package import Values

/// What undoing a change set would do, as its log says: which rows of the log it takes back, on which entities.
///
/// What has been undone may be undone again: that is redo.
package struct Reversal: Sendable {
  /// A field of an entity, by the keys that the log knows them by.
  package struct LoggedField: Sendable, Hashable {
    package let entity: EntityKey
    package let field: Int

    package init(entity: EntityKey, field: Int) {
      self.entity = entity
      self.field = field
    }
  }

  /// The change set that is taken back; its own undoing is what the new one says of itself.
  package let changeSet: Int64
  /// It and those that did the same anew, after it was undone and that undone: what they took away lies with the last.
  package let lineage: [Int64]
  /// For an undo or a redo: those with whom what it brought back had lain.
  package let sources: [Int64]
  package let at: Instant
  package let author: Int64
  /// Its rows of the log of fields and of labels.
  package let changes: ClosedRange<Int64>?
  package let members: ClosedRange<Int64>?
  /// The last rows of either log up to its end: what comes behind is newer.
  package let lastChange: Int64
  package let lastMember: Int64
  package let fields: [LoggedField]
  package let labels: [LoggedField]
  /// Entities of which it made records.
  package let made: [EntityKey]
  /// Entities of which it undid the making of records.
  package let unmade: [EntityKey]
  /// What it removed for good, and what it made that was removed so since: there is no way back for these.
  package let purged: [RecordKey]
  /// The base currency when it was written: amounts in it are logged as bare numbers.
  package let baseCurrency: Currency
  /// What is newer is overwritten.
  package let isForced: Bool
  /// It takes back an undo.
  package let isRedo: Bool

  package init(
    changeSet: Int64, lineage: [Int64], sources: [Int64], at: Instant, author: Int64, changes: ClosedRange<Int64>?,
    members: ClosedRange<Int64>?,
    lastChange: Int64, lastMember: Int64, fields: [LoggedField], labels: [LoggedField], made: [EntityKey],
    unmade: [EntityKey], purged: [RecordKey], baseCurrency: Currency, isForced: Bool, isRedo: Bool
  ) {
    self.changeSet = changeSet
    self.lineage = lineage
    self.sources = sources
    self.at = at
    self.author = author
    self.changes = changes
    self.members = members
    self.lastChange = lastChange
    self.lastMember = lastMember
    self.fields = fields
    self.labels = labels
    self.made = made
    self.unmade = unmade
    self.purged = purged
    self.baseCurrency = baseCurrency
    self.isForced = isForced
    self.isRedo = isRedo
  }

  /// It wrote nothing, or nothing that can be brought back.
  package var hasNothingToReverse: Bool {
    changes == nil && members == nil && made.isEmpty && unmade.isEmpty
  }

  /// It wrote something, and nothing of it is left in the log: its records were purged since.
  package var isForgotten: Bool {
    (changes != nil || members != nil) && fields.isEmpty && labels.isEmpty && made.isEmpty && unmade.isEmpty
      && purged.isEmpty
  }

  /// The entities whose records it touches.
  package var entities: Set<EntityKey> {
    Set(fields.map(\.entity) + labels.map(\.entity) + made + unmade)
  }
}
