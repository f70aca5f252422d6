internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

/// What statements are made of: queries, commands, expressions.
extension CheckWalk {
  /// The kind of records that a query yields.
  mutating func check(_ query: Language.Query) -> Value {
    if case .profile = query.head {
      if let part = query.part { check(part, of: query) }
      return .empty
    }
    let bound = attempt { binder throws(BindingError) in try binder.bindQuery(query) }
    guard let bound else {
      noteOthers(in: query)
      return .empty
    }
    for stage in query.stages {
      switch stage.kind {
      case .update where bound.isGrouped, .each where bound.isGrouped:
        problems.append(BindingError.groupsAreNoRecords(stage.kind.verb, stage.span).diagnostic())
      case .update(let assignments): checkUpdate(bound.entity, assignments, stage.span)
      case .each(let variable, let body):
        let saved = subject
        set(variable, .record(bound.entity.key, 0))
        subject = .record(bound.entity.key, 0)
        check(body)
        subject = saved
      case .chart, .format, .file: break
      }
    }
    return bound.isGrouped ? .empty : .records(bound.entity.key, [])
  }

  /// `show cust_001 contacts where … | update …`: what the part stands for, where the reference says whose it is.
  mutating func check(_ part: Name, of query: Language.Query) {
    guard case .references(let atoms) = query.source, let atom = atoms.first,
      let (entity, id) = session.dictionary.identify(atom.text)
    else { return }
    let reference = entity.reference(id)
    let parts = ProfilePart.askable(of: entity, reference, session.dictionary)
    guard let meant = parts.first(where: { $0.isMeant(by: part) }) else {
      if !ProfilePart.isAll(part) { problems.append(ProfilePart.unknown(part, parts, reference)) }
      return
    }
    guard case .records(let listing) = meant.content else { return }
    var parser = Parser(listing.whole(), vocabulary: session.catalogue.vocabulary)
    guard case .query(let records)? = parser.parseProgram().program.statements.first?.kind else { return }
    _ = check(records.followed(by: query))
  }

  mutating func checkUpdate(_ entity: Entity, _ assignments: [Assignment], _ span: SourceSpan) {
    let planning = planning(Binder(context))
    _ = attempt { _ throws(BindingError) in
      try planning.update(.init(entity: entity, ids: [], span: span), assignments)
    }
  }

  func planning(_ binder: Binder) -> Planning {
    Planning(binder: binder, store: nil, author: session.author, now: session.clock(), folder: folder)
  }

  /// The kind of record that a command makes; and its plan, where nothing but its own words goes into it.
  mutating func check(_ command: Command) -> (record: Value, plan: ChangePlan?) {
    do throws(BindingError) {
      switch try literals.plan(command) {
      case .settled(let change): return (made(by: change), change)
      case .open(let change): return (made(by: change), nil)
      case .none: break
      }
    } catch {
      problems.append(error.diagnostic())
      return (.empty, nil)
    }
    guard let verb = session.catalogue.verb(command.verb) else {
      problems.append(BindingError.notBuilt("`\(command.verb)`", command.spelling).diagnostic())
      return (.empty, nil)
    }
    if case .statement(let inner)? = command["statement"] { check(inner) }
    if command.verb == "run" { checkRun(command) }
    let planning = planning(Binder(context))
    let plan = attempt { _ throws(BindingError) in try verb.plan(command, planning) }
    if case .name(let name)? = command["name"], case .query(let query)? = command["query"], plan != nil {
      see(name, query)
    }
    if case .session(.ask(let name, question: _))? = plan {
      variables[name] = nil
      declared.insert(name)
    }
    guard case .change(let change)? = plan else { return (.empty, nil) }
    return (made(by: change), nil)
  }

  /// The kind of record that a plan makes last.
  func made(by plan: ChangePlan) -> Value {
    guard case .insert(let insertion)? = plan.steps.last else { return .empty }
    return .record(insertion.entity.key, 0)
  }

  /// A view that the program saves is a source from here on.
  mutating func see(_ name: Name, _ query: Language.Query) {
    views[TextFolding.folded(name.text)] = .init(name: name.text, query: query)
    let own = views
    let known = session.context().views
    base.views = { own[TextFolding.folded($0)] ?? known?($0) }
    base.viewNames.append(name.text)
  }

  mutating func check(_ bound: Bound) -> Value {
    switch bound {
    case .query(let query): return check(query)
    case .command(let command): return check(command).record
    case .expression(let expression): return check(expression)
    }
  }

  mutating func check(_ expression: Expression) -> Value {
    switch expression.kind {
    case .query(let query): return check(query)
    case .call(let call) where functions[call.function.text] != nil:
      checkCall(call.function, call.arguments)
      return .empty
    case .list(let items):
      for item in items { _ = check(item) }
      return .list([])
    case .text(let literal):
      for case .interpolation(let inner) in literal.segments {
        if case .path(_, isSubject: false) = inner.kind {
          _ = attempt { binder throws(BindingError) in try binder.bindHole(inner) }
        } else {
          _ = check(inner)
        }
      }
      return .text("")
    case .variable(let variable, nil):
      return attempt { binder throws(BindingError) in try binder.context.value(of: variable) } ?? .empty
    case .atom(let atom): return session.dictionary.identify(atom.text).map { .record($0.0.key, 0) } ?? .empty
    default:
      if let word = expression.word, let (entity, _) = session.dictionary.identify(word.text) {
        return .record(entity.key, 0)
      }
      let bound = attempt { binder throws(BindingError) in try binder.bind(expression) }
      if case .reference(let key)? = bound?.type { return .record(key, 0) }
      return .empty
    }
  }
}
