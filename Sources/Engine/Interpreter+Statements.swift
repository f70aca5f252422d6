internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Storage
internal import Values

/// What each kind of statement does.
extension Interpreter {
  /// - Parameter settled: the plan that the check made for good.
  func execute(_ statement: Statement, _ settled: ChangePlan? = nil) throws(Diagnostic) {
    guard statement.kind.isBlock, let limit = try expectation(of: statement) else {
      return try perform(statement, settled)
    }
    bulkGuard.enter(limit: limit)
    defer { bulkGuard.leave() }
    try perform(statement, settled)
  }

  private func perform(_ statement: Statement, _ settled: ChangePlan?) throws(Diagnostic) {
    switch statement.kind {
    case .query(let query): try show(query, in: statement)
    case .command(let command): _ = try carryOut(command, of: statement, isShown: true, settled: settled)
    case .expression(let expression): try showValue(expression)
    case .letting(let variable, let bound):
      session.variables[variable.name] = try value(of: bound, in: statement)
    case .parameter(let variable, let type, let initial): try declare(variable, type, initial, statement.span)
    case .conditional(let branches, let otherwise):
      for branch in branches {
        guard try holds(branch.condition) else { continue }
        for inner in branch.body { try execute(inner) }
        return
      }
      for inner in otherwise ?? [] { try execute(inner) }
    case .loop(let variable, let over, let body): try loop(variable, over, body, statement)
    case .definition(let name, let parameters, let body):
      session.definitions[name.text] = .init(parameters: parameters, body: body, source: source, folder: folder)
    case .perform(let name, let arguments): _ = try perform(name, arguments)
    case .give(let bound):
      pendingGift = try value(of: bound, in: statement)
      throw Diagnostic(
        "return", Wording("`return` stands outside a function", "return 只能用在 define 中"), at: .init(statement.span))
    case .use(let file): try use(file)
    case .attempt(let body, let error, let otherwise): try attempt(body, error, otherwise)
    case .fail(let message):
      throw Diagnostic(
        "failed", Wording(verbatim: try text(message)), kind: .failure, at: .init(statement.span))
    case .print(let items):
      var pieces: [String] = []
      for item in items { pieces.append(try printed(item)) }
      face.tell(.printed(pieces.joined(separator: " ")))
    case .expect(let condition, let message): try expect(condition, message, statement.span)
    }
  }

  // MARK: Values

  func text(_ expression: Expression) throws(Diagnostic) -> String {
    let planning = session.planning(folder: folder)
    return try binding { () throws(BindingError) in try planning.text(expression) }
  }

  private func printed(_ expression: Expression) throws(Diagnostic) -> String {
    switch expression.kind {
    case .text: return try text(expression)
    case .variable(let variable, nil):
      let value = try binding { () throws(BindingError) in try session.context().value(of: variable) }
      return try binding { () throws(BindingError) in try session.text(of: value) }
    default:
      let binder = Binder(session.context())
      return try binding { () throws(BindingError) in try session.show(try binder.bind(expression), expression.span) }
    }
  }

  func value(_ expression: Expression) throws(Diagnostic) -> Value {
    if case .call(let call) = expression.kind, session.definitions[call.function.text] != nil {
      return try perform(call.function, call.arguments)
    }
    switch expression.kind {
    case .text(let literal):
      let binder = Binder(session.context())
      return .text(try binding { () throws(BindingError) in try binder.text(literal) })
    case .list(let items):
      var values: [Value] = []
      for item in items { values.append(try value(item)) }
      return .list(values)
    default:
      let planning = session.planning(folder: folder)
      return try binding { () throws(BindingError) in try planning.value(expression) }
    }
  }

  private func showValue(_ expression: Expression) throws(Diagnostic) {
    face.tell(.value(try printed(expression)))
  }

  func holds(_ condition: Expression) throws(Diagnostic) -> Bool {
    let binder = Binder(session.context())
    let value = try binding { () throws(BindingError) in
      let bound = try binder.bindCondition(condition)
      return try binder.context.evaluate?(bound, condition.span) ?? .flag(false)
    }
    return value == .flag(true)
  }

