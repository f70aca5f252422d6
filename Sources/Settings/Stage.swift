/// A step of a sale.
package struct Stage: Sendable, Equatable {
  package var name: String
  /// Percent, 0…100. Moving to the stage of 100 is winning.
  package var probability: Int
  package var aliases: [String]
  /// A stable name that outlives renaming; nil leaves it to the dictionary.
  package var key: String?

  package init(_ name: String, _ probability: Int, aliases: [String] = [], key: String? = nil) {
    self.name = name
    self.probability = probability
    self.aliases = aliases
    self.key = key
  }

  /// A stage in a file that has one of these names and says nothing of aliases or key has these.
  static let standard = [
    Stage("初步接触", 10, key: "initial_contact"), Stage("需求确认", 30, key: "needs_confirmed"),
    Stage("方案提交", 50, key: "proposal"), Stage("商务谈判", 70, aliases: ["谈判"], key: "negotiation"),
    Stage("成交", 100, key: "closed_won"),
  ]

  enum Key: String, CaseIterable {
    case name, probability, aliases, key
  }
}
