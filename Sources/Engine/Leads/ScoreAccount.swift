internal import Domain
internal import Query
internal import Values

/// What a score is made of, factor by factor, as a table.
struct ScoreAccount {
  let contributions: [LeadScoring.Contribution]
  let zone: Zone

  init(_ facts: LeadFacts, _ rules: DomainRules, now: Instant) {
    contributions = rules.leadScoring.contributions(facts, now: now)
    zone = rules.zone
  }

  var table: ResultTable {
    let shape = ResultShape(
      listing: [
        ("factor", "因素", .choice), ("found", "依据", .text), ("points", "得分", .integer), ("cap", "上限", .integer),
      ], zone: zone)
    let total: [Cell] = [
      Self.word(Names("score", zh: "评分")), .empty, .integer(Int64(LeadScoring.total(contributions))), .integer(100),
    ]
    return ResultTable(shape: shape, rows: contributions.map { Self.row($0) } + [total])
  }

  private static func row(_ contribution: LeadScoring.Contribution) -> [Cell] {
    [
      word(names(contribution.factor)), found(contribution.found), .integer(Int64(contribution.points)),
      .integer(Int64(contribution.cap)),
    ]
  }

  private static func found(_ found: LeadScoring.Found) -> Cell {
    switch found {
    case .details(let count, let all): word(Names("\(count) of \(all) details", zh: "\(all) 项资料填了 \(count) 项"))
    case .text(let text): .text(text)
    case .count(let count): word(Names(count == 1 ? "once" : "\(count) times", zh: "\(count) 次"))
    case .days(0): word(Names("today", zh: "今天"))
    case .days(let days): word(Names(days == 1 ? "1 day ago" : "\(days) days ago", zh: "\(days) 天前"))
    case .nothing: .empty
    }
  }

  private static func names(_ factor: LeadScoring.Factor) -> Names {
    switch factor {
    case .completeness: Names("completeness", zh: "资料完整度")
    case .source: Names("source", zh: "来源")
    case .company: Names("company", zh: "公司")
    case .position: Names("position", zh: "职位")
    case .interest: Names("interest", zh: "意向")
    case .interactions: Names("interactions", zh: "互动次数")
    case .recency: Names("recency", zh: "最近互动")
    case .replies: Names("replies", zh: "对方回应")
    }
  }

  /// A word that is read in the user's language.
  private static func word(_ names: Names) -> Cell { .choice(Choice(0, names.englishName, names)) }
}
