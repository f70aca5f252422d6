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
  private let span: SourceSpan

  init(_ session: Session, _ sandbox: Sandbox, _ commit: SandboxCommit, _ span: SourceSpan) {
    self.session = session
    self.sandbox = sandbox
    self.commit = commit
    self.span = span
  }

  /// Throws what stands in the way of the first that cannot stand.
  func confirm(_ differences: [RecordDifference]) throws(Diagnostic) {
    for difference in differences {
      switch difference.fate {
      case .made, .changed, .restored: break
      case .deleted, .purged, .unmade: continue
      }
      do throws(StorageError) {
        if let refusal = try missing(difference) { throw StorageError.configuration(refusal) }
        if let refusal = try rival(difference) { throw StorageError.configuration(refusal) }
        if let refusal = try circle(difference) { throw StorageError.configuration(refusal) }
      } catch { throw error.diagnostic.located(at: span) }
    }
  }

  // MARK: References

  /// A record that it refers to, which was there in the sandbox and is there no more; a person who left.
  private func missing(_ difference: RecordDifference) throws(StorageError) -> Diagnostic? {
    let entity = difference.entity
    guard let values = try sandbox.store.fieldValues(of: difference.id, entity) else { return nil }
    let changed = Set(difference.values.map(\.field.key))
    for (field, value) in zip(entity.fields, values) {
      guard difference.fate != .changed || changed.contains(field.key), case .reference(let id) = value,
        let key = field.type.referenced, let referenced = session.dictionary.entity(key)
      else { continue }
      let there = commit.number(RecordKey(key, id))
      if try sandbox.store.existing([id], of: referenced, deleted: false).contains(id),
        try !session.workspace.existing([there], of: referenced, deleted: false).contains(there)
      {
        return inTheWay(
          difference, Wording("\(referenced.reference(there)) was deleted", "\(referenced.reference(there)) 已被删除"),
          [
            Wording(
              "`restore \(referenced.reference(there))` outside of it, then `commit`",
              "先在外面 恢复 \(referenced.reference(there))，再 提交")
          ])
      }
      if key == .user, RecordInvariants.owners.contains(field.name), try isInactive(there, referenced),
        try !isInactive(id, referenced, in: sandbox.store)
      {
        return inTheWay(
          difference, Wording("\(referenced.reference(there)) left", "\(referenced.reference(there)) 已停用"),
          [
            Wording(
              "`assign \(entity.reference(difference.id)) to …`, then `commit`",
              "先 分配 \(entity.reference(difference.id)) 给 …，再 提交")
          ])
      }
    }
    return nil
  }

  private func isInactive(_ id: Int64, _ user: Entity, in store: Store? = nil) throws(StorageError) -> Bool {
    guard let active = user.field(named: "active") else { return false }
    return try (store ?? session.workspace).values(of: [active], record: id, entity: user) == [.integer(0)]
  }

  // MARK: One of a kind

  /// Another record in the place that only one can have.
  private func rival(_ difference: RecordDifference) throws(StorageError) -> Diagnostic? {
    let entity = difference.entity
    let id = commit.number(difference.key)
    let own = entity.reference(difference.id)
    guard let kind = Store.Sameness(entity),
      difference.fate != .changed || difference.values.contains(where: { kind.fields.contains($0.field.name) }),
      let other = try session.workspace.rival(of: id, in: kind, entity)
    else { return nil }
    let reference = entity.reference(other)
    switch kind {
    case .primaryContact:
      return inTheWay(
        difference,
        Wording("\(reference) is the primary contact already", "\(reference) 已是主要联系人"),
        [
          Wording(
            "`update \(own) set is_primary = false`, then `commit`",
            "先 更新 \(own) 设为 主要联系人 = 否，再 提交")
        ])
    case .target:
      return inTheWay(
        difference, RecordInvariants.duplicateTarget(reference),
        [Wording("`delete \(own)`, then `commit`", "先 删除 \(own)，再 提交")])
    case .view:
      let values = try sandbox.store.fieldValues(of: difference.id, entity) ?? []
      let place = entity.fields.firstIndex { $0.name == "name" }
      let name: String =
        if let place, values.indices.contains(place), case .text(let text) = values[place] { text } else { own }
      return inTheWay(
        difference, Wording("there is a view \(name) already", "已有视图 \(name)"),
        [
          Wording(
            "`delete view \(name)`, then `commit`; or give yours another name",
            "先 删除 视图 \(name)，再 提交；或另起一个名字")
        ])
    }
  }

  // MARK: Trees

  /// Two who set parents crosswise: each was right alone.
  private func circle(_ difference: RecordDifference) throws(StorageError) -> Diagnostic? {
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
            [
              Wording(
                "`update \(reference) set \(value.field.name) = empty`, then `commit`",
                "先 更新 \(reference) 设为 \(value.field.names.chineseName) = 空，再 提交")
            ])
        }
        current = above
      }
    }
    return nil
  }

  private func inTheWay(_ difference: RecordDifference, _ what: Wording, _ help: [Wording]) -> Diagnostic {
    let own = difference.entity.reference(difference.id)
    return Diagnostic(
      "conflict",
      Wording(
        "\(own) cannot stand beside what others did meanwhile: \(what.english); nothing was written",
        "\(own) 与他人其间的改动冲突：\(what.chinese)，没有写入任何内容"), kind: .failure, at: .init(span),
      help: help + [Wording("`discard` drops what was done in it", "放弃 会丢弃其中的全部改动")])
  }
}
