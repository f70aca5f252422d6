internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

/// The duplicate check of every entry: it looks at plans, so that no verb and no face can forget it. Imports have it of
/// their own, by the same rules and keys, because they judge row by row.
extension Interpreter {
  /// What is there already of what a plan enters, and what it enters twice itself.
  ///
  /// - Parameters:
  ///   - store: where it is looked for; nil for the session's own.
  ///   - enough: more are not told of.
  ///   - own: records that the plan makes and that lie there already.
  func likelyDuplicates(
    in plan: ChangePlan, of store: Store? = nil, enough: Int = 6, besides own: Set<RecordKey> = []
  ) throws(Diagnostic) -> [LikelyDuplicate] {
    guard session.dictionary.rules.checksDuplicates, !plan.allowsDuplicates else { return [] }
    var check = DuplicateCheck(changing: plan, in: store ?? session.store, enough: enough, besides: own)
    for step in plan.steps {
      switch step {
      case .insert(let insertion) where insertion.entity.isCheckedAtEntry:
        try compare(Entry(insertion), &check)
      case .update(let update) where update.entity.isCheckedAtEntry: try compare(update, &check)
      // An import checks its rows itself; what is taken back was there before.
      case .insert, .update, .remove, .load, .repair, .revert: continue
      }
      if check.isFull { break }
    }
    return check.found
  }

  func ask(about likely: [LikelyDuplicate], at span: SourceSpan) throws(Diagnostic) {
    let isUpdate = likely.contains(where: \.isOfUpdate)
    switch face.confirm(DuplicateQuestion(likely: likely, isUpdate: isUpdate)) {
    case true?: return
    case false?:
      throw Diagnostic(
        "not-confirmed", Wording("left as it was; nothing was written", "已取消，没有写入任何内容"), severity: .note,
        kind: .guarded)
    case nil:
      throw DuplicateRefusal(
        likely, statement: source.slice(span), origin: origin, lines: isOneChangeSet ? entered : [:]
      ).diagnostic(at: span)
    }
  }

  /// One entry with those before it in the plan, then with what stands.
  private func compare(_ entry: Entry, _ check: inout DuplicateCheck) throws(Diagnostic) {
    if check.meetsAnother(entry) { return }
    do throws(StorageError) {
      let matches = try check.store.matches(in: entry.entity, .all, entry.value).filter { match in
        match.id != entry.id && entry.isTouched(match.fields) && !check.changes(match, of: entry.entity)
          && !check.own.contains(RecordKey(entry.entity.key, match.id))
      }
      guard !matches.isEmpty else { return }
      // A record that keeps what it had agrees with nobody anew.
      var kept: Set<Int> = []
      if let id = entry.id {
        kept = Set(try check.store.matches(in: entry.entity, .only(id), entry.value).flatMap(\.fields).map(\.key))
      }
      for match in matches where !match.fields.contains(where: { kept.contains($0.key) }) { check.add(match, entry) }
    } catch { throw error.diagnostic }
  }

  private func compare(_ update: Update, _ check: inout DuplicateCheck) throws(Diagnostic) {
    let rules = update.entity.duplicateRules.filter { rule in
      update.assignments.contains { given in rule.fields.contains { $0.key == given.field.key } }
    }
    let isEmptied = rules.allSatisfy { rule in
      rule.fields.contains { field in
        guard let last = update.assignments.last(where: { $0.field.key == field.key }) else { return false }
        if case .constant(let value) = last.value { return value.isEmpty }
        return false
      }
    }
    guard !rules.isEmpty, !isEmptied else { return }
    for entry in try entries(of: update, rules) {
      try compare(entry, &check)
      if check.isFull { return }
    }
  }

  /// The records of an update with the values that it will give them, those that are worked out row by row included, and
  /// with what they keep of the fields that a rule compares beside.
  private func entries(of update: Update, _ rules: [DuplicateRule]) throws(Diagnostic) -> [Entry] {
    let entity = update.entity
    var given: [Int: AssignedValue] = [:]
    for assignment in update.assignments { given[assignment.field.key] = assignment.value }
    var columns: [(field: Field, column: BoundQuery.Column)] = []
    let binder = Binder(session.context(), scope: entity)
    var seen: Set<Int> = []
    for field in rules.flatMap(\.fields) where seen.insert(field.key).inserted {
      switch given[field.key] {
      case .constant: continue
      case .computed(let expression):
        columns.append((field, .init(name: field.name, heading: field.names, expression: expression)))
      case nil: columns.append((field, binder.plainColumn(field, of: entity)))
      }
    }
    let touched = Set(given.keys)
    guard !columns.isEmpty else { return update.ids.map { Entry(update, $0, [:], touched: touched) } }
    let among = BoundExpression(.membership(binder.identity(of: entity), update.ids.map { .integer($0) }), .truth)
    let query = BoundQuery(
      entity: entity, condition: among,
      columns: [binder.plainColumn(entity.fields[0], of: entity)] + columns.map(\.column))
    var sink: any ResultSink = TableCollector()
    _ = try rows(of: query, style: .exchange, into: &sink)
    guard let rows = (sink as? TableCollector)?.table?.rows else { return [] }
    let reader = session.context().reader
    return rows.compactMap { row in
      guard case .reference(let reference, _, _)? = row.first, let id = entity.number(of: reference) else { return nil }
      var values: [Int: FieldValue] = [:]
      for (index, cell) in row.dropFirst().enumerated() {
        values[columns[index].field.key] = FieldValue(cell, of: columns[index].field, session.dictionary, reader)
      }
      return Entry(update, id, values, touched: touched)
    }
  }
}

