import Foundation
import Testing

/// What the log tells: whose file it was, how much of it, and where it goes.
@Suite struct LogTests {
  @Test func `changes are found by the script or the file of data that made them`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    try folder.write("name\n甲\n乙\n", to: "two.csv")
    try folder.write("import customers from \"two.csv\" allow missing\n", to: "load.crm")
    try folder.write("update cust_001 set city = 深圳\n", to: "overload.crm")
    for words in [
      ["run", "load.crm"], ["run", "overload.crm"], ["-c", "import leads from \"two.csv\" allow missing"],
    ] {
      let end = try folder.run(words)
      #expect(end.code == 0, "\(end)")
    }
    func numbers(_ from: String) throws -> [String] {
      let end = try folder.run(["-c", "changes from \(from) | csv"])
      #expect(end.code == 0, "\(end)")
      return end.output.split(whereSeparator: \.isNewline).dropFirst().map { String($0.prefix { $0 != "," }) }
    }
    #expect(try numbers("load.crm") == ["2"])
    #expect(try numbers("overload.crm") == ["3"])
    #expect(try numbers("two.csv") == ["4", "2"])
    #expect(try numbers("load").isEmpty)
    #expect(try numbers("script") == ["4", "3", "2"])
  }

  @Test func `a history is cut to its latest and goes to a file`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    for city in ["深圳", "上海", "北京"] {
      _ = try folder.run([
        "-c",
        city == "深圳" ? "add lead name = 甲, phone = 13800138000, source = 网站" : "update lead_001 set company = \(city)",
      ])
    }
    let end = try folder.run(["-c", "history of lead_001.company limit 1 | to \"h.csv\""])
    #expect(end.code == 0, "\(end)")
    #expect(try folder.read("h.csv").hasSuffix(",company,上海,北京,script -c:1\r\n"))
    #expect(try folder.run(["-c", "history of lead_001 | to \"h.ics\""]).errors.contains("[unknown-format]"))
    #expect(try folder.run(["-c", "changes | chart bar"]).code == 2)
  }

  @Test func `a file that leaves the time of day out says so, and how it stays`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    let add =
      "add customer name = 甲, phone = 13800138000, email = a@b.cn; add task title = 谈, customer = cust_001, start_at = \"2026-03-16 14:30\""
    #expect(try folder.run(["-c", add]).code == 0)
    let days = try folder.run(["-c", "export find tasks show title, start_at, created_at to \"d.csv\""])
    #expect(
      days.output.contains("start_at without the time of day") || days.errors.contains("start_at without"), "\(days)")
    #expect(try folder.read("d.csv").contains("谈,2026-03-16,"))
    let whole = try folder.run(["-c", "set exact on; export find tasks show title, start_at to \"w.csv\""])
    #expect(!(whole.output + whole.errors).contains("time of day"), "\(whole)")
    #expect(try folder.read("w.csv").contains("谈,2026-03-16T14:30:00+08:00"))
    let none = try folder.run(["-c", "export find customers to \"c.csv\""])
    #expect(!(none.output + none.errors).contains("time of day"), "\(none)")
  }

  @Test func `a program gets one document from each command line`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    try folder.write("name\n甲\n", to: "a.csv")
    try folder.write("data: {export_formats: [csv]}\n", to: "csv.yaml")
    for words in [
      ["import_customers", "--file", "a.csv", "--allow-missing"],
      ["add_lead", "--name", "乙", "--phone", "13800138000"],
      ["score_lead", "--lead_id", "lead_001"], ["convert_lead", "--lead_id", "lead_001", "--anyway"],
      ["export_customers", "--output", "b.csv"],
    ] {
      let end = try folder.run(["--output", "json"] + words)
      #expect(end.code == 0, "\(words) \(end)")
      let document = try JSONSerialization.jsonObject(with: Data(end.output.utf8))
      #expect(document is [String: Any] || document is [Any], "\(words) \(end)")
      if words[0] == "convert_lead" { #expect((document as? [String: Any])?["status"] as? String == "converted") }
    }
    let refused = try folder.run(["--config", "csv.yaml", "export_customers", "--format", "json"])
    #expect(refused.code == 3 && refused.output.isEmpty && refused.errors.contains("[export-format]"), "\(refused)")
    #expect(try folder.run(["--config", "csv.yaml", "export_customers"]).code == 0)
  }
}
