import Foundation
import Testing

/// Each key of the configuration does what docs/configuration.md says, by the program itself.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: Scratch.program), "not built"))
struct ConfigurationKeyTests {
  /// What statements print under a configuration.
  private func said(_ configuration: String, _ statements: String, in folder: Scratch? = nil) throws -> String {
    let own = try folder ?? Scratch()
    defer { if folder == nil { own.remove() } }
    try own.write(configuration, to: "crm.yaml")
    let end = try own.run(["--config", "crm.yaml", "-c", statements])
    return end.output + end.errors.split(separator: "\n").filter { !$0.contains("workspace") }.joined(separator: "\n")
  }

  @Test func `default_expected_days says when a new opportunity is expected to close`() throws {
    let text = try said(
      "opportunities: {default_expected_days: 7}",
      "add customer name = 甲, phone = 0755-12345678\nadd opportunity title = 一, customer = cust_001\n"
        + "count opportunities where expected_close_date = in 7d")
    #expect(text.contains("\n1\n"), "\(text)")
  }

  @Test func `stale_days says from when an opportunity is stale`() throws {
    let statements =
      "add customer name = 甲, phone = 0755-12345678\nadd opportunity title = 一, customer = cust_001\n"
      + "count opportunities where stale = true"
    #expect(try said("opportunities: {stale_days: 30}", statements).contains("\n0\n"))
  }

  @Test func `reminder_days are a new task's, unless auto_create_reminder is off`() throws {
    let statements = "add task title = 一, due_date = in 30d\nfind tasks show reminders | csv"
    #expect(try said("tasks: {reminder_days: [2, 5]}", statements).contains("5, 2"))
    let off = try said("tasks: {reminder_days: [2, 5], auto_create_reminder: false}", statements)
    #expect(!off.contains("5, 2"), "\(off)")
  }

  @Test func `default_assignee gets a task that names nobody`() throws {
    let text = try said("tasks: {default_assignee: sales_007}", "add task title = 一\nfind tasks show assignee | csv")
    #expect(text.contains("sales_007"), "\(text)")
  }

  @Test func `score_threshold divides medium from low`() throws {
    let statements = "add lead name = 李四\nupdate lead_001 set score = 40\nfind leads show quality | csv"
    #expect(try said("leads: {score_threshold: 40}", statements).contains("medium"))
    #expect(try said("leads: {score_threshold: 41}", statements).contains("low"))
  }

