internal import Domain
package import Query
internal import Storage

extension Session {
  /// A query as one statement, by the better of the two ways where there are two.
  package func compile(_ query: BoundQuery, style: QueryWriter.Style) -> CompiledQuery {
    var writer = QueryWriter(rules: dictionary.rules, now: clock(), style: style)
    writer.startsFromLabel = store.startsFromLabel(query, now: clock())
    writer.page = store.page(of: query, startsFromLabel: writer.startsFromLabel, now: clock())
    return writer.compile(query)
  }
}
