import Foundation
import Testing

/// The chapter 使用方法 of the user's own document, line by line, on a fresh workspace.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: Scratch.program), "not built"))
struct UserDocumentTests {
  /// What waits for its feature: it must say so, with the exit code of what cannot be said.
  private static let notBuilt: Set<String> = [
    "import_leads", "backup", "restore", "start_automation", "list_automation_rules",
    "add_automation_rule",
  ]

  /// The document deletes the customer that it goes on with: what follows the deletion brings it back.
  private static let lines: [(line: String, says: String)] = [
    (
      #"add_customer --name 科技有限公司 --industry 软件 --scale 中型 --phone 0755-12345678 --email contact@company.com --address 深圳市南山区"#,
      "cust_001 created"
    ),
    ("search_customers --name 科技 --industry 软件", "(1 customer)"),
    ("update_customer --customer_id cust_001 --scale 大型", "1 customer updated"),
    ("delete_customer --customer_id cust_001", "1 customer deleted"),
    ("-c restore\u{A0}cust_001", "1 customer restored"),
    ("add_tag --customer_id cust_001 --tag VIP", "1 customer updated"),
    (
      "add_contact --customer_id cust_001 --name 张三 --position CTO --phone 13800138000 --email zhangsan@company.com",
      "contact_001 created"
    ),
    ("add_interaction --contact_id contact_001 --type phone --content 讨论产品方案", "act_001 created"),
    ("list_contacts --customer_id cust_001", "讨论产品方案"),
    (
      "add_lead --name 李四 --company 新公司 --phone 13900139000 --email lisi@newcompany.com --source 网站 --interest CRM系统",
      "lead_001 created"
    ),
    ("score_lead --lead_id lead_001", "completeness"),
    ("convert_lead --lead_id lead_001 --customer_name 新公司", "lead_001 became cust_002, contact_002"),
    ("import_leads --file leads.xlsx", ""),
    (
      "create_opportunity --customer_id cust_001 --title CRM系统采购 --amount 100000 --stage 初步接触 --probability 20 --expected_close_date 2026-03-15",
      "opp_001 created"
    ),
    ("update_opportunity --opportunity_id opp_001 --stage 方案提交 --probability 50", "1 opportunity updated"),
    ("list_opportunities --stage 方案提交", "(1 opportunity)"),
    ("close_opportunity --opportunity_id opp_001 --status won --actual_amount 95000", "1 opportunity updated"),
    (
      "create_task --type followup --customer_id cust_001 --title 回访客户 --description 确认产品使用情况 --due_date 2026-02-15 --assignee sales_001",
      "task_001 created"
    ),
    ("complete_task --task_id task_001", "1 task updated"),
    ("list_tasks --status pending --assignee sales_001", "(no tasks)"),
    ("sales_funnel", "1 opportunity, all: 1 won"), ("customer_value", "1 customer with a purchase"),
    ("rfm_analysis", "1 customer with a purchase"),
    ("sales_performance --period 2026-01 --sales_rep sales_001", "from 2026-01-01 to 2026-01-31: 1 person"),
    ("segment_customers", "VIP"),
    ("export_customers --format csv --output customers.csv", "written to customers.csv"),
    ("import_customers --file customers.csv", "skipped"),
    ("backup --backup_dir backups/", ""), ("restore --backup_file backup_20260213.json", ""),
    ("start_automation", ""), ("list_automation_rules", ""),
    ("add_automation_rule --trigger lead_created --action send_email --template welcome_email", ""),
  ]

