package import Diagnostics
internal import Domain
package import Language
internal import Query
internal import Values

/// Names and types of a whole program before its first statement runs: entities, fields, choices, dates, verbs' targets,
/// variables, functions and their recursion.
package struct StaticCheck {
  private let session: Session
  private let folder: String
  private let source: SourceText?

  /// - Parameter source: the program's text, for the way that leads to a fault in a library.
  package init(session: Session, folder: String, source: SourceText? = nil) {
    self.session = session
    self.folder = folder
    self.source = source
  }

  /// Up to ten problems, in the order of their places.
  package func problems(in program: Program) -> [Diagnostic] { findings(in: program).problems }

  func findings(in program: Program) -> Findings {
    var walk = Walk(session: session, folder: folder, source: source)
    walk.collectDefinitions(program.statements)
    walk.checkProgram(program.statements)
    walk.checkRecursion()
    // A fault is told once, and not again wherever what it hides is called.
    if walk.missesFunctions { walk.problems.removeAll { $0.code == "unknown-function" } }
    return Findings(problems: Array(walk.problems.prefix(DiagnosticList.limit)), plans: walk.plans)
  }

  struct Findings {
    let problems: [Diagnostic]
    /// The plans that will be no others when the program runs, by the places of their statements in it.
    let plans: [Int: ChangePlan]
  }
}

/// What is known at each place of a program: variables with the kind of record that they hold.
private struct Walk {
  let session: Session
  /// The folder and the text of the file that is checked: the program's, or a library's on the way.
  var folder: String
  var source: SourceText?
  /// Libraries met so far.
  var used: Set<String> = []
  /// The files on the way to the one that is checked, it the last: as they were named, and by which they are told.
  var way: [(name: String, identity: String)]
  /// A library could not be read or has faults: which functions it holds is not known.
  var missesFunctions = false
  var problems: [Diagnostic] = []
  var variables: [String: Value]
  var declared: Set<String> = ["_"]
  var functions: [String: (count: Int, span: SourceSpan, source: SourceText?)] = [:]
  let calls = CallGraph()
  var currentFunction: String?
  var subject: Value?
  /// What does not change along the way: the dictionary, the clock, the views, the last result.
  private var base: BindingContext
  private let literals: LiteralPlanner
  private(set) var plans: [Int: ChangePlan] = [:]
  /// A kept plan is about as large as its statement's tree.
  private static let keptPlans = 100_000
  /// Views that the program itself has saved so far.
  private var views: [String: BindingContext.ViewDefinition] = [:]

  init(session: Session, folder: String, source: SourceText?) {
    self.session = session
    self.folder = folder
    self.source = source
    literals = LiteralPlanner(session, folder: folder)
    way = source.map { [($0.name, ScriptFile.identity(of: $0.name))] } ?? []
    var base = session.context()
    (base.references, base.evaluate, base.show, base.perform) = (nil, nil, nil, nil)
    self.base = base
    // What the session knows already has its type; values are unknown to a check.
    variables = session.variables.isEmpty ? [:] : session.variables.mapValues(\.typeOnly)
    if !session.definitions.isEmpty {
      functions = session.definitions.mapValues { ($0.parameters.count, .zero, $0.source) }
    }
  }

  mutating func collectDefinitions(_ statements: [Statement]) {
    for statement in statements {
      if case .definition(let name, let parameters, _) = statement.kind {
        functions[name.text] = (parameters.count, name.span, source)
      }
    }
  }

  private var context: BindingContext {
    var context = base
    context.variables = variables
    context.declared = declared
    context.subject = subject
    if !functions.isEmpty { context.functions = functions.mapValues(\.count) }
    let (calls, current) = (calls, currentFunction)
    context.noteCall = { calls.note($0, from: current) }
    return context
  }

  private mutating func attempt<Result>(_ body: (Binder) throws(BindingError) -> Result) -> Result? {
    do throws(BindingError) { return try body(Binder(context)) } catch {
      problems.append(error.diagnostic())
      return nil
    }
  }

  // MARK: Statements

  mutating func checkProgram(_ statements: [Statement]) {
    for (place, statement) in statements.enumerated() {
      guard problems.count < DiagnosticList.limit else { return }
      guard case .command(let command) = statement.kind else {
        check(statement)
        continue
      }
      let plan = check(command).plan
      if plans.count < Self.keptPlans { plans[place] = plan }
    }
  }

  private mutating func check(_ statements: [Statement]) {
    for statement in statements {
      guard problems.count < DiagnosticList.limit else { return }
      check(statement)
    }
  }

