internal import Domain
package import Layout
internal import Values

/// The stages that one opportunity had gone through in an earlier state.
package struct PastVisits {
  private let past: Past

  package init(_ past: Past) { self.past = past }

  /// Rows of stage, entered, left, author and the visit's number, the first visit first. A stage was left where the next
  /// was entered; the last one where its row says so, and it was by then.
  package func statement(of opportunity: Int64) -> SQLStatement {
    let reader = PastReader(past: past, currency: past.rules.baseCurrency, isFew: true)
    // What was redone lies in the past beside what was undone.
    let visits =
      "SELECT stage, entered, left, author, min(id) AS id FROM (\(reader.visits(of: "= \(opportunity)"))) "
      + "GROUP BY stage, entered"
    return SQLStatement(
      "SELECT stage, entered, lead(entered, 1, CASE WHEN left <= \(past.at.milliseconds) THEN left END) OVER (ORDER BY id), "
        + "author, id FROM (\(visits)) ORDER BY id")
  }
}
