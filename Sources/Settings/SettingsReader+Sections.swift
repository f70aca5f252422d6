/// One method a section of the file; each key of it once.
extension SettingsReader {
  mutating func settings(_ root: SettingsNode) -> Settings {
    var settings = Settings()
    guard case .mapping = root.content else {
      report(
        root.found == .nothing ? .emptyFile : .wrongShape(path: "", expected: .mapping, found: root.found),
        at: root.position)
      return settings
    }
    var rates: SettingsNode?
    for (key, path, node) in entries(root, "", Settings.Key.self) {
      switch key {
      case .language: settings.language = choice(node, path, Settings.Language.self)
      case .timezone: settings.timezone = timezone(node, path) ?? settings.timezone
      case .currency: settings.currency = currency(node, path) ?? settings.currency
      case .currencies: rates = node
      case .customers: customers(node, path, &settings.customers)
      case .contacts: fields(node, path, &settings.contacts)
      case .leads: leads(node, path, &settings.leads)
      case .opportunities: opportunities(node, path, &settings.opportunities)
      case .tasks: tasks(node, path, &settings.tasks)
      case .orders: fields(node, path, &settings.orders)
      case .automation: automation(node, path, &settings.automation)
      case .notifications: notifications(node, path, &settings.notifications)
      case .data: data(node, path, &settings.data)
      }
    }
    if let rates {
      let path = Settings.Key.currencies.rawValue
      note(path, at: rates.position)
      settings.currencies = self.rates(rates, path, base: settings.currency)
    }
    return settings
  }

  private mutating func fields(_ node: SettingsNode, _ section: String, _ fields: inout FieldSettings) {
    for (key, path, node) in entries(node, section, FieldSettings.Key.self) {
      switch key {
      case .requiredFields: fields.required = names(node, path) ?? fields.required
      case .customFields: fields.custom = customFields(node, path) ?? fields.custom
      }
    }
  }

  private mutating func customers(_ node: SettingsNode, _ section: String, _ customers: inout CustomerSettings) {
    for (key, path, node) in entries(node, section, CustomerSettings.Key.self) {
      switch key {
      case .requiredFields: customers.fields.required = names(node, path) ?? customers.fields.required
      case .customFields: customers.fields.custom = customFields(node, path) ?? customers.fields.custom
      case .duplicateCheck: customers.duplicateCheck = boolean(node, path) ?? customers.duplicateCheck
      case .lifecycle: lifecycle(node, path, &customers.lifecycle)
      case .rfm: rfm(node, path, &customers.rfm)
      }
    }
  }

  private mutating func lifecycle(
    _ node: SettingsNode, _ section: String, _ lifecycle: inout CustomerSettings.Lifecycle
  ) {
    for (key, path, node) in entries(node, section, CustomerSettings.Lifecycle.Key.self) {
      switch key {
      case .newDays: lifecycle.newDays = integer(node, path, 1...36_500) ?? lifecycle.newDays
      case .activeDays: lifecycle.activeDays = integer(node, path, 1...36_500) ?? lifecycle.activeDays
      }
    }
  }

  private mutating func rfm(_ node: SettingsNode, _ section: String, _ rfm: inout CustomerSettings.RFM) {
    for (key, path, node) in entries(node, section, CustomerSettings.RFM.Key.self) {
      switch key {
      case .recencyDays: rfm.recencyDays = bounds(node, path, 0...36_500)
      case .frequency: rfm.frequency = bounds(node, path, 1...1_000_000_000)
      case .monetary: rfm.monetary = bounds(node, path, 0...1_000_000_000_000)
      case .highScore: rfm.highScore = integer(node, path, 2...5) ?? rfm.highScore
      case .segments:
        for (cell, path, node) in entries(node, path, CustomerSettings.RFM.Cell.self) {
          if let name = text(node, path) { rfm.segments.append((cell, name)) }
        }
      }
    }
  }

