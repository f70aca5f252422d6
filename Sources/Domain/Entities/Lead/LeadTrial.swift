/// How well history tells the leads that are converted from those that are not: what is learned from four fifths of the
/// leads that ended is tried on the fifth that was held out, five times over.
package struct LeadTrial: Sendable, Equatable {
  /// Of two held-out leads, one converted and one not, how often the converted one has more points, a tie counting
  /// half: 1 is always, 0.5 is chance. Nil where no part holds both.
  package let area: Double?
  package let leads: Int
  /// Of the leads that were compared, always two of one part: points learned from different leads are not compared.
  package let pairs: Int

  package static let parts = 5

  /// - Parameter odds: learned from `leads`.
  package init(_ leads: [LeadPast], _ odds: LeadOdds) {
    let ended = leads.filter { $0.isConverted != nil }
    var won = 0.0
    var pairs = 0
    for part in Self.parts(of: ended) {
      let rest = odds.without(part)
      let told = part.map { (points: rest.points(of: $0.traits), isConverted: $0.isConverted == true) }
      let ranking = Self.ranking(told)
      won += ranking.won
      pairs += ranking.pairs
    }
    self.leads = ended.count
    self.pairs = pairs
    area = pairs == 0 ? nil : won / Double(pairs)
  }

  /// Each part gets its share of both kinds. The order is mixed, and is always the same: leads that were entered in
  /// turns are not dealt out in turns.
  private static func parts(of ended: [LeadPast]) -> [[LeadPast]] {
    var parts = [[LeadPast]](repeating: [], count: Self.parts)
    for kind in [true, false] {
      let mixed = ended.filter { $0.isConverted == kind }
        .map { (key: Self.mixed($0.id), lead: $0) }.sorted { ($0.key, $0.lead.id) < ($1.key, $1.lead.id) }
      for (place, entry) in mixed.enumerated() { parts[place % Self.parts].append(entry.lead) }
    }
    return parts
  }

  /// Pairs of a converted lead and another, and in how many of them the converted one stands higher.
  package static func ranking(_ told: [(points: Double, isConverted: Bool)]) -> (won: Double, pairs: Int) {
    let sorted = told.sorted { $0.points < $1.points }
    var won = 0.0
    var below = 0
    var place = 0
    while place < sorted.count {
      var equal = LeadOdds.Tally()
      let points = sorted[place].points
      while place < sorted.count, sorted[place].points == points {
        if sorted[place].isConverted { equal.converted += 1 } else { equal.disqualified += 1 }
        place += 1
      }
      won += Double(equal.converted) * (Double(below) + Double(equal.disqualified) / 2)
      below += equal.disqualified
    }
    return (won, (told.count - below) * below)
  }

  /// SplitMix64 (Steele, Lea, Flood 2014): neighbours end far apart.
  private static func mixed(_ id: Int64) -> UInt64 {
    var z = UInt64(bitPattern: id) &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
