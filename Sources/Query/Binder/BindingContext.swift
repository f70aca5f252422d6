package import Diagnostics
package import Domain
package import Language
package import Values

/// What the binder may ask: the dictionary, the clock, variables, records by name. In a check without a workspace
/// the last three answer nothing and the binder checks names and types only.
package struct BindingContext {
  package private(set) var dictionary: DataDictionary
  package private(set) var reader: FieldReader
  package var references: (any ReferenceFinding)?
  package var variables: [String: Value]
  /// Variables that will have a value when the program runs; a check knows their types at most.
  package var declared: Set<String> = []
  /// What a check knows of their values: of which type they are.
  package var types: [String: ValueType] = [:]
  package var lastResult: LastResult?
  /// What `it` is.
  package var subject: Value?
  /// The one who asks.
  package var author: Int64
  package var views: (@Sendable (String) -> ViewDefinition?)?
  package var viewNames: [String] = []
  /// Folded names of the views that are being bound: none may see itself.
  var openViews: Set<String> = []
  /// The earlier state that the query at hand asks of; nil for the one that stands.
  package internal(set) var past: Past?
  /// The state of a moment; nil in a check.
  package var recall: ((Moment, SourceSpan) throws(BindingError) -> Past)?
  /// The value of a bound expression that belongs to no row; nil in a check.
  package var evaluate: ((BoundExpression, SourceSpan) throws(BindingError) -> Value)?
  /// The same as a person reads it, for interpolation.
  package var show: ((BoundExpression, SourceSpan) throws(BindingError) -> String)?
  /// Calls a function that the script defines; nil in a check.
  package var perform: ((Call, SourceSpan) throws(BindingError) -> Value)?
  /// Hears of every call of such a function; a check looks for those that come back to themselves.
  package var noteCall: ((String) -> Void)?
  /// For each of some folded texts, whether a pattern is found in it; the room that matches patterns brings it.
  package var findPattern: (@Sendable (String, [String]) throws(PatternFault) -> [Bool])?
  /// Functions that the script defines, with their number of parameters.
  package var functions: [String: Int] = [:]

  package init(
    dictionary: DataDictionary, now: Instant, references: (any ReferenceFinding)? = nil,
    variables: [String: Value] = [:], author: Int64 = 0
  ) {
    self.dictionary = dictionary
    reader = FieldReader(dictionary: dictionary, now: now)
    self.references = references
    self.variables = variables
    self.author = author
  }

  package var isCheck: Bool { evaluate == nil }

  /// The same where a bare amount is one of this currency, and nothing is converted: amounts in others are not read.
  package func counting(in currency: Currency, now: Instant) -> BindingContext {
    var rules = dictionary.rules
    rules.baseCurrency = currency
    rules.rates = [:]
    var copy = self
    copy.dictionary = DataDictionary(entities: dictionary.entities, rules: rules)
    copy.reader = FieldReader(dictionary: copy.dictionary, now: now)
    copy.variables = variables.filter {
      if case .money(let money) = $0.value { money.currency == currency } else { true }
    }
    return copy
  }

  /// What `$_` and `$3` mean.
  package struct LastResult: Sendable {
    package let entity: EntityKey
    package let ids: [Int64]

    package init(entity: EntityKey, ids: [Int64]) {
      self.entity = entity
      self.ids = ids
    }
  }

  /// A saved view: its query, parsed.
  package struct ViewDefinition: Sendable {
    package let name: String
    package let query: Query

    package init(name: String, query: Query) {
      self.name = name
      self.query = query
    }
  }

  package func value(of variable: Variable) throws(BindingError) -> Value {
    if variable.isLastResult || variable.row != nil {
      guard let result = lastResult else {
        if isCheck { return .empty }
        throw .noResultYet(variable.span)
      }
      guard let row = variable.row else { return .records(result.entity, result.ids) }
      guard row >= 1, row <= result.ids.count else {
        throw .noSuchRow(row, count: result.ids.count, variable.span)
      }
      return .record(result.entity, result.ids[row - 1])
    }
    if let value = variables[variable.name] { return value }
    if isCheck, declared.contains(variable.name) { return .empty }
    let known = Array(variables.keys) + declared
    throw .unknownVariable(
      variable.name, suggestions: NearestName.suggestions(for: variable.name, among: known.sorted()), variable.span)
  }
}
