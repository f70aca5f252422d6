internal import Domain
internal import Query
internal import Storage

/// A difference of a record whose outcome others decided meanwhile: of an outcome one side's stands, whole.
struct SandboxOutcome {
  private(set) var difference: RecordDifference

  init(_ difference: RecordDifference, _ sandbox: Sandbox, _ workspace: Store) throws(StorageError) {
    self.difference = difference
    let fields = difference.entity.outcomeFields
    let decisive = difference.entity.decisiveFields.map(\.key)
    guard difference.fate == .changed || difference.fate == .restored,
      difference.values.contains(where: { decisive.contains($0.field.key) }),
      let theirs = try workspace.loggedValues(of: fields, difference.key),
      let own = try sandbox.store.loggedValues(of: fields, difference.key)
    else { return }
    var changed = Set(difference.values.map(\.field.key))
    // Both decided alike: whose moment it was is nobody's conflict.
    if let status = fields.firstIndex(where: { $0.name == "status" }), changed.contains(fields[status].key),
      theirs[status] == own[status]
    {
      let moments = fields.filter { $0.type == .instant || $0.type == .date }.map(\.key)
      self.difference.values.removeAll { moments.contains($0.field.key) }
      changed.formUnion(moments)
    }
    for (place, field) in fields.enumerated() where theirs[place] != own[place] && !changed.contains(field.key) {
      self.difference.values.append(.init(field: field, before: theirs[place], after: own[place]))
    }
  }
}
