package import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

extension Session {
  /// What waits for the one who begins: tasks that are overdue, due today, or remind today. The administrator hears of
  /// everybody's. Nil where nothing waits.
  package func taskGreeting() -> Wording? {
    guard let tasks = dictionary.entity(.task) else { return nil }
    let today = dictionary.rules.zone.day(of: clock())
    func own(_ name: String) -> BoundExpression? {
      tasks.field(named: name).map { BoundExpression(.field($0, via: []), ValueType($0, of: tasks)) }
    }
    func count(_ conditions: [(String, SQLComparison, Int64)]) -> Int64 {
      var terms: [BoundExpression] = []
      let person = author == 0 ? [] : [("assignee", SQLComparison.equal, author)]
      for (name, comparison, number) in conditions + person {
        guard let field = own(name) else { return 0 }
        terms.append(
          BoundExpression(.comparison(field, comparison, .literal(.integer(number), field.type)), .truth))
      }
      let query = BoundQuery(
        entity: tasks, condition: BoundExpression(.all(terms), .truth),
        columns: [
          .init(name: "count", heading: Names("count"), expression: BoundExpression(.aggregate(.count, nil), .integer))
        ], isScalar: true)
      guard case .integer(let found)? = try? store.scalar(compile(query, style: .bare).statement) else { return 0 }
      return found
    }
    let day = Int64(today.daysSinceEpoch)
    let open: (String, SQLComparison, Int64) = ("status", .lessOrEqual, Int64(TaskStatus.inProgress))
    let counts = [
      (count([("overdue", .equal, 1)]), Wording("overdue", "项已逾期")),
      (count([("due_date", .equal, day), open]), Wording("due today", "项今天到期")),
      (count([("next_reminder", .equal, day), ("due_date", .greater, day)]), Wording("to be reminded of", "项需提醒")),
    ].filter { $0.0 > 0 }
    guard !counts.isEmpty else { return nil }
    return Wording(
      "Tasks: \(counts.map { "\($0.0) \($0.1.english)" }.joined(separator: ", ")) (agenda)",
      "任务：\(counts.map { "\($0.0) \($0.1.chinese)" }.joined(separator: "，"))（输入 日程 查看）")
  }
}
