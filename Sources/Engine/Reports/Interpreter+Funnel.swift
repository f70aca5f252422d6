internal import Diagnostics
internal import Domain
internal import Insight
internal import Query
internal import Storage
internal import Values

extension Interpreter {
  /// The cohort of the opportunities that were entered in a period.
  func funnel(_ question: ReportQuestion) throws(Diagnostic) -> ReportAnswer {
    let condition = within(question.days, "created_at").map { " where \($0)" } ?? ""
    let query = visible(try bound("find opportunities\(condition)", question))
    let (rules, today) = footing(of: question)
    let now = session.clock()
    let courses = try reading { () throws(StorageError) in try session.store.courses(of: query, now: now) }
    let stages = session.dictionary.entity(.opportunity)?.field(named: "stage")?.type.choices?.choices ?? []
    let funnel = Funnel(courses, stages: stages)
    let steps = Array(funnel.steps.enumerated())
    let base = rules.baseCurrency
    let columns: [ReportColumn<(offset: Int, element: Funnel.Step)>] = [
      .init("stage", zh: "阶段", .choice) { .choice($0.element.stage) },
      .init("reached", zh: "到达", .integer) { .integer(Int64($0.element.reached)) },
      .init("cohort", zh: "全部", .integer, for: .programs) { _ in .integer(Int64(funnel.count)) },
      .init("share", zh: "占比", .number) { .share($0.element.reached, of: funnel.count) },
      .init("passed", zh: "自上一阶段", .integer, for: .programs) {
        $0.offset == 0 || $0.element.stage.isRetired ? .empty : .integer(Int64($0.element.passed))
      },
      .init("conversion", zh: "阶段转化", .number) {
        $0.offset == 0 || $0.element.stage.isRetired
          ? .empty : .share($0.element.passed, of: steps[$0.offset - 1].element.reached)
      },
      .init("median_stay_days", zh: "停留中位数（天）", .number, for: .programs) {
        $0.element.stay.map { .days($0) } ?? .empty
      },
      .init("median_stay", zh: "停留中位数", .duration, for: .people) { $0.element.stay.map { .duration($0) } ?? .empty },
      .init("open", zh: "进行中", .integer) { .integer(Int64($0.element.open)) },
      .init("lost", zh: "输单", .integer) { .integer(Int64($0.element.lost)) },
      .init("amount", zh: "金额", .money) { .amount($0.element.amount, base) },
    ]
    let open = funnel.count - funnel.won - funnel.lost
    let entered: Wording =
      question.days == nil
      ? Wording("all", "全部商机")
      : question.daysShown(today: today).map {
        "entered \($0)"
      } _: {
        "\($0) 创建的商机"
      }
    let skipping =
      funnel.skipping == 0
      ? Wording("", "")
      : Wording(
        "; \(funnel.skipping) of the lost \(funnel.skipping == 1 ? "has" : "have") no record of some stages before, "
          + "and \(funnel.skipping == 1 ? "counts" : "count") only where it is known to have been",
        "；输单中 \(funnel.skipping) 个没有前面各阶段的记录，只计到过的阶段")
    return ReportAnswer(
      Wording(
        "\(funnel.count) \(funnel.count == 1 ? "opportunity" : "opportunities"), \(entered.english): "
          + "\(funnel.won) won, \(funnel.lost) lost, \(open) open; each counts once in every stage that it reached"
          + skipping.english,
        "\(entered.chinese) \(funnel.count) 个：赢单 \(funnel.won)，输单 \(funnel.lost)，进行中 \(open)；每个商机在到达过的阶段各计一次\(skipping.chinese)"
      ),
      steps, columns, charted: ["stage", funnel.count > 0 ? "share" : "reached"],
      asides: ["share", "median_stay", "open", "lost", "amount"], zone: rules.zone, asOf: question.past?.name)
  }
}

extension Wording {
  fileprivate func map(_ english: (String) -> String, _ chinese: (String) -> String) -> Wording {
    Wording(english(self.english), chinese(self.chinese))
  }
}
