/// `automation:`
package struct AutomationSettings: Sendable, Equatable {
  package var enabled = true
  package var rules: [Rule] = []

  /// What happens when. Names are judged by the automation, which knows them; `Settings.origins` tells their lines.
  package struct Rule: Sendable, Equatable {
    package var trigger: String
    package var action: String
    package var template: String?

    package init(trigger: String, action: String, template: String? = nil) {
      self.trigger = trigger
      self.action = action
      self.template = template
    }

    enum Key: String, CaseIterable {
      case trigger, action, template
    }
  }

  enum Key: String, CaseIterable {
    case enabled, rules
  }
}