  /// Four whole numbers, each larger than the one before: where five scores part.
  private mutating func bounds(_ node: SettingsNode, _ path: String, _ range: ClosedRange<Int>) -> [Int]? {
    guard let items = list(node, path) else { return nil }
    let found = items.compactMap { integer($0, path, range) }
    guard found.count == items.count else { return nil }
    guard found.count == 4, zip(found, found.dropFirst()).allSatisfy({ $0 < $1 }) else {
      report(.badBounds(path: path), at: node.position)
      return nil
    }
    note(path, at: node.position)
    return found
  }

  private mutating func leads(_ node: SettingsNode, _ section: String, _ leads: inout LeadSettings) {
    for (key, path, node) in entries(node, section, LeadSettings.Key.self) {
      switch key {
      case .requiredFields: leads.fields.required = names(node, path) ?? leads.fields.required
      case .customFields: leads.fields.custom = customFields(node, path) ?? leads.fields.custom
      case .autoScore: leads.autoScore = boolean(node, path) ?? leads.autoScore
      case .scoreThreshold: leads.scoreThreshold = integer(node, path, 0...100) ?? leads.scoreThreshold
      case .autoConvertThreshold: leads.autoConvertThreshold = integer(node, path, 0...100)
      case .scoring: scoring(node, path, &leads.scoring)
      }
    }
  }

  private mutating func scoring(
    _ node: SettingsNode, _ section: String, _ scoring: inout [LeadSettings.Factor: LeadSettings.Weight]
  ) {
    for (factor, path, node) in entries(node, section, LeadSettings.Factor.self) {
      var weight = LeadSettings.Weight()
      for (key, path, node) in entries(node, path, LeadSettings.Weight.Key.self) {
        switch key {
        case .weight: weight.weight = integer(node, path, 0...100)
        case .cap: weight.cap = integer(node, path, 0...100)
        }
      }
      scoring[factor] = weight
    }
  }

  private mutating func opportunities(
    _ node: SettingsNode, _ section: String, _ opportunities: inout OpportunitySettings
  ) {
    for (key, path, node) in entries(node, section, OpportunitySettings.Key.self) {
      switch key {
      case .requiredFields: opportunities.fields.required = names(node, path) ?? opportunities.fields.required
      case .customFields: opportunities.fields.custom = customFields(node, path) ?? opportunities.fields.custom
      case .stages: opportunities.stages = stages(node, path) ?? opportunities.stages
      case .defaultExpectedDays:
        opportunities.defaultExpectedDays = integer(node, path, 0...3_650) ?? opportunities.defaultExpectedDays
      case .staleDays: opportunities.staleDays = integer(node, path, 1...3_650) ?? opportunities.staleDays
      }
    }
  }

  private mutating func tasks(_ node: SettingsNode, _ section: String, _ tasks: inout TaskSettings) {
    for (key, path, node) in entries(node, section, TaskSettings.Key.self) {
      switch key {
      case .requiredFields: tasks.fields.required = names(node, path) ?? tasks.fields.required
      case .customFields: tasks.fields.custom = customFields(node, path) ?? tasks.fields.custom
      case .autoCreateReminder: tasks.autoCreateReminder = boolean(node, path) ?? tasks.autoCreateReminder
      case .reminderDays: tasks.reminderDays = reminderDays(node, path) ?? tasks.reminderDays
      case .defaultAssignee: tasks.defaultAssignee = text(node, path) ?? tasks.defaultAssignee
      }
    }
  }

  private mutating func reminderDays(_ node: SettingsNode, _ path: String) -> [Int]? {
    guard let items = list(node, path) else { return nil }
    var days: [Int] = []
    for item in items {
      guard let day = integer(item, path, 0...365) else { continue }
      if days.contains(day) { report(.duplicateName(String(day), path: path), at: item.position) }
      days.append(day)
    }
    note(path, at: node.position)
    return days
  }

