package import Values

/// How leads are scored: what each factor may add. The sum of the defaults' caps is 100.
package struct LeadScoring: Sendable, Hashable {
  /// What a score is made of: attributes, then behaviour.
  package enum Factor: String, Sendable, CaseIterable {
    case completeness, source, company, position, interest
    case interactions, recency, replies
  }

  /// A factor's points (for each thing found, where there may be several), and the most that it may add; each 0…100.
  package struct Weight: Sendable, Hashable {
    package var weight: Int
    package var cap: Int

    package init(weight: Int, cap: Int) {
      self.weight = weight
      self.cap = cap
    }
  }

  private var completeness = Weight(weight: 5, cap: 30)
  private var source = Weight(weight: 10, cap: 10)
  private var company = Weight(weight: 10, cap: 10)
  private var position = Weight(weight: 10, cap: 10)
  private var interest = Weight(weight: 15, cap: 15)
  private var interactions = Weight(weight: 2, cap: 10)
  private var recency = Weight(weight: 5, cap: 5)
  private var replies = Weight(weight: 5, cap: 10)

  package init() {}

  package subscript(_ factor: Factor) -> Weight {
    get {
      switch factor {
      case .completeness: completeness
      case .source: source
      case .company: company
      case .position: position
      case .interest: interest
      case .interactions: interactions
      case .recency: recency
      case .replies: replies
      }
    }
    set {
      switch factor {
      case .completeness: completeness = newValue
      case .source: source = newValue
      case .company: company = newValue
      case .position: position = newValue
      case .interest: interest = newValue
      case .interactions: interactions = newValue
      case .recency: recency = newValue
      case .replies: replies = newValue
      }
    }
  }

  /// The fields that completeness counts.
  package static let details = ["company", "phone", "email", "position", "source", "interest"]

  /// One line of the account of a score.
  package struct Contribution: Sendable, Equatable {
    package let factor: Factor
    package let found: Found
    package let points: Int
    package let cap: Int
  }

  package enum Found: Sendable, Equatable {
    /// So many of so many details.
    case details(Int, of: Int)
    case text(String)
    case count(Int64)
    /// Whole days since the last contact.
    case days(Int64)
    case nothing
  }

  /// Every factor in turn. A score is their sum, clamped to 0…100.
  package func contributions(_ facts: LeadFacts, now: Instant) -> [Contribution] {
    Factor.allCases.map { factor in
      let weight = self[factor]
      let (found, points) = assess(factor, facts, now, weight.weight)
      return Contribution(
        factor: factor, found: found, points: Int(min(Int64(weight.cap), max(0, points))), cap: weight.cap)
    }
  }

  package func score(_ facts: LeadFacts, now: Instant) -> Int {
    LeadScoring.total(contributions(facts, now: now))
  }

  package static func total(_ contributions: [Contribution]) -> Int {
    min(100, max(0, contributions.reduce(0) { $0 + $1.points }))
  }

  private func assess(
    _ factor: Factor, _ facts: LeadFacts, _ now: Instant, _ weight: Int
  ) -> (Found, Int64) {
    func times(_ count: Int64) -> Int64 { Int64(weight) * min(100, max(0, count)) }
    func given(_ text: String?) -> (Found, Int64) { text.map { (.text($0), Int64(weight)) } ?? (.nothing, 0) }
    switch factor {
    case .completeness: return (.details(facts.details, of: Self.details.count), times(Int64(facts.details)))
    case .source: return given(facts.source)
    case .company: return given(facts.company)
    case .position: return given(facts.position)
    case .interest: return given(facts.interest)
    case .interactions:
      return (facts.interactions > 0 ? .count(facts.interactions) : .nothing, times(facts.interactions))
    case .replies: return (facts.replies > 0 ? .count(facts.replies) : .nothing, times(facts.replies))
    case .recency:
      guard let last = facts.lastContact else { return (.nothing, 0) }
      let days = max(0, now.milliseconds &- last.milliseconds) / 86_400_000
      return (.days(days), Self.freshness(Int64(weight), days))
    }
  }

  /// Full points within a week, half within 30 days, a quarter within 90, none after.
  private static func freshness(_ weight: Int64, _ days: Int64) -> Int64 {
    switch days {
    case ...7: weight
    case ...30: weight / 2
    case ...90: weight / 4
    default: 0
    }
  }
}

/// What a lead's score is worked out from.
package struct LeadFacts: Sendable {
  package var id: Int64
  package var name: String
  package var company: String?
  package var position: String?
  package var source: String?
  package var interest: String?
  /// How many of `LeadScoring.details` it has.
  package var details: Int
  /// Calls, mails, meetings, visits and messages; a note is no contact.
  package var interactions: Int64 = 0
  /// Those that came in.
  package var replies: Int64 = 0
  package var lastContact: Instant?
  package var score: Int?
  package var status: Int?

  package init(
    id: Int64, name: String, company: String? = nil, position: String? = nil, source: String? = nil,
    interest: String? = nil, details: Int
  ) {
    self.id = id
    self.name = name
    self.company = company
    self.position = position
    self.source = source
    self.interest = interest
    self.details = details
  }

  /// Of a lead that is about to be made: nobody has had to do with it yet.
  package init(_ record: NewRecord) {
    func text(_ name: String) -> String? {
      if case .text(let text) = record[name], !text.isEmpty { text } else { nil }
    }
    self.init(
      id: 0, name: text("name") ?? "", company: text("company"), position: text("position"), source: text("source"),
      interest: text("interest"), details: LeadScoring.details.count { record.has($0) })
  }

  /// Converted or disqualified: its score is the one it ended with.
  package var isEnded: Bool { status == LeadStatus.converted || status == LeadStatus.disqualified }
}

/// The keys of a lead's statuses.
package enum LeadStatus {
  package static let new = 1
  package static let contacted = 2
  package static let qualified = 3
  package static let converted = 4
  package static let disqualified = 5

  /// Those in which there is still something to be had of it.
  package static let open = [new, contacted, qualified]
}
