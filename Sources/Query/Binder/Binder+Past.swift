internal import Diagnostics
internal import Domain
package import Language
internal import Layout
internal import Values

/// `as of`, and the times of history predicates: from words to states that the log knows.
extension Binder {
  /// The same binder for a query that asks of another state; its inner queries ask of it too.
  package func asking(_ moment: Expression?) throws(BindingError) -> Binder {
    guard let moment else { return self }
    var context = context
    context.past = try past(moment)
    return Binder(context, scope: scope)
  }

  /// Nil in a check, which knows no workspace.
  private func past(_ moment: Expression) throws(BindingError) -> Past? {
    if case .atom(let atom) = moment.kind, let number = Self.changeSetNumber(atom.text) {
      return try context.recall?(.changeSet(number), moment.span)
    }
    if case .text(let literal) = moment.kind, let number = Self.changeSetNumber(try text(literal)) {
      return try context.recall?(.changeSet(number), moment.span)
    }
    let value = try time(moment)
    guard let recall = context.recall, let value else { return nil }
    let (start, last) = bounds(value)
    guard start <= reader.temporal.now else { throw .past(.future(Self.spelling(moment)), moment.span) }
    var past = try recall(.instant(min(last, reader.temporal.now)), moment.span)
    past.name = name(of: value, until: last)
    return past
  }

  /// `#42`
  private static func changeSetNumber(_ text: String) -> Int64? {
    let folded = TextFolding.folded(text)
    return folded.hasPrefix("#") ? Int64(folded.dropFirst()) : nil
  }

  private static func spelling(_ expression: Expression) -> String {
    switch expression.kind {
    case .atom(let atom), .number(let atom): atom.text
    case .text(let literal): literal.plain ?? "…"
    default: "…"
    }
  }

  // MARK: Moments

  /// The time that an expression names; nil where a check cannot know.
  private func time(_ expression: Expression) throws(BindingError) -> TemporalValue? {
    let text: String
    switch expression.kind {
    case .atom(let atom), .number(let atom): text = atom.text
    case .text(let literal): text = try self.text(literal)
    case .ago(let number, let unit, let isLater): text = try ago(number, unit: unit, isLater: isLater)
    default:
      guard let evaluate = context.evaluate else { return nil }
      let value: Value
      if case .variable(let variable, nil) = expression.kind {
        value = try context.value(of: variable)
      } else {
        value = try evaluate(try Binder(context).bind(expression), expression.span)
      }
      switch value {
      case .date(let day): return .day(day)
      case .days(let range): return .days(range)
      case .instant(let instant): return .instant(instant)
      case .text(let written), .choice(let written): text = written
      case .empty, .integer, .number, .percent, .money, .duration, .flag, .record, .records, .list:
        throw .past(.noMoment, expression.span)
      }
    }
    do throws(FieldValueError) { return try reader.readTemporal(text) } catch {
      throw .value(error, field: nil, entity: nil, expression.span)
    }
  }

  /// The first moment of a time and its last: a day ends with its last millisecond.
  private func bounds(_ value: TemporalValue) -> (start: Instant, last: Instant) {
    let zone = reader.temporal.zone
    func ends(_ range: Range<Instant>) -> (Instant, Instant) {
      (range.lowerBound, max(range.lowerBound, Instant(milliseconds: range.upperBound.milliseconds - 1)))
    }
    switch value {
    case .day(let day): return ends(zone.instants(of: day))
    case .days(let range): return ends(zone.instants(of: range))
    case .instants(let range): return ends(range)
    case .instant(let instant): return (instant, instant)
    case .time(let time):
      let instant = zone.instant(of: reader.temporal.today, at: time)
      return (instant, instant)
    }
  }

  /// A day by its date, a span of days by its last one; one that is not over by today, for it means now.
  private func name(of value: TemporalValue, until last: Instant) -> String {
    let zone = reader.temporal.zone
    if last > reader.temporal.now { return reader.temporal.today.description }
    func clock(_ instant: Instant) -> String { "\(zone.day(of: instant)) \(zone.time(of: instant))" }
    switch value {
    case .day(let day): return day.description
    case .days(let range): return (range.upperBound.adding(days: -1) ?? range.lowerBound).description
    case .instant(let instant): return clock(instant)
    case .instants, .time: return clock(bounds(value).last)
    }
  }