  @Test func `the user's document runs from its top to its end`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    for (line, says) in Self.lines {
      let words = line.split(separator: " ").map { String($0).replacing("\u{A0}", with: " ") }
      let end = try folder.run(words)
      if Self.notBuilt.contains(words[0]) {
        #expect(end.code == 2 && end.errors.contains("[not-built]"), "\(line): \(end)")
      } else {
        #expect(end.code == 0 && end.output.contains(says), "\(line): \(end)")
      }
    }
  }

  @Test func `a program that adds gets the record in the user's own shape`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    let end = try folder.run([
      "add_customer", "--name", "科技有限公司", "--industry", "软件", "--phone", "0755-12345678", "--tags", "VIP", "--tags",
      "高价值",
      "--output", "json",
    ])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(end.output.utf8)) as? [String: Any])
    #expect(object["customer_id"] as? String == "cust_001")
    #expect(object["industry"] as? String == "软件")
    #expect(object["phone"] as? String == "0755-12345678")
    #expect(Set(object["tags"] as? [String] ?? []) == ["VIP", "高价值"])
    #expect((object["created_at"] as? String)?.count == "2026-01-15".count)
    #expect(object["rfm_score"] is NSNull)
    #expect(object["status"] as? String == "prospect")
  }

  @Test(arguments: [
    ["add_customer", "--name", "科技集团", "--phone", "0755-87654321"],
    ["add_contact", "--customer_id", "cust_002", "--name", "王五", "--phone", "13800138000"],
    ["add_lead", "--name", "王五", "--phone", "13900139000"],
    ["update_customer", "--customer_id", "cust_002", "--phone", "0755-12345678"],
  ])
  func `somebody who is there already is entered again only with --allow-duplicate`(words: [String]) throws {
    let folder = try Scratch()
    defer { folder.remove() }
    for line in [
      ["add_customer", "--name", "科技有限公司", "--phone", "0755-12345678"],
      ["add_customer", "--name", "别家", "--phone", "0755-11112222"],
      ["add_contact", "--customer_id", "cust_001", "--name", "张三", "--phone", "13800138000"],
      ["add_lead", "--name", "李四", "--phone", "13900139000"],
    ] { #expect(try folder.run(line).code == 0) }
    let refused = try folder.run(words)
    #expect(refused.code == 1 && refused.errors.contains("[likely-duplicate]"), "\(refused)")
    #expect(refused.errors.contains("the same with --allow-duplicate"))
    let statement = try folder.run(words + ["--allow-duplicate", "--show-statement"])
    #expect(statement.output.contains("allow duplicate"))
    for flag in ["--allow-duplicate", "--allow_duplicate"] {
      let taken = try folder.run(words + [flag])
      #expect(taken.code == 0, "\(taken)")
    }
  }

  @Test func `a program gets a whole profile as one object`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    #expect(try folder.run(["add_customer", "--name", "科技有限公司", "--phone", "0755-12345678"]).code == 0)
    for statement in ["add order customer = cust_001, amount = 5, ordered_at = today", "log phone with cust_001 '讨论'"] {
      #expect(try folder.run(["-c", statement]).code == 0)
    }
    let score = "\"rfm_score\":{\"recency\":1,\"frequency\":1,\"monetary\":1,\"total\":3"
    for words in [["--output", "jsonl", "-c", "show cust_001 all"], ["-c", "show cust_001 all | jsonl"]] {
      let line = try folder.run(words).output
      #expect(line.hasPrefix("{\"customer_id\":\"cust_001\"") && line.contains(score + "}"), "\(line)")
      #expect(line.contains("\"orders\":[{\"order_id\":\"order_001\",") && line.contains("\"timeline\":[{"), "\(line)")
      #expect(line.contains("\"contacts\":[],") && line.contains("\"tasks\":[],"), "\(line)")
    }
    let changed = try folder.run(["update_customer", "--customer_id", "cust_001", "--scale", "大型", "--output", "jsonl"])
    #expect(changed.output.contains(score + "}"), "\(changed)")
    let exact = try folder.run(["--exact", "-c", "show cust_001 all | jsonl"]).output
    #expect(exact.contains(score + ",\"segment\":\"一般保持客户\"}"), "\(exact)")
  }

  @Test func `contacts come with their interactions`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    _ = try folder.run(["add_customer", "--name", "科技", "--phone", "0755-12345678"])
    _ = try folder.run(["add_contact", "--customer_id", "cust_001", "--name", "张三", "--role", "决策人"])
    _ = try folder.run(["add_contact", "--customer_id", "cust_001", "--name", "王五"])
    _ = try folder.run(["add_interaction", "--contact_id", "contact_001", "--type", "phone", "--content", "讨论\"产品\""])
    let end = try folder.run(["--output", "json", "list_contacts", "--customer_id", "cust_001"])
    let contacts = try #require(try JSONSerialization.jsonObject(with: Data(end.output.utf8)) as? [[String: Any]])
    #expect(contacts.map { $0["customer_id"] as? String } == ["cust_001", "cust_001"])
    #expect(contacts.first?["role"] as? String == "决策人")
    let talks = contacts.compactMap { $0["interactions"] as? [[String: Any]] }
    #expect(talks.map(\.count) == [1, 0])
    #expect(talks.first?.first?["content"] as? String == "讨论\"产品\"")
    #expect(talks.first?.first?["type"] as? String == "phone")
  }

  @Test func `what an error advises can be typed at the shell`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    _ = try folder.run(["add_customer", "--name", "科技", "--phone", "0755-12345678"])
    _ = try folder.run(["delete_customer", "--customer_id", "cust_001"])
    let refused = try folder.run(["add_tag", "--customer_id", "cust_001", "--tag", "VIP"])
    #expect(refused.code == 1 && refused.errors.contains("help: crm -c 'restore cust_001'\n"), "\(refused)")
    for words in [
      ["restore", "cust_001"], ["find", "customers", "where", "name", "=", "it's"], ["undo"], ["恢复", "cust_001"],
    ] {
      let end = try folder.run(words)
      let quoted = words.joined(separator: " ").replacing("'", with: "'\\''")
      #expect(end.code == 2 && end.errors.contains("crm -c '\(quoted)'\n"), "\(end)")
    }
    #expect(try folder.run(["find", "--help"]).errors.contains("crm -c 'help find'\n"))
    #expect(try !folder.run(["nonsense"]).errors.contains("-c 'nonsense'"))
    #expect(try folder.run(["-c", "restore cust_001"]).code == 0)
    let misplaced = try folder.run(["backup", "--output", "b.json"])
    #expect(misplaced.code == 2 && misplaced.errors.contains("named by --backup_dir"), "\(misplaced)")
    let double = try folder.run(["add_customer", "--name", "科技", "--phone", "0755-12345678"])
    #expect(double.errors.contains("crm -c 'show cust_001'  # "), "\(double)")
  }

  /// The system user owns nothing; what it sells is the configured assignee's.
  @Test func `what nobody enters is the configured assignee's`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    for line in [
      ["add_customer", "--name", "科技", "--phone", "0755-12345678"],
      ["add_lead", "--name", "李四", "--phone", "13900139000"],
      ["create_opportunity", "--customer_id", "cust_001", "--title", "采购", "--amount", "100000"],
      ["close_opportunity", "--opportunity_id", "opp_001", "--status", "won", "--actual_amount", "95000"],
    ] { #expect(try folder.run(line).code == 0) }
    #expect(try folder.run(["-c", "count leads where owner = sales_001"]).output == "1\n")
    #expect(try folder.run(["sales_performance", "--sales_rep", "sales_001"]).output.contains("¥95,000"))
    #expect(try folder.run(["-c", "update sales_001 set active = false"]).code == 0)
    #expect(
      try folder.run(["create_opportunity", "--customer_id", "cust_001", "--title", "再购"]).code == 0)
    #expect(try folder.run(["-c", "count opportunities where owner is empty"]).output == "1\n")
  }

  @Test func `what is wrong with a value points at its flag`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    _ = try folder.run(["add_customer", "--name", "科技", "--phone", "0755-12345678"])
    _ = try folder.run(["create_opportunity", "--customer_id", "cust_001", "--title", "采购"])
    let end = try folder.run(["update_opportunity", "--opportunity_id", "opp_001", "--stage", "方案提文"])
    #expect(end.code == 1)
    #expect(end.errors.contains("--stage 方案提文"))
    #expect(end.errors.contains("^^^^^^^^^^^^^^^^ did you mean 方案提交?"))
    #expect(try folder.run(["delete_customer", "--customer_id", "cust_009"]).code == 1)
    #expect(try folder.run(["create_task", "--title", "x", "--due_date", "2026-02-30"]).code == 1)
    #expect(try folder.run(["add_customer", "--nmae", "x"]).code == 2)
  }

  @Test func `a program gets whole records where nobody says which columns`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    _ = try folder.run(["add_customer", "--name", "科技", "--phone", "0755-12345678"])
    _ = try folder.run(["add_contact", "--customer_id", "cust_001", "--name", "张三", "--wechat", "zs_wx"])
    let whole = try folder.run(["--output", "jsonl", "-c", "find contacts"]).output
    #expect(whole.hasPrefix(#"{"contact_id":"contact_001","customer_id":"cust_001","name":"张三","position":null"#))
    #expect(whole.contains(#""wechat":"zs_wx""#))
    let said = try folder.run(["--output", "jsonl", "-c", "find contacts show name, customer"]).output
    #expect(said == "{\"name\":\"张三\",\"customer\":\"cust_001\"}\n")
    let exact = try folder.run(["--output", "jsonl", "--exact", "list_contacts", "--customer_id", "cust_001"]).output
    #expect(exact.contains(#""created_by":"sales_000""#))
    #expect(exact.contains("+08:00\""))
  }

  @Test func `fields of the configuration are flags too`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    try folder.write(
      """
      customers:
        custom_fields:
          - {name: "等级", type: "select", options: ["金", "银"]}
      """, to: "crm.yaml")
    let made = try folder.run([
      "--config", "crm.yaml", "add_customer", "--name", "科技", "--phone", "0755-12345678", "--等级", "金", "--output",
      "json",
    ])
    #expect(made.code == 0, "\(made)")
    #expect(made.output.contains("\"等级\": \"金\""))
    #expect(try folder.run(["add_customer", "--config", "crm.yaml", "--help"]).output.contains("金 | 银"))
    #expect(try folder.run(["add_customer", "--config", "crm.yaml", "--等极", "金"]).errors.contains("--等级"))
  }

  @Test func `help makes no workspace`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    #expect(try folder.run(["help", "add_customer"]).output.contains("--industry"))
    #expect(
      try folder.run(["add_customer", "--name", "x", "--show-statement"]).output == "add customer name = \"x\"\n")
    #expect(!folder.has("crm.db"))
  }

  @Test func `a refused import says its ways out as flags`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    try folder.write("name,phone\n甲,13800138000\n乙,bad\n甲,13800138000\n", to: "b.csv")
    let refused = try folder.run(["import_customers", "--file", "b.csv", "--on_duplicate", "fail"])
    #expect(refused.code == 1)
    #expect(
      refused.errors.contains(
        "ways out: --on_duplicate skip  ·  --on_duplicate update  ·  --allow_duplicate  ·  --skip_refused\n"),
      "\(refused.errors)")
    let taken = try folder.run(["import_customers", "--file", "b.csv", "--skip_refused"])
    #expect(taken.code == 0 && taken.output.contains("1 created"), "\(taken)")
  }

  @Test func `what is exported is what is imported`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    _ = try folder.run([
      "add_customer", "--name", "科技, \"有限\"\n公司", "--phone", "0755-12345678", "--tag", "VIP", "--website", "a.com",
    ])
    _ = try folder.run(["export_customers", "--format", "csv", "--output", "a.csv"])
    let elsewhere = ["--db", "other.db"]
    let end = try folder.run(elsewhere + ["import_customers", "--file", "a.csv"])
    #expect(end.code == 0, "\(end)")
    _ = try folder.run(elsewhere + ["export_customers", "--output", "b.csv"])
    #expect(try folder.read("a.csv") == folder.read("b.csv"))
  }

  @Test func `a dry run keeps nothing`() throws {
    let folder = try Scratch()
    defer { folder.remove() }
    _ = try folder.run(["add_customer", "--name", "科技", "--phone", "0755-12345678", "--dry-run", "--output", "json"])
    #expect(try folder.run(["-c", "count customers"]).output == "0\n")
  }
}
