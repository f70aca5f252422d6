internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

/// Reports, from the question to what becomes of the rows.
extension Interpreter {
  func show(_ question: ReportQuestion) throws(Diagnostic) {
    var answer = try answer(question)
    if let limit = question.limit { answer.cut(to: limit) }
    guard let stage = question.stage else { return try present(answer, .usual, question) }
    switch stage.kind {
    case .format(let format): try present(answer, .format(format), question)
    case .chart(let kind, let file):
      guard let file else {
        do throws(Diagnostic) { try present(answer, .chart(kind.text), question) } catch {
          throw error.located(at: stage.span)
        }
        return
      }
      try draw(kind, into: file) { sink throws(Diagnostic) in
        answer.chart.send(to: &sink)
        return answer.chart.rows.count
      }
    case .file(let file):
      try write(answer.forPrograms, forPeople: answer.table, to: file)
    // The grammar lets neither stand here.
    case .update, .each: break
    }
  }

  private func answer(_ question: ReportQuestion) throws(Diagnostic) -> ReportAnswer {
    switch question.report {
    case .funnel: try funnel(question)
    case .rfm: try rfm(question)
    case .segments: try segments(question)
    case .performance: try performance(question)
    case .value: try value(question)
    }
  }

  /// What was counted first, then the rows. Programs get rows and nothing beside them.
  private func present(
    _ answer: ReportAnswer, _ manner: Presentation, _ question: ReportQuestion
  ) throws(Diagnostic) {
    let isForPrograms = styleWanted(manner) == .exchange
    if !isForPrograms { face.tell(.notice(answer.opening)) }
    let table =
      if case .chart = manner { answer.chart } else if isForPrograms { answer.forPrograms } else { answer.table }
    try face.present(manner) { sink throws(Diagnostic) in table.send(to: &sink) }
    if let remark = session.remark(on: question.past) { face.tell(.notice(remark)) }
    if let entity = answer.entity, !table.ids.isEmpty {
      session.lastResult = .init(entity: entity.key, ids: table.ids)
    }
  }
}

// MARK: - What reports share

extension Interpreter {
  /// The rules and the day of the state that is asked of.
  func footing(of question: ReportQuestion) -> (rules: DomainRules, today: CivilDate) {
    let rules = question.past?.rules ?? session.dictionary.rules
    return (rules, rules.zone.day(of: question.past?.at ?? session.clock()))
  }

  /// What the store says, told in the user's words.
  func reading<Result>(_ body: () throws(StorageError) -> Result) throws(Diagnostic) -> Result {
    do throws(StorageError) { return try body() } catch { throw error.diagnostic }
  }

  /// A query of the program's own for the state that is asked of, with the condition of the question where it speaks of
  /// the same records.
  func bound(_ text: String, _ question: ReportQuestion) throws(Diagnostic) -> BoundQuery {
    let query = try ownQuery(text)
    var bound = try binding { () throws(BindingError) in try Binder(session.context()).bindQuery(query) }
    bound.past = question.past
    if let condition = question.condition, bound.entity.key == question.report.subject {
      bound = bound.adding(condition)
    }
    if let person = question.person, bound.entity.key == question.report.subject, let own = try ownership(bound, person)
    {
      bound = bound.adding(own)
    }
    return bound
  }

  /// The condition that a person owns what a query asks for; nil where it asks for people.
  private func ownership(_ bound: BoundQuery, _ person: Int64) throws(Diagnostic) -> BoundExpression? {
    guard bound.entity.key != .user else { return nil }
    let reference = (session.dictionary.entity(.user) ?? .user).reference(person)
    let query = try ownQuery("find \(bound.entity.pluralEnglish) where owner = \(reference)")
    return try binding { () throws(BindingError) in try Binder(session.context()).bindQuery(query) }.condition
  }

  /// Rows as programs get them, with their records.
  func gathered(_ text: String, _ question: ReportQuestion) throws(Diagnostic) -> ResultTable {
    var sink: any ResultSink = TableCollector()
    let ids = try rows(of: try bound(text, question), style: .exchange, into: &sink)
    guard let collector = sink as? TableCollector, var table = collector.table else {
      throw StorageError.failed("no rows").diagnostic
    }
    table.ids = ids
    return table
  }

  /// The condition of a query that asks for the days of a question; nil for all.
  func within(_ days: Range<CivilDate>?, _ field: String) -> String? {
    // The day behind the last may be none that a statement can name.
    days.map { "\(field) >= \($0.lowerBound) and \(field) <= \($0.upperBound.adding(days: -1) ?? $0.lowerBound)" }
  }
}
