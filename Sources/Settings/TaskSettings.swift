/// `tasks:`
package struct TaskSettings: Sendable, Equatable {
  package var fields = FieldSettings()
  package var autoCreateReminder = true
  /// Days before the due date, each 0…365.
  package var reminderDays = [1, 3, 7]
  /// The user who gets a task that names nobody.
  package var defaultAssignee = "sales_001"

  enum Key: String, CaseIterable {
    case requiredFields = "required_fields"
    case customFields = "custom_fields"
    case autoCreateReminder = "auto_create_reminder"
    case reminderDays = "reminder_days"
    case defaultAssignee = "default_assignee"
  }
}
