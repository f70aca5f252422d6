internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

/// What a sandbox holds, as a plan for the workspace: its net differences with the values that stand in it.
///
/// A record made in the sandbox keeps its number where nobody took it meanwhile; all that refers to it follows. An
/// opportunity goes through the stages again that it went through in the sandbox, in the moment of the commit: nobody
/// saw it in one before.
struct SandboxCommit {
  private(set) var plan = ChangePlan()
  /// Whose difference each step of the plan is, by its number in the sandbox.
  private(set) var records: [RecordKey] = []
  /// The differences as they are of the workspace as it stands now, and not of the copy.
  private(set) var differences: [RecordDifference] = []
  /// The new numbers of records whose own were taken.
  private(set) var renumbered: [RecordKey: Int64] = [:]
  /// How often records that it makes are moved on by steps of their own.
  private var moves: [EntityKey: Int] = [:]
  private let now: Instant

  init(
    _ differences: [RecordDifference], from sandbox: Sandbox, into workspace: Store, now: Instant, at span: SourceSpan
  ) throws(Diagnostic) {
    self.now = now
    do throws(StorageError) {
      try number(differences, sandbox, workspace)
      for difference in differences {
        if difference.fate == .unmade { throw StorageError.configuration(Self.unmaking(difference, span)) }
        guard let difference = try met(difference, sandbox, workspace) else { continue }
        self.differences.append(difference)
        let steps = try steps(difference, sandbox)
        plan.steps += steps
        records += steps.map { _ in difference.key }
      }
    } catch {
      throw error.diagnostic.located(at: span)
    }
  }

  private static func unmaking(_ difference: RecordDifference, _ span: SourceSpan) -> Diagnostic {
    let reference = difference.entity.reference(difference.id)
    return Diagnostic(
      "unmade-in-sandbox",
      Wording(
        "\(reference) was made before the sandbox, and its making was undone in it", "\(reference) 在沙盒之前建立，而在沙盒中撤销了它的新建"
      ),
      kind: .failure, at: .init(span),
      help: [Wording("`discard`, and `undo` outside of a sandbox", "先 放弃，再在沙盒之外 撤销")])
  }

  /// What a difference is of the record as others left it: the change of one that they deleted restores it, the
  /// deletion of one that they deleted leaves it there; nil where nothing is left to change.
  private func met(
    _ difference: RecordDifference, _ sandbox: Sandbox, _ workspace: Store
  ) throws(StorageError) -> RecordDifference? {
    guard difference.fate != .made else { return difference }
    let (id, entity) = (difference.id, difference.entity)
    let theirs = try workspace.presence(of: id, entity)
    if theirs == .gone { return nil }
    var met = difference
    switch difference.fate {
    case .changed:
      if theirs == .binned, try sandbox.store.presence(of: id, entity) == .live { met.fate = .restored }
    case .deleted: if theirs == .binned { met.fate = .changed }
    case .restored: if theirs == .live { met.fate = .changed }
    case .made, .unmade, .purged: break
    }
    return met
  }

  // MARK: Numbers

  private mutating func number(
    _ differences: [RecordDifference], _ sandbox: Sandbox, _ workspace: Store
  ) throws(StorageError) {
    let made = Dictionary(grouping: differences.filter { $0.fate == .made }, by: \.entity.key)
    for (key, records) in made {
      var last = try workspace.lastNumber(of: key)
      let numbers = records.map(\.id).sorted()
      // Nobody made one meanwhile: the numbers are as free as they were.
      guard let first = numbers.first, first <= last else { continue }
      for id in numbers {
        last += 1
        renumbered[RecordKey(key, id)] = last
      }
    }
  }

  func number(_ key: RecordKey) -> Int64 { renumbered[key] ?? key.id }

  // MARK: Steps

