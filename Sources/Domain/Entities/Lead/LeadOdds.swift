internal import Glibc

/// The odds that a lead is converted, by its traits: naive Bayes over the leads that ended.
///
/// In points, ten times the decimal logarithm of odds: 10 points make the odds tenfold, 3 double them. The points of a
/// lead are those that all leads start with and those of its traits, where
///
///     start    = 10 log10((C + s) / (D + s))
///     trait v  = 10 log10((c + s) / (C + s k)) − 10 log10((d + s) / (D + s k))
///
/// with C leads converted and D disqualified, c and d of them having v, k the different values of v's attribute (for a
/// word of interest 2: it is there or not) and s = 0.1, which keeps a value that only ever went one way from deciding
/// alone. A value that no lead had which ended says nothing.
package struct LeadOdds: Sendable {
  /// Leads that ended, by how.
  package struct Tally: Sendable, Equatable {
    package var converted: Int
    package var disqualified: Int

    package init(converted: Int = 0, disqualified: Int = 0) {
      self.converted = converted
      self.disqualified = disqualified
    }

    package var total: Int { converted + disqualified }

    mutating func add(_ isConverted: Bool, _ number: Int = 1) {
      if isConverted { converted += number } else { disqualified += number }
    }
  }

  package private(set) var ended = Tally()
  private var tallies: [LeadTrait: Tally] = [:]
  private var values: [LeadTrait.Attribute: Int] = [:]

  /// Learns from those of the leads that ended.
  package init(_ leads: [LeadPast]) {
    for lead in leads { add(lead, 1) }
  }

  private mutating func add(_ lead: LeadPast, _ number: Int) {
    guard let isConverted = lead.isConverted else { return }
    ended.add(isConverted, number)
    for trait in lead.traits {
      let before = tallies[trait]?.total ?? 0
      tallies[trait, default: Tally()].add(isConverted, number)
      let after = tallies[trait]?.total ?? 0
      if before == 0, after > 0 { values[trait.attribute, default: 0] += 1 }
      if before > 0, after == 0 { values[trait.attribute, default: 0] -= 1 }
    }
  }

  /// The same, had some of the leads that it learned from not been there.
  package func without(_ leads: [LeadPast]) -> LeadOdds {
    var rest = self
    for lead in leads { rest.add(lead, -1) }
    return rest
  }

  /// The traits that it has met, and how the leads with each ended.
  package var known: [(trait: LeadTrait, tally: Tally)] {
    tallies.filter { $0.value.total > 0 }.map { (trait: $0.key, tally: $0.value) }
  }

  package func tally(of trait: LeadTrait) -> Tally { tallies[trait] ?? Tally() }

  /// What every lead starts with.
  package var start: Double {
    10 * log10((Double(ended.converted) + Self.smoothing) / (Double(ended.disqualified) + Self.smoothing))
  }

  package func points(of trait: LeadTrait) -> Double {
    let tally = tally(of: trait)
    guard tally.total > 0 else { return 0 }
    let kinds = Self.smoothing * Double(trait.isOneOfMany ? 2 : values[trait.attribute] ?? 1)
    let among = (Double(tally.converted) + Self.smoothing) / (Double(ended.converted) + kinds)
    let beside = (Double(tally.disqualified) + Self.smoothing) / (Double(ended.disqualified) + kinds)
    return 10 * log10(among / beside)
  }

  package func points(of traits: [LeadTrait]) -> Double {
    traits.reduce(start) { $0 + points(of: $1) }
  }

  /// The chance in a hundred that points stand for; 1…99, for nothing is certain.
  package static func score(points: Double) -> Int {
    let chance = 100 / (1 + pow(10, -points / 10))
    return Int(min(99, max(1, chance.rounded())))
  }

  package static let smoothing = 0.1
  /// So many leads must have ended before anything is learned from them.
  package static let leastEnded = 50
}