  private mutating func check(_ statement: Statement) {
    switch statement.kind {
    case .query(let query): _ = check(query)
    case .command(let command): _ = check(command)
    case .expression(let expression): _ = check(expression)
    case .letting(let variable, let bound): set(variable, check(bound))
    case .parameter(let variable, let type, let initial):
      set(variable, value(ofType: type))
      if let initial { _ = check(initial) }
    case .conditional(let branches, let otherwise):
      for branch in branches {
        _ = attempt { binder throws(BindingError) in try binder.bindCondition(branch.condition) }
        check(branch.body)
      }
      check(otherwise ?? [])
    case .loop(let variable, let over, let body):
      set(variable, check(over).element)
      check(body)
    case .definition(let name, let parameters, let body):
      let saved = (variables, declared, currentFunction)
      (variables, declared, currentFunction) = ([:], ["_"], name.text)
      for parameter in parameters { set(parameter.variable, value(ofType: parameter.type)) }
      check(body)
      (variables, declared, currentFunction) = saved
    case .perform(let name, let arguments):
      checkCall(name, arguments.count)
      for argument in arguments { _ = check(argument) }
    case .give(let bound):
      _ = check(bound)
      if currentFunction == nil {
        problems.append(
          Diagnostic(
            "return", Wording("`return` stands outside a function", "return 只能用在 define 中"), at: .init(statement.span)))
      }
    case .use(let file): use(file)
    case .attempt(let body, let error, let otherwise):
      check(body)
      if let error { set(error, .text("")) }
      check(otherwise)
    case .fail(let message): _ = check(message)
    case .print(let items): for item in items { _ = check(item) }
    case .expect(let condition, let message):
      _ = attempt { binder throws(BindingError) in try binder.bindCondition(condition) }
      if let message { _ = check(message) }
    }
  }

  private mutating func set(_ variable: Variable, _ value: Value) {
    variables[variable.name] = value == .empty ? nil : value
    declared.insert(variable.name)
  }

  private mutating func value(ofType type: Name?) -> Value {
    guard let type, !Interpreter.plainTypes.contains(type.text.lowercased()) else { return .empty }
    guard let entity = attempt({ binder throws(BindingError) in try binder.entity(type) }) else { return .empty }
    return .record(entity.key, 0)
  }

  // MARK: Parts

