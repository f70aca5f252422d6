internal import Values

/// One thing that is so of a lead, by which the leads that ended are counted: where it came from, that its phone is not
/// known, how often somebody had to do with it.
package struct LeadTrait: Sendable, Hashable {
  package enum Attribute: Int, Sendable, CaseIterable {
    case source, position, company, phone, email, interest, interactions, replies
  }

  package enum Value: Sendable {
    case missing, given
    /// The same text in another case or width is the same value.
    case text(String)
    /// So many times; without an end, so many or more.
    case times(Int64, through: Int64?)
  }

  package let attribute: Attribute
  package let value: Value

  package init(_ attribute: Attribute, _ value: Value) {
    self.attribute = attribute
    self.value = value
  }

  /// A lead may have several words of interest; of each other attribute it has one value.
  var isOneOfMany: Bool { attribute == .interest }
}

extension LeadTrait.Value: Hashable {
  package static func == (one: Self, other: Self) -> Bool {
    switch (one, other) {
    case (.missing, .missing), (.given, .given): true
    case (.text(let one), .text(let other)): TextFolding.equalsFolded(one, other)
    case (.times(let one, _), .times(let other, _)): one == other
    case (.missing, _), (.given, _), (.text, _), (.times, _): false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .missing: hasher.combine(0)
    case .given: hasher.combine(1)
    case .text(let text): hasher.combine(TextFolding.folded(text))
    case .times(let least, _): hasher.combine(least)
    }
  }
}

/// A lead as history sees it.
package struct LeadPast: Sendable {
  package let id: Int64
  package let name: String
  package let score: Int?
  package let traits: [LeadTrait]
  /// Nil while it is open.
  package let isConverted: Bool?

  package init(id: Int64, name: String = "", score: Int? = nil, traits: [LeadTrait], isConverted: Bool?) {
    self.id = id
    self.name = name
    self.score = score
    self.traits = traits
    self.isConverted = isConverted
  }
}

extension LeadTrait {
  package static func text(_ attribute: Attribute, _ text: String?) -> LeadTrait {
    LeadTrait(attribute, text.map { .text($0) } ?? .missing)
  }

  package static func presence(_ attribute: Attribute, _ isGiven: Bool) -> LeadTrait {
    LeadTrait(attribute, isGiven ? .given : .missing)
  }

  /// None, once, twice or three times, four times or more.
  package static func interactions(_ count: Int64) -> LeadTrait {
    switch count {
    case ...0: LeadTrait(.interactions, .times(0, through: 0))
    case 1: LeadTrait(.interactions, .times(1, through: 1))
    case 2...3: LeadTrait(.interactions, .times(2, through: 3))
    default: LeadTrait(.interactions, .times(4, through: nil))
    }
  }

  /// None, once, twice or more.
  package static func replies(_ count: Int64) -> LeadTrait {
    switch count {
    case ...0: LeadTrait(.replies, .times(0, through: 0))
    case 1: LeadTrait(.replies, .times(1, through: 1))
    default: LeadTrait(.replies, .times(2, through: nil))
    }
  }

  /// Each word once. Letters and digits of ASCII make words of their own beside others: `CRM系统` is two.
  package static func interest(_ text: String?) -> [LeadTrait] {
    var found: [LeadTrait] = []
    var seen: Set<LeadTrait> = []
    var word = ""
    func close() {
      defer { word = "" }
      guard !word.isEmpty, found.count < mostWords else { return }
      let trait = LeadTrait(.interest, .text(word))
      if seen.insert(trait).inserted { found.append(trait) }
    }
    for character in text ?? "" {
      guard character.isLetter || character.isNumber else {
        close()
        continue
      }
      if let last = word.last, last.isASCII != character.isASCII { close() }
      word.append(character)
    }
    close()
    return found.isEmpty ? [LeadTrait(.interest, .missing)] : found
  }

  private static let mostWords = 64
}
