internal import Values

/// One of the values that a choice field takes.
package struct Choice: Sendable, Hashable {
  /// What is stored: never reused, never changed, whatever becomes of the label.
  package let key: Int
  /// What is exported: the user's own spelling.
  package let name: String
  /// Everything that is accepted when read, in both languages; includes `name`.
  package let names: Names
  /// Names that it had before, and has no more: lists of labels may hold them.
  package let former: [String]
  /// No longer in the configuration: shown where it stands, accepted nowhere.
  package let isRetired: Bool
  /// For a stage of the sales process: its default probability, 0–100.
  package let probability: Int?
  /// No longer in the configuration, and still in force because records hold it.
  package let isKept: Bool

  package init(
    _ key: Int, _ name: String, _ names: Names, isRetired: Bool = false, probability: Int? = nil, isKept: Bool = false,
    former: [String] = []
  ) {
    self.former = former
    self.isKept = isKept
    self.key = key
    self.name = name
    self.names = names
    self.isRetired = isRetired
    self.probability = probability
  }

  /// A stage of probability 100 is the one in which an opportunity is won, one of 0 the one in which it is lost.
  package var isWinning: Bool { probability == 100 }
  package var isLosing: Bool { probability == 0 }
}

/// The values of one choice field, in their configured order.
package final class ChoiceList: Sendable, Hashable {
  package let choices: [Choice]
  private let spellings = SpellingTable()
  /// Where the configuration lists them; nil for those that the program knows itself.
  package let place: ConfigurationPlace?

  package init(_ choices: [Choice], place: ConfigurationPlace? = nil) {
    self.choices = choices
    self.place = place
  }

  package static func == (one: ChoiceList, other: ChoiceList) -> Bool {
    one === other || one.choices == other.choices && one.place == other.place
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(choices.count) }

  package var current: [Choice] { choices.filter { !$0.isRetired } }

  package func choice(key: Int) -> Choice? { choices.first { $0.key == key } }

  /// The current choice that a text names in any of its spellings, whatever its case and width.
  package func choice(spelled text: String) -> Choice? {
    // Mostly a choice is said as it is listed.
    if let choice = choices.first(where: { $0.name == text && !$0.isRetired }) { return choice }
    let place = spellings.place(of: TextFolding.folded(text)) {
      choices.enumerated().flatMap { place, choice in
        choice.isRetired ? [] : ([choice.name] + choice.names.spellings).map { ($0, place) }
      }
    }
    return place.map { choices[$0] }
  }
}
