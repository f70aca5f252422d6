import Domain
import Insight
import Testing
import Values

/// How far a cohort came.
@Suite struct FunnelTests {
  private static let stages = (1...4).map {
    Choice($0, "s\($0)", Names("s\($0)"), probability: $0 == 4 ? 100 : $0 * 20)
  }

  private static func course(_ visits: [(Int, Int64)], _ status: Int, amount: Int64 = 100) -> OpportunityCourse {
    OpportunityCourse(
      stage: visits.last?.0 ?? 1, status: status, amount: amount,
      visits: visits.map { .init(stage: $0.0, entered: Instant(milliseconds: $0.1 * 1000)) })
  }

  @Test func `a skipped stage counts for open and won ones, not for lost ones`() {
    let funnel = Funnel(
      [
        Self.course([(1, 0), (3, 10)], OpportunityStatus.open), Self.course([(1, 0), (4, 10)], OpportunityStatus.won),
        Self.course([(1, 0), (3, 10)], OpportunityStatus.lost),
      ], stages: Self.stages)
    #expect(funnel.steps.map(\.reached) == [3, 2, 3, 1])
    #expect(funnel.steps.map(\.passed) == [0, 2, 2, 1])
    #expect(funnel.steps.map(\.lost) == [0, 0, 1, 0])
    #expect(funnel.steps.map(\.open) == [0, 0, 1, 0])
    #expect((funnel.count, funnel.won, funnel.lost) == (3, 1, 1))
    #expect(funnel.steps.map(\.amount) == [300, 200, 300, 100])
    #expect(funnel.skipping == 1)
  }

  @Test func `who comes back counts once, with the time of all visits`() {
    let funnel = Funnel(
      [
        Self.course([(1, 0), (2, 10), (1, 30), (2, 90)], OpportunityStatus.open),
        Self.course([(1, 0), (2, 20)], OpportunityStatus.open),
      ], stages: Self.stages)
    #expect(funnel.steps.map(\.reached) == [2, 2, 0, 0])
    // 10 + 60 seconds, and 20: the mean of the two. Nobody has gone on from the second.
    #expect(funnel.steps.map(\.stay) == [45, nil, nil, nil])
  }

  @Test func `who was lost in a stage, or only went back, did not go on from it`() {
    let stages = Self.stages + [Choice(5, "lost", Names("lost"), probability: 0)]
    let funnel = Funnel(
      [
        Self.course([(1, 0), (2, 10), (5, 50)], OpportunityStatus.lost),
        Self.course([(1, 0), (3, 30), (1, 70)], OpportunityStatus.open),
      ], stages: stages)
    #expect(funnel.steps.map(\.stay) == [20, nil, nil, nil])
    #expect(funnel.steps.map(\.lost) == [0, 1, 0, 0])
  }

  @Test func `a win that was taken back was none`() {
    let way: [(Int, Int64)] = [(1, 0), (4, 10), (1, 20)]
    for status in [OpportunityStatus.open, OpportunityStatus.lost] {
      let funnel = Funnel([Self.course(way, status)], stages: Self.stages)
      #expect(funnel.steps.map(\.reached) == [1, 0, 0, 0])
      #expect((funnel.won, funnel.skipping) == (0, 0))
    }
  }

  @Test func `who went back has reached what was left`() {
    let funnel = Funnel([Self.course([(1, 0), (3, 10), (2, 30)], OpportunityStatus.open)], stages: Self.stages)
    #expect(funnel.steps.map(\.reached) == [1, 1, 1, 0])
    #expect(funnel.steps.map(\.open) == [0, 1, 0, 0])
  }

  @Test func `a stage to lose in is no step, a retired one only where somebody was`() {
    let stages =
      Self.stages + [
        Choice(5, "lost", Names("lost"), probability: 0), Choice(6, "old", Names("old"), isRetired: true),
        Choice(7, "older", Names("older"), isRetired: true),
      ]
    let funnel = Funnel([Self.course([(1, 0), (6, 1), (2, 2), (5, 10)], OpportunityStatus.lost)], stages: stages)
    #expect(funnel.steps.map(\.stage.key) == [1, 2, 3, 4, 6])
    #expect(funnel.steps.map(\.lost) == [0, 1, 0, 0, 0])
    #expect(funnel.steps.map(\.reached) == [1, 1, 0, 0, 1])
  }

  @Test func `a retired stage is beside the way: who is in it has reached nothing behind it`() {
    let stages = Self.stages + [Choice(6, "old", Names("old"), isRetired: true)]
    let funnel = Funnel(
      [
        Self.course([(1, 0), (6, 10)], OpportunityStatus.open),
        Self.course([(1, 0), (6, 10), (4, 40)], OpportunityStatus.won),
      ], stages: stages)
    #expect(funnel.steps.map(\.reached) == [2, 1, 1, 1, 2])
    #expect(funnel.steps.map(\.passed) == [0, 1, 1, 1, 0])
    #expect(funnel.steps.map(\.open) == [0, 0, 0, 0, 1])
    #expect(funnel.steps.map(\.stay) == [10, nil, nil, nil, 30])
  }

  @Test func `nobody, and no stages, are no fault`() {
    #expect(Funnel([], stages: Self.stages).steps.map(\.reached) == [0, 0, 0, 0])
    let funnel = Funnel([Self.course([(1, 0)], OpportunityStatus.won, amount: .max)], stages: [])
    #expect(funnel.steps.isEmpty)
    #expect(funnel.won == 1)
  }

  @Test func `amounts stop at the largest number`() {
    let all = [Int64.max, .max].map { Self.course([(1, 0)], OpportunityStatus.open, amount: $0) }
    #expect(Funnel(all, stages: Self.stages).steps.first?.amount == .max)
  }
}
