internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What must hold of the records of a sandbox beside what others wrote meanwhile. Each statement in it fulfilled the
/// rules of the copy; this looks at the workspace once its differences are written, before they are committed.
struct SandboxRules {
  private let session: Session
  private let sandbox: Sandbox
  private let commit: SandboxCommit
  private let words: SandboxConflictWording

  init(_ session: Session, _ sandbox: Sandbox, _ commit: SandboxCommit, _ words: SandboxConflictWording) {
    self.session = session
    self.sandbox = sandbox
    self.commit = commit
    self.words = words
  }

  /// All that cannot stand, record by record.
  func broken() throws(StorageError) -> [SandboxConflict] {
    var found: [SandboxConflict] = []
    for difference in commit.differences {
      switch difference.fate {
      case .made, .changed, .restored:
        found += try missing(difference)
        if let conflict = try rival(difference) { found.append(conflict) }
        if let conflict = try circle(difference) { found.append(conflict) }
      case .purged: if let conflict = try referred(difference) { found.append(conflict) }
      case .deleted, .unmade: continue
      }
    }
    return found
  }

  // MARK: References

  /// Records that it refers to, which were there in the sandbox and are there no more; people who left.
  private func missing(_ difference: RecordDifference) throws(StorageError) -> [SandboxConflict] {
    let entity = difference.entity
    guard let values = try sandbox.store.fieldValues(of: difference.id, entity) else { return [] }
    var found: [SandboxConflict] = []
    let changed = Set(difference.values.map(\.field.key))
    for (field, value) in zip(entity.fields, values) {
      guard difference.fate != .changed || changed.contains(field.key), case .reference(let id) = value,
        let key = field.type.referenced, let referenced = session.dictionary.entity(key)
      else { continue }
      let there = commit.number(RecordKey(key, id))
      if try sandbox.store.presence(of: id, referenced) == .live,
        try session.workspace.presence(of: there, referenced) != .live
      {
        found.append(try inTheWay(difference, field, of: there, referenced))
      } else if key == .user, RecordInvariants.owners.contains(field.name), try isInactive(there, referenced),
        try !isInactive(id, referenced, in: sandbox.store)
      {
        found.append(
          inTheWay(
            difference, Wording("\(referenced.reference(there)) left", "\(referenced.reference(there)) 已停用"),
            Wording(
              "`assign \(entity.reference(difference.id)) to …`, then `commit`",
              "先 分配 \(entity.reference(difference.id)) 给 …，再 提交")))
      }
    }
    return found
  }

  /// `opp_003 customer: cust_002 was deleted elsewhere`, by whom and when.
  private func inTheWay(
    _ difference: RecordDifference, _ field: Field, of id: Int64, _ referenced: Entity
  ) throws(StorageError) -> SandboxConflict {
    let reference = referenced.reference(id)
    let own = difference.entity.reference(difference.id)
    let removal = try session.workspace.laterRemoval(of: id, referenced, since: sandbox.base)
    var what = Wording("\(reference) was deleted", "\(reference) 已被删除")
    var isPurged = false
    if let removal {
      isPurged = removal.what == .gone
      what = words.fate(
        removal, of: reference, isPurged ? Wording("purged", "被彻底删除") : Wording("deleted", "被删除"))
    }
    return SandboxConflict(
      "\(own).\(field.name)", what,
      isPurged
        ? Wording(
          "`update \(own) set \(field.name) = …` to another, then `commit`",
          "先 更新 \(own) 设为 \(field.names.chineseName) = 另一条，再 提交")
        : Wording(
          "`restore \(reference)` outside of it, then `commit`", "先在外面 恢复 \(reference)，再 提交"))
  }

  /// What goes for good, and others refer to it now.
  private func referred(_ difference: RecordDifference) throws(StorageError) -> SandboxConflict? {
    let entity = difference.entity
    guard let first = try session.workspace.referrers(to: [difference.id], of: entity).first else { return nil }
    let count = first.count
    return inTheWay(
      difference,
      Wording(
        "it was purged, and \(count) \(count == 1 ? first.entity.names.englishName : first.entity.pluralEnglish) "
          + "entered elsewhere \(count == 1 ? "refers" : "refer") to it",
        "它已被彻底删除，而别处新录入的 \(count) 条\(first.entity.names.chineseName)引用了它"),
      Wording("purge that too or refer it to another, outside of it; then `commit`", "先在外面把它们也彻底删除或改引用，再 提交"))
  }

  private func isInactive(_ id: Int64, _ user: Entity, in store: Store? = nil) throws(StorageError) -> Bool {
    guard let active = user.field(named: "active") else { return false }
    return try (store ?? session.workspace).values(of: [active], record: id, entity: user) == [.integer(0)]
  }

  // MARK: One of a kind

  /// Another record in the place that only one can have.
  private func rival(_ difference: RecordDifference) throws(StorageError) -> SandboxConflict? {
    let entity = difference.entity
    let id = commit.number(difference.key)
    let own = entity.reference(difference.id)
    guard let kind = Store.Sameness(entity),
      difference.fate != .changed || difference.values.contains(where: { kind.fields.contains($0.field.name) }),
      let other = try session.workspace.rival(of: id, in: kind, entity)
    else { return nil }
    let reference = other == difference.id ? "\(entity.reference(other)) (elsewhere)" : entity.reference(other)
    switch kind {
    case .primaryContact:
      return inTheWay(
        difference,
        Wording("\(reference) is the primary contact already", "\(reference) 已是主要联系人"),
        Wording(
          "`update \(own) set is_primary = false`, then `commit`",
          "先 更新 \(own) 设为 主要联系人 = 否，再 提交"))
    case .target:
      return inTheWay(
        difference, RecordInvariants.duplicateTarget(reference),
        Wording("`delete \(own)`, then `commit`", "先 删除 \(own)，再 提交"))
    case .view:
      let values = try sandbox.store.fieldValues(of: difference.id, entity) ?? []
      let place = entity.fields.firstIndex { $0.name == "name" }
      let name: String =
        if let place, values.indices.contains(place), case .text(let text) = values[place] { text } else { own }
      return inTheWay(
        difference, Wording("there is a view \(name) already", "已有视图 \(name)"),
        Wording(
          "`delete view \(name)`, then `commit`; or give yours another name",
          "先 删除 视图 \(name)，再 提交；或另起一个名字"))
    }
  }

  // MARK: Trees

  /// Two who set parents crosswise: each was right alone.
  private func circle(_ difference: RecordDifference) throws(StorageError) -> SandboxConflict? {
    let entity = difference.entity
    let own = commit.number(difference.key)
    for value in difference.values where value.field.type == .reference(entity.key) {
      var seen: Set<Int64> = [own]
      var current = own
      while case .integer(let above)? = try session.workspace.values(
        of: [value.field], record: current, entity: entity)?
        .first
      {
        guard seen.insert(above).inserted else {
          guard above == own else { break }
          let reference = entity.reference(difference.id)
          return inTheWay(
            difference, RecordInvariants.circle(reference, value.field, above: entity.reference(current)),
            Wording(
              "`update \(reference) set \(value.field.name) = empty`, then `commit`",
              "先 更新 \(reference) 设为 \(value.field.names.chineseName) = 空，再 提交"))
        }
        current = above
      }
    }
    return nil
  }

  private func inTheWay(_ difference: RecordDifference, _ what: Wording, _ way: Wording) -> SandboxConflict {
    SandboxConflict(difference.entity.reference(difference.id), what, way)
  }
}