  private mutating func automation(_ node: SettingsNode, _ section: String, _ automation: inout AutomationSettings) {
    for (key, path, node) in entries(node, section, AutomationSettings.Key.self) {
      switch key {
      case .enabled: automation.enabled = boolean(node, path) ?? automation.enabled
      case .rules:
        guard let items = list(node, path) else { continue }
        automation.rules = items.enumerated().compactMap { rule($0.element, "\(path)[\($0.offset)]") }
        note(path, at: node.position)
      }
    }
  }

  private mutating func rule(_ node: SettingsNode, _ section: String) -> AutomationSettings.Rule? {
    let count = problems.count
    var trigger: String?
    var action: String?
    var template: String?
    for (key, path, node) in entries(node, section, AutomationSettings.Rule.Key.self) {
      switch key {
      case .trigger: trigger = text(node, path)
      case .action: action = text(node, path)
      case .template: template = text(node, path)
      }
    }
    if problems.count == count {
      if trigger == nil { report(.missingKey("trigger", section: section), at: node.position) }
      if action == nil { report(.missingKey("action", section: section), at: node.position) }
    }
    guard let trigger, let action else { return nil }
    return AutomationSettings.Rule(trigger: trigger, action: action, template: template)
  }

  private mutating func notifications(
    _ node: SettingsNode, _ section: String, _ notifications: inout NotificationSettings
  ) {
    for (key, path, node) in entries(node, section, NotificationSettings.Key.self) {
      switch key {
      case .email: email(node, path, &notifications.email)
      case .feishu: feishu(node, path, &notifications.feishu)
      }
    }
  }

  private mutating func email(_ node: SettingsNode, _ section: String, _ email: inout NotificationSettings.Email) {
    let count = problems.count
    for (key, path, node) in entries(node, section, NotificationSettings.Email.Key.self) {
      switch key {
      case .enabled: email.enabled = boolean(node, path) ?? email.enabled
      case .smtpServer: email.smtpServer = text(node, path)
      case .smtpPort: email.smtpPort = integer(node, path, 1...65_535) ?? email.smtpPort
      case .smtpUser: email.smtpUser = text(node, path)
      case .smtpPassword: email.smtpPassword = secret(node, path)
      }
    }
    if email.enabled, email.smtpServer == nil, problems.count == count {
      report(.neededWhenEnabled(key: "smtp_server", section: section), at: node.position)
    }
  }

  private mutating func feishu(_ node: SettingsNode, _ section: String, _ feishu: inout NotificationSettings.Feishu) {
    let count = problems.count
    for (key, path, node) in entries(node, section, NotificationSettings.Feishu.Key.self) {
      switch key {
      case .enabled: feishu.enabled = boolean(node, path) ?? feishu.enabled
      case .webhookURL: feishu.webhookURL = secret(node, path)
      }
    }
    if feishu.enabled, feishu.webhookURL == nil, problems.count == count {
      report(.neededWhenEnabled(key: "webhook_url", section: section), at: node.position)
    }
  }

  private mutating func data(_ node: SettingsNode, _ section: String, _ data: inout DataSettings) {
    for (key, path, node) in entries(node, section, DataSettings.Key.self) {
      switch key {
      case .backupInterval: data.backupInterval = integer(node, path, 0...31_536_000) ?? data.backupInterval
      case .backupRetentionDays:
        data.backupRetentionDays = integer(node, path, 1...36_500) ?? data.backupRetentionDays
      case .exportFormats:
        guard let items = list(node, path) else { continue }
        var formats: [DataSettings.ExportFormat] = []
        for item in items {
          guard let format = choice(item, path, DataSettings.ExportFormat.self) else { continue }
          if formats.contains(format) { report(.duplicateName(format.rawValue, path: path), at: item.position) }
          formats.append(format)
        }
        data.exportFormats = formats
        note(path, at: node.position)
      }
    }
  }
}
