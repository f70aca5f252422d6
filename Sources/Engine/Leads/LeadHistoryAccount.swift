internal import Diagnostics
internal import Domain
internal import Query
internal import Values

/// What was learned from the leads that ended, as tables: of every value, of one lead, of many leads.
struct LeadHistoryAccount {
  private let odds: LeadOdds
  private let trial: LeadTrial
  private let zone: Zone
  private let known: [(trait: LeadTrait, tally: LeadOdds.Tally)]

  /// So many values of one attribute are shown, those that most leads had.
  private static let shownValues = 10

  init(_ odds: LeadOdds, _ trial: LeadTrial, zone: Zone) {
    self.odds = odds
    self.trial = trial
    self.zone = zone
    known = odds.known
  }

  /// A lead with its points and the score that they stand for.
  struct Standing {
    let lead: LeadPast
    let points: Double
    var score: Int { LeadOdds.score(points: points) }
  }

  func standing(of lead: LeadPast) -> Standing {
    Standing(lead: lead, points: odds(for: lead).points(of: lead.traits))
  }

  /// How a lead itself ended is no reason why it should have.
  private func odds(for lead: LeadPast) -> LeadOdds { lead.isConverted == nil ? odds : odds.without([lead]) }

  // MARK: Words

  var remarks: [Wording] {
    let ended = odds.ended
    var remarks = [
      Wording(
        "learned from \(ended.total) leads that ended: \(ended.converted) converted, \(ended.disqualified) disqualified",
        "依据 \(ended.total) 条已结束的线索：转化 \(ended.converted)，淘汰 \(ended.disqualified)")
    ]
    if let area = trial.area, let shown = ExactDecimal(nearest: (area * 1000).rounded() / 1000) {
      remarks.append(
        Wording(
          "AUC \(shown) on held-out leads (\(trial.leads) leads in \(LeadTrial.parts) parts, \(trial.pairs) pairs)",
          "留出检验 AUC \(shown)（\(trial.leads) 条线索分 \(LeadTrial.parts) 份，比较 \(trial.pairs) 对）"))
    } else {
      remarks.append(
        Wording(
          "AUC not known: too few leads of one kind to hold any out", "AUC 未知：其中一种线索太少，无法留出检验"))
    }
    return remarks
  }

  // MARK: Tables

  /// Every value that was learned of, by what it is worth.
  var values: ResultTable {
    var rows = [row(Self.start, .empty, odds.ended, odds.start)]
    for attribute in LeadTrait.Attribute.allCases {
      let of = known.filter { $0.trait.attribute == attribute }
        .map { (trait: $0.trait, tally: $0.tally, text: Self.text($0.trait.value)) }
        .sorted { ($1.tally.total, $0.text) < ($0.tally.total, $1.text) }
      let shown = of.prefix(Self.shownValues).map { ($0, odds.points(of: $0.trait)) }
        .sorted { ($1.1, $0.0.text) < ($0.1, $1.0.text) }
      rows += shown.map { row(Self.names(attribute), Self.cell($0.0.trait.value), $0.0.tally, $0.1) }
      let hidden = of.count - shown.count
      guard hidden > 0 else { continue }
      rows.append([
        Self.word(Self.names(attribute)), Self.word(Names("and \(hidden) rarer", zh: "另有 \(hidden) 种较少的")), .empty,
        .empty, .empty,
      ])
    }
    return ResultTable(shape: shape, rows: rows)
  }

  /// What each of a lead's traits adds to its points.
  func contributions(to lead: LeadPast) -> ResultTable {
    let odds = odds(for: lead)
    var rows = [row(Self.start, .empty, odds.ended, odds.start)]
    rows += lead.traits.map { trait in
      row(Self.names(trait.attribute), Self.cell(trait.value), odds.tally(of: trait), odds.points(of: trait))
    }
    let standing = standing(of: lead)
    rows.append([
      Self.word(Names("score", zh: "评分")), .text("\(standing.score)"), .empty, .empty, Self.points(standing.points),
    ])
    return ResultTable(shape: shape, rows: rows)
  }

  /// Leads by their chances, beside the scores that are kept.
  func list(_ standings: [Standing], _ entity: Entity) -> ResultTable {
    let sorted = standings.sorted { ($1.points, $0.lead.id) < ($0.points, $1.lead.id) }
    let shape = ResultShape(
      listing: [
        ("lead", "线索", .text), ("name", "姓名", .text), ("score", "评分", .integer), ("history", "历史评分", .integer),
        ("points", "得分", .number),
      ], zone: zone)
    return ResultTable(
      shape: shape,
      rows: sorted.map { one in
        [
          .text(entity.reference(one.lead.id)), .text(one.lead.name),
          one.lead.score.map { .integer(Int64($0)) } ?? .empty, .integer(Int64(one.score)), Self.points(one.points),
        ]
      }, ids: sorted.map(\.lead.id))
  }

  private var shape: ResultShape {
    ResultShape(
      listing: [
        ("factor", "因素", .choice), ("value", "取值", .text), ("converted", "转化", .integer),
        ("disqualified", "淘汰", .integer), ("points", "得分", .number),
      ], zone: zone)
  }

  private func row(_ names: Names, _ value: Cell, _ tally: LeadOdds.Tally, _ points: Double) -> [Cell] {
    [
      Self.word(names), value, .integer(Int64(tally.converted)), .integer(Int64(tally.disqualified)),
      Self.points(points),
    ]
  }

  // MARK: Cells

  /// To a tenth of a point.
  private static func points(_ points: Double) -> Cell {
    ExactDecimal(nearest: (points * 10).rounded() / 10).map { .number($0) } ?? .empty
  }

  private static func text(_ value: LeadTrait.Value) -> String {
    switch value {
    case .missing: ""
    case .given: "given"
    case .text(let text): text
    case .times(let least, _): String(least)
    }
  }

  private static func cell(_ value: LeadTrait.Value) -> Cell {
    switch value {
    case .missing: word(Names("not known", zh: "未知"))
    case .given: word(Names("known", zh: "已知"))
    case .text(let text): .text(text)
    case .times(let least, let most?) where most == least:
      word(Names(least == 0 ? "none" : least == 1 ? "once" : "\(least) times", zh: "\(least) 次"))
    case .times(let least, let most?): word(Names("\(least)–\(most) times", zh: "\(least)–\(most) 次"))
    case .times(let least, nil): word(Names("\(least) times or more", zh: "\(least) 次及以上"))
    }
  }

  private static let start = Names("all leads", zh: "全部线索")

  private static func names(_ attribute: LeadTrait.Attribute) -> Names {
    switch attribute {
    case .source: Names("source", zh: "来源")
    case .position: Names("position", zh: "职位")
    case .company: Names("company", zh: "公司")
    case .phone: Names("phone", zh: "电话")
    case .email: Names("email", zh: "邮箱")
    case .interest: Names("interest", zh: "意向")
    case .interactions: Names("interactions", zh: "互动次数")
    case .replies: Names("replies", zh: "对方回应")
    }
  }

  /// A word that is read in the user's language.
  private static func word(_ names: Names) -> Cell { .choice(Choice(0, names.englishName, names)) }
}
