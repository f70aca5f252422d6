import Foundation
import Insight
import Testing
import Values

/// BG/NBD and Gamma-Gamma against the figures of the papers, and on populations whose numbers are known.
@Suite struct LifetimeValueTests {
  /// The 2,357 customers of the CDNOW sample over 39 weeks; empty where the shared data is not there.
  private static let cdnow: [(buying: BuyingHistory, spend: SpendHistory)] = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "shared/data/cdnow/cdnow_customers_summary_with_transactions.csv").path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
      let cells = line.split(separator: ",").compactMap { Double($0) }
      guard cells.count == 5 else { return nil }
      return (
        BuyingHistory(repeats: Int(cells[1]), recency: cells[2], age: cells[3]),
        SpendHistory(count: Int(cells[1]), mean: cells[4])
      )
    }
  }()

  private static func isNear(_ one: Double, _ other: Double, _ tolerance: Double) -> Bool {
    abs(one - other) <= tolerance
  }

  @Test(.enabled(if: !cdnow.isEmpty)) func `the CDNOW sample gives the figures of the paper`() throws {
    let model = try BuyingModel(Self.cdnow.map(\.buying))
    #expect(Self.isNear(model.r, 0.243, 0.001) && Self.isNear(model.alpha, 4.414, 0.005))
    #expect(Self.isNear(model.a, 0.793, 0.001) && Self.isNear(model.b, 2.426, 0.002))
    #expect(Self.isNear(model.logLikelihood, -9582.43, 0.01))
    let known = BuyingHistory(repeats: 2, recency: 30.43, age: 38.86)
    #expect(Self.isNear(model.expectedPurchases(within: 39, after: known), 1.2259, 0.0005))
    #expect(Self.isNear(model.probabilityAlive(known), 0.72661, 0.0005))
  }

  @Test(.enabled(if: !cdnow.isEmpty)) func `what its customers spend gives the figures of the note`() throws {
    let spenders = Self.cdnow.map(\.spend).filter { $0.count > 0 }
    #expect(spenders.count == 946)
    let model = try SpendModel(spenders)
    #expect(Self.isNear(model.p, 6.2488, 0.01) && Self.isNear(model.q, 3.7446, 0.01))
    #expect(Self.isNear(model.v, 15.4477, 0.05))
  }

  /// Histories drawn from a model that is known.
  private static func population(_ count: Int, _ model: BuyingModel, _ chance: inout Chance) -> [BuyingHistory] {
    (0..<count).map { _ in
      let rate = chance.gamma(model.r) / model.alpha
      let (leaving, staying) = (chance.gamma(model.a), chance.gamma(model.b))
      let leaves = leaving / (leaving + staying)
      let age = 26 + chance.unit() * 26
      var (time, repeats, recency) = (0.0, 0, 0.0)
      while true {
        time += -log(1 - chance.unit()) / max(rate, 1e-9)
        guard time < age, repeats < 500 else { break }
        repeats += 1
        recency = time
        if chance.unit() < leaves { break }
      }
      return BuyingHistory(repeats: repeats, recency: recency, age: age)
    }
  }

  @Test func `the numbers of a population that was drawn are found again`() throws {
    var chance = Chance(11)
    let drawn = try #require(BuyingModel(r: 0.8, alpha: 6, a: 1, b: 3))
    let found = try BuyingModel(Self.population(20_000, drawn, &chance))
    #expect(Self.isNear(found.r, 0.8, 0.06) && Self.isNear(found.alpha, 6, 0.6))
    #expect(Self.isNear(found.a / (found.a + found.b), 0.25, 0.03))
  }

  @Test func `who bought more lately is not less alive, and expectations rise with time`() throws {
    let model = try #require(BuyingModel(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426))
    for repeats in [0, 1, 2, 10, 1000, 1_000_000] {
      var last = 0.0
      for recency in stride(from: 0.0, through: 100, by: 5) {
        let history = BuyingHistory(repeats: repeats, recency: recency, age: 100)
        let alive = model.probabilityAlive(history)
        #expect((0...1).contains(alive) && alive >= last)
        if repeats > 0 { last = alive }
        var purchases = 0.0
        for weeks in [0.0, 1, 10, 52, 1000, 1e9] {
          let expected = model.expectedPurchases(within: weeks, after: history)
          #expect(expected.isFinite && expected >= purchases)
          purchases = expected
        }
      }
    }
  }

  @Test func `what cannot be learned from is refused, and nothing traps`() {
    let once = BuyingHistory(repeats: 0, recency: 0, age: 10)
    #expect(throws: FitFailure.tooFewRepeaters(0, least: 10)) { try BuyingModel([BuyingHistory]()) }
    #expect(throws: FitFailure.tooFewRepeaters(0, least: 10)) { try BuyingModel([once, once, once]) }
    #expect(throws: FitFailure.tooFewSpenders(0, least: 10)) {
      try SpendModel([SpendHistory(count: 3, mean: -5), SpendHistory(count: 0, mean: 10)])
    }
    for strange in [
      [BuyingHistory](repeating: .init(repeats: 5, recency: 10, age: 10), count: 50),
      [BuyingHistory](repeating: .init(repeats: .max, recency: .infinity, age: .infinity), count: 12),
      (1...40).map { .init(repeats: $0, recency: 0, age: 0) },
      (1...40).map { .init(repeats: 1, recency: .nan, age: Double($0)) },
    ] {
      guard let model = try? BuyingModel(strange) else { continue }
      for history in strange {
        let expected = model.expectedPurchases(within: 52, after: history)
        #expect(expected.isFinite && expected >= 0 && (0...1).contains(model.probabilityAlive(history)))
      }
    }
    for strange in [
      [SpendHistory](repeating: .init(count: 3, mean: 100), count: 30),
      (1...30).map { .init(count: $0, mean: $0 % 2 == 0 ? 1e-9 : 1e15) },
    ] {
      guard let model = try? SpendModel(strange) else { continue }
      #expect(strange.allSatisfy { model.expectedSpend(after: $0).isFinite && model.expectedSpend(after: $0) >= 0 })
    }
  }

  @Test func `a year's value is what is bought times what it costs, and less for who is gone`() throws {
    var chance = Chance(5)
    let today = try #require(CivilDate(year: 2026, month: 11, day: 20))
    func customer(_ days: Int, first: Int, last: Int, sum: Int64) throws -> PurchaseDays {
      PurchaseDays(
        days: days, first: try #require(today.adding(days: -first)), last: try #require(today.adding(days: -last)),
        sum: sum)
    }
    let all = try (0..<400).map { _ in
      let first = 30 + Int(chance.unit() * 600)
      let days = chance.unit() < 0.6 ? 1 : 2 + Int(chance.gamma(1) * 4)
      let last = days == 1 ? first : Int(Double(first) * chance.unit() * chance.unit())
      return try customer(days, first: first, last: last, sum: Int64(days) * Int64(1000 + chance.gamma(2) * 20_000))
    }
    let model = try LifetimeValue(all, today: today)
    #expect(model.count == 400)
    let (here, gone) = (
      try customer(10, first: 400, last: 5, sum: 100_000), try customer(10, first: 400, last: 300, sum: 100_000)
    )
    #expect(model.prediction(here).value > model.prediction(gone).value)
    #expect(model.prediction(here).probabilityAlive > model.prediction(gone).probabilityAlive)
    for one in all {
      let prediction = model.prediction(one)
      #expect(prediction.value >= 0 && prediction.purchases >= 0 && prediction.purchases < 500)
    }
    #expect(model.prediction(try customer(3, first: 100, last: 10, sum: -500)).value >= 0)
  }
}

/// Chance that repeats.
private struct Chance {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// 0 up to 1, by SplitMix64.
  mutating func unit() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
  }

  private mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }

  /// Gamma of a shape, with scale 1 (Marsaglia and Tsang 2000).
  mutating func gamma(_ shape: Double) -> Double {
    guard shape >= 1 else { return gamma(shape + 1) * pow(1 - unit(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = pow(1 + c * x, 3)
      if v > 0, log(1 - unit()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }
}