  private func expect(_ condition: Expression, _ message: Expression?, _ span: SourceSpan) throws(Diagnostic) {
    guard try !holds(condition) else { return }
    let reason = try message.map { message throws(Diagnostic) in try text(message) }
    throw Diagnostic(
      "expectation",
      reason.map { Wording(verbatim: $0) } ?? Wording("this was expected to hold", "期望的条件不成立"), kind: .failure,
      at: .init(condition.span))
  }

  /// A query's records, a command's record, or a plain value.
  func value(of bound: Bound, in statement: Statement) throws(Diagnostic) -> Value {
    switch bound {
    case .query(let query):
      let binder = Binder(session.context())
      let bound = try binding { () throws(BindingError) in try binder.bindQuery(query) }
      if bound.isScalar, let column = bound.columns.first {
        let expression = BoundExpression(.scalarQuery(bound), column.expression.type)
        return try binding { () throws(BindingError) in
          try binder.context.evaluate?(expression, query.span) ?? .empty
        }
      }
      guard !bound.isGrouped else {
        throw BindingError.useNotBuilt(Wording("keeping groups in a variable", "把分组结果存入变量"), query.span).diagnostic()
      }
      var ordered = bound
      ordered.columns = []
      let compiled = session.compile(ordered, style: .exchange)
      do throws(StorageError) {
        return .records(bound.entity.key, try session.store.identities(compiled.statement))
      } catch {
        throw error.diagnostic
      }
    case .command(let command):
      let summary = try carryOut(command, of: statement, isShown: false)
      guard let made = summary.created.last else { return .empty }
      return .record(made.entity, made.id)
    case .expression(let expression): return try value(expression)
    }
  }

  // MARK: Control

  private func declare(
    _ variable: Variable, _ type: Name?, _ initial: Expression?, _ span: SourceSpan
  ) throws(Diagnostic) {
    if let given = parameters[variable.name] {
      session.variables[variable.name] = try read(given, as: type, span)
      return
    }
    guard let initial else {
      throw Diagnostic(
        "missing-parameter", Wording("$\(variable.name) has no value", "参数 $\(variable.name) 没有值"), at: .init(span),
        help: [Wording(verbatim: depth > 0 ? "with \(variable.name) = …" : "--param \(variable.name)=…")])
    }
    session.variables[variable.name] = try argument(initial, as: type)
  }

  /// What came from outside, by its declared type: a text as it would read if it had been typed.
  func read(_ given: Value, as type: Name?, _ span: SourceSpan) throws(Diagnostic) -> Value {
    let planning = session.planning(folder: folder)
    return try binding { () throws(BindingError) in
      guard case .text(let text) = given else { return try planning.parameter(given, as: type, span) }
      return try planning.parameter(text, as: type, span)
    }
  }

  /// What a program says itself, by its parameter's type: a raw word is read by it.
  private func argument(_ expression: Expression, as type: Name?) throws(Diagnostic) -> Value {
    let planning = session.planning(folder: folder)
    if let word = expression.word {
      return try binding { () throws(BindingError) in try planning.parameter(word.text, as: type, expression.span) }
    }
    let value: Value
    if case .query(let query) = expression.kind {
      value = try self.value(of: .query(query), in: Statement(kind: .query(query), span: expression.span))
    } else {
      value = try self.value(expression)
    }
    return try binding { () throws(BindingError) in try planning.parameter(value, as: type, expression.span) }
  }

  private func loop(
    _ variable: Variable, _ over: Bound, _ body: [Statement], _ statement: Statement
  ) throws(Diagnostic) {
    let items: [Value] =
      switch try value(of: over, in: statement) {
      case .records(let key, let ids): ids.map { .record(key, $0) }
      case .list(let values): values
      case .empty: []
      case let single: [single]
      }
    let before = session.variables[variable.name]
    for item in items {
      session.variables[variable.name] = item
      for inner in body { try execute(inner) }
    }
    session.variables[variable.name] = before
  }

  private func attempt(_ body: [Statement], _ error: Variable?, _ otherwise: [Statement]) throws(Diagnostic) {
    let begins = openBegins
    let attempts = openAttempts
    defer { openAttempts = attempts }
    do throws(Diagnostic) {
      openAttempts += 1
      // There must be a change set to go back in, even where the first write stands inside the block.
      try open(nil)
      try session.store.savepoint { () throws(Diagnostic) in
        for inner in body { try execute(inner) }
      }
      openBegins = Array(openBegins.prefix(begins.count))
    } catch let failure where failure.code != "return" && failure.kind != .storage {
      session.version += 1
      openBegins = Array(openBegins.prefix(begins.count))
      openAttempts = attempts
      if let error { session.variables[error.name] = .text(failure.message.in(session.settings.language)) }
      for inner in otherwise { try execute(inner) }
    }
  }

