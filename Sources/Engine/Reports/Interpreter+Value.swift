internal import Diagnostics
internal import Domain
internal import Insight
internal import Query
internal import Storage
internal import Values

/// What customers were worth and are going to be.
extension Interpreter {
  /// A customer with what is foreseen of him, where that can be.
  private struct Worth {
    let buyer: Buyer
    let foreseen: LifetimeValue.Prediction?

    /// Historic and predicted together, in minor units of the base currency.
    var value: Int64 {
      let (sum, overflows) = buyer.figures.sum.addingReportingOverflow(foreseen?.value ?? 0)
      return overflows ? .max : sum
    }
  }

  func value(_ question: ReportQuestion) throws(Diagnostic) -> ReportAnswer {
    let buyers = try buyers(question)
    // What is learned of a customer begins with his first purchase, whatever period is asked for.
    let whole = PurchaseSpan(until: buyers.today, as: question.past)
    let histories = try reading { () throws(StorageError) in try session.store.purchaseDays(whole) }
    var model: LifetimeValue?
    var failure: FitFailure?
    do throws(FitFailure) { model = try LifetimeValue(histories.values, today: buyers.today) } catch { failure = error }
    var all = buyers.found.map { buyer in
      Worth(buyer: buyer, foreseen: histories[buyer.id].flatMap { model?.prediction($0) })
    }
    all.sort { ($1.value, $0.buyer.id) < ($0.value, $1.buyer.id) }
    let base = buyers.rules.baseCurrency
    let entity = session.dictionary.entity(.customer) ?? .customer
    let columns: [ReportColumn<Worth>] = [
      .init("customer_id", zh: "客户编号", .identity) {
        .reference(entity.reference($0.buyer.id), title: nil, isDeleted: false)
      },
      .init("name", zh: "名称", .text) { .text($0.buyer.name) },
      .init("purchases", zh: "次数", .integer) { .integer(Int64($0.buyer.figures.count)) },
      .init("amount", zh: "成交额", .money) { .amount($0.buyer.figures.sum, base) },
      .init("predicted", zh: "未来12个月", .money) { $0.foreseen.map { .amount($0.value, base) } ?? .empty },
      .init("expected_purchases", zh: "预计次数", .number, for: .programs) { worth in
        worth.foreseen.flatMap { Cell.rounded($0.purchases, to: 100) } ?? .empty
      },
      .init("alive", zh: "活跃概率", .number) { worth in
        worth.foreseen.flatMap { Cell.rounded($0.probabilityAlive, to: 1000) } ?? .empty
      },
      .init("value", zh: "客户价值", .money) { .amount($0.value, base) },
    ]
    return ReportAnswer(
      opening(all, buyers, question, failure), all, columns,
      charted: ["name", "value"],
      asides: ["customer_id", "purchases", "amount", "alive"], zone: buyers.rules.zone, asOf: question.past?.name,
      of: entity,
      ids: all.map(\.buyer.id))
  }

  private func opening(
    _ all: [Worth], _ buyers: Buyers, _ question: ReportQuestion, _ failure: FitFailure?
  ) -> Wording {
    let base = buyers.rules.baseCurrency
    func money(_ units: Int64) -> String { Money(minorUnits: units, currency: base).displayed }
    func sum(_ figures: [Int64]) -> Int64 {
      figures.reduce(0) { sum, next in
        let (total, overflows) = sum.addingReportingOverflow(next)
        return overflows ? .max : total
      }
    }
    let days = question.daysShown(today: buyers.today)
    let bought = sum(all.map(\.buyer.figures.sum))
    let each = all.isEmpty ? 0 : bought / Int64(all.count)
    let foreseen = money(sum(all.compactMap(\.foreseen?.value)))
    // They begin behind the last day that counts, which may be over.
    let isNow = buyers.today == buyers.rules.zone.day(of: session.clock())
    let months =
      isNow
      ? Wording("in the next 12 months", "未来 12 个月")
      : Wording("in the 12 months after \(buyers.today)", " \(buyers.today) 之后 12 个月")
    let reason = failure.map { Self.reason($0) }
    return Wording(
      "\(all.count) \(all.count == 1 ? "customer" : "customers") with a purchase \(days.english): \(money(bought)), "
        + "\(money(each)) each (ARPU; opportunities won, and orders without one); "
        + (reason.map { "no prediction: \($0.english)" }
          ?? "\(months.english) \(foreseen) (BG/NBD and Gamma-Gamma, discounted 1% a month)"),
      "\(days.chinese) 有成交的客户 \(all.count) 个：成交额 \(money(bought))，户均 \(money(each))（ARPU；赢单商机，以及未关联赢单的订单）；"
        + (reason.map { "无法预测：\($0.chinese)" } ?? "预计\(months.chinese) \(foreseen)（BG/NBD 与 Gamma-Gamma 模型，每月折现 1%）"))
  }

  private static func reason(_ failure: FitFailure) -> Wording {
    switch failure {
    case .tooFewRepeaters(let count, let least):
      Wording("\(count) bought again, \(least) are needed", "只有 \(count) 个客户再次购买，至少需要 \(least) 个")
    case .tooFewSpenders(let count, let least):
      Wording(
        "of \(count) who bought again the amount is known, \(least) are needed",
        "再次购买且金额已知的客户只有 \(count) 个，至少需要 \(least) 个")
    case .doesNotConverge:
      Wording("what customers did until now fits no such model", "现有成交记录不符合预测模型")
    }
  }
}
