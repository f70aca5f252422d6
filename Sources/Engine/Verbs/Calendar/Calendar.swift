internal import Diagnostics
internal import Domain
package import Language
package import Query
package import Values

extension Verb {
  /// `calendar`, `calendar 2026-03`, `calendar this week for sales_001 where priority = high | json`
  package static let calendar = Verb(
    VerbSignature(
      "calendar", [Word("calendar", zh: "日历")], VerbSignature.calendarElements, effect: .reads,
      holding: VerbSignature.calendarContents),
    Wording(
      "the month or week as a calendar: tasks by their due date or time, those that come again, meetings and visits",
      "月历或周历：按截止日期或时间显示任务、将重复的任务、会议与拜访"),
    examples: [
      "calendar", "calendar 2026-03", "calendar this week for sales_001", "calendar where priority = high | json",
    ]
  ) { command, planning throws(BindingError) in
    .report(.calendar(try planning.calendar(command, isAgenda: false)))
  }

  /// `agenda`, `agenda next 7 days for sales_001`
  package static let agenda = Verb(
    VerbSignature(
      "agenda", [Word("agenda", zh: "日程")], VerbSignature.calendarElements, effect: .reads,
      holding: VerbSignature.calendarContents),
    Wording(
      "what is overdue, what reminds today, and what stands on each day to come",
      "逾期任务、今天的提醒以及接下来每天的安排"),
    examples: ["agenda", "agenda this week", "agenda next 7 days for sales_001", "agenda today | markdown"]
  ) { command, planning throws(BindingError) in
    .report(.calendar(try planning.calendar(command, isAgenda: true)))
  }
}

extension VerbSignature {
  fileprivate static let calendarContents: [String: SlotContent] = [
    "period": .period, "user": .user, "condition": .records(["task"]),
  ]

  fileprivate static let calendarElements: [SignatureElement] = [
    .clauses([
      [.slot("period", .period)], [.word(Word("for", zh: "属于", "针对")), .slot("user", .value)],
      [.word(Word("where", zh: "其中")), .slot("condition", .condition)],
    ]), .stage("stage", .formats),
  ]
}

/// Which days of whose calendar are shown, and how.
package struct CalendarRequest: Sendable {
  package var form: CalendarPage.Form
  package var days: Range<CivilDate>
  /// Whose tasks; nil for everybody's.
  package var person: Int64?
  /// Of tasks.
  package var condition: BoundExpression?
  package var format: Stage.Format?
}

extension Planning {
  /// The most days that one calendar shows.
  private static let longest = 366

  func calendar(_ command: Command, isAgenda: Bool) throws(BindingError) -> CalendarRequest {
    let today = rules.zone.day(of: now)
    var request = CalendarRequest(form: isAgenda ? .agenda : .month, days: try usual(today, isAgenda: isAgenda))
    if case .value(let period)? = command["period"], let days = try days(period) {
      request.days = days
      let length = days.lowerBound.days(until: days.upperBound)
      guard length <= Self.longest else {
        throw .failed(
          Diagnostic(
            "calendar-too-long", Wording("a calendar shows a year at most", "日历最多显示一年"), kind: .failure,
            at: .init(period.span),
            help: [Wording(verbatim: "calendar \(days.lowerBound.description.prefix(7))")]))
      }
      if !isAgenda {
        request.form = length > 7 ? .month : .week
        request.days = try whole(days, length > 7 ? .month : .week, at: period.span)
      }
    }
    request.person = try person(command["user"], of: command.verb)
    if case .condition(let condition)? = command["condition"] {
      request.condition = try Binder(binder.context, scope: entity(.task)).bindCondition(condition)
    }
    if case .stage(let stage)? = command["stage"], case .format(let format) = stage.kind { request.format = format }
    return request
  }

  private func usual(_ today: CivilDate, isAgenda: Bool) throws(BindingError) -> Range<CivilDate> {
    let end = isAgenda ? today.adding(days: 7) : nil
    return end.map { today..<$0 } ?? today.range(of: .month) ?? today..<today
  }

  /// A grid shows whole weeks or months.
  private func whole(
    _ days: Range<CivilDate>, _ unit: CalendarUnit, at span: SourceSpan
  ) throws(BindingError) -> Range<CivilDate> {
    let last = days.upperBound.adding(days: -1) ?? days.lowerBound
    guard let first = days.lowerBound.range(of: unit), let end = max(last, days.lowerBound).range(of: unit) else {
      throw .failed(Diagnostic("beyond-calendar", Wording("this lies beyond the calendar", "超出日历范围"), at: .init(span)))
    }
    return first.lowerBound..<end.upperBound
  }
}
