package import Values

/// Which change sets are listed.
package struct ChangeSetFilter: Sendable {
  package var author: Int64?
  package var since: Instant?
  /// What they came from: `prompt`, `script`, or a verb such as `import`.
  package var source: String?
  /// The script or the file of data that they came from: its name, or the end of its path.
  package var file: String?
  /// Those that touched a record.
  package var record: RecordKey?
  package var limit: Int

  package init(limit: Int) { self.limit = limit }
}
