internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

/// What calendars and reports are asked for: which days, and whose.
extension Planning {
  /// The days that a period names; nil where a check cannot know.
  func days(_ period: Expression) throws(BindingError) -> Range<CivilDate>? {
    let text = try text(period)
    if isCheck, text.isEmpty { return nil }
    let found: TemporalValue
    do throws(FieldValueError) { found = try binder.context.reader.readTemporal(text) } catch {
      throw .value(error, field: nil, entity: nil, period.span)
    }
    func range(_ first: CivilDate, _ last: CivilDate) -> Range<CivilDate> {
      first..<max(first, last.adding(days: 1) ?? .end)
    }
    switch found {
    case .day(let day): return range(day, day)
    case .days(let days): return days
    case .instant(let instant): return range(rules.zone.day(of: instant), rules.zone.day(of: instant))
    case .instants(let times):
      return range(rules.zone.day(of: times.lowerBound), rules.zone.day(of: times.upperBound))
    case .time: throw .value(.notADate(text, .notADate(text)), field: nil, entity: nil, period.span)
    }
  }

  /// The person that a slot names; nil where it is empty, or a check cannot know.
  func person(_ slot: SlotValue?, of verb: String) throws(BindingError) -> Int64? {
    guard case .value(let user)? = slot else { return nil }
    let text = try text(user)
    if ["me", "我"].contains(text.lowercased()) { return author }
    guard let (found, id) = try identify(Atom(text, span: user.span), [.user]) else { return nil }
    guard found.key == .user else {
      throw .wrongTarget(verb: verb, expected: [entity(.user)], found: found, user.span)
    }
    guard store.map({ (try? $0.exists(id, of: found)) != false }) ?? true else {
      throw .noSuchRecord(found.reference(id), user.span)
    }
    return id
  }
}
