import Settings
import Testing

/// The user's own example is accepted as written and means what it says.
@Suite struct SettingsExampleTests {
  private func example() throws -> Settings { try Settings.load(path: "\(Sample.root)/config/crm.yaml") }

  @Test func `the shipped file is right`() throws {
    let settings = try example()
    #expect(settings.customers.fields.required == ["name", "phone"])
    #expect(settings.customers.fields.custom.map(\.name) == ["行业", "规模"])
    #expect(settings.customers.fields.custom[1].options.map(\.name) == ["小型", "中型", "大型"])
    #expect(settings.customers.duplicateCheck)
    #expect(settings.leads.scoreThreshold == 60)
    #expect(settings.leads.autoConvertThreshold == 80)
    #expect(settings.opportunities.stages.map(\.probability) == [10, 30, 50, 70, 100])
    #expect(settings.tasks.reminderDays == [1, 3, 7])
    #expect(settings.automation.rules.map(\.trigger) == ["lead_created", "opportunity_stage_changed", "task_due_soon"])
    #expect(settings.notifications.email.smtpPassword == .environment("SMTP_PASSWORD"))
    #expect(settings.notifications.feishu.enabled)
    #expect(settings.data.exportFormats == [.csv, .xlsx, .json])
  }

  @Test(arguments: ["user-document.md", "domain.md"])
  func `the example of the documents is accepted as written`(page: String) throws {
    guard let text = Sample.contents("\(Sample.root)/../shared/design/\(page)") else { return }
    let written = try Sample.settings(try #require(Sample.yamlBlock(text)))
    let shipped = try example()
    #expect(written.customers == shipped.customers)
    #expect(written.leads == shipped.leads)
    #expect(written.opportunities == shipped.opportunities)
    #expect(written.tasks == shipped.tasks)
    #expect(written.automation == shipped.automation)
    #expect(written.notifications.feishu == shipped.notifications.feishu)
    #expect(written.data == shipped.data)
  }

  @Test func `the defaults are the example without sending, rules and converting`() throws {
    let defaults = Settings.defaults
    let shipped = try example()
    #expect(defaults.customers == shipped.customers)
    #expect(defaults.opportunities == shipped.opportunities)
    #expect(defaults.tasks == shipped.tasks)
    #expect(defaults.data == shipped.data)
    #expect(defaults.leads.autoConvertThreshold == nil)
    #expect(defaults.automation.rules == [])
    #expect(!defaults.notifications.email.enabled && !defaults.notifications.feishu.enabled)
    #expect((defaults.timezone, defaults.currency) == ("Asia/Shanghai", "CNY"))
  }

  @Test func `everything that may be said can be said`() throws {
    let settings = try Sample.settings(
      """
      language: en
      timezone: Europe/Berlin
      currency: EUR
      currencies: {USD: 0.92, JPY: 0.0061, CNY: 1}
      customers:
        lifecycle: {new_days: 30, active_days: 365}
        rfm: {recency_days: [30, 90, 180, 365], high_score: 5, segments: {高高高: 白金客户}}
      contacts:
        required_fields: [name]
        custom_fields: [{name: 血型, label: Blood, type: select, required: true, options: [A, {name: B, aliases: [b], key: b}]}]
      leads:
        scoring: {source: {weight: 20, cap: 30}, recency: {cap: 10}}
      opportunities:
        stages: [{name: 谈, probability: 50, aliases: [谈判], key: talk}, {name: 成, probability: 100}]
      orders: {custom_fields: [{name: 渠道, type: text}]}
      automation: {rules: [{trigger: lead_created, action: send_email, template: welcome_email}]}
      """)
    #expect(settings.language == .english)
    #expect(settings.currencies.map(\.text) == ["0.92", "0.0061", "1"])
    #expect(settings.customers.lifecycle.activeDays == 365)
    #expect(settings.customers.rfm.recencyDays == [30, 90, 180, 365] && settings.customers.rfm.monetary == nil)
    #expect(settings.customers.rfm.highScore == 5 && settings.customers.rfm.segments.map(\.name) == ["白金客户"])
    #expect(settings.lines.contains { $0.key == "customers.rfm.segments.高高高" && $0.value == "白金客户" })
    #expect(settings.contacts.custom[0].options == [ChoiceOption("A"), ChoiceOption("B", aliases: ["b"], key: "b")])
    #expect(settings.contacts.custom[0].isRequired && settings.contacts.custom[0].label == "Blood")
    #expect(settings.leads.scoring[.source] == .some(.init(weight: 20, cap: 30)))
    #expect(settings.opportunities.stages[0] == Stage("谈", 50, aliases: ["谈判"], key: "talk"))
    #expect(settings.orders.custom.map(\.type) == [.text])
    #expect(settings.automation.rules[0].template == "welcome_email")
  }

  @Test func `a standard stage keeps its alias and key unless the file takes them`() throws {
    let kept = try Sample.settings(
      "opportunities: {stages: [{name: 商务谈判, probability: 70}, {name: 成交, probability: 100}]}")
    #expect(kept.opportunities.stages[0].aliases == ["谈判"])
    #expect(kept.opportunities.stages[1].key == "closed_won")
    let taken = try Sample.settings(
      "opportunities: {stages: [{name: 谈判, probability: 5}, {name: 商务谈判, probability: 70}, {name: 成交, probability: 100}]}"
    )
    #expect(taken.opportunities.stages[1].aliases == [])
  }

  @Test func `a word that looks like a number is a name where a name is wanted`() throws {
    let settings = try Sample.settings(
      "customers: {custom_fields: [{name: 2024, type: select, options: [1, true, no]}]}")
    #expect(settings.customers.fields.custom[0].options.map(\.name) == ["1", "true", "no"])
  }
}
