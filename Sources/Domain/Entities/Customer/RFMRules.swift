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

    /// Where it stands in `all`: these count down from three high ones, the last measure first.
    package var place: Int { (recency ? 0 : 4) + (frequency ? 0 : 2) + (monetary ? 0 : 1) }

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

  /// What customers without a purchase, who have no segment, are called where groups are named.
  package static let noPurchase = Names("no purchase", zh: "未成交")

  /// Which of three scores are high.
  package func cell(recency: Int, frequency: Int, monetary: Int) -> Cell {
    Cell(recency: recency >= highScore, frequency: frequency >= highScore, monetary: monetary >= highScore)
  }

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

/// What is known of a customer's place: each of them may be asked for, as `rfm_score.recency`.
package enum RFMPart: Int, Sendable, CaseIterable {
  case recency, frequency, monetary, total, segment
}

extension RFMRules {
  /// The segments as the values of a choice, keyed by the first cell of their name.
  package var segmentChoices: ChoiceList {
    ChoiceList(
      Cell.all.indices.filter { segmentKey(Cell.all[$0]) == $0 + 1 }.map { place in
        let names = segment(Cell.all[place])
        return Choice(place + 1, names.chineseName, names)
      })
  }

  /// What may stand behind a score's name, as fields of their own.
  package func parts(of score: Field) -> [Field] {
    RFMPart.allCases.map { part in
      let (name, names, type): (String, Names, FieldType) =
        switch part {
        case .recency: ("recency", Names("recency", zh: "近度"), .integer(1...5))
        case .frequency: ("frequency", Names("frequency", zh: "频度"), .integer(1...5))
        case .monetary: ("monetary", Names("monetary", zh: "额度"), .integer(1...5))
        case .total: ("total", Names("total", zh: "总分"), .integer(3...15))
        case .segment: ("segment", Names("segment", zh: "分群"), .choice(segmentChoices))
        }
      return Field(score.key, "\(score.name).\(name)", names, type, derivation: .rfm(part))
    }
  }

  /// Cells that the configuration gives one name are one segment.
  package func segmentKey(_ cell: Cell) -> Int {
    let names = segment(cell)
    return (Cell.all.firstIndex { segment($0) == names } ?? 0) + 1
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
    segment = rules.segment(rules.cell(recency: recency, frequency: frequency, monetary: monetary))
  }

  /// 3…15.
  package var total: Int { recency + frequency + monetary }
}
