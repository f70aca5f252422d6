package import Query

/// A source of records that writes them itself, value by value, as fast as the table takes them: an import.
package protocol RowSource: RecordSource {
  /// Writes its records through `rows`, inside the change set that is open. What it throws undoes them.
  func load(into rows: RowWriter) throws
}

extension RowSource {
  package func load(_ accept: (LoadedRecord) throws -> Void) throws {}
}
