/// What stands in a verb's place: what completion offers there. What a value is, its verb's plan says.
package indirect enum SlotContent: Sendable, Hashable {
  /// A text or a number of the writer's own: nothing to offer.
  case own
  /// Records of the entities of these names (singular), of any where there are none.
  case records([String])
  /// Records of these entities, or by the name of one alone all of them.
  case whole([String])
  /// Records in the recycle bin.
  case deleted
  /// A record, or one field of it: `opp_001.stage`.
  case place
  /// A value of that field: of the entity named, or of what the verb acts on.
  case field(String, of: String?)
  /// A file with one of these endings, with any where there are none.
  case file([String])
  /// A day or a time.
  case moment
  /// A stretch of days: a month, this week.
  case period
  /// The number of a change set: of any, of one that can be taken back, of one that has been.
  case changeSet(Reversal?)
  case currency
  case setting
  /// A value of the setting that the verb's name says.
  case settingValue(of: String?)
  /// What help tells of.
  case topic
  case view
  /// One of these words.
  case words([Word])
  /// Either of these.
  case either([SlotContent])

  package enum Reversal: Sendable, Hashable { case undo, redo }

  package static let user = SlotContent.records(["user"])
  package static let anyFile = SlotContent.file([])
}