  /// The kind of records that a query yields.
  private mutating func check(_ query: Language.Query) -> Value {
    if case .profile = query.head {
      if let part = query.part { check(part, of: query) }
      return .empty
    }
    let bound = attempt { binder throws(BindingError) in try binder.bindQuery(query) }
    guard let bound else { return .empty }
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
  private mutating func check(_ part: Name, of query: Language.Query) {
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

  private mutating func checkUpdate(_ entity: Entity, _ assignments: [Assignment], _ span: SourceSpan) {
    let planning = planning(Binder(context))
    _ = attempt { _ throws(BindingError) in
      try planning.update(.init(entity: entity, ids: [], span: span), assignments)
    }
  }

  private func planning(_ binder: Binder) -> Planning {
    Planning(binder: binder, store: nil, author: session.author, now: session.clock(), folder: folder)
  }

  /// The kind of record that a command makes; and its plan, where nothing but its own words goes into it.
  private mutating func check(_ command: Command) -> (record: Value, plan: ChangePlan?) {
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
  private func made(by plan: ChangePlan) -> Value {
    guard case .insert(let insertion)? = plan.steps.last else { return .empty }
    return .record(insertion.entity.key, 0)
  }

  /// A view that the program saves is a source from here on.
  private mutating func see(_ name: Name, _ query: Language.Query) {
    views[TextFolding.folded(name.text)] = .init(name: name.text, query: query)
    let own = views
    let known = session.context().views
    base.views = { own[TextFolding.folded($0)] ?? known?($0) }
    base.viewNames.append(name.text)
  }

  private mutating func check(_ bound: Bound) -> Value {
    switch bound {
    case .query(let query): return check(query)
    case .command(let command): return check(command).record
    case .expression(let expression): return check(expression)
    }
  }

  private mutating func check(_ expression: Expression) -> Value {
    switch expression.kind {
    case .query(let query): return check(query)
    case .call(let call) where functions[call.function.text] != nil:
      checkCall(call.function, call.arguments.count)
      for argument in call.arguments { _ = check(argument) }
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
    case .atom: return .empty
    default:
      let bound = attempt { binder throws(BindingError) in try binder.bind(expression) }
      if case .reference(let key)? = bound?.type { return .record(key, 0) }
      return .empty
    }
  }

  // MARK: Functions

  private mutating func checkCall(_ name: Name, _ count: Int) {
    calls.note(name.text, from: currentFunction)
    guard let function = functions[name.text] else {
      problems.append(
        BindingError.unknownFunction(
          name.text, suggestions: NearestName.suggestions(for: name.text, among: functions.keys.sorted()), name.span
        ).diagnostic())
      return
    }
    guard function.count == count else {
      problems.append(
        BindingError.wrongCount(name.text, function.count, name.span).diagnostic())
      return
    }
  }

  /// A function may not call itself, directly or around: everything ends.
  mutating func checkRecursion() {
    for name in calls.circular {
      let problem = Diagnostic(
        "recursion", Wording("\(name) calls itself", "\(name) 直接或间接调用了自己"),
        at: functions[name].map { .init($0.span) },
        help: [Wording("use `for` over a query or a list", "请用 for 遍历查询或列表")])
      problems.append(functions[name]?.source.map { problem.attached(to: $0) } ?? problem)
    }
  }

  /// The functions of a library are known from here on, checked as the program itself is; so are those of the
  /// libraries that it uses.
  private mutating func use(_ file: Expression) {
    guard case .text(let literal) = file.kind, let name = literal.plain else { return }
    let path = planning(Binder(context)).path(name)
    let identity = ScriptFile.identity(of: path)
    if let start = way.firstIndex(where: { $0.identity == identity }) {
      problems.append(circle(way[start...].map(\.name) + [name], at: file.span))
      return
    }
    guard used.insert(identity).inserted else { return }
    let text: SourceText
    do throws(Diagnostic) { text = try ScriptFile.read(path, at: file.span) } catch {
      problems.append(error)
      missesFunctions = true
      return
    }
    var parser = Parser(text.text, vocabulary: session.catalogue.vocabulary)
    let (program, errors) = parser.parseProgram()
    var inner = self
    (inner.folder, inner.source) = (ScriptFile.folder(of: path), text)
    inner.way.append((name, identity))
    inner.problems = errors.map { $0.diagnostic() }
    if !errors.isEmpty { inner.missesFunctions = true }
    if errors.isEmpty {
      inner.collectDefinitions(program.statements)
      for statement in program.statements where statement.kind.isLibrary { inner.check(statement) }
    }
    (functions, used, missesFunctions) = (inner.functions, inner.used, inner.missesFunctions)
    problems += inner.problems.map { problem in
      let placed = problem.attached(to: text)
      return source.map { placed.called(from: file.span, of: $0) } ?? placed
    }
  }
}

extension Walk {
  /// Libraries that need each other have no order in which they could be read.
  private func circle(_ names: [String], at span: SourceSpan) -> Diagnostic {
    let list = names.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: " → ")
    return Diagnostic(
      "library-circle", Wording("libraries use each other in a circle: \(list)", "库文件循环引用：\(list)"), at: .init(span),
      help: [Wording("move what both need into a third file", "把双方都需要的部分移到第三个文件")])
  }
}

extension Statement.Kind {
  /// What counts in a file that another one uses.
  var isLibrary: Bool {
    switch self {
    case .definition, .use: true
    case .query, .command, .expression, .letting, .parameter, .conditional, .loop, .perform, .give, .attempt, .fail,
      .print, .expect:
      false
    }
  }
}

/// Which function calls which.
private final class CallGraph {
  private var called: [String: Set<String>] = [:]

  func note(_ name: String, from caller: String?) {
    if let caller { called[caller, default: []].insert(name) }
  }

  var circular: [String] { called.keys.sorted().filter { reaches($0, from: $0) } }

  private func reaches(_ goal: String, from start: String) -> Bool {
    var seen: Set<String> = []
    var open = Array(called[start] ?? [])
    while let name = open.popLast() {
      if name == goal { return true }
      if seen.insert(name).inserted { open += called[name] ?? [] }
    }
    return false
  }
}

extension Value {
  /// What a check may know of a value: the kind of record, not the value.
  fileprivate var typeOnly: Value {
    switch self {
    case .record(let key, _): .record(key, 0)
    case .records(let key, _): .records(key, [])
    default: self
    }
  }

  /// What a loop over it binds its variable to.
  fileprivate var element: Value {
    switch self {
    case .records(let key, _): .record(key, 0)
    case .record: self
    default: .empty
    }
  }
}
