internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage
internal import Values

/// The duplicate check of every entry: it looks at plans, so that no verb and no face can forget it. Imports have it of
/// their own, by the same rules and keys, because they judge row by row.
extension Interpreter {
  /// What is there already of what a plan enters.
  ///
  /// - Parameter store: where it is looked for; nil for the session's own.
  func likelyDuplicates(in plan: ChangePlan, of store: Store? = nil) throws(Diagnostic) -> [LikelyDuplicate] {
    let store = store ?? session.store
    guard session.dictionary.rules.checksDuplicates, !plan.allowsDuplicates else { return [] }
    var found: [LikelyDuplicate] = []
    do throws(StorageError) {
      for step in plan.steps {
        switch step {
        case .insert(let insertion) where insertion.entity.isCheckedAtEntry:
          found += try duplicates(of: insertion, store)
        case .update(let update) where update.entity.isCheckedAtEntry: found += try duplicates(of: update, store)
        // An import checks its rows itself; what is taken back was there before.
        case .insert, .update, .remove, .load, .repair, .revert: continue
        }
      }
    } catch { throw error.diagnostic }
    return found
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

  private func duplicates(of insertion: Insertion, _ store: Store) throws(StorageError) -> [LikelyDuplicate] {
    let values = Given(insertion.values)
    return try store.matches(in: insertion.entity) { values[$0] }.compactMap {
      LikelyDuplicate($0, insertion.entity) { values[$0] }
    }
  }

  /// A record that keeps what it had agrees with nobody anew.
  private func duplicates(of update: Update, _ store: Store) throws(StorageError) -> [LikelyDuplicate] {
    let values = Given(update.assignments)
    let watched = update.entity.duplicateRules.flatMap(\.fields)
    guard watched.contains(where: { !values[$0].isEmpty }) else { return [] }
    guard update.ids.count == 1, let id = update.ids.first else { return try duplicates(among: update, values) }
    let touched = Set(watched.filter { !values[$0].isEmpty }.map(\.key))
    let filled = try standing(beside: touched, of: id, update.entity, store)
    func value(_ field: Field) -> FieldValue { values[field].isEmpty ? filled[field.key] ?? .empty : values[field] }
    let stands = Set(
      try store.matches(in: update.entity, .only(id), value).flatMap(\.fields).map(\.key))
    return try store.matches(in: update.entity, .all, value)
      .filter { match in
        match.id != id && match.fields.contains { touched.contains($0.key) }
          && !match.fields.contains { stands.contains($0.key) }
      }
      .compactMap { LikelyDuplicate($0, update.entity, value, isOfUpdate: true) }
  }

  /// What a record has in the other fields of rules that need several.
  private func standing(
    beside touched: Set<Int>, of id: Int64, _ entity: Entity, _ store: Store
  ) throws(StorageError) -> [Int: FieldValue] {
    let fields = entity.duplicateRules.filter { rule in
      rule.fields.count > 1 && rule.fields.contains { touched.contains($0.key) }
    }.flatMap(\.fields).filter { !touched.contains($0.key) }
    guard !fields.isEmpty, let stored = try store.values(of: fields, record: id, entity: entity) else {
      return [:]
    }
    var found: [Int: FieldValue] = [:]
    for (field, value) in zip(fields, stored) {
      switch value {
      case .text(let text): found[field.key] = .text(text)
      case .integer(let number) where field.type.referenced != nil: found[field.key] = .reference(number)
      case .integer, .null, .real: continue
      }
    }
    return found
  }

  /// Several records that would get one value double each other.
  private func duplicates(among update: Update, _ values: Given) throws(StorageError) -> [LikelyDuplicate] {
    let entity = update.entity
    for rule in entity.duplicateRules {
      guard update.ids.count > 1, rule.fields.count == 1, let field = rule.fields.first,
        MatchKey(values[field], of: field) != nil
      else { continue }
      let text = values[field].shownText
      return [
        LikelyDuplicate(
          entity: entity, reference: entity.reference(update.ids[0]), title: "", field: field, entered: text,
          written: text, isOfUpdate: true)
      ]
    }
    return []
  }
}

/// What a plan sets, by field.
private struct Given {
  private let assignments: [FieldAssignment]

  init(_ assignments: [FieldAssignment]) { self.assignments = assignments }

  /// The last one counts. There are few: looking through them costs less than a dictionary.
  subscript(_ field: Field) -> FieldValue {
    for assignment in assignments.reversed() where assignment.field.key == field.key {
      if case .constant(let value) = assignment.value { return value }
    }
    return .empty
  }
}

extension LikelyDuplicate {
  fileprivate init?(
    _ match: Store.Match, _ entity: Entity, _ value: (Field) -> FieldValue, isOfUpdate: Bool = false
  ) {
    guard let field = match.fields.first else { return nil }
    self.init(
      entity: entity, reference: entity.reference(match.id), title: match.title, field: field,
      entered: value(field).shownText, written: match.written, isOfUpdate: isOfUpdate)
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
}

extension Entity {
  /// Those whose doubles cost a team: the rest are few and made by administrators.
  var isCheckedAtEntry: Bool { key == .customer || key == .contact || key == .lead }
}
