package import Diagnostics
internal import Domain
package import Language
package import Query
package import Values

/// The reports that the language names.
package enum Report: String, Sendable {
  case funnel, rfm, value, segments, performance

  /// Of what its `where` speaks.
  var subject: EntityKey {
    switch self {
    case .funnel: .opportunity
    case .rfm, .value, .segments: .customer
    case .performance: .user
    }
  }
}

/// What a report is asked: of which records, of which days, of when, and what becomes of its rows.
package struct ReportQuestion: Sendable {
  package let report: Report
  package var condition: BoundExpression?
  package var days: Range<CivilDate>?
  package var person: Int64?
  package var past: Past?
  package var limit: Int?
  package var stage: Stage?
  package let span: SourceSpan
}

extension ReportQuestion {
  /// A day that is over by the moment that is asked of, at the latest.
  func lastDay(today: CivilDate) -> CivilDate {
    min(today, days.map { $0.upperBound.adding(days: -1) ?? $0.lowerBound } ?? today)
  }

  /// `2026-01-01 to 2026-01-31`, `up to 2026-11-23`
  func daysShown(today: CivilDate) -> Wording {
    guard let days else { return Wording("up to \(today)", "截至 \(today)") }
    let last = days.upperBound.adding(days: -1) ?? days.lowerBound
    if last == days.lowerBound { return Wording("on \(last)", "\(last)") }
    return Wording("from \(days.lowerBound) to \(last)", "\(days.lowerBound) 至 \(last)")
  }

  /// The purchases that count.
  func purchases(today: CivilDate) -> PurchaseSpan {
    PurchaseSpan(from: days?.lowerBound, until: lastDay(today: today), as: past)
  }
}

extension Planning {
  func question(_ report: Report, _ command: Command) throws(BindingError) -> ReportQuestion {
    var question = ReportQuestion(report: report, span: command.span)
    var asker = binder
    if case .value(let moment)? = command["day"] {
      asker = try binder.asking(moment)
      question.past = asker.context.past
    }
    if case .value(let period)? = command["period"] { question.days = try days(period) }
    question.person = try person(command["user"], of: command.verb)
    if case .condition(let condition)? = command["condition"] {
      question.condition = try Binder(asker.context, scope: entity(report.subject)).bindCondition(condition)
    }
    if case .value(let limit)? = command["limit"] { question.limit = try binder.count(limit) }
    if case .stage(let stage)? = command["stage"] {
      try ChartKind.check(stage)
      question.stage = stage
    }
    return question
  }
}
