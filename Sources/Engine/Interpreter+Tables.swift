internal import Diagnostics
internal import Domain
internal import Layout
internal import Query
internal import Storage

/// Steps that verbs and reports share: rows and tables of what may be seen.
extension Interpreter {
  func binding<Result>(_ body: () throws(BindingError) -> Result) throws(Diagnostic) -> Result {
    do throws(BindingError) { return try body() } catch { throw error.diagnostic() }
  }

  func table(
    of entity: Entity, _ ids: [Int64], columns: [String]? = nil, all: Bool = false, past: Past? = nil
  ) throws(Diagnostic) -> ResultTable {
    let binder = Binder(session.context(), scope: entity)
    let shown = try binding { () throws(BindingError) in try binder.defaultColumns(of: entity, all: all) }
    let identity = binder.identity(of: entity)
    var query = BoundQuery(
      entity: entity, condition: BoundExpression(.membership(identity, ids.map { .integer($0) }), .truth),
      columns: shown)
    query.past = past
    return try table(query)
  }

  func table(_ query: BoundQuery, limit: Int = .max) throws(Diagnostic) -> ResultTable {
    var sink: any ResultSink = TableCollector(limit: limit)
    _ = try rows(of: query, style: .person, into: &sink)
    guard let collector = sink as? TableCollector, let table = collector.table else {
      throw StorageError.failed("no rows").diagnostic
    }
    return table
  }

  /// What the one who asks may see of a query.
  func visible(_ query: BoundQuery) -> BoundQuery {
    permission.visibility(of: query, author: session.author).map { query.adding($0) } ?? query
  }

  /// Runs a query into a sink, with the visibility of the one who asks.
  func rows(
    of query: BoundQuery, style: QueryWriter.Style, into sink: inout any ResultSink
  ) throws(Diagnostic) -> [Int64] {
    let compiled = session.compile(visible(query), style: style)
    do throws(StorageError) { return try session.store.run(compiled, into: &sink) } catch { throw error.diagnostic }
  }
}
