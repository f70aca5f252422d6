internal import Diagnostics
package import Domain
package import Language
package import Query
internal import Values

extension Verb {
  /// `changes`, `changes by sales_001 since 7d ago`, `changes 42`
  package static let changes = Verb(
    VerbSignature(
      "changes", [Word("changes", zh: "变更记录", "变更")],
      [
        .trailing("number", .value),
        .clauses([
          [.word(Word("by", zh: "由")), .slot("author", .value)],
          [.word(Word("since", zh: "自", "从")), .slot("since", .value)],
          [.word(Word("on", zh: "涉及")), .slot("record", .value)],
          [.word(Word("from", zh: "来自")), .slot("source", .value)],
          [.word(Word("limit", zh: "限", "限制", "前")), .slot("limit", .value)],
        ]), .stage("stage", .files),
      ], effect: .reads,
      holding: [
        "number": .changeSet(nil), "author": .user, "since": .moment, "record": .place,
        "source": .words([
          Word("prompt", zh: "提示符"), Word("script", zh: "脚本"), Word("import", zh: "导入"),
        ]),
      ]),
    Wording("lists the last changes, or what one of them did", "列出最近的变更，或查看某次变更的内容"),
    examples: [
      "changes", "changes since 7d ago limit 5", "changes on cust_001", "changes from script", "changes 2 | csv",
    ]
  ) { command, planning throws(BindingError) in
    if case .value(let number)? = command["number"] {
      return .report(.log(try planning.question(.changeSet(try planning.changeSetNumber(number)), command)))
    }
    var filter = try planning.filter(command)
    let question = try planning.question(.changes(filter), command)
    guard let limit = question.limit else { return .report(.log(question)) }
    filter.limit = limit
    return .report(.log(LogQuestion(subject: .changes(filter), stage: question.stage)))
  }

  /// `history of cust_001`, `history of cust_001.city`
  package static let history = Verb(
    VerbSignature(
      "history", [Word("history", zh: "历史")],
      [.optional([.word(Word("of", zh: "属于"))]), .slot("record", .value)] + VerbSignature.logElements,
      effect: .reads, holding: ["record": .place]),
    Wording("everything that happened to a record or to one of its fields", "一条记录或其某个字段的全部变化"),
    examples: ["history of cust_001 limit 10", "history of cust_001.city"]
  ) { command, planning throws(BindingError) in
    guard case .value(let expression)? = command["record"], let place = try planning.place(expression) else {
      return .undetermined
    }
    return .report(.log(try planning.question(.history(place.record, place.field), command)))
  }

  /// `why opp_001.stage`, `why opp_001`
  package static let why = Verb(
    VerbSignature(
      "why", [Word("why", zh: "为什么")], [.slot("record", .value)] + VerbSignature.logElements, effect: .reads,
      holding: ["record": .place]),
    Wording(
      "where a value comes from: who set it, when, by which statement, and what it was before",
      "一个值的来历：谁、何时、用哪条语句设置，之前是什么"),
    examples: ["why cust_001.city", "why cust_001"]
  ) { command, planning throws(BindingError) in
    guard case .value(let expression)? = command["record"], let place = try planning.place(expression) else {
      return .undetermined
    }
    return .report(.log(try planning.question(.origin(place.record, place.field), command)))
  }
}

extension VerbSignature {
  /// How many of the rows, and what becomes of them.
  fileprivate static let logElements: [SignatureElement] = [
    .clauses([[.word(Keyword.limit.word), .slot("limit", .value)]]), .stage("stage", .files),
  ]
}

/// What the log is asked, and what becomes of its rows.
package struct LogQuestion: Sendable {
  package enum Subject: Sendable {
    case changes(ChangeSetFilter)
    case changeSet(Int64)
    case history(RecordKey, Field?)
    case origin(RecordKey, Field?)
  }

  package let subject: Subject
  /// Of the rows, the first ones.
  package var limit: Int?
  package var stage: Stage?
}

extension Planning {
  fileprivate func question(
    _ subject: LogQuestion.Subject, _ command: Command
  ) throws(BindingError) -> LogQuestion {
    var question = LogQuestion(subject: subject)
    if case .value(let limit)? = command["limit"] { question.limit = try binder.count(limit) }
    if case .stage(let stage)? = command["stage"] { question.stage = stage }
    return question
  }

  /// A record, with one of its fields where the text names one: `opp_001.stage`.
  fileprivate func place(_ expression: Expression) throws(BindingError) -> (record: RecordKey, field: Field?)? {
    if case .variable(let variable, let path?) = expression.kind, path.names.count == 1, let name = path.names.first,
      let records = try binder.context.value(of: variable).asRecords, records.1.count == 1, let id = records.1.first
    {
      return (RecordKey(records.0, id), try binder.field(name, of: entity(records.0)))
    }
    if let records = try? value(expression).asRecords, records.1.count == 1, let id = records.1.first {
      return (RecordKey(records.0, id), nil)
    }
    let text = try text(expression)
    if let dot = text.firstIndex(of: "."), let (entity, id) = dictionary.identify(text[..<dot]) {
      return (RecordKey(entity.key, id), try field(text[text.index(after: dot)...], of: entity, expression.span))
    }
    do throws(BindingError) {
      guard let (entity, id) = try identify(Atom(text, span: expression.span), []) else { return nil }
      return (RecordKey(entity.key, id), nil)
    } catch {
      // No record is called so: one may be called what stands before the last dot.
      guard let dot = text.lastIndex(of: "."), dot > text.startIndex,
        let (entity, id) = try? identify(Atom(String(text[..<dot]), span: expression.span), [])
      else { throw error }
      return (RecordKey(entity.key, id), try field(text[text.index(after: dot)...], of: entity, expression.span))
    }
  }

  private func field(_ name: Substring, of entity: Entity, _ span: SourceSpan) throws(BindingError) -> Field {
    try binder.field(Name(String(name), span: span), of: entity)
  }

  fileprivate func filter(_ command: Command) throws(BindingError) -> ChangeSetFilter {
    var filter = ChangeSetFilter(limit: 20)
    if case .value(let author)? = command["author"] {
      let text = try text(author)
      filter.author =
        ["me", "我"].contains(text.lowercased())
        ? self.author : try identify(Atom(text, span: author.span), [.user])?.1
    }
    if case .value(let since)? = command["since"] { filter.since = try moment(since) }
    if case .value(let source)? = command["source"] {
      let text = try text(source)
      let kind = ["脚本": "script", "提示符": "prompt", "导入": "import"][text] ?? text.lowercased()
      // What has a dot is the name of a file.
      if kind.contains(".") { filter.file = text } else { filter.source = kind }
    }
    if case .value(let record)? = command["record"] { filter.record = try place(record)?.record }
    return filter
  }

  /// The beginning of what a date or time means.
  private func moment(_ expression: Expression) throws(BindingError) -> Instant {
    let text = try text(expression)
    do throws(FieldValueError) {
      switch try binder.context.reader.readTemporal(text) {
      case .day(let day): return rules.zone.instant(of: day)
      case .days(let days): return rules.zone.instant(of: days.lowerBound)
      case .instant(let instant): return instant
      case .instants(let instants): return instants.lowerBound
      case .time(let time): return rules.zone.instant(of: rules.zone.day(of: now), at: time)
      }
    } catch {
      throw .value(error, field: nil, entity: nil, expression.span)
    }
  }
}
