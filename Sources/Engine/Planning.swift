package import Diagnostics
package import Domain
package import Language
internal import Layout
package import Query
package import Storage
package import Values

/// What a verb has at hand while it makes its plan: names, values and records to read; nothing to write with.
package struct Planning {
  package let binder: Binder
  private let workspace: Store?
  private let doubts: Doubts?
  package let author: Int64
  package let now: Instant
  /// The folder that relative file names start from.
  package let folder: String
  /// The only folder that files are written to, where there is one.
  package var scratchFolder: String?
  /// Nothing is kept of what is planned, and no file is written.
  package var keepsNothing = false
  /// What somebody chose of what the last plan offered.
  package var answer: PlanChoice.Answer?
  /// What somebody decided of the rows of the file that is imported.
  package var rowAnswers = RowAnswers()

  init(binder: Binder, store: Store?, author: Int64, now: Instant, folder: String, doubts: Doubts? = nil) {
    self.binder = binder
    workspace = store
    self.author = author
    self.now = now
    self.folder = folder
    self.doubts = doubts
  }

  /// Raised when a plan asks what the workspace holds, or whether it is only a check: made once more, it could be
  /// another.
  final class Doubts {
    fileprivate(set) var areRaised = false

    func settle() { areRaised = false }
  }

  /// Nil in a check without a workspace.
  package var store: Store? {
    doubts?.areRaised = true
    return workspace
  }

  package var dictionary: DataDictionary { binder.dictionary }
  package var rules: DomainRules { dictionary.rules }
  package var isCheck: Bool { store == nil }

  package func entity(_ key: EntityKey) -> Entity { dictionary.entity(key) ?? .customer }

  // MARK: Targets

  /// The records of one entity that a command acts on.
  package struct Targets {
    package let entity: Entity
    package let ids: [Int64]
    package let span: SourceSpan
  }

  /// - Parameter allowed: the entities that the verb acts on; none means any. Names are looked up among these.
  /// - Returns: nil where a check cannot know.
  package func targets(
    _ value: SlotValue?, verb: String, allowed: [EntityKey] = [], deleted: Bool = false
  ) throws(BindingError) -> Targets? {
    guard case .target(let target)? = value else { return nil }
    let found = try resolve(target, verb: verb, allowed: allowed, deleted: deleted)
    guard let found else { return nil }
    guard allowed.isEmpty || allowed.contains(found.entity.key) else {
      throw .wrongTarget(verb: verb, expected: allowed.map { entity($0) }, found: found.entity, target.span)
    }
    return found
  }

  private func resolve(
    _ target: Target, verb: String, allowed: [EntityKey], deleted: Bool
  ) throws(BindingError) -> Targets? {
    switch target.kind {
    case .references(let atoms): return try references(atoms, verb, allowed, deleted, target.span)
    case .variable(let variable, let path):
      let expression = Expression(.variable(variable, path), span: target.span)
      let value = path == nil ? try binder.context.value(of: variable) : try value(expression)
      if isCheck, path == nil, value == .empty, let type = binder.context.types[variable.name], type != .text {
        throw .notARecord(type, target.span)
      }
      // `for $name in ("甲公司", "乙公司") { tag $name with VIP }`
      if case .text(let name) = value, path == nil {
        return isCheck ? nil : try references([Atom(name, span: target.span)], verb, allowed, deleted, target.span)
      }
      return try records(in: value, target.span, deleted)
    case .subject(let path):
      return try records(
        in: try value(Expression(.path(path, isSubject: true), span: target.span)), target.span, deleted)
    case .entity(let name, let condition, let isAll):
      let entity = try binder.entity(name)
      guard condition != nil || isAll else { throw .missingSelection(entity, verb: verb, target.span) }
      var query = BoundQuery(entity: entity, records: deleted ? .deleted : .live)
      if let condition { query.condition = try Binder(binder.context, scope: entity).bindCondition(condition) }
      return Targets(entity: entity, ids: try select(query), span: target.span)
    case .view(let name, let condition):
      var bound = try binder.bindView(name)
      guard bound.past == nil else { throw .past(.write(verb: verb), name.span) }
      if deleted { bound.records = .deleted }
      if let condition {
        bound = bound.adding(try Binder(binder.context, scope: bound.entity).bindCondition(condition))
      }
      return Targets(entity: bound.entity, ids: try select(bound), span: target.span)
    case .query(let query):
      let bound = try binder.bindQuery(query)
      guard !bound.isGrouped else { throw .notComparable(target.span) }
      guard bound.past == nil else { throw .past(.write(verb: verb), query.asOf?.span ?? target.span) }
      return Targets(entity: bound.entity, ids: try select(bound), span: target.span)
    }
  }

  private func records(in value: Value, _ span: SourceSpan, _ deleted: Bool) throws(BindingError) -> Targets? {
    guard let (key, ids) = value.asRecords, let entity = dictionary.entity(key) else {
      if isCheck { return nil }
      throw .notARecord(binder.literal(value).type, span)
    }
    return Targets(entity: entity, ids: isCheck ? [] : try confirmed(ids, entity, deleted, span), span: span)
  }

  /// `cust_001, cust_002`, or names: the id's shape wins, a name must mean exactly one record.
  private func references(
    _ atoms: [Atom], _ verb: String, _ allowed: [EntityKey], _ deleted: Bool, _ span: SourceSpan
  ) throws(BindingError) -> Targets? {
    var entity: Entity?
    var ids: [Int64] = []
    for atom in atoms {
      if let found = dictionary.entity(named: atom.text), atoms.count == 1, dictionary.identify(atom.text) == nil {
        throw .missingSelection(found, verb: verb, atom.span)
      }
      guard let (found, id) = try identify(atom, allowed, deleted: deleted) else { return nil }
      if let entity, entity.key != found.key {
        throw .wrongTarget(verb: verb, expected: [entity], found: found, atom.span)
      }
      entity = found
      ids += try confirmed([id], found, deleted, atom.span)
    }
    return entity.map { Targets(entity: $0, ids: ids, span: span) }
  }

  /// Those whose records are called by their titles.
  private static let named: [EntityKey] = [.customer, .contact, .lead, .opportunity, .task, .user, .competitor]

  /// The one record that an atom names, whatever its kind; nil where a check cannot know.
  package func identify(
    _ atom: Atom, _ allowed: [EntityKey], deleted: Bool = false
  ) throws(BindingError) -> (Entity, Int64)? {
    if let found = dictionary.identify(atom.text) { return found }
    guard let store else { return nil }
    let folded = TextFolding.folded(atom.text)
    let entities = (allowed.isEmpty ? Self.named : allowed).map { entity($0) }
    var found: [(entity: Entity, id: Int64)] = []
    for entity in entities {
      let ids = (try? store.records(titled: folded, of: entity, deleted: deleted)) ?? []
      found += ids.map { (entity, $0) }
    }
    if found.count > 1 { throw .notUnique(atom.text, candidates: found.map { $0.entity.reference($0.id) }, atom.span) }
    if let only = found.first { return only }
    let titles = entities.flatMap { (try? store.titles(near: folded, of: $0)) ?? [] }
    throw .value(
      .unknownReference(atom.text, entities[0].key, nearest: Binder.near(atom.text, among: titles)),
      field: nil, entity: nil, atom.span)
  }

  /// That a record is there, be it in the recycle bin: what may be done with it is the verb's to say.
  private func confirmPresence(of id: Int64, _ entity: Entity, _ span: SourceSpan) throws(BindingError) {
    do throws(BindingError) { _ = try confirmed([id], entity, false, span) } catch {
      guard case .inRecycleBin = error else { throw error }
    }
  }

  func confirmed(
    _ ids: [Int64], _ entity: Entity, _ deleted: Bool, _ span: SourceSpan
  ) throws(BindingError) -> [Int64] {
    guard let store else { return ids }
    let existing: Set<Int64>
    do throws(StorageError) { existing = try store.existing(ids, of: entity, deleted: deleted) } catch {
      throw .failed(error.diagnostic)
    }
    if let missing = ids.first(where: { !existing.contains($0) }), ids.count == 1 || existing.isEmpty {
      let elsewhere = (try? store.existing([missing], of: entity, deleted: !deleted)) ?? []
      if elsewhere.isEmpty { throw .noSuchRecord(entity.reference(missing), span) }
      throw deleted ? .notInRecycleBin(entity.reference(missing), span) : .inRecycleBin(entity.reference(missing), span)
    }
    return ids.filter { existing.contains($0) }
  }

  package func select(_ query: BoundQuery) throws(BindingError) -> [Int64] {
    guard let store else { return [] }
    let writer = QueryWriter(rules: rules, now: now, style: .bare)
    do throws(StorageError) { return try store.identities(writer.identities(query)) } catch {
      throw .failed(error.diagnostic)
    }
  }

  // MARK: Values

  /// The value of an expression that belongs to no row.
  package func value(_ expression: Expression) throws(BindingError) -> Value {
    if case .variable(let variable, nil) = expression.kind { return try binder.context.value(of: variable) }
    // `let $c = cust_001`
    if let word = expression.word, let (entity, id) = dictionary.identify(word.text) {
      if !isCheck { try confirmPresence(of: id, entity, word.span) }
      return .record(entity.key, isCheck ? 0 : id)
    }
    let bound = try binder.bind(expression)
    guard let evaluate = binder.context.evaluate else { return .empty }
    let value = try evaluate(bound, expression.span)
    // `let $d = 1mo` is a month and not so many seconds.
    if case .duration(let seconds, nil) = value, let said = binder.calendarDuration(expression) {
      return .duration(seconds, said)
    }
    return binder.percentage(expression).map { .percent($0) } ?? value
  }

  /// A text in a value position: an atom as typed, a string with its interpolations.
  package func text(_ expression: Expression) throws(BindingError) -> String {
    switch expression.kind {
    case .atom(let atom), .number(let atom): return atom.text
    case .text(let literal): return try binder.text(literal)
    default:
      guard let show = binder.context.show else { return "" }
      return try show(try binder.bind(expression), expression.span)
    }
  }

  /// A value position read by a field's type.
  package func fieldValue(
    _ expression: Expression, as field: Field, of entity: Entity
  ) throws(BindingError) -> FieldValue {
    switch expression.kind {
    case .atom(let atom), .number(let atom):
      return try read(atom.text, isQuoted: false, field, entity, expression.span)
    case .text(let literal):
      let text = try binder.text(literal)
      if literal.plain == nil, isCheck { return .empty }
      return try read(text, isQuoted: true, field, entity, expression.span)
    case .ago:
      return try read(try text(expression), isQuoted: false, field, entity, expression.span)
    case .list(let items) where items.count == 1: return try fieldValue(items[0], as: field, of: entity)
    case .list: throw .notAList(field, expression.span)
    case .variable(let variable, nil) where field.type == .money && variable.row != nil:
      // `$100`: a row is no amount; which dollar was meant?
      return try read("$\(variable.name)", isQuoted: false, field, entity, expression.span)
    default:
      let value = try value(expression)
      if isCheck { return .empty }
      return try convert(value, to: field, entity, expression.span)
    }
  }

  private func read(
    _ text: String, isQuoted: Bool, _ field: Field, _ entity: Entity, _ span: SourceSpan
  ) throws(BindingError) -> FieldValue {
    if let key = field.type.referenced, !(FieldReader.isEmptyWord(text) && !isQuoted), !text.isEmpty {
      let target = self.entity(key)
      if isCheck {
        if let (found, _) = dictionary.identify(text), found.key != key {
          throw .value(.wrongEntity(text, expected: key, found: found.key), field: field, entity: entity, span)
        }
        return .empty
      }
      let ids = try binder.records(named: text, of: target, isQuoted: isQuoted, field: field, span)
      guard ids.count == 1, let id = ids.first else {
        throw .value(.ambiguousReference(text, key, candidates: ids), field: field, entity: entity, span)
      }
      _ = try confirmed([id], target, false, span)
      return .reference(id)
    }
    do throws(FieldValueError) {
      let reader = binder.context.reader
      if field.type == .date { try reader.confirmDay(text) }
      return try reader.read(text, as: field, isQuoted: isQuoted)
    } catch {
      throw .value(error, field: field, entity: entity, span)
    }
  }

  /// A run-time value as a field's: what fits as it is, the rest read from its text.
  private func convert(
    _ value: Value, to field: Field, _ entity: Entity, _ span: SourceSpan
  ) throws(BindingError) -> FieldValue {
    switch (value, field.type) {
    case (.empty, _): return .empty
    case (.record(let key, let id), .reference(let wanted)) where key == wanted: return .reference(id)
    case (.record(let key, let id), _):
      let found = self.entity(key)
      guard let wanted = field.type.referenced else {
        return try read(found.reference(id), isQuoted: true, field, entity, span)
      }
      throw .value(
        .wrongEntity(found.reference(id), expected: wanted, found: key), field: field, entity: entity, span)
    case (.money(let money), .money):
      return .money(money, base: (try? binder.context.reader.worth(of: money, "")) ?? money.minorUnits)
    case (.date(let day), .date): return .date(day)
    case (.date(let day), .instant): return .instant(rules.zone.instant(of: day))
    case (.instant(let instant), .instant): return .instant(instant)
    case (.instant(let instant), .date): return .date(rules.zone.day(of: instant))
    case (.duration(let seconds, _), .duration): return .duration(seconds)
    case (.flag(let flag), .flag): return .flag(flag)
    case (.records, _), (.list, _), (.days, _): throw .notComparable(span)
    default: return try read(value.plainText(dictionary), isQuoted: false, field, entity, span)
    }
  }
}
