/// `customers:`
package struct CustomerSettings: Sendable, Equatable {
  package var fields = FieldSettings(
    required: ["name", "phone"],
    custom: [
      CustomField(
        name: "行业", type: .select, options: ["软件", "互联网", "金融", "制造", "其他"].map { ChoiceOption($0) }),
      CustomField(name: "规模", type: .select, options: ["小型", "中型", "大型"].map { ChoiceOption($0) }),
    ])
  package var duplicateCheck = true
  package var lifecycle = Lifecycle()

  /// When a customer counts as new and as active, in days.
  package struct Lifecycle: Sendable, Equatable {
    package var newDays = 90
    package var activeDays = 180

    enum Key: String, CaseIterable {
      case newDays = "new_days"
      case activeDays = "active_days"
    }
  }

  enum Key: String, CaseIterable {
    case requiredFields = "required_fields"
    case customFields = "custom_fields"
    case duplicateCheck = "duplicate_check"
    case lifecycle
  }
}
