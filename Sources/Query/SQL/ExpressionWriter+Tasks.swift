internal import Domain
internal import Values

/// The derived fields of tasks. Each is given the task's own columns.
extension ExpressionWriter {
  typealias OwnColumn = (_ name: String) -> String

  private func isOpen(_ own: OwnColumn) -> String {
    "ifnull(\(own("status")), \(TaskStatus.pending)) IN (\(TaskStatus.pending), \(TaskStatus.inProgress))"
  }

  /// Open, and its due date is past; without one, an appointment is over when it has ended.
  func overdue(_ own: OwnColumn) -> String {
    let isPast =
      "ifnull(\(own("due_date")) < \(today.daysSinceEpoch), ifnull(\(own("end_at")) < \(now.milliseconds), 0))"
    return "(CASE WHEN \(isOpen(own)) THEN \(isPast) ELSE 0 END)"
  }

  /// Null where it is not done, or had no due date. The day ends as the zone's days end now.
  func completedOnTime(_ own: OwnColumn) -> String {
    let (due, done) = (own("due_date"), own("completed_at"))
    let end = "(\(due) + 1) * 86400000 - \(rules.zone.offset(at: now)) * 1000"
    return "(CASE WHEN \(own("status")) = \(TaskStatus.completed) AND \(due) IS NOT NULL THEN \(done) < \(end) END)"
  }

  /// The next day on which it reminds: of the days before the due date, the largest that is not past.
  func nextReminder(_ own: OwnColumn) -> String {
    let days = "'[' || \(own("reminders")) || ']'"
    let left = "\(own("due_date")) - \(today.daysSinceEpoch)"
    return "(CASE WHEN \(isOpen(own)) AND \(left) >= 0 AND json_valid(\(days)) THEN \(own("due_date")) - "
      + "(SELECT max(value) FROM json_each(\(days)) WHERE value BETWEEN 0 AND \(left)) END)"
  }
}
