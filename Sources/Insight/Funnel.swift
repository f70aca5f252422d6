package import Domain
internal import Values

/// How far the opportunities of a cohort came (domain.md, Figures): the share that reached each stage, what went on from
/// one to the next, how long they stayed, and where the lost ones fell out.
///
/// An opportunity counts once in a stage, however often it comes back to it. A stage that was skipped counts as reached
/// for open and won ones, not for lost ones. Only what is won has reached the stage of winning.
package struct Funnel: Sendable {
  package struct Step: Sendable {
    package let stage: Choice
    /// How many came to it, and what they are worth together, in minor units of the base currency.
    package fileprivate(set) var reached = 0
    package fileprivate(set) var amount: Int64 = 0
    /// How many of those came from the step before.
    package fileprivate(set) var passed = 0
    /// How many were lost in it, and how many open ones are in it.
    package fileprivate(set) var lost = 0
    package fileprivate(set) var open = 0
    /// Seconds that those who went on to a later step had stayed, over all of their visits: the median.
    package fileprivate(set) var stay: Int64?
  }

  /// In the order of the stages; those that the configuration no longer lists stand last, beside the way.
  package private(set) var steps: [Step]
  private let way: Range<Int>
  package private(set) var count = 0
  package private(set) var won = 0
  package private(set) var lost = 0
  /// How many of the lost ones skipped a stage on their way, which therefore does not count them.
  package private(set) var skipping = 0

  /// - Parameters:
  ///   - stages: in their order. Those in which opportunities are lost are no steps, and those that the configuration
  ///     no longer lists only where somebody came to them.
  package init(_ courses: some Sequence<OpportunityCourse>, stages: [Choice]) {
    let courses = Array(courses)
    let visited = Set(courses.flatMap { $0.visits.map(\.stage) + [$0.stage] })
    let listed = stages.filter { !$0.isLosing && !$0.isRetired }
    way = listed.indices
    steps = (listed + stages.filter { $0.isRetired && !$0.isLosing && visited.contains($0.key) }).map {
      Step(stage: $0)
    }
    let places = [Int: Int](steps.enumerated().map { ($1.stage.key, $0) }, uniquingKeysWith: { first, _ in first })
    var stays = [[Int64]](repeating: [], count: steps.count)
    for course in courses { add(course, places, &stays) }
    for place in steps.indices { steps[place].stay = Self.median(stays[place]) }
  }

  private mutating func add(_ course: OpportunityCourse, _ places: [Int: Int], _ stays: inout [[Int64]]) {
    count += 1
    let isWon = course.status == OpportunityStatus.won
    let isLost = course.status == OpportunityStatus.lost
    if isWon { won += 1 }
    if isLost { lost += 1 }
    // A win that was taken back was none.
    let visits = course.visits.map { visit in places[visit.stage].flatMap { isWon || !isWinning($0) ? $0 : nil } }
    var reached = Set(visits.compactMap(\.self))
    if let place = places[course.stage], isWon || !isWinning(place) { reached.insert(place) }
    if let furthest = isWon ? way.last : reached.filter(way.contains).max() {
      let passed = Set(way.prefix(through: furthest))
      if !isLost { reached.formUnion(passed) } else if !passed.isSubset(of: reached) { skipping += 1 }
    }
    for place in reached {
      steps[place].reached += 1
      steps[place].amount = steps[place].amount.addingSaturating(course.amount)
      if place > 0, way.contains(place), reached.contains(place - 1) { steps[place].passed += 1 }
    }
    // Where it stands: its stage, or the last step of its way where that is none.
    if let place = places[course.stage] ?? visits.compactMap(\.self).last {
      if isLost { steps[place].lost += 1 }
      if course.status == OpportunityStatus.open { steps[place].open += 1 }
    }
    for (place, length) in stayed(course.visits, at: visits, isWon: isWon) { stays[place].append(length) }
  }

  private func isWinning(_ place: Int) -> Bool { steps[place].stage.isWinning }

  /// Seconds in each of the steps from which it went on: from one of the way to a later one, from another to one of the
  /// way. What it spent there after it had gone on and come back counts too; the visit that is not over does not.
  private func stayed(_ visits: [OpportunityCourse.Visit], at places: [Int?], isWon: Bool) -> [Int: Int64] {
    let furthest = isWon ? way.upperBound : places.compactMap(\.self).filter(way.contains).max() ?? -1
    let lastOnWay = places.lastIndex { $0.map(way.contains) ?? false } ?? -1
    var stayed: [Int: Int64] = [:]
    for (index, next) in visits.enumerated().dropFirst() {
      guard let place = places[index - 1] else { continue }
      guard way.contains(place) ? place < furthest : index - 1 < lastOnWay || isWon else { continue }
      let (length, overflows) = next.entered.milliseconds.subtractingReportingOverflow(
        visits[index - 1].entered.milliseconds)
      stayed[place, default: 0] &+= overflows ? 0 : max(0, length) / 1000
    }
    return stayed
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
