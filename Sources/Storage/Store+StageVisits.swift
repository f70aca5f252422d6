internal import CSQLite
internal import Layout
package import Query
package import Values

/// A stay of an opportunity in a stage.
package struct StageVisit: Sendable {
  package let stage: Int
  package let entered: Instant
  /// Nil while it stays.
  package let left: Instant?
  package let author: Int64
  /// Numbers count up: what was entered later has a larger one.
  package let number: Int64
}

extension StageVisit {
  /// A row of stage, entered, left, author, number.
  fileprivate init?(_ row: OpaquePointer) {
    func number(_ column: Int32) -> Int64? {
      if case .integer(let number) = Connection.value(row, column) { number } else { nil }
    }
    guard let stage = number(0).flatMap({ Int(exactly: $0) }), let entered = number(1) else { return nil }
    self.init(
      stage: stage, entered: Instant(milliseconds: entered), left: number(2).map { Instant(milliseconds: $0) },
      author: number(3) ?? 0, number: number(4) ?? 0)
  }
}

extension Store {
  /// The last stages that an opportunity went through up to a moment, in their order, and the number of all.
  package func stageVisits(
    of opportunity: Int64, until end: Instant, limit: Int
  ) throws(StorageError) -> (rows: [StageVisit], total: Int) {
    let all = "FROM stage_visits WHERE opportunity = ?1 AND entered <= ?2"
    let arguments: [SQLValue] = [.integer(opportunity), .integer(end.milliseconds)]
    return try perform { connection in
      var visits: [StageVisit] = []
      let last = SQLStatement(
        "SELECT stage, entered, left, author, id \(all) ORDER BY id DESC LIMIT ?3", arguments + [.integer(Int64(limit))]
      )
      try connection.each(last) { row in
        if let visit = StageVisit(row) { visits.append(visit) }
        return true
      }
      visits.reverse()
      guard visits.count == limit else { return (visits, visits.count) }
      return (visits, Int(clamping: try connection.integer("SELECT count(*) \(all)", arguments) ?? 0))
    }
  }

  /// The stages that an opportunity had gone through in an earlier state, in their order.
  package func stageVisits(of opportunity: Int64, as past: Past) throws(StorageError) -> [StageVisit] {
    try perform { connection in
      var visits: [StageVisit] = []
      try connection.each(PastVisits(past).statement(of: opportunity)) { row in
        if let visit = StageVisit(row) { visits.append(visit) }
        return true
      }
      return visits
    }
  }

  /// The stages that an opportunity entered in change sets after `base`, in their order.
  package func stageVisits(of opportunity: Int64, after base: Int64) throws(StorageError) -> [StageVisit] {
    try perform { connection in
      var visits: [StageVisit] = []
      let later = SQLStatement(
        "SELECT stage, entered, left, author, id FROM stage_visits WHERE opportunity = ? AND change_set > ? ORDER BY id",
        [.integer(opportunity), .integer(base)])
      try connection.each(later) { row in
        if let visit = StageVisit(row) { visits.append(visit) }
        return true
      }
      return visits
    }
  }
}
