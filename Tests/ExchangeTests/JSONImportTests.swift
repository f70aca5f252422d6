import Diagnostics
import Domain
import Engine
import Exchange
import Foundation
import Testing

/// Records from JSON documents and JSON lines.
struct JSONImportTests {
  @Test
  func `a document of the user's own shape becomes records`() throws {
    let work = try TestWorkspace()
    try work.put(
      "c.json",
      """
      [
        {"customer_id": "cust_007", "name": "科技有限公司", "industry": "软件", "phone": "0755-12345678",
         "tags": ["VIP", "高价值;重点"], "created_at": "2026-01-15", "status": "active",
         "rfm_score": {"recency": 5, "total": 14}},
        {"name": "\\u7532\\uD83D\\uDE00", "email": null, "tags": []}
      ]
      """)
    let report = try work.load("import customers from \"c.json\"")
    #expect(report.created == 2 && report.read == 2)
    #expect(report.ignoredColumns == ["status", "rfm_score"])
    #expect(
      try work.rows("find customers show id, name, industry, phone") == [
        "cust_007,科技有限公司,软件,0755-12345678", "cust_008,甲😀,,",
      ])
    #expect(try work.rows("count customers where tag = \"高价值;重点\"") == ["1"])
  }

  @Test
  func `lines of JSON, an object alone and every number are read`() throws {
    let work = try TestWorkspace()
    try work.put(
      "a.jsonl",
      "\u{FEFF}{\"title\":\"a\",\"amount\":1.5e3}\n\n{\"amount\":-0.0,\"title\":\"b\"}\n{\"title\":\"c\",\"amount\":12E-1}"
    )
    try work.load("import opportunities from \"a.jsonl\" allow missing")
    #expect(try work.rows("find opportunities show title, amount") == ["a,1500", "b,0", "c,1.20"])
    try work.put("b.json", " {\"title\": \"d\"} ")
    try work.load("import opportunities from \"b.json\" allow missing")
    #expect(try work.rows("count opportunities") == ["4"])
  }

  @Test
  func `a refused record is named by its line`() throws {
    let work = try TestWorkspace()
    try work.put("a.jsonl", "{\"name\":\"甲\"}\n{\"name\":\"乙\",\"phone\":\"x\"}\n")
    let problem = try work.failure("import customers from \"a.jsonl\"")
    #expect(problem.code == "import-refused")
    #expect(problem.help.contains { $0.english.hasPrefix("line 2: ") })
    #expect(try work.rows("count customers") == ["0"])
    #expect(try work.text("a.refused.csv").contains("乙,x,2,"))
  }

  static let faults: [(String, String, String)] = [
    ("[{\"name\": \"a\"}, {\"name\": tru}]", "bad-json", "line 1, column 29 (/1/name)"),
    ("[{\"name\": \"a\"},\n {\"name\": \"b\",}]", "bad-json", "line 2, column 15 (/1/name)"),
    ("[{\"a/b~\": 01}]", "bad-json", "(/0/a~1b~0)"), ("[{\"name\": \"a\"", "bad-json", "ends in the middle"),
    ("{\"name\": \"\\ud800\"}", "bad-json", "means nothing"), ("{\"name\": \"a\\u0000\"}", "bad-json", "control"),
    ("{\"name\": 1, \"city\": 3, \"name\": 2}", "same-column", "line 1, column 24 (/name): “name” is given twice"),
    ("[1, 2]", "not-records", "a record is an object"),
    ("\"text\"", "not-records", "a record is an object"), ("", "empty-file", "the file is empty"),
    ("[{\"name\": {\"first\": \"a\"}}]", "nested-value", "“name” is an object"),
    ("[{}] x", "bad-json", "does not belong here"),
  ]

  @Test(arguments: faults)
  func `what is wrong is told with its place`(text: String, code: String, part: String) throws {
    let work = try TestWorkspace()
    try work.put("a.json", text)
    let problem = try work.failure("import customers from \"a.json\"")
    #expect(problem.code == code)
    #expect(problem.message.english.contains(part), "\(problem.message.english)")
    #expect(try work.rows("count customers") == ["0"])
  }

  @Test
  func `every hostile document ends in a diagnostic or a result`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "../shared/data/json_test_suite").standardized
    let names = ["test_parsing", "test_transform"].flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? [])
        .map { root.appending(path: folder).appending(path: $0) }
    }
    let work = try TestWorkspace()
    for (index, file) in names.enumerated() where file.pathExtension == "json" {
      let bytes = try Data(contentsOf: file)
      for (form, text) in [("bare", bytes), ("inside", Data("[{\"name\": ".utf8) + bytes + Data("}]".utf8))] {
        try work.folder.put("\(index)-\(form).json", Array(text))
        var code = ""
        do { try work.load("import customers from \"\(index)-\(form).json\" on duplicate skip") } catch let problem
          as DiagnosticList
        {
          code = problem.diagnostics.first?.code ?? ""
        }
        // The suite calls what must be refused n_…, and in a record too much is refused beside.
        if file.lastPathComponent.hasPrefix("n_") { #expect(!code.isEmpty, "\(file.lastPathComponent) \(form)") }
      }
    }
  }

  @Test(arguments: ["json", "jsonl", "csv"])
  func `what is exported is imported as it was`(ending: String) throws {
    let work = try TestWorkspace()
    let texts = [
      "a", "\"q\"", "l\\\\n", "空", "empty", "a,b", "=1+1", " 前后 ", "x;y", "😀e\u{301}", "1e5", "true", "null",
    ]
    for (index, text) in texts.enumerated() {
      let quoted = "'\(text)'"
      try work.run(
        "add customer name = \(quoted), city = \(quoted), tags = [t\(index), VIP], phone = 13800138\(100 + index)"
      )
      try work.run(
        "add opportunity title = \(quoted), customer = cust_\(index + 1), amount = \(index * 37).5, expected_close_date = 2026-12-\(10 + index)"
      )
    }
    let queries = [
      "find customers sort by id show id, name, city, tags, phone, created_at",
      "find opportunities sort by id show id, title, customer, amount, stage, probability, expected_close_date",
    ]
    for entity in ["customers", "opportunities"] { try work.run("export find \(entity) to \"\(entity).\(ending)\"") }
    let other = try TestWorkspace(in: work.folder)
    for entity in ["customers", "opportunities"] {
      try other.load("import \(entity) from \"\(entity).\(ending)\" allow missing")
    }
    for query in queries { #expect(try other.rows(query) == work.rows(query)) }
  }

  @Test
  func `a long list is read in memory that does not grow with it`() throws {
    let work = try TestWorkspace()
    let lines = (0..<30_000).map { "{\"name\":\"客户\($0)\",\"city\":\"深圳\",\"tags\":[\"VIP\"]}" }.joined(separator: "\n")
    try work.put("many.jsonl", lines)
    #expect(try work.load("import customers from \"many.jsonl\"").created == 30_000)
    #expect(try work.rows("count customers where tag = VIP") == ["30000"])
  }

  @Test
  func `a chart is drawn into a file`() throws {
    let work = try TestWorkspace()
    try work.run("add customer name = 甲, city = \"<深圳>\"")
    try work.run("count customers by city | chart bar to \"c.svg\"")
    let picture = try work.text("c.svg")
    #expect(picture.contains("&lt;深圳&gt;") && picture.hasSuffix("</svg>\n"))
    #expect(throws: DiagnosticList.self) { try work.run("count customers by city | chart bar to \"c.png\"") }
    #expect(throws: DiagnosticList.self) { try work.run("count customers by city | chart pie to \"d.svg\"") }
  }

  @Test func `an empty list is no fault, and said in the words of JSON`() throws {
    let work = try TestWorkspace()
    try work.put("a.json", "[]")
    let report = try work.load("import customers from \"a.json\"")
    #expect(report.read == 0)
    #expect(report.notices.map(\.english) == ["the file holds no records"])
  }

  @Test func `records inside a record are made with it`() throws {
    let work = try TestWorkspace()
    try work.put(
      "c.json",
      """
      [{"customer_id": "cust_009", "name": "甲公司", "contacts": [
          {"contact_id": "contact_001", "customer_id": "cust_001", "name": "张三", "phone": "13800138000", "role": "决策人",
           "interactions": [{"type": "phone"}]},
          {"name": "李四"}]},
       {"name": "乙公司", "contacts": []}, {"name": "丙公司", "contacts": null}]
      """)
    let report = try work.load("import customers from \"c.json\"")
    #expect(report.created == 3)
    #expect(
      report.remarks.map { "\($0.count) \($0.text.english)" } == ["2 contacts made with the records they stand in"])
    #expect(
      try work.rows("find contacts show name, customer, phone, role, is_primary sort by contact_id")
        == ["张三,cust_009,13800138000,决策人,true", "李四,cust_009,,,"])
    let again = try work.load("import customers from \"c.json\" on duplicate skip")
    #expect(again.remarks.contains { $0.text.english.contains("the contacts inside them are left out") })
    #expect(try work.rows("count contacts") == ["2"])
    try work.put(
      "i.json",
      #"{"name": "王五", "customer": "甲公司", "interactions": [{"type": "电话", "content": "讨论", "date": "2026-02-10"}]}"#)
    try work.load("import contacts from \"i.json\"")
    #expect(
      try work.rows("find interactions show contact.name, customer.name, content, type") == ["王五,甲公司,讨论,phone"])
  }

  @Test func `a record inside a record that cannot be taken refuses the row`() throws {
    let work = try TestWorkspace()
    try work.put("c.json", #"[{"name": "甲", "contacts": [{"name": "a"}, {"name": "b", "phone": "x"}]}]"#)
    let failure = try work.failure("import customers from \"c.json\"")
    #expect(failure.help.first?.english.hasPrefix("line 1: contacts/1: phone: ") == true, "\(failure.help)")
    #expect(try work.rows("count customers") == ["0"])
  }

  @Test func `a label may hold any sign but the one that keeps labels apart`() throws {
    let work = try TestWorkspace()
    try work.put("c.json", #"[{"name": "甲", "tags": ["c;d", "\u001E", "a\u001eb"]}, {"name": "乙", "tags": "x;y"}]"#)
    try work.load("import customers from \"c.json\"")
    try work.run("export find customers show name, tags sort by customer_id to \"d.jsonl\"")
    #expect(
      try work.text("d.jsonl")
        == #"{"name":"甲","tags":["c;d","\u001e","a\u001eb"]}"# + "\n" + #"{"name":"乙","tags":["x","y"]}"# + "\n")
    try work.put("e.json", #"[{"name": "丙", "tags": ["a\u001Fb"]}]"#)
    let failure = try work.failure("import customers from \"e.json\"")
    #expect(failure.help.first?.english == "line 1: tags: one of tags holds the control character U+001F (take it out)")
  }

  /// Empty and NUL are no texts that a record holds: the first is none, the other is refused.
  @Test(arguments: ["csv", "json", "jsonl"])
  func `all naughty strings go out and come back byte for byte`(format: String) throws {
    guard let folder = CSVTestBytes.sharedFolder("naughty_strings") else { return }
    let data = Data(try CSVTestBytes.of("\(folder)/blns.json"))
    let strings = try #require(try JSONSerialization.jsonObject(with: data) as? [String])
    #expect(strings.count == 515)
    let plain = Customization(rules: TestWorkspace.rules { $0.checksDuplicates = false })
    let work = try TestWorkspace(plain)
    let records = strings.enumerated().map { ["name": "n\($0.offset)", "address": $0.element] }
    try work.folder.put("a.json", Array(try JSONSerialization.data(withJSONObject: records)))
    #expect(try work.load("import customers from \"a.json\"").created == 515)
    try work.run("export find customers show name, address sort by customer_id to \"b.\(format)\"")
    let other = try TestWorkspace(in: work.folder, plain)
    #expect(try other.load("import customers from \"b.\(format)\"").created == 515)
    try other.run("export find customers show name, address sort by customer_id to \"c.jsonl\"")
    let back = try other.text("c.jsonl").utf8.split(separator: 0x0A).map {
      try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
    }
    for (record, text) in zip(back, strings) {
      #expect(((record["address"] as? String) ?? "").utf8.elementsEqual(text.utf8), "\(text.debugDescription)")
    }
    #expect(back.count == 515)
  }
}