  @Test func `auto_score and scoring make a lead's score`() throws {
    let statements = "add lead name = 李四, source = 网站\nfind leads show score | csv"
    let scoring = "scoring: {source: {weight: 33}, completeness: {weight: 0}, interest: {weight: 0}}"
    #expect(try said("leads: {auto_score: false}", statements).hasSuffix("\"\"\r\n"))
    #expect(
      try said("leads: {auto_score: true, \(scoring)}", statements) != said("leads: {auto_score: true}", statements))
  }

  @Test func `auto_convert_threshold converts by itself`() throws {
    let statements = "add lead name = 李四, company = 新公司\nupdate lead_001 set score = 90\nfind leads show status | csv"
    #expect(try !said("leads: {auto_score: true}", statements).contains("converted\r\n"))
  }

  @Test func `export_formats are those in which data may leave`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    let statement = "export find customers to \"x.json\""
    let text = try said("data: {export_formats: [csv]}", statement, in: folder)
    #expect(text.contains("export-format") && !folder.has("x.json"), "\(text)")
    _ = try said("data: {export_formats: [csv, json]}", statement, in: folder)
    #expect(folder.has("x.json"))
  }

  @Test(arguments: [
    ("customers", "customer", "name = 甲"), ("contacts", "contact", "name = 甲"),
    ("leads", "lead", "name = 甲"), ("tasks", "task", "title = 甲"), ("orders", "order", "amount = 1"),
    ("opportunities", "opportunity", "title = 甲"),
  ])
  func `required_fields and custom_fields bind every entity that has them`(
    section: String, entity: String, values: String
  ) throws {
    let configuration = """
      \(section):
        custom_fields:
          - {name: 备用, type: text}
          - {name: 网址, type: url}
          - {name: 可用, type: boolean}
          - {name: 电邮, type: email}
        required_fields: [备用]
      """
    let text = try said(configuration, "add \(entity) \(values)")
    #expect(text.contains("missing-field") && text.contains("备用"), "\(text)")
    let full = try said(configuration, "add \(entity) \(values), 备用 = x, 网址 = a.cn, 可用 = true, 电邮 = a@b.cn")
    // What else is required is told, this is not.
    #expect(full.split(separator: "\n").first?.contains("备用") == false, "\(full)")
    let wrong = try said(configuration, "add \(entity) \(values), 备用 = x, 电邮 = nothing")
    #expect(wrong.contains("not-an-email"), "\(wrong)")
  }

  @Test func `language is that of messages`() throws {
    for configuration in ["language: zh", "{timezone: UTC, language: \"zh\"}"] {
      #expect(try said(configuration, "find customers where a = 1").contains("没有"), "\(configuration)")
    }
    #expect(try !said("language: en", "find customers where a = 1").contains("没有"))
  }

  @Test func `another time zone works the days of moments out again and says so`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    let query = "find interactions where date = 2026-03-15 show content"
    let first = try said(
      "timezone: Asia/Shanghai",
      "add customer name = 甲, phone = 0755-12345678\nadd task title = 一, due_date = 2026-03-15\n"
        + "log note with cust_001 \"早\" at 2026-03-15T02:00:00+08:00\n\(query)", in: folder)
    _ = try said("timezone: Asia/Shanghai", "log note with cust_001 \"再\" at 2026-03-15T02:00:00+08:00", in: folder)
    _ = try said("timezone: Asia/Shanghai", "undo", in: folder)
    #expect(first.contains("早\n"), "\(first)")
    let moved = try said("timezone: America/New_York", "\(query)\nfind tasks show due_date | csv", in: folder)
    #expect(moved.contains("config.zone-changed") && !moved.contains("早") && moved.contains("2026-03-15"), "\(moved)")
    // What was taken away before comes back with its day of now.
    let back = try said("timezone: America/New_York", "redo\nfind interactions show content\n\(query)", in: folder)
    #expect(back.split(separator: "\n").count { $0.contains("再") } == 1, "\(back)")
    let doctor = try said("timezone: America/New_York", "doctor", in: folder)
    #expect(!doctor.contains("day"), "\(doctor)")
  }

  @Test func `config check tells what the workspace would lose, and only looks`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    _ = try said(
      "opportunities: {stages: [{name: 甲, probability: 10}, {name: 乙, probability: 100}]}",
      "add customer name = 甲公司, phone = 0755-12345678\nadd opportunity title = 一, customer = cust_001", in: folder)
    try folder.write(
      "opportunities: {stages: [{name: 丙, probability: 10}, {name: 乙, probability: 100}]}", to: "new.yaml")
    let check = try folder.run(["config", "check", "--config", "new.yaml"])
    #expect(check.errors.contains("config.stranded-option") && check.errors.contains("“甲” is gone"), "\(check)")
    #expect(check.errors.contains("update opportunities where stage = 甲 set stage = 丙"), "\(check.errors)")
    #expect(check.code == 1 && check.errors.contains("config.stranded]") && !check.output.contains("sound"), "\(check)")
    // Nothing was taken over.
    let after = try folder.run(["--config", "crm.yaml", "-c", "find opportunities show stage | csv"])
    #expect(after.output.contains("甲") && after.errors.isEmpty, "\(after)")
  }

  @Test func `what was won is mended to a stage that wins, and is opened again in one that is there`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    let none = "add opportunity title = 甲, amount = 1; move opp_001 to 需求确认; close opp_001 won"
    #expect(try folder.run(["-c", none]).code == 0)
    try folder.write(
      "opportunities:\n  stages:\n    - {name: 线索, probability: 10}\n    - {name: 签约, probability: 100}\n", to: "s.yaml"
    )
    let check = try folder.run(["--config", "s.yaml", "config", "check"])
    #expect((check.output + check.errors).contains("where stage = 成交 set stage = 签约"), "\(check)")
    let mended = try folder.run([
      "--config", "s.yaml", "-c", "update opportunities where stage = 成交 set stage = 签约; reopen opp_001",
    ])
    #expect(mended.code == 0, "\(mended)")
    let stood = try folder.run(["--config", "s.yaml", "-c", "find opportunities show stage, status, probability | csv"])
    #expect(stood.output.contains("线索,open,"), "\(stood)")
  }

  @Test func `an option of several is found under each of its names`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    func write(_ option: String) throws {
      try folder.write(
        "customers:\n  custom_fields:\n    - {name: 产品, type: multiselect, options: [\(option), 软件]}\n", to: "m.yaml")
    }
    func said(_ statement: String) throws -> String {
      let end = try folder.run(["--config", "m.yaml", "-c", statement])
      return end.output + end.errors
    }
    try write("{name: 服务, key: svc, aliases: [Service]}")
    _ = try said("add customer name = 甲, phone = 13800138000, email = a@b.cn, 产品 = Service")
    for condition in ["产品 = 服务", "产品 = Service", "产品 has any (Service)"] {
      #expect(try said("count customers where \(condition)") == "1\n")
    }
    #expect(try said("count customers where 产品 != Service") == "0\n")
    #expect(try said("count customers where 产品 = 打错").contains("[not-a-choice]"))
    try write("{name: 服务包, key: svc, aliases: [服务, Service]}")
    #expect(try said("count customers where 产品 = 服务包").hasSuffix("1\n"))
    _ = try said("add customer name = 乙, phone = 13800138001, email = b@b.cn, 产品 = [服务包, 软件]")
    #expect(
      try said("count customers by 产品 | csv").split(whereSeparator: \.isNewline).suffix(2).map(String.init) == [
        "服务包,2", "软件,1",
      ])
    _ = try said("delete cust_002")
    #expect(try said("update cust_001 set 产品 -= Service").contains("1 customer updated"))
    #expect(try said("count customers where 产品 is not empty") == "0\n")
  }

  @Test func `an option that was renamed is found, counted and taken away under its former name too`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    func write(_ options: String) throws {
      try folder.write(
        "customers:\n  custom_fields:\n    - {name: 产品, type: multiselect, options: [\(options)]}\n", to: "m.yaml")
    }
    func said(_ statement: String) throws -> String {
      let end = try folder.run(["--config", "m.yaml", "-c", statement])
      return end.output + end.errors
    }
    try write("{name: 服务, key: svc}, 软件")
    _ = try said("add customer name = 甲, phone = 13800138000, email = a@b.cn, 产品 = 服务")
    try write("{name: 服务包, key: svc}, 软件")
    #expect(try said("count customers where 产品 = 服务包").hasSuffix("1\n"))
    #expect(try said("count customers where 产品 = 服务") == "1\n")
    #expect(try said("count customers where 产品 was 服务包 since 1d ago") == "1\n")
    try write("软件")
    #expect(try said("count customers").contains("1 records hold it"))
    #expect(try said("update cust_001 set 产品 -= 服务包").contains("1 customer updated"))
  }

  @Test func `a built-in choice of another type is refused in the file, and no workspace is shut by it`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    try folder.write("customers:\n  custom_fields:\n    - {name: 规模, type: text}\n", to: "t.yaml")
    let end = try folder.run(["--config", "t.yaml", "config", "check"])
    #expect(end.code != 0 && end.errors.contains("[config.changed-type]") && end.errors.contains("t.yaml:3:"), "\(end)")
  }

  @Test func `no diagnostic quotes a password`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    for text in [
      "smtp_password: [hunter2]", "smtp_pasword: hunter2", "smtp_password: \"hunter2${\"",
      "enabled: hunter2\n    smtp_password: hunter2",
    ] {
      try folder.write("notifications:\n  email:\n    \(text)\n", to: "crm.yaml")
      for words in [["config", "check", "--config", "crm.yaml"], ["config", "show", "--config", "crm.yaml"]] {
        let end = try folder.run(words)
        #expect(end.code != 0)
        #expect(!(end.output + end.errors).replacing("enabled: hunter2", with: "").contains("hunter2"), "\(end)")
      }
    }
  }
}
