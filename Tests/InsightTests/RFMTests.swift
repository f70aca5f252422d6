import Domain
import Insight
import Testing
import Values

/// Quintiles, fixed bounds and segments.
@Suite struct RFMTests {
  @Test func `five that differ have the five scores`() {
    let scale = Scale.quintiles(of: [30, 10, 50, 20, 40])
    #expect([10, 20, 30, 40, 50].map { scale.score($0) } == [1, 2, 3, 4, 5])
  }

  @Test func `what is equal shares a score, that of its first place`() {
    let scale = Scale.quintiles(of: [1, 1, 1, 1, 1, 1, 2, 2, 3, 9])
    #expect([1, 2, 3, 9].map { scale.score($0) } == [1, 4, 5, 5])
    #expect(Scale.quintiles(of: [7, 7, 7]).score(7) == 1)
    #expect(Scale.quintiles(of: []).score(7) == 1)
  }

  @Test func `a score is what a slow count says`() {
    var dice = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let figures = (0..<Int.random(in: 1...60, using: &dice)).map { _ in Int64.random(in: -9...9, using: &dice) }
      let scale = Scale.quintiles(of: figures)
      for figure in figures {
        let below = figures.count { $0 < figure }
        #expect(scale.score(figure) == 1 + below * 5 / figures.count)
      }
    }
  }

  @Test func `a bound belongs to the score above it`() {
    let scale = Scale.bounds([2, 3, 5, 10])
    #expect([1, 2, 3, 4, 5, 9, 10, 1000].map { scale.score($0) } == [1, 2, 3, 3, 4, 4, 5, 5])
  }

  @Test func `fewer days are more, and the measures are scored apart`() throws {
    let today = try #require(CivilDate(year: 2026, month: 11, day: 20))
    let all = try (1...5).map { index in
      // The later the last purchase, the rarer and the smaller.
      var figures = PurchaseFigures(try #require(today.adding(days: -10 * index)), amount: Int64(100 * index))
      for _ in 1..<index { figures.add(figures.last, amount: 1) }
      return figures
    }
    let rfm = RFM(all, RFMRules(), today: today)
    #expect(all.map { rfm.score($0).recency } == [5, 4, 3, 2, 1])
    #expect(all.map { rfm.score($0).frequency } == [1, 2, 3, 4, 5])
    #expect(all.map { rfm.score($0).monetary } == [1, 2, 3, 4, 5])
    #expect(all.map { rfm.score($0).total } == [7, 8, 9, 10, 11])
    #expect(rfm.score(all[0]).segment.chineseName == "一般发展客户")
    #expect(rfm.score(all[4]).segment.chineseName == "重要保持客户")
  }

  @Test func `fixed bounds take the place of quintiles, measure by measure`() throws {
    let today = try #require(CivilDate(year: 2026, month: 11, day: 20))
    var rules = RFMRules()
    rules.bounds[.recency] = [30, 90, 180, 365]
    rules.bounds[.monetary] = [100, 1000, 10_000, 100_000]
    func score(_ days: Int, _ amount: Int64) throws -> [Int] {
      let one = PurchaseFigures(try #require(today.adding(days: -days)), amount: amount)
      let score = RFM([one], rules, today: today).score(one)
      return [score.recency, score.frequency, score.monetary]
    }
    #expect(try score(0, 99) == [5, 1, 1])
    #expect(try score(30, 100) == [5, 1, 2])
    #expect(try score(31, 10_000) == [4, 1, 4])
    #expect(try score(365, 100_000) == [2, 1, 5])
    #expect(try score(366, .max) == [1, 1, 5])
  }

  @Test func `every cell has a segment, which the configuration may call otherwise`() {
    var rules = RFMRules()
    #expect(Set(RFMRules.Cell.all.map { rules.segment($0).chineseName }).count == 8)
    func segment(_ recency: Int, _ frequency: Int, _ monetary: Int) -> String {
      RFMScore(recency: recency, frequency: frequency, monetary: monetary, rules).segment.chineseName
    }
    #expect(segment(5, 4, 5) == "VIP客户")
    #expect(segment(4, 3, 4) == "重要发展客户")
    #expect(segment(1, 5, 1) == "重要挽留客户")
    #expect(segment(3, 3, 3) == "一般保持客户")
    rules.segments[RFMRules.Cell(recency: true, frequency: true, monetary: true)] = "白金客户"
    rules.highScore = 5
    #expect(segment(5, 5, 5) == "白金客户")
    #expect(segment(5, 4, 5) == "重要发展客户")
  }

  @Test func `sums stop at the largest number, and an average is rounded`() throws {
    let day = try #require(CivilDate(year: 2026, month: 1, day: 1))
    var figures = PurchaseFigures(day, amount: .max)
    figures.add(day, amount: 1)
    #expect(figures.sum == .max)
    var three = PurchaseFigures(day, amount: 100)
    three.add(day, amount: 100)
    #expect(three.average == 100)
    three.add(day, amount: 0)
    #expect(three.average == 67)
    #expect(PurchaseFigures(day, amount: .min).average == .min)
  }
}
