internal import Diagnostics
internal import Domain
internal import Insight
internal import Query
internal import Storage
internal import Values

extension Interpreter {
  /// A group of customers, and what those of them bought who did.
  private struct Segment {
    let name: Cell
    var customers = 0
    var sum: Int64 = 0

    mutating func add(_ figures: PurchaseFigures?) {
      customers += 1
      let (total, overflows) = sum.addingReportingOverflow(figures?.sum ?? 0)
      sum = overflows ? .max : total
    }
  }

  /// The RFM segments, those who bought nothing, and beside them the saved views of customers, which may overlap.
  func segments(_ question: ReportQuestion) throws(Diagnostic) -> ReportAnswer {
    let buyers = try buyers(question)
    let rules = buyers.rules
    // Cells that the configuration gives one name are one segment.
    var order: [Names] = []
    for cell in RFMRules.Cell.all {
      let names = rules.rfm.segment(cell)
      if !order.contains(names) { order.append(names) }
    }
    var segments = order.map { Segment(name: .word($0, program: $0.chineseName)) }
    for buyer in buyers.found {
      if let place = order.firstIndex(of: buyer.score.segment) { segments[place].add(buyer.figures) }
    }
    var others = Segment(name: .word(RFMRules.noPurchase, program: RFMRules.noPurchase.chineseName))
    others.customers = buyers.asked.count - buyers.found.count
    segments.append(others)
    segments += try views(question, among: buyers)
    let (base, all) = (rules.baseCurrency, buyers.asked.count)
    let columns: [ReportColumn<Segment>] = [
      .init("segment", zh: "分群", .choice) { $0.name },
      .init("customers", zh: "客户数", .integer) { .integer(Int64($0.customers)) },
      .init("all_customers", zh: "全部客户", .integer, for: .programs) { _ in .integer(Int64(all)) },
      .init("share", zh: "占比", .number) { .share($0.customers, of: all) },
      .init("amount", zh: "成交额", .money) { .amount($0.sum, base) },
      .init("average", zh: "户均成交额", .money) {
        $0.customers == 0 ? .empty : .amount($0.sum / Int64($0.customers), base)
      },
    ]
    let days = question.daysShown(today: buyers.today)
    let count = buyers.found.count
    return ReportAnswer(
      Wording(
        "\(all) \(all == 1 ? "customer" : "customers"), \(count) with a purchase \(days.english) "
          + "(opportunities won, and orders without one); a saved view may overlap the segments",
        "客户 \(all) 个，\(days.chinese) 有成交 \(count) 个（赢单商机，以及未关联赢单的订单）；已保存的视图可与分群重叠"),
      segments, columns, charted: ["segment", all > 0 ? "share" : "customers"],
      asides: ["amount", "average"], zone: rules.zone, asOf: question.past?.name)
  }

  /// The saved views that are lists of customers, by name.
  private func views(_ question: ReportQuestion, among buyers: Buyers) throws(Diagnostic) -> [Segment] {
    let context = session.context()
    let asked = Set(buyers.asked)
    let bought = [Int64: PurchaseFigures](
      buyers.found.map { ($0.id, $0.figures) }, uniquingKeysWith: { first, _ in first })
    var segments: [Segment] = []
    for name in context.viewNames {
      // A view that can no longer be read, or is of something else, is no segment.
      guard let quoted = try? ownQuery("find @`\(name)`"),
        var view = try? Binder(context).bindQuery(quoted), view.entity.key == .customer, !view.isGrouped
      else { continue }
      if let past = question.past { view.past = past }
      let writer = QueryWriter(rules: session.dictionary.rules, now: session.clock(), style: .bare)
      let members = try reading { () throws(StorageError) in try session.store.identities(writer.identities(view)) }
      var segment = Segment(name: .text("@\(name)"))
      for id in members where asked.contains(id) { segment.add(bought[id]) }
      segments.append(segment)
    }
    return segments
  }
}
