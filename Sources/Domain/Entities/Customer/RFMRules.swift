/// How customers are scored by recency, frequency and monetary value, and what the segments are called (domain.md,
/// Figures).
package struct RFMRules: Sendable, Hashable {
  package enum Measure: String, Sendable, CaseIterable {
    /// Days since the last purchase: fewer are better.
    case recency
    /// Purchases.
    case frequency
    /// Their sum, in minor units of the base currency.
    case monetary
  }

  /// High or low in each measure.
  package struct Cell: Sendable, Hashable {
    package let recency: Bool
    package let frequency: Bool
    package let monetary: Bool

    package init(recency: Bool, frequency: Bool, monetary: Bool) {
      self.recency = recency
      self.frequency = frequency
      self.monetary = monetary
    }

    /// `高低高`
    package var text: String { [recency, frequency, monetary].map { $0 ? "高" : "低" }.joined() }

    package static let all = [true, false].flatMap { recency in
      [true, false].flatMap { frequency in
        [true, false].map { Cell(recency: recency, frequency: frequency, monetary: $0) }
      }
    }

    /// Nil for what is no cell.
    package init?(reading text: String) {
      guard let cell = Cell.all.first(where: { $0.text == text }) else { return nil }
      self = cell
    }
  }

  /// Four rising bounds of a measure, which make five scores; a measure without any is scored by quintiles.
  package var bounds: [Measure: [Int64]] = [:]
  /// A score is high from here.
  package var highScore = 4
  /// What the configuration calls segments, where it names them otherwise.
  package var segments: [Cell: String] = [:]

  package init() {}

  package func segment(_ cell: Cell) -> Names {
    if let name = segments[cell] { return Names(name, zh: name) }
    return switch (cell.recency, cell.frequency, cell.monetary) {
    case (true, true, true): Names("VIP", zh: "VIP客户")
    case (true, false, true): Names("key: develop", zh: "重要发展客户")
    case (false, true, true): Names("key: keep", zh: "重要保持客户")
    case (false, false, true): Names("key: reawaken", zh: "重要唤醒客户")
    case (false, true, false): Names("key: win back", zh: "重要挽留客户")
    case (true, true, false): Names("ordinary: of value", zh: "一般价值客户")
    case (true, false, false): Names("ordinary: develop", zh: "一般发展客户")
    case (false, false, false): Names("ordinary: keep", zh: "一般保持客户")
    }
  }
}

/// A customer's scores, each 1…5.
package struct RFMScore: Sendable, Hashable {
  package let recency: Int
  package let frequency: Int
  package let monetary: Int
  package let segment: Names

  package init(recency: Int, frequency: Int, monetary: Int, _ rules: RFMRules) {
    self.recency = recency
    self.frequency = frequency
    self.monetary = monetary
    func isHigh(_ score: Int) -> Bool { score >= rules.highScore }
    segment = rules.segment(
      .init(recency: isHigh(recency), frequency: isHigh(frequency), monetary: isHigh(monetary)))
  }

  /// 3…15.
  package var total: Int { recency + frequency + monetary }
}
