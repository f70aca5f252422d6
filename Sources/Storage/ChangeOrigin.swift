package import Values

/// Who changes something, and on whose word.
package struct ChangeOrigin: Sendable {
  package let author: Int64
  /// `prompt`, `script cleanup.crm:12`, `import customers.csv`.
  package let source: String
  package let statement: String?
  /// The line of a script that `source` names.
  package let place: ChangePlace?
  package let at: Instant

  package init(author: Int64, source: String, statement: String?, place: ChangePlace? = nil, at: Instant) {
    self.author = author
    self.source = source
    self.place = place
    self.statement = statement
    self.at = at
  }
}
