internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

/// Functions and the libraries that hold them.
extension CheckWalk {
  mutating func checkCall(_ name: Name, _ arguments: [Expression]) {
    calls.note(name.text, from: currentFunction)
    guard let function = functions[name.text] else {
      problems.append(
        BindingError.unknownFunction(
          name.text, suggestions: NearestName.suggestions(for: name.text, among: functions.keys.sorted()), name.span
        ).diagnostic())
      return
    }
    guard function.parameters.count == arguments.count else {
      problems.append(
        BindingError.wrongCount(name.text, function.parameters.count, name.span).diagnostic())
      return
    }
    for (parameter, argument) in zip(function.parameters, arguments) { checkArgument(argument, as: parameter.type) }
  }

  /// What is given to a parameter: words and texts are read by its type, which a record has to be of.
  mutating func checkArgument(_ argument: Expression, as type: Name?) {
    let planning = planning(Binder(context))
    if let word = argument.word {
      _ = attempt { _ throws(BindingError) in try planning.parameter(word.text, as: type, argument.span) }
      return
    }
    let count = problems.count
    let value = check(argument)
    guard problems.count == count else { return }
    if case .text(let literal) = argument.kind {
      guard let plain = literal.plain else { return }
      _ = attempt { _ throws(BindingError) in try planning.parameter(.text(plain), as: type, argument.span) }
      return
    }
    guard let type, let entity = try? Binder(context).entity(type), ParameterType(type) == nil,
      let (key, _) = value.asRecords, key != entity.key
    else { return }
    _ = attempt { _ throws(BindingError) in
      try planning.parameter(.record(key, 0), as: type, argument.span)
    }
  }

  /// A name that stands for two functions: which of them was meant, the last one read would say.
  func definedTwice(_ name: Name, _ other: KnownFunction) -> Diagnostic {
    let place = other.source.map { "\($0.name):\($0.position(at: other.span.lower).line)" } ?? ""
    return Diagnostic(
      "defined-twice",
      Wording(
        "\(name.text) is defined already\(place.isEmpty ? "" : ", in \(place)")",
        "\(name.text) 已经定义过\(place.isEmpty ? "" : "（\(place)）")"),
      at: .init(name.span), help: [Wording("give one of them another name", "请给其中一个换个名字")])
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
  mutating func use(_ file: Expression) {
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
    (functions, defined, used, missesFunctions) = (inner.functions, inner.defined, inner.used, inner.missesFunctions)
    problems += inner.problems.map { problem in
      let placed = problem.attached(to: text)
      return source.map { placed.called(from: file.span, of: $0) } ?? placed
    }
  }

  /// A file that is run stands for itself: it sees the functions and views that are known, and its parameters. One that is
  /// not there may be made on the way.
  mutating func checkRun(_ command: Command) {
    guard case .value(let file)? = command["file"] else { return }
    let name: String
    switch file.kind {
    case .atom(let atom): name = atom.text
    case .text(let literal) where literal.plain != nil: name = literal.plain ?? ""
    default: return
    }
    let path = planning(Binder(context)).path(name)
    let identity = ScriptFile.identity(of: path)
    guard ScriptFile.isFile(path), !way.contains(where: { $0.identity == identity }),
      let text = try? ScriptFile.read(path, at: file.span)
    else { return }
    let words = session.dictionary.knownWords
    var parser = Parser(text.text, vocabulary: session.catalogue.vocabulary, knownWords: words)
    let (program, errors) = parser.parseProgram()
    var inner = self
    (inner.folder, inner.source) = (ScriptFile.folder(of: path), text)
    inner.way.append((name, identity))
    (inner.variables, inner.declared, inner.types, inner.givings) = ([:], ["_"], [:], [:])
    (inner.subject, inner.currentFunction, inner.defined) = (nil, nil, [])
    inner.problems = errors.map { $0.diagnostic() }
    if errors.isEmpty {
      inner.collectDefinitions(program.statements)
      inner.count(givingsIn: program.statements)
      inner.check(program.statements)
      (views, base) = (inner.views, inner.base)
    }
    if inner.missesFunctions { inner.problems.removeAll { $0.code == "unknown-function" } }
    problems += inner.problems.map { problem in
      let placed = problem.attached(to: text)
      return source.map { placed.called(from: file.span, of: $0) } ?? placed
    }
    var given: [String] = []
    if case .assignments(let assignments)? = command["parameters"] { given = assignments.map(\.field.text) }
    guard errors.isEmpty else { return }
    problems += program.unknownParameters(among: given) { "with \($0) = …" }.map { $0.located(at: command.span) }
    problems += program.missingParameters(among: given).map { variable in
      Diagnostic(
        "missing-parameter", Wording("$\(variable.name) has no value", "参数 $\(variable.name) 没有值"),
        at: .init(file.span),
        help: [Wording(verbatim: "with \(variable.name) = …")])
    }
  }

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

/// A function as its definition says it.
struct KnownFunction {
  let parameters: [Parameter]
  let span: SourceSpan
  let source: SourceText?

  init(_ parameters: [Parameter], _ span: SourceSpan, _ source: SourceText?) {
    (self.parameters, self.span, self.source) = (parameters, span, source)
  }
}

/// Which function calls which.
final class CallGraph {
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