  // MARK: History predicates

  func bindHistory(_ left: Expression, _ predicate: HistoryPredicate) throws(BindingError) -> BoundExpression {
    guard case .field(let field, let via) = try bind(left).kind else { throw .past(.noHistory(nil, nil), left.span) }
    let entity = via.last?.target ?? scope ?? dictionary.entities[0]
    guard field.type == .labels || field.isLogged else { throw .past(.noHistory(field, entity), left.span) }
    func content(_ value: Expression?) throws(BindingError) -> BoundHistory.Content? {
      try value.map { value throws(BindingError) in try self.content(value, of: field, entity) }
    }
    var history = BoundHistory(verb: predicate.verb == .was ? .was : .changed, field: field, via: via)
    history.value = try content(predicate.verb == .was ? predicate.value : predicate.to)
    history.from = try content(predicate.from)
    history.authors = try predicate.by.map { by throws(BindingError) in try authors(by) }
    try limit(&history, during: predicate.during, since: predicate.since)
    if context.isCheck { return .literal(.integer(1), .truth) }
    return BoundExpression(.history(history), .truth)
  }

  private func content(
    _ value: Expression, of field: Field, _ entity: Entity
  ) throws(BindingError) -> BoundHistory.Content {
    if field.type == .labels {
      let keys = try labelKeys([value])
      let isEmpty = if case .atom(let atom) = value.kind { FieldReader.isEmptyWord(atom.text) } else { keys == [""] }
      if isEmpty, !context.isCheck {
        throw .useNotBuilt(Wording("the history of an empty list", "空列表的历史"), value.span)
      }
      var all: [String] = []
      for key in keys { all += try elementKeys(key, of: field, value.span) }
      return .labels(all)
    }
    let name = Name(field.name, span: value.span)
    let subject = Expression(.path(Path([name]), isSubject: false), span: value.span)
    let condition = try nested(entity).bindComparison(subject, .equal, value, value.span)
    return .value(BoundExpressionBox(expression: condition))
  }

  private func authors(_ expression: Expression) throws(BindingError) -> [Int64] {
    guard let user = dictionary.entity(.user) else { return [] }
    switch expression.kind {
    case .atom(let atom), .number(let atom): return try records(named: atom.text, of: user, expression.span)
    case .text(let literal): return try records(named: try text(literal), of: user, isQuoted: true, expression.span)
    default:
      guard let evaluate = context.evaluate else { return [] }
      let value: Value
      if case .variable(let variable, nil) = expression.kind {
        value = try context.value(of: variable)
      } else {
        value = try evaluate(try bind(expression), expression.span)
      }
      if case .text(let name) = value { return try records(named: name, of: user, expression.span) }
      guard let (key, ids) = value.asRecords, key == .user else { throw .notComparable(expression.span) }
      return ids
    }
  }

  /// The states between which a period lies. What `was` looks at begins with the state that stood at its first moment;
  /// what `changed` counts are the change sets written from that moment on.
  private func limit(
    _ history: inout BoundHistory, during: Expression?, since: Expression?
  ) throws(BindingError) {
    let period = try during.flatMap { during throws(BindingError) in try time(during) }.map { bounds($0) }
    let start = try since.flatMap { since throws(BindingError) in try time(since) }.map { bounds($0).start }
    history.until = context.past
    guard let recall = context.recall else { return }
    let now = context.past?.at ?? reader.temporal.now
    let starts = [period?.start, start].compactMap { $0 }
    if let latest = starts.max() {
      guard latest <= now, period.map({ latest <= $0.last }) ?? true else {
        history.isNever = true
        return
      }
      let before = history.verb == .was ? latest.milliseconds : latest.milliseconds - 1
      history.after = try recall(.instant(Instant(milliseconds: before)), (since ?? during)?.span ?? .zero)
    }
    if let period, period.last < now {
      let end = try recall(.instant(period.last), during?.span ?? .zero)
      if end.changeSet <= context.past?.changeSet ?? .max { history.until = end }
    }
    if let after = history.after, let until = history.until, after.changeSet > until.changeSet {
      history.isNever = true
    }
  }
}
