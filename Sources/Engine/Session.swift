package import Diagnostics
package import Domain
internal import Language
internal import Layout
package import Query
package import Storage
package import Values

/// One person's (or one program's) conversation with a workspace: variables, settings, the last result. Owned by its
/// face and used from one thread.
package final class Session {
  /// What everybody shares.
  package let workspace: Store
  /// A private copy in which the session works for a while.
  package internal(set) var sandbox: Sandbox?
  package let catalogue: VerbCatalogue
  package let clock: @Sendable () -> Instant
  /// The clock where it stands still and `set clock` moves it.
  package let frozenClock: FrozenClock?
  /// The only folder that files are written to; nil writes where a statement says. What was written is read back.
  package var scratchFolder: String?
  package let author: Int64
  package var settings: SessionSettings
  package var variables: [String: Value] = [:]
  package var lastResult: BindingContext.LastResult?
  /// The scripts' own functions.
  var definitions: [String: Definition] = [:]
  /// What is done is taken back, and no file is written: a dry run, a rehearsal.
  var keepsNothing = false
  /// What `it` is: the record of a template or a stage.
  var subject: Value?
  /// Calls a function of the script that is running.
  var performer: ((Call, SourceSpan) throws(BindingError) -> Value)?
  /// Writes rows to a file; the room that knows file formats brings it.
  package var exporter: Exporter?
  /// Draws rows into a file; the same room brings it.
  package var chartExporter: ChartExporter?
  /// How far a long piece of work is; nil when it is over.
  package var onProgress: (Wording?) -> Void = { _ in }
  private var views: (version: Int, byName: [String: BindingContext.ViewDefinition])?
  /// Raised by every write: saved views are read again.
  var version = 0
  private var foreignChanges: Int64 = 0

  package init(
    store: Store, catalogue: VerbCatalogue, author: Int64 = 0, settings: SessionSettings = SessionSettings(),
    clock: @escaping @Sendable () -> Instant = { Instant.now() }, frozenClock: FrozenClock? = nil
  ) {
    workspace = store
    self.catalogue = catalogue
    self.author = author
    self.settings = settings
    self.clock = if let frozenClock { { frozenClock.now } } else { clock }
    self.frozenClock = frozenClock
  }

  /// Where the session reads and writes now.
  package var store: Store { sandbox?.store ?? workspace }
  package var dictionary: DataDictionary { store.dictionary }

  /// A function of a script: `define name($a: type) { … }`.
  struct Definition {
    let parameters: [Parameter]
    let body: [Statement]
    let source: SourceText
    let folder: String
  }

  private lazy var evaluator: (BoundExpression, SourceSpan) throws(BindingError) -> Value = {
    [unowned self] expression, span throws(BindingError) in try evaluate(expression, span)
  }
  private lazy var shower: (BoundExpression, SourceSpan) throws(BindingError) -> String = {
    [unowned self] expression, span throws(BindingError) in
    try text(of: evaluate(expression, span), isInSentence: true)
  }

  private lazy var recaller: (Moment, SourceSpan) throws(BindingError) -> Past = {
    [unowned self] moment, span throws(BindingError) in try recall(moment, span)
  }

  // MARK: Binding

  /// What the binder may ask in this session, now.
  package func context() -> BindingContext {
    var context = BindingContext(
      dictionary: dictionary, now: clock(), references: store, variables: variables, author: author)
    context.lastResult = lastResult
    context.subject = subject
    let views = savedViews()
    if !views.isEmpty {
      context.views = { views[TextFolding.folded($0)] }
      context.viewNames = views.values.map(\.name).sorted()
    }
    if !definitions.isEmpty { context.functions = definitions.mapValues(\.parameters.count) }
    context.perform = performer
    context.evaluate = evaluator
    context.recall = recaller
    context.show = shower
    context.findPattern = { (pattern, texts) throws(PatternFault) in try Pattern.find(pattern, in: texts) }
    return context
  }

  package func planning(folder: String) -> Planning {
    var planning = Planning(
      binder: Binder(context()), store: store, author: author, now: clock(), folder: folder)
    planning.scratchFolder = scratchFolder
    planning.keepsNothing = keepsNothing
    return planning
  }

  /// Another session may have written since: asked once for each text that runs, not for each name in it.
  func noticeOthers() {
    let changes = store.foreignChanges
    if changes != foreignChanges {
      version += 1
      // What cannot be read now is told by the statement that meets it.
      if sandbox == nil { try? store.noticeDictionary() }
    }
    foreignChanges = changes
  }

  private func savedViews() -> [String: BindingContext.ViewDefinition] {
    if let views, views.version == version { return views.byName }
    var found: [String: BindingContext.ViewDefinition] = [:]
    for (name, text) in (try? store.savedViews()) ?? [] {
      var parser = Parser(text, vocabulary: catalogue.vocabulary)
      guard case .query(let query)? = parser.parseProgram().program.statements.first?.kind else { continue }
      found[TextFolding.folded(name)] = .init(name: name, query: query)
    }
    views = (version, found)
    return found
  }

  // MARK: Values of expressions

  private func evaluate(_ expression: BoundExpression, _ span: SourceSpan) throws(BindingError) -> Value {
    let raw: SQLValue
    if case .literal(let value) = expression.kind {
      raw = value
    } else {
      raw = try scalar(expression)
      for divisor in raw == .null ? expression.divisors : [] where try scalar(divisor) == .integer(0) {
        throw .divisionByZero(nil, span)
      }
      for isGone in raw == .null ? expression.beyondCalendar : [] where try scalar(isGone) == .integer(1) {
        throw .failed(
          Diagnostic(
            "out-of-range", Wording("the calendar ends with the year 9999", "日期最晚到 9999 年"), kind: .failure,
            at: .init(span)))
      }
    }
    if case .real(let number) = raw, ExactDecimal(nearest: number) == nil {
      throw .value(.tooLarge("\(number)"), field: nil, entity: nil, span)
    }
    return value(raw, of: expression.type)
  }

  private func scalar(_ expression: BoundExpression) throws(BindingError) -> SQLValue {
    let statement = QueryWriter(rules: dictionary.rules, now: clock(), style: .bare).scalar(expression)
    do throws(StorageError) { return try store.scalar(statement) } catch { throw .failed(error.diagnostic) }
  }

  private func value(_ raw: SQLValue, of type: ValueType) -> Value {
    switch raw {
    case .null: return .empty
    case .text(let text): return .text(text)
    case .real(let number): return ExactDecimal(nearest: number).map { .number($0) } ?? .empty
    case .integer(let number):
      switch type {
      case .text, .integer, .labels, .unknown: return .integer(number)
      case .number: return .number(FieldValue.number(storedUnits: number))
      case .money: return .money(Money(minorUnits: number, currency: dictionary.rules.baseCurrency))
      case .date: return CivilDate(daysSinceEpoch: number).map { .date($0) } ?? .empty
      case .instant: return .instant(Instant(milliseconds: number))
      case .duration: return .duration(number)
      case .flag, .truth: return .flag(number != 0)
      case .choice(let list):
        return Int(exactly: number).flatMap { list.choice(key: $0) }.map { .choice($0.name) } ?? .empty
      case .reference(let key), .identity(let key): return .record(key, number)
      }
    }
  }

  /// As a person reads it: a record by its title.
  package func show(_ expression: BoundExpression, _ span: SourceSpan) throws(BindingError) -> String {
    try text(of: evaluate(expression, span))
  }

  /// - Parameter isInSentence: for somebody to read, as between the braces of a text; else as a program would type it.
  package func text(of value: Value, isInSentence: Bool = false) throws(BindingError) -> String {
    guard case .record(let key, let id) = value, let entity = dictionary.entity(key), let title = entity.titleField
    else {
      return isInSentence ? value.sentenceText(dictionary) : value.plainText(dictionary)
    }
    do throws(StorageError) {
      if case .text(let text)? = try store.values(of: [title], record: id, entity: entity)?.first { return text }
    } catch {
      throw .failed(error.diagnostic)
    }
    return entity.reference(id)
  }
}

/// Writes the rows that `fill` sends into a file of the format that its name says; returns their number. `exact` gives
/// moments whole and not as their day.
package typealias Exporter = (
  _ path: String, _ base: Currency, _ exact: Bool, _ fill: (inout any ResultSink) throws(Diagnostic) -> Int
) throws(Diagnostic) -> Int

/// Draws the rows that `fill` sends as a chart of a kind into a file; returns their number.
package typealias ChartExporter = (
  _ path: String, _ kind: String, _ fill: (inout any ResultSink) throws(Diagnostic) -> Int
) throws(Diagnostic) -> Int

/// What `set` changes.
package struct SessionSettings: Sendable {
  package var output: OutputFormat = .auto
  package var showsTiming = false
  package var language: UserLanguage = .english
  /// Seconds a statement may take; zero is none.
  package var timeout = 0
  package var usesPager = true
  package var usesColour = false
  /// Programs get every field of a record, and moments whole.
  package var isExact = false

  package init() {}
}
