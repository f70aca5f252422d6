/// A line of `crm config show`.
package struct SettingsLine: Sendable, Equatable {
  /// Such as `leads.score_threshold`.
  package var key: String
  /// As the file would spell it; a secret is masked, and what is not set is empty.
  package var value: String
  package var origin: SettingsOrigin
}

extension Settings {
  /// Every key with the value in force and where it comes from, in the file's order.
  package var lines: [SettingsLine] {
    var listing = Listing(origins: origins)
    listing.add("language", language?.rawValue ?? "")
    listing.add("timezone", timezone)
    listing.add("currency", currency)
    for rate in currencies { listing.add("currencies.\(rate.currency)", rate.text) }
    listing.add("customers", customers.fields)
    listing.add("customers.duplicate_check", customers.duplicateCheck)
    listing.add("customers.lifecycle.new_days", customers.lifecycle.newDays)
    listing.add("customers.lifecycle.active_days", customers.lifecycle.activeDays)
    listing.add(customers.rfm)
    listing.add("contacts", contacts)
    listing.add(leads)
    listing.add("opportunities", opportunities.fields)
    for (index, stage) in opportunities.stages.enumerated() {
      listing.add("opportunities.stages[\(index)]", stage.text, within: "opportunities.stages")
    }
    listing.add("opportunities.default_expected_days", opportunities.defaultExpectedDays)
    listing.add("opportunities.stale_days", opportunities.staleDays)
    listing.add("tasks", tasks.fields)
    listing.add("tasks.auto_create_reminder", tasks.autoCreateReminder)
    listing.add("tasks.reminder_days", "[\(tasks.reminderDays.map(String.init).joined(separator: ", "))]")
    listing.add("tasks.default_assignee", tasks.defaultAssignee)
    listing.add("orders", orders)
    listing.add(automation)
    listing.add(notifications)
    listing.add("data.backup_interval", data.backupInterval)
    listing.add("data.backup_retention_days", data.backupRetentionDays)
    listing.add("data.export_formats", "[\(data.exportFormats.map(\.rawValue).joined(separator: ", "))]")
    return listing.lines
  }
}

/// Gathers lines; an element of a list has its list's origin where it has none of its own.
private struct Listing {
  let origins: [String: SettingsOrigin]
  var lines: [SettingsLine] = []

  mutating func add(_ key: String, _ value: some CustomStringConvertible, within list: String? = nil) {
    let origin = origins[key] ?? list.flatMap { origins[$0] } ?? .standard
    lines.append(SettingsLine(key: key, value: value.description, origin: origin))
  }

  mutating func add(_ section: String, _ fields: FieldSettings) {
    add("\(section).required_fields", "[\(fields.required.joined(separator: ", "))]")
    let list = "\(section).custom_fields"
    for (index, field) in fields.custom.enumerated() { add("\(list)[\(index)]", field.text, within: list) }
  }

  mutating func add(_ leads: LeadSettings) {
    add("leads", leads.fields)
    add("leads.auto_score", leads.autoScore)
    add("leads.score_threshold", leads.scoreThreshold)
    add("leads.auto_convert_threshold", leads.autoConvertThreshold.map(String.init) ?? "")
    for factor in LeadSettings.Factor.allCases {
      let weight = leads.scoring[factor]
      if let points = weight?.weight { add("leads.scoring.\(factor.rawValue).weight", points) }
      if let cap = weight?.cap { add("leads.scoring.\(factor.rawValue).cap", cap) }
    }
  }

  mutating func add(_ rfm: CustomerSettings.RFM) {
    let bounds = [("recency_days", rfm.recencyDays), ("frequency", rfm.frequency), ("monetary", rfm.monetary)]
    for (name, bounds) in bounds {
      guard let bounds else { continue }
      add("customers.rfm.\(name)", "[\(bounds.map(String.init).joined(separator: ", "))]")
    }
    add("customers.rfm.high_score", rfm.highScore)
    for (cell, name) in rfm.segments { add("customers.rfm.segments.\(cell.rawValue)", name) }
  }

  mutating func add(_ automation: AutomationSettings) {
    add("automation.enabled", automation.enabled)
    let list = "automation.rules"
    for (index, rule) in automation.rules.enumerated() {
      let template = rule.template.map { " (\($0))" } ?? ""
      add("\(list)[\(index)]", "\(rule.trigger) → \(rule.action)\(template)", within: list)
    }
  }

  mutating func add(_ notifications: NotificationSettings) {
    add("notifications.email.enabled", notifications.email.enabled)
    add("notifications.email.smtp_server", notifications.email.smtpServer ?? "")
    add("notifications.email.smtp_port", notifications.email.smtpPort)
    add("notifications.email.smtp_user", notifications.email.smtpUser ?? "")
    add("notifications.email.smtp_password", notifications.email.smtpPassword?.masked ?? "")
    add("notifications.feishu.enabled", notifications.feishu.enabled)
    add("notifications.feishu.webhook_url", notifications.feishu.webhookURL?.masked ?? "")
  }
}

extension CustomField {
  fileprivate var text: String {
    let options = options.isEmpty ? "" : " [\(options.map(\.name).joined(separator: ", "))]"
    return "\(name): \(type.rawValue)\(options)\(isRequired ? ", required" : "")"
  }
}

extension Stage {
  fileprivate var text: String {
    let aliases = aliases.isEmpty ? "" : " (\(aliases.joined(separator: ", ")))"
    return "\(name)\(aliases): \(probability)"
  }
}