  // MARK: Functions and files

  @discardableResult
  func perform(_ name: Name, _ arguments: [Expression]) throws(Diagnostic) -> Value {
    guard let definition = session.definitions[name.text] else {
      throw unknownFunction(name)
    }
    guard arguments.count == definition.parameters.count else {
      throw BindingError.wrongCount(name.text, definition.parameters.count, name.span).diagnostic()
    }
    guard depth < Parser.maximumNesting else { throw SyntaxError.nestingTooDeep(name.span).diagnostic() }
    var scope: [String: Value] = [:]
    for (parameter, argument) in zip(definition.parameters, arguments) {
      scope[parameter.variable.name] = try self.argument(argument, as: parameter.type)
    }
    let saved = (session.variables, source, folder)
    (session.variables, source, folder) = (scope, definition.source, definition.folder)
    depth += 1
    defer {
      (session.variables, source, folder) = saved
      depth -= 1
    }
    do throws(Diagnostic) {
      for inner in definition.body { try execute(inner) }
    } catch {
      guard error.code == "return", let gift = pendingGift else {
        throw error.attached(to: definition.source).called(from: name.span, of: saved.1)
      }
      pendingGift = nil
      return gift
    }
    return .empty
  }

  private func unknownFunction(_ name: Name) -> Diagnostic {
    BindingError.unknownFunction(
      name.text, suggestions: NearestName.suggestions(for: name.text, among: session.definitions.keys.sorted()),
      name.span
    ).diagnostic()
  }

  /// `use "lib.crm"`: its functions are known from here on; nothing else in it runs.
  private func use(_ file: Expression) throws(Diagnostic) {
    let path = session.planning(folder: folder).path(try text(file))
    guard libraries.insert(ScriptFile.identity(of: path)).inserted else { return }
    let library = try ScriptFile.read(path, at: file.span)
    let saved = (source, folder)
    (source, folder) = (library, ScriptFile.folder(of: path))
    defer { (source, folder) = saved }
    let program: Program
    do throws(DiagnosticList) { program = try checked(library).program } catch {
      throw (error.diagnostics.first ?? Diagnostic("failed", Wording(verbatim: path))).called(
        from: file.span, of: saved.0)
    }
    for statement in program.statements where statement.kind.isLibrary { try execute(statement) }
  }

  /// `run "file.crm"`: inside the change set that is open, or one of its own.
  func runFile(_ path: String, _ given: [String: Value], at span: SourceSpan) throws(Diagnostic) {
    guard depth < 16 else { throw SyntaxError.nestingTooDeep(span).diagnostic() }
    let text = try ScriptFile.read(path, at: span)
    let saved = (source, folder, parameters, session.variables, isOneChangeSet)
    // What it defines is its own.
    let known = (session.definitions, libraries)
    (folder, parameters, session.variables) = (ScriptFile.folder(of: path), given, [:])
    depth += 1
    defer {
      (source, folder, parameters, session.variables, isOneChangeSet) = saved
      (session.definitions, libraries) = known
      depth -= 1
    }
    let program: Program
    do throws(DiagnosticList) { program = try checked(text).program } catch {
      throw (error.diagnostics.first ?? Diagnostic("failed", Wording(verbatim: path))).called(from: span, of: saved.0)
    }
    if let problem = program.unknownParameters(among: given.keys, { "with \($0) = …" }).first {
      throw problem.located(at: span)
    }
    source = text
    let begun = openBegins.count
    // A file that waits is kept statement by statement; inside a change set of someone else's it cannot wait.
    let isWaiting =
      !program.waits.isEmpty && !isOneChangeSet && !session.keepsNothing && openBegins.isEmpty && openAttempts == 0
    do throws(Diagnostic) {
      for statement in program.statements {
        try execute(statement)
        if isWaiting { try commit() }
      }
      if isOneChangeSet { try refuseOpenBegin(beyond: begun) }
    } catch {
      throw error.attached(to: text).called(from: span, of: saved.0)
    }
  }
}
