package import Domain
package import Language
internal import Query

/// What a session knows of names that no dictionary holds, for completion.
extension Session {
  /// The topics that help has beside the verbs, in one language.
  package func helpTopics(_ spelling: SpellingSet) -> [String] { HelpPages.topicNames(spelling) }

  /// The functions that may be called in an expression: the grammar's own, and those that were defined.
  package var functionWords: [Word] {
    AggregateFunction.allCases.map(\.word) + definedFunctions.map { Word($0) }
  }

  package var definedFunctions: [String] { definitions.keys.sorted() }

  package static var typeWords: [Word] { ParameterType.allCases.map(\.word) }

  /// The kind of record that a view lists, or that a variable holds.
  package func entity(ofVariable name: String) -> Entity? {
    if name == "_" || name.allSatisfy(\.isNumber) { return lastResult.flatMap { dictionary.entity($0.entity) } }
    return variables[name]?.asRecords.flatMap { dictionary.entity($0.0) }
  }

  package func source(ofView name: String) -> Language.Query.Source? { context().views?(name)?.query.source }
}
