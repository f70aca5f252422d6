internal import Diagnostics
internal import Domain
internal import Insight
internal import Query
internal import Storage
internal import Values

/// Reports over customers with a purchase.
extension Interpreter {
  /// A customer that a report speaks of.
  struct Buyer {
    let id: Int64
    let name: String
    let figures: PurchaseFigures
    let score: RFMScore
  }

  /// What those bought of whom a question asks, scored among all; and how many it asks of.
  struct Buyers {
    let found: [Buyer]
    /// Customers with a purchase, and all that the question asks of.
    let all: Int
    let asked: [Int64]
    let today: CivilDate
    let rules: DomainRules
  }

  func buyers(_ question: ReportQuestion) throws(Diagnostic) -> Buyers {
    let (rules, today) = footing(of: question)
    let span = question.purchases(today: today)
    let table = try reading { () throws(StorageError) in try session.store.purchaseFigures(span) }
    let rfm = RFM(table.all, rules.rfm, today: span.last)
    let names = try gathered("find customers show name", question)
    var found: [Buyer] = []
    for (id, row) in zip(names.ids, names.rows) {
      guard let figures = table[id] else { continue }
      let name = if case .text(let name)? = row.first { name } else { "" }
      found.append(Buyer(id: id, name: name, figures: figures, score: rfm.score(figures)))
    }
    return Buyers(found: found, all: rfm.count, asked: names.ids, today: span.last, rules: rules)
  }

  func rfm(_ question: ReportQuestion) throws(Diagnostic) -> ReportAnswer {
    let buyers = try buyers(question)
    let found = buyers.found.sorted {
      ($1.score.total, $1.figures.sum, $0.id) < ($0.score.total, $0.figures.sum, $1.id)
    }
    let (today, base) = (buyers.today, buyers.rules.baseCurrency)
    let entity = session.dictionary.entity(.customer) ?? .customer
    let columns: [ReportColumn<Buyer>] = [
      .init("customer_id", zh: "客户编号", .identity) { .reference(entity.reference($0.id), title: nil, isDeleted: false) },
      .init("name", zh: "名称", .text) { .text($0.name) },
      .init("last_purchase", zh: "最近成交", .date) { .date($0.figures.last) },
      .init("days", zh: "距今天数", .integer, for: .programs) { .integer(RFM.days(since: $0.figures, today)) },
      .init("purchases", zh: "次数", .integer) { .integer(Int64($0.figures.count)) },
      .init("amount", zh: "成交额", .money) { .amount($0.figures.sum, base) },
      .init("rfm", zh: "RFM", .text, for: .people) {
        .text("\($0.score.recency)+\($0.score.frequency)+\($0.score.monetary) = \($0.score.total)")
      },
      .init("recency", zh: "近度", .integer, for: .programs) { .integer(Int64($0.score.recency)) },
      .init("frequency", zh: "频度", .integer, for: .programs) { .integer(Int64($0.score.frequency)) },
      .init("monetary", zh: "额度", .integer, for: .programs) { .integer(Int64($0.score.monetary)) },
      .init("total", zh: "总分", .integer, for: .programs) { .integer(Int64($0.score.total)) },
      .init("segment", zh: "分群", .choice) { .word($0.score.segment, program: $0.score.segment.chineseName) },
    ]
    return ReportAnswer(
      opening(buyers, question), found, columns, charted: ["name", "total"],
      asides: ["customer_id", "last_purchase", "purchases", "amount"],
      zone: buyers.rules.zone, asOf: question.past?.name, of: entity, ids: found.map(\.id))
  }

  /// Of which purchases the figures are, and among whom the scores.
  func opening(_ buyers: Buyers, _ question: ReportQuestion) -> Wording {
    let days = question.daysShown(today: buyers.today)
    let (count, all) = (buyers.found.count, buyers.all)
    let whole = all == count ? ("", "") : ("; scored among all \(all)", "；在全部 \(all) 个成交客户中评分")
    return Wording(
      "\(count) \(count == 1 ? "customer" : "customers") with a purchase \(days.english) "
        + "(opportunities won, and orders without one)\(whole.0)",
      "\(days.chinese) 有成交的客户 \(count) 个（赢单商机，以及未关联赢单的订单）\(whole.1)")
  }
}
