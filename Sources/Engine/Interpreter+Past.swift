internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Values

/// Records as they were.
extension Interpreter {
  /// What `show … as of …` is about: records that were there then, whether they are now or not.
  func formerTargets(
    _ query: Language.Query, _ asker: Binder
  ) throws(Diagnostic) -> (entity: Entity, ids: [Int64]) {
    let planning = session.planning(folder: folder)
    let wanted = try binding { () throws(BindingError) -> (entity: Entity, ids: [Int64]) in
      switch query.source {
      case .references(let atoms):
        var found: (entity: Entity, ids: [Int64])?
        for atom in atoms {
          guard let (entity, id) = try planning.identify(atom, []) else { continue }
          if let found, found.entity.key != entity.key {
            throw .wrongTarget(verb: "show", expected: [found.entity], found: entity, atom.span)
          }
          found = (entity, (found?.ids ?? []) + [id])
        }
        guard let found else { throw .noSubject(query.source.span) }
        return found
      case .variable(let variable, _):
        guard let (key, ids) = try session.context().value(of: variable).asRecords,
          let entity = session.dictionary.entity(key)
        else { throw .noSubject(query.source.span) }
        return (entity, ids)
      case .entity(let name): throw .missingSelection(try asker.entity(name), verb: "show", name.span)
      case .view(let name):
        var bound = try asker.bindView(name)
        bound.past = asker.context.past
        return (bound.entity, try planning.select(bound))
      }
    }
    let identity = asker.identity(of: wanted.entity)
    var then = BoundQuery(
      entity: wanted.entity,
      condition: BoundExpression(.membership(identity, wanted.ids.map { .integer($0) }), .truth))
    then.past = asker.context.past
    let ids = try binding { () throws(BindingError) in try planning.select(then) }
    guard ids.isEmpty, let first = wanted.ids.first else { return (wanted.entity, ids) }
    throw try absent(wanted.entity, first, then, at: query.asOf?.span ?? query.span)
  }

  /// Why a record did not show: it was in the recycle bin, or not there yet.
  private func absent(
    _ entity: Entity, _ id: Int64, _ query: BoundQuery, at span: SourceSpan
  ) throws(Diagnostic) -> Diagnostic {
    var binned = query
    binned.records = .deleted
    let planning = session.planning(folder: folder)
    let reference = entity.reference(id)
    let moment = query.past?.name ?? ""
    if try !binding({ () throws(BindingError) in try planning.select(binned) }).isEmpty {
      return Diagnostic(
        "deleted-record",
        Wording("\(reference) lay in the recycle bin as of \(moment)", "截至 \(moment)，\(reference) 在回收站里"),
        kind: .failure,
        at: .init(span))
    }
    return Diagnostic(
      "no-such-record", Wording("there was no \(reference) as of \(moment)", "截至 \(moment)，还没有 \(reference)"),
      kind: .failure, at: .init(span), help: session.remark(on: query.past).map { [$0] } ?? [])
  }
}
