internal import Values

/// One thing that is known of a record. Declared once; tables, binder, completion, import, JSON and docs derive from it.
///
/// A value in all but its kind: it never changes, and equal declarations are equal. As a reference it costs one count
/// wherever a statement's plan mentions it.
package final class Field: Sendable, Hashable {
  /// What the change log stores: never reused within its entity. Custom fields count from 1000.
  package let key: Int
  /// The name in JSON, in exports and in the database.
  package let name: String
  package let names: Names
  package let type: FieldType
  package let traits: Traits
  /// How a derived field is worked out; nil for a stored one.
  package let derivation: Derivation?
  /// The name of the way down from what a reference points to: `contacts` for contact.customer.
  package let inverse: String?
  /// Where the configuration requires or declares it.
  package let place: ConfigurationPlace?
  /// What the elements of a list may be; nil where they are free, as tags are.
  package let options: ChoiceList?

  package struct Traits: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    /// A new record must have it.
    package static let required = Traits(rawValue: 1)
    /// Sealed at rest and never in the search index's shared text.
    package static let sensitive = Traits(rawValue: 2)
    /// In the search index.
    package static let searchable = Traits(rawValue: 4)
    /// A folded key and a pinyin sort key are stored beside it, and indexed.
    package static let keyed = Traits(rawValue: 8)
    /// Set by the program (created_at), never by a statement.
    package static let automatic = Traits(rawValue: 16)
    /// Set only by its own verbs' plans (a closing date), and by imports.
    package static let guided = Traits(rawValue: 32)
    package static let custom = Traits(rawValue: 64)
    /// Indexed for equality and order.
    package static let indexed = Traits(rawValue: 128)
    /// A text that names a year, a quarter or a month.
    package static let period = Traits(rawValue: 256)
    /// Text that is a rule of recurrence (RFC 5545).
    package static let recurrence = Traits(rawValue: 512)
    /// Text that says days before a date: `7, 3, 1`.
    package static let reminders = Traits(rawValue: 1024)
    /// A company's name: what is left of it without its place and legal form is stored beside it, and indexed.
    package static let company = Traits(rawValue: 2048)
  }

  /// The figures that are never set nor logged: each is a rule of the domain that the query room writes as SQL.
  package enum Derivation: Sendable, Hashable {
    case lifecycle, leadQuality, stageAge, isStale, weightedAmount
    /// A customer's place among the others, or a part of it.
    case rfm(RFMPart)
    case competitorWon, competitorLost, competitorWinRate
    case targetAttained, targetAttainment
    case overdue, nextReminder, completedOnTime
    /// The day on which a customer entered the state of life that it is in.
    case lifecycleSince
    /// When somebody last called, wrote, met or visited.
    case lastContact
    /// The next day on which somebody has a birthday; today, where that is it.
    case nextBirthday
  }

  package init(
    _ key: Int, _ name: String, _ names: Names, _ type: FieldType, _ traits: Traits = [], inverse: String? = nil,
    derivation: Derivation? = nil, place: ConfigurationPlace? = nil, options: ChoiceList? = nil
  ) {
    self.key = key
    self.name = name
    self.names = names
    self.type = type
    self.traits = traits
    self.inverse = inverse
    self.derivation = derivation
    self.place = place
    self.options = options
  }

  package static func == (one: Field, other: Field) -> Bool {
    one === other
      || one.key == other.key && one.name == other.name && one.names == other.names && one.type == other.type
        && one.traits == other.traits && one.derivation == other.derivation && one.inverse == other.inverse
        && one.place == other.place && one.options == other.options
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(key)
    hasher.combine(name)
  }

  /// What a whole record calls it: a reference that answers to `customer_id` says that it is an id.
  package var recordName: String {
    type.referenced != nil && names.english.contains("\(name)_id") ? "\(name)_id" : name
  }

  package var isDerived: Bool { derivation != nil }
  /// A place among all: to know it of one, all purchases are read.
  /// A probability, a score, a rate: `50%` of it is 50.
  package var countsToHundred: Bool {
    switch derivation {
    case .competitorWinRate?, .targetAttainment?: true
    default: type == .integer(0...100)
    }
  }

  package var isScore: Bool { if case .rfm? = derivation { true } else { false } }
  package var isRequired: Bool { traits.contains(.required) }
  package var isStored: Bool { derivation == nil && type != .labels }

  /// The values that it takes, one or several of them; nil where they are not listed.
  package var choices: ChoiceList? { type.choices ?? options }

  /// Of a list of options, every way in which a record may hold the one that a text names: its name, and those that it
  /// had before. Nil where it names none.
  package func spellings(ofElement text: String) -> [String]? {
    guard type == .labels, let options else { return [text] }
    let folded = TextFolding.folded(text)
    func has(_ names: [String]) -> Bool { names.contains { TextFolding.folded($0) == folded } }
    let named = options.choice(spelled: text) ?? options.choices.first { has($0.former) || has([$0.name]) }
    return named.map { choice in [choice.name] + (choice.names.spellings + choice.former).filter { $0 != choice.name } }
  }

  /// The other spellings of its options, folded, with the name that each has now.
  package var formerElements: [(key: String, name: String)] {
    guard type == .labels, let options else { return [] }
    return options.choices.flatMap { choice in
      Set((choice.names.spellings + choice.former).map { TextFolding.folded($0) })
        .subtracting([TextFolding.folded(choice.name)]).sorted().map { ($0, choice.name) }
    }
  }

  package func with(
    type: FieldType? = nil, traits: Traits? = nil, place: ConfigurationPlace? = nil, options: ChoiceList? = nil
  ) -> Field {
    Field(
      key, name, names, type ?? self.type, traits ?? self.traits, inverse: inverse, derivation: derivation,
      place: place ?? self.place, options: options ?? self.options)
  }
}

extension Field {
  /// An element of its list as it is kept: the option's own name where the elements are options.
  package func element(_ text: String) throws(FieldValueError) -> String {
    guard !text.utf8.contains(0x1F) else { throw .notALabel }
    guard let options, !text.isEmpty else { return text }
    guard let choice = options.choice(spelled: text) else { throw .notAChoice(text, field: self) }
    return choice.name
  }
}
