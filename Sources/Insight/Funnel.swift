package import Domain
internal import Values

/// How far the opportunities of a cohort came (domain.md, Figures): the share that reached each stage, what went on from
/// one to the next, how long they stayed, and where the lost ones fell out.
///
/// An opportunity counts once in a stage, however often it comes back to it. A stage that was skipped counts as reached
/// for open and won ones, not for lost ones.
package struct Funnel: Sendable {
  package struct Step: Sendable {
    package let stage: Choice
    /// How many came to it, and what they are worth together, in minor units of the base currency.
    package fileprivate(set) var reached = 0
    package fileprivate(set) var amount: Int64 = 0
    /// How many of those came from the step before.
    package fileprivate(set) var passed = 0
    /// How many of the lost ones came no further, and how many open ones are in it.
    package fileprivate(set) var lost = 0
    package fileprivate(set) var open = 0
    /// Seconds that those who went on had stayed, over all of their visits: the median.
    package fileprivate(set) var stay: Int64?
  }

  package private(set) var steps: [Step]
  package private(set) var count = 0
  package private(set) var won = 0
  package private(set) var lost = 0

  /// - Parameters:
  ///   - stages: in their order. Those in which opportunities are lost are no steps, and those that the configuration
  ///     no longer lists only where somebody came to them.
  package init(_ courses: some Sequence<OpportunityCourse>, stages: [Choice]) {
    let courses = Array(courses)
    let visited = Set(courses.flatMap { $0.visits.map(\.stage) + [$0.stage] })
    steps = stages.filter { !$0.isLosing && (!$0.isRetired || visited.contains($0.key)) }.map { Step(stage: $0) }
    let places = [Int: Int](steps.enumerated().map { ($1.stage.key, $0) }, uniquingKeysWith: { first, _ in first })
    var stays = [[Int64]](repeating: [], count: steps.count)
    for course in courses { add(course, places, &stays) }
    for place in steps.indices { steps[place].stay = Self.median(stays[place]) }
  }

  private mutating func add(_ course: OpportunityCourse, _ places: [Int: Int], _ stays: inout [[Int64]]) {
    count += 1
    let isLost = course.status == OpportunityStatus.lost
    if isLost { lost += 1 }
    if course.status == OpportunityStatus.won { won += 1 }
    var reached = Set(course.visits.compactMap { places[$0.stage] })
    if let place = places[course.stage] { reached.insert(place) }
    if !isLost, let furthest = course.status == OpportunityStatus.won ? steps.indices.last : reached.max() {
      for place in 0...furthest where !steps[place].stage.isRetired { reached.insert(place) }
    }
    for place in reached {
      steps[place].reached += 1
      let (sum, overflows) = steps[place].amount.addingReportingOverflow(course.amount)
      steps[place].amount = overflows ? .max : sum
      if place > 0, reached.contains(place - 1) { steps[place].passed += 1 }
    }
    // Where it stands: its stage, or the last step of its way where that is none.
    let last = course.visits.last { places[$0.stage] != nil }
    if let place = places[course.stage] ?? last.flatMap({ places[$0.stage] }) {
      if isLost { steps[place].lost += 1 }
      if course.status == OpportunityStatus.open { steps[place].open += 1 }
    }
    var stayed: [Int: Int64] = [:]
    for (visit, next) in zip(course.visits, course.visits.dropFirst()) {
      guard let place = places[visit.stage] else { continue }
      let length = max(0, next.entered.milliseconds &- visit.entered.milliseconds) / 1000
      stayed[place, default: 0] &+= length
    }
    for (place, length) in stayed { stays[place].append(length) }
  }

  /// Of two in the middle their mean, cut to whole ones; nil of none.
  private static func median(_ figures: [Int64]) -> Int64? {
    guard !figures.isEmpty else { return nil }
    let sorted = figures.sorted()
    let middle = sorted.count / 2
    guard sorted.count.isMultiple(of: 2) else { return sorted[middle] }
    return sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
  }
}