/// What a plan enters or changes of one record, as far as the rules look at it.
struct Entry {
  let entity: Entity
  /// Nil for a new record.
  let id: Int64?
  /// There are few: looking through them costs less than a dictionary.
  private let assignments: [FieldAssignment]
  /// What is worked out for this record, and what it keeps.
  private let others: [Int: FieldValue]
  /// The fields that the plan writes; nil: all.
  private let touched: Set<Int>?

  fileprivate init(_ insertion: Insertion) {
    entity = insertion.entity
    id = nil
    assignments = insertion.values
    others = [:]
    touched = nil
  }

  fileprivate init(_ update: Update, _ id: Int64, _ others: [Int: FieldValue], touched: Set<Int>) {
    entity = update.entity
    self.id = id
    assignments = update.assignments
    self.others = others
    self.touched = touched
  }

  /// The last assignment counts.
  func value(_ field: Field) -> FieldValue {
    for assignment in assignments.reversed() where assignment.field.key == field.key {
      if case .constant(let value) = assignment.value { return value }
      break
    }
    return others[field.key] ?? .empty
  }

  func isTouched(_ fields: [Field]) -> Bool {
    touched.map { touched in fields.contains { touched.contains($0.key) } } ?? true
  }

  /// `cust_001`, or the name of what is new.
  var name: String {
    id.map { entity.reference($0) } ?? entity.titleField.map { value($0).shownText } ?? entity.name
  }
}

/// What was found so far, and the entries of the plan by their keys.
struct DuplicateCheck {
  /// Where what stands is looked for.
  let store: Store
  private(set) var found: [LikelyDuplicate] = []
  private var entries: [String: (entry: Entry, keys: [MatchKey])] = [:]
  /// The plan has one record only: there is nothing to compare it with in the plan.
  private let isSingle: Bool
  private var changed: [EntityKey: [Int: Set<Int64>]] = [:]

  /// Records that the plan makes and that lie in the store already.
  let own: Set<RecordKey>
  private let enough: Int
  var isFull: Bool { found.count >= enough }

  init(changing plan: ChangePlan, in store: Store, enough: Int, besides own: Set<RecordKey>) {
    self.store = store
    self.enough = enough
    self.own = own
    isSingle = plan.steps.count == 1 && plan.existingCount < 2
    for case .update(let update) in plan.steps where update.entity.isCheckedAtEntry {
      for assignment in update.assignments {
        changed[update.entity.key, default: [:]][assignment.field.key, default: []].formUnion(update.ids)
      }
    }
  }

  /// The record that stands in the way gives that value up in the same plan.
  func changes(_ match: Store.Match, of entity: Entity) -> Bool {
    match.fields.contains { changed[entity.key]?[$0.key]?.contains(match.id) ?? false }
  }

  mutating func add(_ match: Store.Match, _ entry: Entry) {
    guard !isFull, let field = match.fields.first else { return }
    found.append(
      LikelyDuplicate(
        entity: entry.entity, reference: entry.entity.reference(match.id), title: match.title, field: field,
        entered: entry.value(field).shownText, written: match.written, isOfUpdate: entry.id != nil))
  }

  /// Whether an entry before this one has the same in all fields of a rule; else it is noted for those that follow.
  mutating func meetsAnother(_ entry: Entry) -> Bool {
    guard !isSingle else { return false }
    for rule in entry.entity.duplicateRules where entry.isTouched(rule.fields) {
      guard let keys = MatchSearch(rule.fields).key(entry.value), let field = rule.fields.first else { continue }
      let place =
        "\(entry.entity.key.rawValue) \(field.key) " + keys.map(\.text).joined(separator: "\u{1F}")
      guard let other = entries[place] else {
        entries[place] = (entry, keys)
        continue
      }
      let written = other.entry.value(field).shownText
      guard keys.first?.agrees(with: written) ?? false else { continue }
      found.append(
        LikelyDuplicate(
          entity: entry.entity, reference: other.entry.name, title: "", field: field,
          entered: entry.value(field).shownText, written: written, isOfUpdate: entry.id != nil, other: entry.name))
      return true
    }
    return false
  }
}

extension FieldValue {
  /// A text as it was entered.
  fileprivate var shownText: String {
    switch self {
    case .text(let text), .email(let text), .phone(let text, e164: _): text
    case .empty, .choice, .integer, .number, .money, .date, .instant, .duration, .flag, .reference: ""
    }
  }

  /// What a cell of a query gives a field that is compared; empty where it cannot be its value.
  fileprivate init(_ cell: Cell, of field: Field, _ dictionary: DataDictionary, _ reader: FieldReader) {
    switch cell {
    case .text(let text):
      self = text.isEmpty ? .empty : (try? reader.read(text, as: field, isQuoted: true)) ?? .text(text)
    case .reference(let reference, _, _):
      self = dictionary.identify(reference).map { .reference($0.id) } ?? .empty
    case .empty, .integer, .number, .money, .share, .date, .instant, .duration, .flag, .choice, .labels, .scores:
      self = .empty
    }
  }
}

extension Entity {
  /// Those whose doubles cost a team: the rest are few and made by administrators.
  var isCheckedAtEntry: Bool { key == .customer || key == .contact || key == .lead }
}
