internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

/// What is known at each place of a program: variables with the kind of record that they hold.
struct CheckWalk {
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
  /// The types of those that are given a value once: every use of them finds it.
  var types: [String: ValueType] = [:]
  /// How often the program, or the function at hand, gives a variable a value.
  var givings: [String: Int] = [:]
  var functions: [String: KnownFunction] = [:]
  /// Those that the program and its libraries define.
  var defined: Set<String> = []
  let calls = CallGraph()
  var currentFunction: String?
  var subject: Value?
  /// What does not change along the way: the dictionary, the clock, the views, the last result.
  var base: BindingContext
  let literals: LiteralPlanner
  private(set) var plans: [Int: ChangePlan] = [:]
  /// A kept plan is about as large as its statement's tree.
  private static let keptPlans = 100_000
  /// Views that the program itself has saved so far.
  var views: [String: BindingContext.ViewDefinition] = [:]

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
      functions = session.definitions.mapValues { KnownFunction($0.parameters, .zero, $0.source) }
    }
  }

  mutating func collectDefinitions(_ statements: [Statement]) {
    for statement in statements {
      if case .definition(let name, let parameters, _) = statement.kind {
        if !defined.insert(name.text).inserted, let other = functions[name.text] {
          problems.append(definedTwice(name, other))
        }
        functions[name.text] = KnownFunction(parameters, name.span, source)
      }
    }
  }

  var context: BindingContext {
    var context = base
    context.variables = variables
    context.declared = declared
    context.types = types
    context.subject = subject
    if !functions.isEmpty { context.functions = functions.mapValues(\.parameters.count) }
    let (calls, current) = (calls, currentFunction)
    context.noteCall = { calls.note($0, from: current) }
    return context
  }

  mutating func attempt<Result>(_ body: (Binder) throws(BindingError) -> Result) -> Result? {
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

  mutating func check(_ statements: [Statement]) {
    for statement in statements {
      guard problems.count < DiagnosticList.limit else { return }
      check(statement)
    }
  }

  mutating func check(_ statement: Statement) {
    switch statement.kind {
    case .query(let query): _ = check(query)
    case .command(let command): _ = check(command)
    case .expression(let expression): _ = check(expression)
    case .letting(let variable, let bound): set(variable, check(bound), type(of: bound))
    case .parameter(let variable, let type, let initial):
      set(variable, value(ofType: type), type.flatMap { ParameterType($0)?.valueType })
      if let initial { checkArgument(initial, as: type) }
    case .conditional(let branches, let otherwise):
      for branch in branches {
        _ = attempt { binder throws(BindingError) in try binder.bindCondition(branch.condition) }
        check(branch.body)
      }
      check(otherwise ?? [])
    case .loop(let variable, let over, let body):
      set(variable, check(over).element, elementType(of: over))
      check(body)
    case .definition(let name, let parameters, let body):
      let saved = (variables, declared, currentFunction, types, givings)
      (variables, declared, currentFunction, types, givings) = ([:], ["_"], name.text, [:], [:])
      for parameter in parameters { givings[parameter.variable.name, default: 0] += 1 }
      count(givingsIn: body)
      for parameter in parameters {
        set(parameter.variable, value(ofType: parameter.type), ParameterType(parameter.type)?.valueType)
      }
      check(body)
      (variables, declared, currentFunction, types, givings) = saved
    case .perform(let name, let arguments): checkCall(name, arguments)
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

  mutating func set(_ variable: Variable, _ value: Value, _ type: ValueType? = nil) {
    variables[variable.name] = value == .empty ? nil : value
    declared.insert(variable.name)
    types[variable.name] = value == .empty && givings[variable.name] == 1 ? type : nil
  }

  mutating func value(ofType type: Name?) -> Value {
    guard let type, ParameterType(type) == nil else { return .empty }
    guard let entity = attempt({ binder throws(BindingError) in try binder.entity(type) }) else { return .empty }
    return .record(entity.key, 0)
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