  private mutating func steps(_ difference: RecordDifference, _ sandbox: Sandbox) throws(StorageError) -> [ChangeStep] {
    let entity = difference.entity
    let id = number(difference.key)
    let labels = difference.labels.map { LabelEdit(field: $0.field, added: $0.added, removed: $0.removed) }
    switch difference.fate {
    case .made:
      guard let values = try sandbox.store.fieldValues(of: difference.id, entity) else { return [] }
      let assignments = zip(entity.fields, values).compactMap { field, value in
        // What the change writer puts in itself is the commit's.
        value.isEmpty || field.traits.contains(.automatic) ? nil : FieldAssignment(field, followed(value, field))
      }
      let stages = try stages(of: difference, sandbox)
      let begun = assignments.map { stages.first?.field.key == $0.field.key ? stages[0] : $0 } + clock(entity)
      var steps: [ChangeStep] = [.insert(Insertion(entity: entity, id: id, values: begun, labels: labels))]
      for stage in stages.dropFirst() {
        steps.append(.update(Update(entity: entity, ids: [id], assignments: [stage])))
        moves[entity.key, default: 0] += 1
      }
      if let bin = entity.fields.firstIndex(where: { $0.name == "deleted_at" }), !values[bin].isEmpty {
        steps.append(.remove(Removal(entity: entity, ids: [id], manner: .delete)))
      }
      return steps
    case .changed: return try update(difference, id, labels, sandbox)
    case .deleted:
      return try update(difference, id, labels, sandbox)
        + [.remove(Removal(entity: entity, ids: [id], manner: .delete))]
    case .restored:
      return try [.remove(Removal(entity: entity, ids: [id], manner: .restore))]
        + update(difference, id, labels, sandbox)
    case .purged: return [.remove(Removal(entity: entity, ids: [id], manner: .purge))]
    case .unmade: return []
    }
  }

  private func update(
    _ difference: RecordDifference, _ id: Int64, _ labels: [LabelEdit], _ sandbox: Sandbox
  ) throws(StorageError) -> [ChangeStep] {
    let entity = difference.entity
    guard !difference.values.isEmpty || !labels.isEmpty,
      let values = try sandbox.store.fieldValues(of: difference.id, entity)
    else { return [] }
    let changed = Set(difference.values.map(\.field.key))
    let assignments = zip(entity.fields, values).compactMap { field, value in
      changed.contains(field.key) ? FieldAssignment(field, followed(value, field)) : nil
    }
    // The last of them is the one in which it stands.
    let between = try stages(of: difference, sandbox).dropLast().map {
      ChangeStep.update(Update(entity: entity, ids: [id], assignments: [$0]))
    }
    return between + [.update(Update(entity: entity, ids: [id], assignments: assignments, labels: labels))]
  }

  // MARK: Stages

  /// The stages that an opportunity entered in the sandbox, as they follow each other; none where its stage is what it was.
  private func stages(
    of difference: RecordDifference, _ sandbox: Sandbox
  ) throws(StorageError) -> [FieldAssignment] {
    guard difference.entity.key == .opportunity, let field = difference.entity.field(named: "stage"),
      difference.fate == .made || difference.values.contains(where: { $0.field.key == field.key })
    else { return [] }
    return try sandbox.store.stageVisits(of: difference.id, after: sandbox.base).map {
      FieldAssignment(field, .choice($0.stage))
    }
  }

  /// A new opportunity is in its stage since it stands in the workspace.
  private func clock(_ entity: Entity) -> [FieldAssignment] {
    guard entity.key == .opportunity, let field = entity.field(named: "stage_since") else { return [] }
    return [FieldAssignment(field, .instant(now))]
  }

  /// What was done, as a person counts it: a record that is made is not changed as well.
  func told(_ summary: ChangeSummary) -> ChangeSummary {
    var told = summary
    for place in told.counts.indices {
      let extra = moves[told.counts[place].entity.key] ?? 0
      told.counts[place].updated = max(0, told.counts[place].updated - extra)
    }
    return told
  }

  /// A reference to a record that has another number now.
  private func followed(_ value: FieldValue, _ field: Field) -> FieldValue {
    guard case .reference(let id) = value, let key = field.type.referenced else { return value }
    return .reference(number(RecordKey(key, id)))
  }

  /// What a person must know: `cust_301 is cust_305 now`.
  func renumbering(_ dictionary: DataDictionary) -> Wording? {
    let pairs = renumbered.sorted { ($0.key.entity, $0.key.id) < ($1.key.entity, $1.key.id) }
    guard !pairs.isEmpty else { return nil }
    let shown = pairs.prefix(5).compactMap { key, id in
      dictionary.entity(key.entity).map { "\($0.reference(key.id)) → \($0.reference(id))" }
    }.joined(separator: ", ")
    let more = pairs.count > 5 ? " …" : ""
    return Wording(
      "others took the numbers meanwhile: \(shown)\(more)", "编号其间已被占用，改为：\(shown)\(more)")
  }
}
