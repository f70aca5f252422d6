internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// `changes`, `history`, `why`: the log, read aloud.
extension Interpreter {
  func show(_ question: LogQuestion) throws(Diagnostic) {
    switch question.subject {
    case .changes(let filter): try deliver(try changes(filter), question)
    case .changeSet(let number): try showChangeSet(number, question)
    case .history(let record, let field):
      var table = ChangeBook(session).history(try events(of: record), of: field)
      // The latest ones, in the order in which they happened.
      if let limit = question.limit { table.rows = table.rows.suffix(limit) }
      try deliver(table, question)
    case .origin(let record, let field): try showOrigin(of: record, field, question)
    }
  }

  /// The rows as they are asked for: on the screen, in a format, in a file.
  private func deliver(_ table: ResultTable, _ question: LogQuestion) throws(Diagnostic) {
    var table = table
    if let limit = question.limit { table.cut(to: limit) }
    switch question.stage?.kind {
    case .format(let format): try present(table, .format(format))
    case .file(let file): try write(table, to: file)
    default: try present(table)
    }
  }

  private func changes(_ filter: ChangeSetFilter) throws(Diagnostic) -> ResultTable {
    let entries: [ChangeSetEntry]
    do throws(StorageError) { entries = try session.store.changeSets(filter) } catch { throw error.diagnostic }
    // Of a record that is there, or was, the log tells.
    if entries.isEmpty, let record = filter.record { _ = try events(of: record) }
    return ChangeBook(session).table(entries)
  }

  /// One change set: its line of the book, and what it did record by record.
  private func showChangeSet(_ number: Int64, _ question: LogQuestion) throws(Diagnostic) {
    let entry: ChangeSetEntry?
    do throws(StorageError) { entry = try session.store.changeSetEntry(number) } catch { throw error.diagnostic }
    guard let entry else { throw ReversalRefusal.noSuchChangeSet(number).diagnostic }
    if question.stage == nil, !session.settings.output.isForPrograms {
      try present(ChangeBook(session).table([entry]))
    }
    try deliver(try differences(in: number...number), question)
  }

  private func showOrigin(of record: RecordKey, _ field: Field?, _ question: LogQuestion) throws(Diagnostic) {
    guard let entity = session.dictionary.entity(record.entity) else { return }
    let book = ChangeBook(session)
    if let field, let derivation = field.derivation {
      face.tell(.notice(derivation.origin(field)))
      return
    }
    let events = try events(of: record)
    let fields = field.map { [$0] } ?? EntityTable(entity).loggedFields.filter { $0.name != "deleted_at" }
    let now = try values(of: fields.filter(\.isStored), record, entity)
    if let field {
      try deliver(book.origins(events, of: field, now: now.first?.value ?? .null), question)
    } else {
      try deliver(book.origins(events, of: entity, now: now), question)
    }
  }

  private func events(of record: RecordKey) throws(Diagnostic) -> [HistoryEvent] {
    let events: [HistoryEvent]
    do throws(StorageError) { events = try session.store.history(of: record) } catch { throw error.diagnostic }
    guard !events.isEmpty else {
      let reference = session.dictionary.entity(record.entity)?.reference(record.id) ?? String(record.id)
      throw Diagnostic(
        "no-such-record", Wording("there is no \(reference)", "没有 \(reference)"), kind: .failure,
        help: BindingError.list(of: reference))
    }
    return events
  }

  /// As the log would write them.
  private func values(
    of fields: [Field], _ record: RecordKey, _ entity: Entity
  ) throws(Diagnostic) -> [(field: Field, value: SQLValue)] {
    do throws(StorageError) {
      let values = try session.store.loggedValues(of: fields, record)
      return zip(fields, values ?? []).map { (field: $0, value: $1) }
    } catch { throw error.diagnostic }
  }
}

extension OutputFormat {
  package var isForPrograms: Bool {
    switch self {
    case .json, .jsonl, .csv: true
    case .auto, .table, .card, .markdown: false
    }
  }
}

extension Field.Derivation {
  /// From what a derived field is worked out.
  fileprivate func origin(_ field: Field) -> Wording {
    let english = "\(field.name) is worked out and never set: "
    let chinese = "\(field.names.chineseName)由系统计算，从不直接设置："
    return switch self {
    case .lifecycle:
      Wording(
        english + "from the customer's purchases and interactions and the days since", chinese + "取决于客户的成交、互动及距今天数")
    case .lifecycleSince:
      Wording(
        english + "the day on which the customer entered its state, from its purchases and interactions",
        chinese + "客户进入当前状态的日期，取决于客户的成交和互动")
    case .lastContact:
      Wording(english + "the latest interaction, notes left out", chinese + "最近一次互动（备注不算）")
    case .nextBirthday:
      Wording(
        english + "from the birthday; 29 February falls on the 28th where there is none",
        chinese + "取决于生日；2月29日在平年按28日算")
    case .leadQuality: Wording(english + "from the lead's score", chinese + "取决于线索评分")
    case .stageAge: Wording(english + "the time since the opportunity entered its stage", chinese + "商机进入当前阶段以来的时间")
    case .overdue:
      Wording(english + "open, and its due date is past", chinese + "尚未完成且已过截止日期")
    case .nextReminder:
      Wording(english + "from the due date and the reminders", chinese + "取决于截止日期和提醒天数")
    case .completedOnTime:
      Wording(english + "done on its due date or before", chinese + "在截止日期当天或之前完成")
    case .weightedAmount: Wording(english + "amount × probability", chinese + "金额 × 概率")
    case .isStale:
      Wording(
        english + "whether it is open and in its stage for longer than opportunities.stale_days",
        chinese + "进行中且停留时间超过 opportunities.stale_days 天")
    case .targetAttained, .targetAttainment:
      Wording(
        english + "from the purchases of the person or team in the period", chinese + "取决于该人员或团队在期间内的成交")
    case .competitorWinRate, .competitorWon, .competitorLost:
      Wording(english + "from the closed opportunities that name the competitor", chinese + "取决于涉及该竞品的已结束商机")
    case .rfm:
      Wording(
        english + "from how recently, how often and for how much the customer bought", chinese + "取决于最近成交、成交次数和成交金额")
    }
  }
}
